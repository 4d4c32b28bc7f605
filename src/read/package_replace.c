/* Writes a package again with one member replaced. All numbers are little-endian; the names of
 * records and fields are those of APPNOTE 6.3.9 (ZIP). */
#include "base/error.h"
#include "read/package.h"

#include <string.h>
#include <zlib.h>

/* Sizes of records without what varies, and of the longest comment (4.3.7, 4.3.9, 4.3.12, 4.3.16).
 */
#define LOCAL_SIZE 30
#define ENTRY_SIZE 46
#define END_SIZE 22
#define DESCRIPTOR_SIZE 12
#define MAX_COMMENT 65535

#define LOCAL_SIGNATURE 0x04034b50u
#define ENTRY_SIGNATURE 0x02014b50u
#define END_SIGNATURE 0x06054b50u
#define DESCRIPTOR_SIGNATURE 0x08074b50u

#define FLAG_ENCRYPTED 1u
#define FLAG_DESCRIPTOR 8u
#define METHOD_STORED 0u
#define METHOD_DEFLATED 8u

typedef struct {
  const guint8 *data;
  gsize length;
  gsize end;       /* of central directory record */
  gsize directory; /* where it starts */
  gsize entry;     /* of the member in the directory */
  gsize local;     /* its local header */
  gsize content;   /* where its content starts */
  gsize after;     /* where its record ends */
} Zip;

static guint32 get16(const Zip *zip, gsize at) {
  return (guint32)zip->data[at] | (guint32)zip->data[at + 1] << 8;
}

static guint32 get32(const Zip *zip, gsize at) {
  return get16(zip, at) | get16(zip, at + 2) << 16;
}

static void put16(GByteArray *out, gsize at, guint32 value) {
  out->data[at] = (guint8)value;
  out->data[at + 1] = (guint8)(value >> 8);
}

static void put32(GByteArray *out, gsize at, guint32 value) {
  put16(out, at, value);
  put16(out, at + 2, value >> 16);
}

static gboolean find_end(Zip *zip) {
  gsize furthest = zip->length - MIN(zip->length, (gsize)END_SIZE + MAX_COMMENT);
  for (gsize at = zip->length - MIN(zip->length, END_SIZE); at > furthest; at--) {
    if (get32(zip, at) != END_SIGNATURE || at + END_SIZE + get16(zip, at + 20) != zip->length)
      continue;
    zip->end = at;
    zip->directory = get32(zip, at + 16);
    return zip->directory <= at && get32(zip, at + 12) == at - zip->directory;
  }
  return FALSE;
}

/* The size of the entry at a place; 0: there is none. */
static gsize entry_size(const Zip *zip, gsize at) {
  if (zip->end - at < ENTRY_SIZE || get32(zip, at) != ENTRY_SIGNATURE)
    return 0;
  gsize size = ENTRY_SIZE + get16(zip, at + 28) + get16(zip, at + 30) + (gsize)get16(zip, at + 32);
  return size <= zip->end - at ? size : 0;
}

static gboolean find_entry(Zip *zip, const char *member) {
  gsize n = strlen(member), size;
  for (gsize at = zip->directory; at < zip->end; at += size) {
    size = entry_size(zip, at);
    if (size == 0)
      return FALSE;
    if (get16(zip, at + 28) == n && memcmp(zip->data + at + ENTRY_SIZE, member, n) == 0)
      zip->entry = at;
  }
  return zip->entry > 0;
}

/* Whether extra fields hold the sizes of ZIP64 (4.5.3). */
static gboolean has_zip64(const Zip *zip, gsize at, gsize end) {
  while (end - at >= 4) {
    if (get16(zip, at) == 1)
      return TRUE;
    gsize size = 4 + (gsize)get16(zip, at + 2);
    if (size > end - at)
      return FALSE;
    at += size;
  }
  return FALSE;
}

/* Finds the local record of the entry. */
static gboolean find_record(Zip *zip) {
  guint32 flags = get16(zip, zip->entry + 8);
  gsize size = get32(zip, zip->entry + 20);
  zip->local = get32(zip, zip->entry + 42);
  if ((flags & FLAG_ENCRYPTED) || zip->local > zip->directory ||
      zip->directory - zip->local < LOCAL_SIZE || get32(zip, zip->local) != LOCAL_SIGNATURE)
    return FALSE;
  gsize extra = zip->local + LOCAL_SIZE + get16(zip, zip->local + 26);
  zip->content = extra + get16(zip, zip->local + 28);
  if (zip->content > zip->directory || size > zip->directory - zip->content ||
      has_zip64(zip, extra, zip->content))
    return FALSE;
  zip->after = zip->content + size;
  if (!(get16(zip, zip->local + 6) & FLAG_DESCRIPTOR))
    return TRUE;
  gsize left = zip->directory - zip->after;
  gboolean is_signed = left >= 4 && get32(zip, zip->after) == DESCRIPTOR_SIGNATURE;
  zip->after += DESCRIPTOR_SIZE + (is_signed ? 4 : 0);
  return zip->after <= zip->directory;
}

static gboolean deflate_all(const guint8 *data, gsize length, GByteArray *out) {
  z_stream stream = {0};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return FALSE;
  gsize bound = deflateBound(&stream, length);
  guint start = out->len;
  g_byte_array_set_size(out, start + (guint)bound);
  stream.next_in = (Bytef *)data;
  stream.avail_in = (uInt)length;
  stream.next_out = out->data + start;
  stream.avail_out = (uInt)bound;
  gboolean ok = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  g_byte_array_set_size(out, start + (guint)(bound - stream.avail_out));
  deflateEnd(&stream);
  return ok;
}

/* Writes sizes and checksum of content into a header. at: of its field of flags. */
static void put_sizes(GByteArray *out, gsize at, GBytes *content, gsize packed) {
  gsize length;
  const guint8 *data = g_bytes_get_data(content, &length);
  guint32 flags = (guint32)out->data[at] | (guint32)out->data[at + 1] << 8;
  put16(out, at, flags & ~FLAG_DESCRIPTOR);
  put32(out, at + 8, (guint32)crc32(0, data, (uInt)length));
  put32(out, at + 12, (guint32)packed);
  put32(out, at + 16, (guint32)length);
}

/* Writes the directory again. moved: how far what stood behind the member has moved. */
static void append_directory(const Zip *zip, gssize moved, GBytes *content, gsize packed,
                             GByteArray *out) {
  gsize base = out->len;
  g_byte_array_append(out, zip->data + zip->directory, (guint)(zip->length - zip->directory));
  for (gsize at = zip->directory; at < zip->end; at += entry_size(zip, at)) {
    gsize place = base + at - zip->directory;
    guint32 local = get32(zip, at + 42);
    if (local > zip->local)
      put32(out, place + 42, (guint32)((gssize)local + moved));
    if (at == zip->entry)
      put_sizes(out, place + 8, content, packed);
  }
  put32(out, base + zip->end - zip->directory + 16, (guint32)base);
}

static GBytes *replace(const Zip *zip, GBytes *content) {
  gsize length;
  const guint8 *data = g_bytes_get_data(content, &length);
  g_autoptr(GByteArray) out = g_byte_array_new();
  g_byte_array_append(out, zip->data, (guint)zip->content);
  if (get16(zip, zip->entry + 10) == METHOD_DEFLATED && !deflate_all(data, length, out))
    return NULL;
  if (get16(zip, zip->entry + 10) == METHOD_STORED)
    g_byte_array_append(out, data, (guint)length);
  gsize packed = out->len - zip->content;
  put_sizes(out, zip->local + 6, content, packed);
  gssize moved = (gssize)out->len - (gssize)zip->after;
  g_byte_array_append(out, zip->data + zip->after, (guint)(zip->directory - zip->after));
  append_directory(zip, moved, content, packed, out);
  return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

GBytes *birge_package_replace(const char *name, GBytes *package, const char *member,
                              GBytes *content, GError **error) {
  Zip zip = {0};
  zip.data = g_bytes_get_data(package, &zip.length);
  gboolean is_plain =
      zip.length >= END_SIZE && find_end(&zip) && find_entry(&zip, member) && find_record(&zip);
  guint32 method = is_plain ? get16(&zip, zip.entry + 10) : G_MAXUINT32;
  is_plain = method == METHOD_STORED || method == METHOD_DEFLATED;
  GBytes *replaced = is_plain ? replace(&zip, content) : NULL;
  if (!replaced)
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, 0,
                       "can't be filled: its ZIP archive is not of the plain kind that office "
                       "programs write");
  return replaced;
}
