/* Asks fontconfig for fonts, and opens those that are needed. */
#include "render/fonts.h"

#include "base/error.h"

#include <hb-ot.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* A font that fontconfig knows of. */
typedef struct {
  FcPattern *pattern; /* borrowed from the list's set */
  FcCharSet *letters; /* borrowed from pattern */
  const BirgeFont *font;
  gboolean is_bad; /* can't be opened */
} Candidate;

struct _BirgeFontList {
  BirgeFonts *fonts;
  FcFontSet *set;
  Candidate *candidates;
  guint n_candidates;
  guint first; /* the candidate that has the wished letters */
};

struct _BirgeFonts {
  FcConfig *config;
  GPtrArray *open;  /* of BirgeFont* */
  GPtrArray *lists; /* of BirgeFontList* */
};

/* What is asked for first: families that look well beside each other and have many letters. Those
 * that a machine does not have are passed over. */
static const char *const arabic_families[] = {
    "Noto Naskh Arabic", "Vazirmatn", "Noto Sans Arabic", "Noto Sans", "DejaVu Sans", "sans-serif"};
static const char *const other_families[] = {"Noto Sans", "DejaVu Sans", "Noto Naskh Arabic",
                                             "Noto Sans Arabic", "sans-serif"};

static void free_font(gpointer data) {
  BirgeFont *font = data;
  hb_font_destroy(font->font);
  hb_face_destroy(font->face);
  g_free(font->path);
  g_free(font->name);
  g_free(font);
}

static void free_list(gpointer data) {
  BirgeFontList *list = data;
  FcFontSetDestroy(list->set);
  g_free(list->candidates);
  g_free(list);
}

BirgeFonts *birge_fonts_new(GError **error) {
  FcConfig *config = FcInitLoadConfigAndFonts();
  if (!config) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT, "fontconfig has no configuration");
    return NULL;
  }
  BirgeFonts *fonts = g_new0(BirgeFonts, 1);
  fonts->config = config;
  fonts->open = g_ptr_array_new_with_free_func(free_font);
  fonts->lists = g_ptr_array_new_with_free_func(free_list);
  return fonts;
}

void birge_fonts_free(BirgeFonts *fonts) {
  g_ptr_array_unref(fonts->lists);
  g_ptr_array_unref(fonts->open);
  FcConfigDestroy(fonts->config);
  g_free(fonts);
}

static const char *get_string(const FcPattern *pattern, const char *object) {
  FcChar8 *value;
  return FcPatternGetString(pattern, object, 0, &value) == FcResultMatch ? (const char *)value : "";
}

static int get_integer(const FcPattern *pattern, const char *object, int otherwise) {
  int value;
  return FcPatternGetInteger(pattern, object, 0, &value) == FcResultMatch ? value : otherwise;
}

static gboolean get_boolean(const FcPattern *pattern, const char *object) {
  FcBool value;
  return FcPatternGetBool(pattern, object, 0, &value) == FcResultMatch && value;
}

/* Outlines of one colour that HarfBuzz can draw. Fontconfig tells of fonts with axes twice: as a
 * whole, which stands for no one form, and as the instances that have names. */
static gboolean can_be_drawn(const FcPattern *pattern) {
  const char *format = get_string(pattern, FC_FONTFORMAT);
  return get_boolean(pattern, FC_SCALABLE) && !get_boolean(pattern, FC_VARIABLE) &&
         (g_str_equal(format, "TrueType") || g_str_equal(format, "CFF")) &&
         !get_boolean(pattern, FC_COLOR);
}

static FcPattern *make_query(BirgeFonts *fonts, const BirgeFontWish *wish) {
  gboolean is_arabic = g_strcmp0(wish->script, "Arab") == 0;
  const char *const *families = is_arabic ? arabic_families : other_families;
  guint n = is_arabic ? G_N_ELEMENTS(arabic_families) : G_N_ELEMENTS(other_families);
  FcPattern *query = FcPatternCreate();
  for (guint i = 0; i < n; i++)
    FcPatternAddString(query, FC_FAMILY, (const FcChar8 *)families[i]);
  FcPatternAddInteger(query, FC_WEIGHT, wish->is_bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
  FcPatternAddInteger(query, FC_SLANT, wish->is_italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN);
  FcPatternAddInteger(query, FC_WIDTH, FC_WIDTH_NORMAL);
  FcConfigSubstitute(fonts->config, query, FcMatchPattern);
  FcDefaultSubstitute(query);
  return query;
}

static gboolean has_letters(const Candidate *candidate, const BirgeFontWish *wish) {
  static const UChar32 latin[] = {'A', 'Z', 'a', 'z'};
  const UChar32 *letters = wish->n_letters > 0 ? wish->letters : latin;
  gsize n = wish->n_letters > 0 ? wish->n_letters : G_N_ELEMENTS(latin);
  for (gsize i = 0; i < n; i++) {
    if (!FcCharSetHasChar(candidate->letters, (FcChar32)letters[i]))
      return FALSE;
  }
  return TRUE;
}

static void add_candidates(BirgeFontList *list, const BirgeFontWish *wish) {
  gboolean is_found = FALSE;
  list->candidates = g_new0(Candidate, (gsize)list->set->nfont + 1);
  for (int i = 0; i < list->set->nfont; i++) {
    Candidate candidate = {.pattern = list->set->fonts[i]};
    if (!can_be_drawn(candidate.pattern) ||
        FcPatternGetCharSet(candidate.pattern, FC_CHARSET, 0, &candidate.letters) != FcResultMatch)
      continue;
    if (!is_found && has_letters(&candidate, wish)) {
      list->first = list->n_candidates;
      is_found = TRUE;
    }
    list->candidates[list->n_candidates++] = candidate;
  }
}

BirgeFontList *birge_fonts_list(BirgeFonts *fonts, const BirgeFontWish *wish, GError **error) {
  g_autoptr(FcPattern) query = make_query(fonts, wish);
  FcResult result;
  FcFontSet *set = FcFontSort(fonts->config, query, FcFalse, NULL, &result);
  BirgeFontList *list = g_new0(BirgeFontList, 1);
  list->fonts = fonts;
  list->set = set ? set : FcFontSetCreate();
  g_ptr_array_add(fonts->lists, list);
  add_candidates(list, wish);
  if (!birge_font_list_first(list)) {
    g_set_error(
        error, BIRGE_ERROR, BIRGE_ERROR_INPUT,
        "no TrueType or OpenType font is installed (Debian's package fonts-dejavu-core has one)");
    return NULL;
  }
  return list;
}

static char *clean_name(const char *name) {
  GString *clean = g_string_new(NULL);
  for (const char *p = name; *p && clean->len < 60; p++) {
    if (g_ascii_isalnum(*p) || *p == '-')
      g_string_append_c(clean, *p);
  }
  return g_string_free(clean, FALSE);
}

static const BirgeFont *find_open(const BirgeFonts *fonts, const char *path, guint index) {
  for (guint i = 0; i < fonts->open->len; i++) {
    const BirgeFont *font = fonts->open->pdata[i];
    if (g_str_equal(font->path, path) && font->index == index)
      return font;
  }
  return NULL;
}

static const BirgeFont *open_font(BirgeFonts *fonts, const FcPattern *pattern) {
  const char *path = get_string(pattern, FC_FILE);
  guint index = (guint)get_integer(pattern, FC_INDEX, 0);
  const BirgeFont *already = find_open(fonts, path, index);
  if (already)
    return already;
  g_autoptr(hb_blob_t) blob = hb_blob_create_from_file_or_fail(path);
  g_autoptr(hb_face_t) face = blob ? hb_face_create(blob, index & 0xFFFF) : NULL;
  if (!face || hb_face_get_glyph_count(face) == 0)
    return NULL;
  BirgeFont *font = g_new0(BirgeFont, 1);
  font->path = g_strdup(path);
  font->index = index;
  font->name = clean_name(get_string(pattern, FC_POSTSCRIPT_NAME));
  font->face = g_steal_pointer(&face);
  hb_face_make_immutable(font->face);
  font->upem = MAX(hb_face_get_upem(font->face), 1);
  font->font = hb_font_create(font->face);
  hb_font_set_scale(font->font, (int)font->upem, (int)font->upem);
  if (index >> 16 > 0)
    hb_font_set_var_named_instance(font->font, (index >> 16) - 1);
  hb_font_make_immutable(font->font);
  font->number = fonts->open->len;
  font->is_bold = get_integer(pattern, FC_WEIGHT, FC_WEIGHT_REGULAR) >= FC_WEIGHT_DEMIBOLD;
  font->is_italic = get_integer(pattern, FC_SLANT, FC_SLANT_ROMAN) != FC_SLANT_ROMAN;
  hb_font_extents_t extents;
  if (hb_font_get_h_extents(font->font, &extents)) {
    font->ascender = extents.ascender;
    font->descender = extents.descender;
  }
  g_ptr_array_add(fonts->open, font);
  return font;
}

/* Returns a candidate's font, opened when it is first asked for; NULL if it can't be. */
static const BirgeFont *get_font(BirgeFontList *list, Candidate *candidate) {
  if (!candidate->font && !candidate->is_bad) {
    candidate->font = open_font(list->fonts, candidate->pattern);
    candidate->is_bad = !candidate->font;
  }
  return candidate->font;
}

const BirgeFont *birge_font_list_first(BirgeFontList *list) {
  const BirgeFont *first =
      list->n_candidates > 0 ? get_font(list, &list->candidates[list->first]) : NULL;
  for (guint i = 0; i < list->n_candidates && !first; i++)
    first = get_font(list, &list->candidates[i]);
  return first;
}

const BirgeFont *birge_font_list_find(BirgeFontList *list, UChar32 c) {
  const BirgeFont *first = birge_font_list_first(list);
  if (first && birge_font_has(first, c))
    return first;
  for (guint i = 0; i < list->n_candidates; i++) {
    Candidate *candidate = &list->candidates[i];
    if (!FcCharSetHasChar(candidate->letters, (FcChar32)c))
      continue;
    const BirgeFont *font = get_font(list, candidate);
    if (font && birge_font_has(font, c))
      return font;
  }
  return NULL;
}

gboolean birge_font_has(const BirgeFont *font, UChar32 c) {
  hb_codepoint_t glyph;
  return hb_font_get_nominal_glyph(font->font, (hb_codepoint_t)c, &glyph);
}

const char *birge_font_package(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  if (u_charType(c) == U_PRIVATE_USE_CHAR)
    return NULL;
  switch (uscript_getScript(c, &status)) {
  case USCRIPT_COMMON:
  case USCRIPT_INHERITED:
    return "fonts-symbola";
  case USCRIPT_HAN:
  case USCRIPT_HIRAGANA:
  case USCRIPT_KATAKANA:
  case USCRIPT_BOPOMOFO:
    return "fonts-wqy-zenhei";
  case USCRIPT_HANGUL:
    return "fonts-unfonts-core";
  default:
    return "fonts-noto-core";
  }
}
