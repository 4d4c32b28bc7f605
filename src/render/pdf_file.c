/* Writes objects, object streams (ISO 32000-1, 7.5.7) and the cross-reference stream (7.5.8). */
#include "render/pdf_file.h"

#include <math.h>
#include <string.h>
#define ZLIB_CONST /* what is compressed is only read */
#include <zlib.h>

/* As many objects go into one object stream. */
#define OBJECTS_A_STREAM 200
/* As many go into a section of the table. */
#define OBJECTS_A_SECTION 8192
#define COMPRESSION 2

/* Where an object is. Small, for there are many. */
typedef struct {
  guint64
      place : 48; /* byte offset in the file, or the number of the object stream that holds it */
  guint64 index : 14; /* in the object stream */
  guint64
      kind : 2; /* as the cross-reference stream says it: 0 free, 1 in the file, 2 in a stream */
} Entry;

/* An object that is written after the section that has its neighbours. */
typedef struct {
  guint number;
  Entry entry;
} Late;

struct _BirgePdfFile {
  BirgeOutput *output;
  guint64 length;  /* of what is written */
  GArray *entries; /* of Entry, by number from first on */
  guint first;
  GArray *late;    /* of Late, in the order of numbers, which are below first */
  guint64 section; /* where the last section begins; 0: there is none */
  GString *bodies; /* of the object stream that is being filled */
  GString *heads;  /* "number offset" of each */
  guint n_bodies;
  guint stream;    /* the object stream's number */
  z_stream packer; /* one for all streams: its memory is taken once */
  GByteArray *packed;
};

static void write_bytes(BirgePdfFile *file, const char *bytes, gsize length) {
  birge_output_write(file->output, bytes, length);
  file->length += length;
}

static void write_text(BirgePdfFile *file, const char *text) {
  write_bytes(file, text, strlen(text));
}

BirgePdfFile *birge_pdf_file_new(BirgeOutput *output) {
  BirgePdfFile *file = g_new0(BirgePdfFile, 1);
  file->output = output;
  file->entries = g_array_new(FALSE, TRUE, sizeof(Entry));
  file->late = g_array_new(FALSE, FALSE, sizeof(Late));
  g_array_set_size(file->entries, BIRGE_PDF_CATALOG + 1); /* number 0 is none */
  file->bodies = g_string_new(NULL);
  file->heads = g_string_new(NULL);
  file->packed = g_byte_array_new();
  deflateInit(&file->packer, COMPRESSION);
  /* Four bytes above 127 tell that the file is not text (7.5.2). */
  write_text(file, "%PDF-1.7\n%\xC3\xA2\xC3\xAE\n");
  return file;
}

void birge_pdf_file_free(BirgePdfFile *file) {
  g_array_unref(file->entries);
  g_array_unref(file->late);
  g_string_free(file->bodies, TRUE);
  g_string_free(file->heads, TRUE);
  deflateEnd(&file->packer);
  g_byte_array_unref(file->packed);
  g_free(file);
}

guint birge_pdf_file_reserve(BirgePdfFile *file) {
  g_array_set_size(file->entries, file->entries->len + 1);
  return file->first + file->entries->len - 1;
}

static Entry *find_entry(BirgePdfFile *file, guint number) {
  if (number >= file->first)
    return &g_array_index(file->entries, Entry, number - file->first);
  guint i = 0;
  while (g_array_index(file->late, Late, i).number != number)
    i++;
  return &g_array_index(file->late, Late, i).entry;
}

static void compress_bytes(BirgePdfFile *file, const char *data, gsize length) {
  z_stream *packer = &file->packer;
  deflateReset(packer);
  gsize size = deflateBound(packer, length);
  g_byte_array_set_size(file->packed, (guint)size);
  packer->next_in = (const Bytef *)data;
  packer->avail_in = (uInt)length;
  packer->next_out = file->packed->data;
  packer->avail_out = (uInt)size;
  deflate(packer, Z_FINISH);
  g_byte_array_set_size(file->packed, (guint)packer->total_out);
}

static void write_stream(BirgePdfFile *file, guint number, const char *entries, const char *data,
                         gsize length) {
  compress_bytes(file, data, length);
  g_autofree char *head = g_strdup_printf("%u 0 obj\n<<%s/Filter/FlateDecode/Length %u>>stream\n",
                                          number, entries, file->packed->len);
  write_text(file, head);
  write_bytes(file, (const char *)file->packed->data, file->packed->len);
  write_text(file, "\nendstream\nendobj\n");
}

void birge_pdf_file_add_stream(BirgePdfFile *file, guint number, const char *entries,
                               const char *data, gsize length) {
  *find_entry(file, number) = (Entry){.place = file->length, .kind = 1};
  write_stream(file, number, entries, data, length);
}

static void append_big_endian(GByteArray *out, guint64 value, guint size) {
  while (size-- > 0) {
    guint8 byte = (guint8)(value >> (8 * size));
    g_byte_array_append(out, &byte, 1);
  }
}

/* A section of the table that is being made. */
typedef struct {
  GByteArray *table;
  GString *index; /* "number count" of each row of numbers */
  guint next;     /* the number after the last; 0: there is none yet */
  guint n;        /* numbers in the last row */
} Section;

static void end_row(Section *section) {
  if (section->n > 0)
    g_string_append_printf(section->index, "%u %u ", section->next - section->n, section->n);
  section->n = 0;
}

static void add_to_section(Section *section, guint number, const Entry *entry) {
  if (number != section->next)
    end_row(section);
  section->next = number + 1;
  section->n++;
  append_big_endian(section->table, entry->kind, 1);
  append_big_endian(section->table, entry->place, 5);
  append_big_endian(section->table, number == 0 ? 65535 : entry->index, 2);
}

/* Adds the objects that are written to a section; the others stay behind. */
static void fill_section(BirgePdfFile *file, Section *section) {
  GArray *left = g_array_new(FALSE, FALSE, sizeof(Late));
  for (guint i = 0; i < file->late->len; i++) {
    const Late *late = &g_array_index(file->late, Late, i);
    if (late->entry.kind != 0)
      add_to_section(section, late->number, &late->entry);
    else
      g_array_append_vals(left, late, 1);
  }
  for (guint i = 0; i < file->entries->len; i++) {
    const Late late = {file->first + i, g_array_index(file->entries, Entry, i)};
    if (late.entry.kind != 0 || late.number == 0)
      add_to_section(section, late.number, &late.entry);
    else
      g_array_append_val(left, late);
  }
  end_row(section);
  file->first += file->entries->len;
  g_array_set_size(file->entries, 0);
  g_array_unref(file->late);
  file->late = left;
}

/* Writes a section of the table, a cross-reference stream (7.5.8) that names the one before. The
 * last one is read first. trailer: more entries of its dictionary. */
static void write_section(BirgePdfFile *file, const char *trailer) {
  guint number = birge_pdf_file_reserve(file);
  guint64 start = file->length;
  *find_entry(file, number) = (Entry){.place = start, .kind = 1};
  g_autoptr(GByteArray) table = g_byte_array_new();
  g_autoptr(GString) entries = g_string_new("/Index[");
  Section section = {.table = table, .index = entries};
  fill_section(file, &section);
  g_string_append_printf(entries, "]/Type/XRef/Size %u/W[1 5 2]/Root %d 0 R%s", file->first,
                         BIRGE_PDF_CATALOG, trailer);
  if (file->section > 0)
    g_string_append_printf(entries, "/Prev %" G_GUINT64_FORMAT, file->section);
  write_stream(file, number, entries->str, (const char *)table->data, table->len);
  file->section = start;
}

static void write_object_stream(BirgePdfFile *file) {
  if (file->n_bodies == 0)
    return;
  g_autofree char *entries =
      g_strdup_printf("/Type/ObjStm/N %u/First %" G_GSIZE_FORMAT, file->n_bodies, file->heads->len);
  g_string_append_len(file->heads, file->bodies->str, (gssize)file->bodies->len);
  file->n_bodies = 0;
  birge_pdf_file_add_stream(file, file->stream, entries, file->heads->str, file->heads->len);
  g_string_truncate(file->heads, 0);
  g_string_truncate(file->bodies, 0);
  if (file->entries->len >= OBJECTS_A_SECTION)
    write_section(file, "");
}

void birge_pdf_file_add(BirgePdfFile *file, guint number, const GString *body) {
  if (file->n_bodies == 0)
    file->stream = birge_pdf_file_reserve(file);
  *find_entry(file, number) = (Entry){.place = file->stream, .index = file->n_bodies, .kind = 2};
  g_string_append_printf(file->heads, "%u %" G_GSIZE_FORMAT " ", number, file->bodies->len);
  g_string_append_len(file->bodies, body->str, (gssize)body->len);
  g_string_append_c(file->bodies, '\n');
  if (++file->n_bodies == OBJECTS_A_STREAM)
    write_object_stream(file);
}

void birge_pdf_file_end(BirgePdfFile *file, guint info) {
  write_object_stream(file);
  g_autofree char *trailer = g_strdup_printf("/Info %u 0 R", info);
  write_section(file, trailer);
  g_autofree char *tail =
      g_strdup_printf("startxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", file->section);
  write_text(file, tail);
}

/* Appends a byte of a string between brackets (7.3.4.2). */
static void append_byte(GString *out, guint byte) {
  if (byte == '(' || byte == ')' || byte == '\\')
    g_string_append_c(out, '\\');
  if (byte == '\r')
    g_string_append(out, "\\r");
  else
    g_string_append_c(out, (char)byte);
}

void birge_pdf_append_unit(GString *out, guint unit) {
  append_byte(out, unit >> 8);
  append_byte(out, unit & 0xFF);
}

/* What stands for itself in PDFDocEncoding. */
static gboolean is_plain(const char *text, gsize length) {
  for (gsize i = 0; i < length; i++) {
    if (text[i] < ' ' || text[i] > '~')
      return FALSE;
  }
  return TRUE;
}

void birge_pdf_append_text(GString *out, const char *text, gsize length) {
  g_string_append_c(out, '(');
  if (is_plain(text, length)) {
    for (gsize i = 0; i < length; i++)
      append_byte(out, (guchar)text[i]);
    g_string_append_c(out, ')');
    return;
  }
  birge_pdf_append_unit(out, 0xFEFF);
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c >= 0x10000) {
      birge_pdf_append_unit(out, 0xD800 + ((c - 0x10000) >> 10));
      birge_pdf_append_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
      birge_pdf_append_unit(out, c);
    }
  }
  g_string_append_c(out, ')');
}

void birge_pdf_append_integer(GString *out, long number) {
  char digits[24];
  guint i = sizeof digits;
  unsigned long rest = number < 0 ? 0UL - (unsigned long)number : (unsigned long)number;
  do {
    digits[--i] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (number < 0)
    digits[--i] = '-';
  g_string_append_len(out, digits + i, (gssize)(sizeof digits - i));
}

void birge_pdf_append_number(GString *out, double number) {
  long thousandths = lround(number * 1000);
  if (thousandths < 0) {
    g_string_append_c(out, '-');
    thousandths = -thousandths;
  }
  birge_pdf_append_integer(out, thousandths / 1000);
  int rest = (int)(thousandths % 1000);
  if (rest == 0)
    return;
  char digits[5] = {'.', (char)('0' + rest / 100), (char)('0' + rest / 10 % 10),
                    (char)('0' + rest % 10), '\0'};
  for (int end = 3; digits[end] == '0'; end--)
    digits[end] = '\0';
  g_string_append(out, digits);
}
