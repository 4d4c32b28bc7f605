/* Cuts words into runs of one font and script, and has HarfBuzz shape them. */
#include "render/shape.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* As many words are young; when there are more, the old ones are forgotten and these are old. An
 * old word that comes again is young again. */
#define MAX_YOUNG_WORDS 1024
/* As many letters without a font are remembered. */
#define MAX_MISSING 64

/* A run of one font and script. Byte offsets in the word. */
typedef struct {
  const BirgeFont *font;
  UScriptCode script;
  guint start;
  guint end;
} Run;

struct _BirgeShaper {
  GHashTable *young; /* of BirgeWord*, each its own key */
  GHashTable *old;
  hb_buffer_t *buffer;
  GArray *runs;    /* of Run */
  GArray *glyphs;  /* of BirgeGlyph */
  GArray *missing; /* of UChar32, sorted */
};

static guint hash_word(gconstpointer key) {
  const BirgeWord *word = key;
  guint hash = GPOINTER_TO_UINT(word->style) * 31 + (word->is_rtl ? 1 : 0);
  for (guint i = 0; i < word->length; i++)
    hash = (hash ^ (guchar)word->text[i]) * 16777619u;
  return hash ^ hash >> 15;
}

static gboolean equal_words(gconstpointer a, gconstpointer b) {
  const BirgeWord *left = a, *right = b;
  return left->style == right->style && left->is_rtl == right->is_rtl &&
         left->length == right->length && memcmp(left->text, right->text, left->length) == 0;
}

static void free_word(gpointer data) {
  BirgeWord *word = data;
  g_free(word->drawn);
  g_free(word);
}

static GHashTable *new_words(void) {
  return g_hash_table_new_full(hash_word, equal_words, free_word, NULL);
}

BirgeShaper *birge_shaper_new(void) {
  BirgeShaper *shaper = g_new0(BirgeShaper, 1);
  shaper->young = new_words();
  shaper->old = new_words();
  shaper->buffer = hb_buffer_create();
  shaper->runs = g_array_new(FALSE, FALSE, sizeof(Run));
  shaper->glyphs = g_array_new(FALSE, FALSE, sizeof(BirgeGlyph));
  shaper->missing = g_array_new(FALSE, FALSE, sizeof(UChar32));
  return shaper;
}

void birge_shaper_free(BirgeShaper *shaper) {
  g_hash_table_unref(shaper->young);
  g_hash_table_unref(shaper->old);
  hb_buffer_destroy(shaper->buffer);
  g_array_unref(shaper->runs);
  g_array_unref(shaper->glyphs);
  g_array_unref(shaper->missing);
  g_free(shaper);
}

static gboolean is_space(UChar32 c) {
  return u_isUWhiteSpace(c);
}

gsize birge_word_length(const char *text, gsize length) {
  const char *end = text + MIN(length, BIRGE_MAX_WORD);
  const char *p = text;
  gboolean first = is_space((UChar32)g_utf8_get_char(p));
  while (p < end && is_space((UChar32)g_utf8_get_char(p)) == first) {
    const char *next = g_utf8_next_char(p);
    if (next > end)
      break;
    p = next;
  }
  /* A mark stays with its letter, where a word is cut. */
  const char *cut = p;
  while (cut > text && cut < text + length && u_getCombiningClass((UChar32)g_utf8_get_char(cut)))
    cut = g_utf8_prev_char(cut);
  return (gsize)((cut > text ? cut : p) - text);
}

/* Remembers a letter that no font has. */
static void miss(BirgeShaper *shaper, UChar32 c) {
  guint i = 0;
  while (i < shaper->missing->len && g_array_index(shaper->missing, UChar32, i) < c)
    i++;
  gboolean is_known = i < shaper->missing->len && g_array_index(shaper->missing, UChar32, i) == c;
  if (!is_known && shaper->missing->len < MAX_MISSING)
    g_array_insert_val(shaper->missing, i, c);
}

/* Returns the font for a character. Signs and marks stay in that of the letter before. */
static const BirgeFont *choose_font(BirgeShaper *shaper, const BirgeTextStyle *style,
                                    const BirgeFont *before, UChar32 c) {
  if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || u_iscntrl(c))
    return before ? before : birge_font_list_first(style->fonts);
  UErrorCode status = U_ZERO_ERROR;
  if (before && uscript_getScript(c, &status) <= USCRIPT_INHERITED && birge_font_has(before, c))
    return before;
  const BirgeFont *font = birge_font_list_find(style->fonts, c);
  if (font)
    return font;
  miss(shaper, c);
  return before ? before : birge_font_list_first(style->fonts);
}

static void find_runs(BirgeShaper *shaper, const BirgeWord *word) {
  g_array_set_size(shaper->runs, 0);
  Run run = {.script = USCRIPT_COMMON};
  const char *end = word->text + word->length;
  for (const char *p = word->text; p < end; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    gboolean has_script = script > USCRIPT_INHERITED;
    const BirgeFont *font = choose_font(shaper, word->style, run.font, c);
    gboolean is_other_script = has_script && run.script > USCRIPT_INHERITED && script != run.script;
    if (run.font && (font != run.font || is_other_script)) {
      run.end = (guint)(p - word->text);
      g_array_append_val(shaper->runs, run);
      run = (Run){.script = USCRIPT_COMMON, .start = run.end};
    }
    run.font = font;
    if (has_script)
      run.script = script;
  }
  run.end = word->length;
  g_array_append_val(shaper->runs, run);
}

static void add_glyphs(BirgeShaper *shaper, const BirgeWord *word, const BirgeFont *font) {
  guint n;
  const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(shaper->buffer, &n);
  const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(shaper->buffer, NULL);
  for (guint i = 0; i < n; i++) {
    BirgeGlyph glyph = {.font = font,
                        .glyph = infos[i].codepoint,
                        .cluster = infos[i].cluster,
                        .advance = (float)positions[i].x_advance / (float)font->upem,
                        .dx = (float)positions[i].x_offset / (float)font->upem,
                        .dy = (float)positions[i].y_offset / (float)font->upem};
    /* A control character has no form. */
    if (glyph.glyph == 0 && u_iscntrl((UChar32)g_utf8_get_char(word->text + glyph.cluster))) {
      glyph.advance = 0;
      hb_font_get_nominal_glyph(font->font, ' ', &glyph.glyph);
    }
    g_array_append_val(shaper->glyphs, glyph);
  }
}

static void shape_run(BirgeShaper *shaper, const BirgeWord *word, const Run *run) {
  hb_buffer_t *buffer = shaper->buffer;
  hb_buffer_clear_contents(buffer);
  hb_buffer_add_utf8(buffer, word->text, (int)word->length, run->start,
                     (int)(run->end - run->start));
  hb_buffer_set_direction(buffer, word->is_rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
  hb_buffer_set_language(buffer, word->style->language);
  hb_script_t script = word->style->script;
  if (run->script > USCRIPT_INHERITED)
    script = hb_script_from_string(uscript_getShortName(run->script), -1);
  hb_buffer_set_script(buffer, script);
  hb_shape(run->font->font, buffer, NULL, 0);
  add_glyphs(shaper, word, run->font);
}

/* White space has no form, only a width. */
static void add_spaces(BirgeShaper *shaper, const BirgeWord *word) {
  const BirgeFont *font = birge_font_list_first(word->style->fonts);
  hb_codepoint_t space = 0;
  hb_font_get_nominal_glyph(font->font, ' ', &space);
  float advance = (float)hb_font_get_glyph_h_advance(font->font, space) / (float)font->upem;
  const char *end = word->text + word->length;
  for (const char *p = word->text; p < end; p = g_utf8_next_char(p)) {
    BirgeGlyph glyph = {
        .font = font, .glyph = space, .cluster = (guint32)(p - word->text), .advance = advance};
    if (word->is_rtl)
      g_array_prepend_val(shaper->glyphs, glyph);
    else
      g_array_append_val(shaper->glyphs, glyph);
  }
}

static void find_glyphs(BirgeShaper *shaper, const BirgeWord *word) {
  g_array_set_size(shaper->glyphs, 0);
  if (word->is_space) {
    add_spaces(shaper, word);
    return;
  }
  find_runs(shaper, word);
  guint n = shaper->runs->len;
  for (guint i = 0; i < n; i++)
    shape_run(shaper, word, &g_array_index(shaper->runs, Run, word->is_rtl ? n - 1 - i : i));
}

/* Keeps a word, and forgets others if need be. */
static void keep(BirgeShaper *shaper, BirgeWord *word) {
  if (g_hash_table_size(shaper->young) >= MAX_YOUNG_WORDS) {
    g_hash_table_unref(shaper->old);
    shaper->old = g_steal_pointer(&shaper->young);
    shaper->young = new_words();
  }
  g_hash_table_add(shaper->young, word);
}

/* Makes a word of the glyphs that were found. */
static BirgeWord *make_word(const BirgeShaper *shaper, const BirgeWord *key) {
  guint n = shaper->glyphs->len;
  gsize size = sizeof *key + n * sizeof *key->glyphs;
  BirgeWord *word = g_malloc(size + key->length + 1);
  *word = *key;
  char *text = (char *)word + size;
  memcpy(text, key->text, key->length);
  text[key->length] = '\0';
  word->text = text;
  word->n_glyphs = n;
  for (guint i = 0; i < n; i++) {
    word->glyphs[i] = g_array_index(shaper->glyphs, BirgeGlyph, i);
    word->width += (double)word->glyphs[i].advance;
  }
  return word;
}

BirgeWord *birge_shape(BirgeShaper *shaper, const BirgeTextStyle *style, gboolean is_rtl,
                       const char *text, gsize length) {
  BirgeWord key = {.style = style, .is_rtl = is_rtl, .text = text, .length = (guint)length};
  BirgeWord *known = g_hash_table_lookup(shaper->young, &key);
  if (known)
    return known;
  gpointer old;
  if (g_hash_table_steal_extended(shaper->old, &key, &old, NULL)) {
    keep(shaper, old);
    return old;
  }
  key.is_space = length > 0 && is_space((UChar32)g_utf8_get_char(text));
  find_glyphs(shaper, &key);
  BirgeWord *word = make_word(shaper, &key);
  keep(shaper, word);
  return word;
}

double birge_shape_width(BirgeShaper *shaper, const BirgeTextStyle *style, gboolean is_rtl,
                         const char *text, gsize length) {
  double width = 0;
  for (gsize start = 0, n; start < length; start += n) {
    n = birge_word_length(text + start, length - start);
    width += birge_shape(shaper, style, is_rtl, text + start, n)->width;
  }
  return width;
}

const GArray *birge_shaper_missing(const BirgeShaper *shaper) {
  return shaper->missing;
}
