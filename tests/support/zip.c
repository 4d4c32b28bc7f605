/* Writes ZIP archives, in the plainest form. */
#include "zip.h"

#include <string.h>
#include <zlib.h>

static void put(GByteArray *out, guint32 value, guint n_bytes) {
  for (guint i = 0; i < n_bytes; i++) {
    guint8 byte = (guint8)(value >> (8 * i));
    g_byte_array_append(out, &byte, 1);
  }
}

/* What the local header and the entry of the directory have in common. */
static void put_common(GByteArray *out, const ZipMember *member) {
  gsize length;
  const guint8 *data = g_bytes_get_data(member->content, &length);
  put(out, 20, 2); /* version */
  put(out, 0, 2);  /* flags */
  put(out, 0, 2);  /* method: stored */
  put(out, 0, 4);  /* time and date */
  put(out, (guint32)crc32(0, data, (uInt)length), 4);
  put(out, (guint32)length, 4);
  put(out, (guint32)length, 4);
  put(out, (guint32)strlen(member->name), 2);
  put(out, 0, 2); /* extra */
}

static void put_member(GByteArray *out, const ZipMember *member) {
  gsize length;
  const guint8 *data = g_bytes_get_data(member->content, &length);
  put(out, 0x04034b50, 4);
  put_common(out, member);
  g_byte_array_append(out, (const guint8 *)member->name, (guint)strlen(member->name));
  g_byte_array_append(out, data, (guint)length);
}

GBytes *zip_pack(const ZipMember *members, guint n) {
  GByteArray *out = g_byte_array_new();
  g_autofree guint32 *places = g_new(guint32, n + 1);
  for (guint i = 0; i < n; i++) {
    places[i] = out->len;
    put_member(out, &members[i]);
  }
  places[n] = out->len;
  for (guint i = 0; i < n; i++) {
    put(out, 0x02014b50, 4);
    put(out, 20, 2);
    put_common(out, &members[i]);
    put(out, 0, 2); /* comment */
    put(out, 0, 4); /* disk, internal attributes */
    put(out, 0, 4); /* external attributes */
    put(out, places[i], 4);
    g_byte_array_append(out, (const guint8 *)members[i].name, (guint)strlen(members[i].name));
  }
  guint32 size = out->len - places[n];
  put(out, 0x06054b50, 4);
  put(out, 0, 4);
  put(out, n, 2);
  put(out, n, 2);
  put(out, size, 4);
  put(out, places[n], 4);
  put(out, 0, 2);
  return g_byte_array_free_to_bytes(out);
}

GBytes *zip_office(const char *member, GBytes *content, GBytes *styles, GBytes *footnotes) {
  static const char type[] = "application/vnd.oasis.opendocument.text";
  static const char relations[] =
      "<Relationships><Relationship Id=\"r1\" Target=\"word/document.xml\" "
      "Type=\"http://example.org/relationships/officeDocument\"/></Relationships>";
  gboolean is_odt = g_str_equal(member, "content.xml");
  g_autoptr(GBytes) first = is_odt ? g_bytes_new_static(type, sizeof type - 1)
                                   : g_bytes_new_static(relations, sizeof relations - 1);
  g_autoptr(GBytes) none = g_bytes_new_static("<none/>", 7);
  const ZipMember members[] = {
      {is_odt ? "mimetype" : "_rels/.rels", first},
      {is_odt ? "styles.xml" : "word/styles.xml", styles ? styles : none},
      {member, content},
      {footnotes ? "word/footnotes.xml" : "last.txt", footnotes ? footnotes : none},
  };
  return zip_pack(members, G_N_ELEMENTS(members));
}
