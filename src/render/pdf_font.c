/* Gives glyphs their codes, and writes the fonts at the end (ISO 32000-1, 9.7). */
#include "render/pdf_font.h"

#include "base/error.h"
#include "render/pdf_cff.h"

#include <math.h>

/* So many entries may stand in one block of a ToUnicode CMap (Adobe Technical Note 5014). */
#define ENTRIES_A_BLOCK 100

typedef struct {
  guint16 glyph;
  guint16 width;
  UChar32 c;
} Code;

typedef struct {
  const BirgeFont *font;
  guint number;      /* of the object */
  GArray *codes;     /* of Code */
  GHashTable *known; /* gint64* made of a Code -> the code's number */
} Font;

struct _BirgePdfFonts {
  BirgePdfFile *file;
  GPtrArray *fonts; /* of Font*, by the font's number; NULL for those that are not used */
  gboolean is_full; /* a font has no code left */
};

static void free_font(gpointer data) {
  Font *font = data;
  if (!font)
    return;
  g_array_unref(font->codes);
  g_hash_table_unref(font->known);
  g_free(font);
}

BirgePdfFonts *birge_pdf_fonts_new(BirgePdfFile *file) {
  BirgePdfFonts *fonts = g_new0(BirgePdfFonts, 1);
  fonts->file = file;
  fonts->fonts = g_ptr_array_new_with_free_func(free_font);
  return fonts;
}

void birge_pdf_fonts_free(BirgePdfFonts *fonts) {
  g_ptr_array_unref(fonts->fonts);
  g_free(fonts);
}

static Font *get_font(BirgePdfFonts *fonts, const BirgeFont *font) {
  if (font->number >= fonts->fonts->len)
    g_ptr_array_set_size(fonts->fonts, (int)font->number + 1);
  Font *known = fonts->fonts->pdata[font->number];
  if (known)
    return known;
  Font *made = g_new0(Font, 1);
  made->font = font;
  made->number = birge_pdf_file_reserve(fonts->file);
  made->codes = g_array_new(FALSE, TRUE, sizeof(Code));
  g_array_set_size(made->codes, 1); /* 0 is that of no glyph */
  made->known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  fonts->fonts->pdata[font->number] = made;
  return made;
}

guint birge_pdf_fonts_code(BirgePdfFonts *fonts, const BirgeFont *font, guint glyph, UChar32 c,
                           guint width) {
  Font *made = get_font(fonts, font);
  Code code = {(guint16)glyph, (guint16)MIN(width, G_MAXUINT16), c};
  gint64 key = (gint64)code.glyph << 40 | (gint64)code.c << 16 | code.width;
  gpointer number = g_hash_table_lookup(made->known, &key);
  if (number)
    return GPOINTER_TO_UINT(number);
  if (made->codes->len == BIRGE_CFF_MAX_GLYPHS) {
    fonts->is_full = TRUE;
    return 0;
  }
  g_array_append_val(made->codes, code);
  g_hash_table_insert(made->known, g_memdup2(&key, sizeof key),
                      GUINT_TO_POINTER(made->codes->len - 1));
  return made->codes->len - 1;
}

void birge_pdf_fonts_append_resources(const BirgePdfFonts *fonts, GString *out) {
  g_string_append(out, "/Font<<");
  for (guint i = 0; i < fonts->fonts->len; i++) {
    const Font *font = fonts->fonts->pdata[i];
    if (font)
      g_string_append_printf(out, "/F%u %u 0 R", i, font->number);
  }
  g_string_append(out, ">>");
}

static const Code *code_at(const Font *font, guint i) {
  return &g_array_index(font->codes, Code, i);
}

/* Writes the font's file with a glyph for each code. Returns the file's object. */
static guint write_file(BirgePdfFonts *fonts, const Font *font, const char *name) {
  g_autoptr(GArray) glyphs =
      g_array_sized_new(FALSE, TRUE, sizeof(BirgeCffGlyph), font->codes->len);
  for (guint i = 0; i < font->codes->len; i++) {
    const Code *code = code_at(font, i);
    BirgeCffGlyph glyph = {code->glyph, code->width, code->glyph == BIRGE_PDF_BLANK};
    g_array_append_val(glyphs, glyph);
  }
  g_autoptr(GString) file = g_string_new(NULL);
  birge_cff_append(file, name, font->font, glyphs);
  guint number = birge_pdf_file_reserve(fonts->file);
  birge_pdf_file_add_stream(fonts->file, number, "/Subtype/CIDFontType0C", file->str, file->len);
  return number;
}

static void append_utf16(GString *out, UChar32 c) {
  if (c >= 0x10000)
    g_string_append_printf(out, "%04X%04X", 0xD800 + (((guint)c - 0x10000) >> 10),
                           0xDC00 + ((guint)c & 0x3FF));
  else
    g_string_append_printf(out, "%04X", (guint)c);
}

static void append_meaning(GString *out, UChar32 c) {
  append_utf16(out, c < BIRGE_PDF_LEFT(0) ? c : ' ');
  for (; c > BIRGE_PDF_LEFT(0); c--)
    g_string_append(out, "200E200B"); /* a space without width parts the marks */
}

/* Says what each code says (9.10.3). */
static guint write_meanings(BirgePdfFonts *fonts, const Font *font) {
  g_autoptr(GString) cmap =
      g_string_new("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                   "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                   "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                   "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
  for (guint i = 1; i < font->codes->len; i++) {
    if (i % ENTRIES_A_BLOCK == 1)
      g_string_append_printf(cmap, "%u beginbfchar\n", MIN(ENTRIES_A_BLOCK, font->codes->len - i));
    g_string_append_printf(cmap, "<%04X> <", i);
    append_meaning(cmap, code_at(font, i)->c);
    g_string_append(cmap, ">\n");
    if (i % ENTRIES_A_BLOCK == 0 || i + 1 == font->codes->len)
      g_string_append(cmap, "endbfchar\n");
  }
  g_string_append(cmap, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
  guint number = birge_pdf_file_reserve(fonts->file);
  birge_pdf_file_add_stream(fonts->file, number, "", cmap->str, cmap->len);
  return number;
}

/* The name of a font that is cut down begins with six letters and a plus sign (9.6.4). */
static char *make_name(const Font *font) {
  guint n = font->font->number;
  return g_strdup_printf("BIRG%c%c+%s", 'A' + n / 26 % 26, 'A' + n % 26, font->font->name);
}

static int per_mille(const BirgeFont *font, int units) {
  return (int)lround(1000.0 * units / font->upem);
}

static guint write_descriptor(BirgePdfFonts *fonts, const Font *font, const char *name,
                              guint file) {
  const BirgeFont *f = font->font;
  int ascender = per_mille(f, f->ascender), descender = per_mille(f, f->descender);
  /* Flags (9.8.2): symbolic, for the encoding is our own; italic. */
  g_autoptr(GString) body = g_string_new(NULL);
  g_string_printf(
      body,
      "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[-1000 %d 2000 %d]/ItalicAngle %d"
      "/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile3 %u 0 R>>",
      name, 4 + (f->is_italic ? 64 : 0), descender, ascender, f->is_italic ? -12 : 0, ascender,
      descender, ascender * 7 / 10, f->is_bold ? 140 : 80, file);
  guint number = birge_pdf_file_reserve(fonts->file);
  birge_pdf_file_add(fonts->file, number, body);
  return number;
}

static void write_font(BirgePdfFonts *fonts, const Font *font) {
  g_autofree char *name = make_name(font);
  guint file = write_file(fonts, font, name);
  guint meanings = write_meanings(fonts, font);
  guint descriptor = write_descriptor(fonts, font, name, file);
  g_autoptr(GString) body = g_string_new(NULL);
  g_string_printf(body,
                  "<</Type/Font/Subtype/CIDFontType0/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
                  "/Ordering(Identity)/Supplement 0>>/FontDescriptor %u 0 R/DW 0/W[1[",
                  name, descriptor);
  for (guint i = 1; i < font->codes->len; i++)
    g_string_append_printf(body, i > 1 ? " %u" : "%u", code_at(font, i)->width);
  g_string_append(body, "]]>>");
  guint descendant = birge_pdf_file_reserve(fonts->file);
  birge_pdf_file_add(fonts->file, descendant, body);
  g_string_printf(body,
                  "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
                  "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R>>",
                  name, descendant, meanings);
  birge_pdf_file_add(fonts->file, font->number, body);
}

gboolean birge_pdf_fonts_write(BirgePdfFonts *fonts, GError **error) {
  if (fonts->is_full) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_LIMIT,
                "a font would need more than %d codes for glyphs", BIRGE_CFF_MAX_GLYPHS - 1);
    return FALSE;
  }
  for (guint i = 0; i < fonts->fonts->len; i++) {
    const Font *font = fonts->fonts->pdata[i];
    if (font)
      write_font(fonts, font);
  }
  return TRUE;
}
