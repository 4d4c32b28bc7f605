/* Reads styles.xml of DOCX (ISO 29500-1, 17.7) and the styles of ODT (OpenDocument 1.3, 16). Names
 * of attributes are looked for without their prefixes. */
#include "read/styles.h"

#include "base/xml.h"

#include <string.h>

typedef enum { DIRECTION_UNSAID, DIRECTION_LTR, DIRECTION_RTL, DIRECTION_OF_PAGE } Direction;

typedef struct {
  char *name;   /* that says what it is for; NULL: its id does */
  char *parent; /* id; NULL: none */
  gboolean is_heading;
  gboolean is_item;
  char *languages[2]; /* of text from left to right, and from right to left */
  char *alignment;
  Direction paragraphs;
  Direction runs;
} Style;

struct _BirgeStyles {
  GHashTable *by_id; /* of char* to Style* */
  Style *defaults;
  char *default_id; /* of the style of paragraphs that name none; NULL: there is none */
  Direction page;
  Style *current; /* while styles are read */
};

static void free_style(gpointer data) {
  Style *style = data;
  g_free(style->name);
  g_free(style->parent);
  g_free(style->languages[0]);
  g_free(style->languages[1]);
  g_free(style->alignment);
  g_free(style);
}

BirgeStyles *birge_styles_new(void) {
  BirgeStyles *styles = g_new0(BirgeStyles, 1);
  styles->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_style);
  styles->defaults = g_new0(Style, 1);
  return styles;
}

void birge_styles_free(BirgeStyles *styles) {
  g_hash_table_unref(styles->by_id);
  free_style(styles->defaults);
  g_free(styles->default_id);
  g_free(styles);
}

/* The value of an attribute by its name without prefix, or NULL. */
static const char *find_local(const char *const *attributes, const char *name) {
  for (; *attributes; attributes += 2) {
    const char *colon = strchr(attributes[0], ':');
    if (g_str_equal(colon ? colon + 1 : attributes[0], name))
      return attributes[1];
  }
  return NULL;
}

static void set_string(char **place, const char *value) {
  g_free(*place);
  *place = g_strdup(value);
}

/* Takes a language, of which ODT says the parts one by one. */
static void set_language(char **place, const char *language, const char *country) {
  static const char *const nothing[] = {"none", "zxx", "x-none", "", NULL};
  if (!language || g_strv_contains(nothing, language))
    return;
  g_free(*place);
  *place = country && *country && !g_str_equal(country, "none")
               ? g_strdup_printf("%s-%s", language, country)
               : g_strdup(language);
}

/* Whether a property of DOCX is set: it is unless its value says that it is not. */
static gboolean is_set(const char *value) {
  static const char *const nothing[] = {"0", "false", "off", NULL};
  return !value || !g_strv_contains(nothing, value);
}

/* Takes the direction that ODT says; those that run from top to bottom count as none. */
static void set_writing_mode(Direction *place, const char *mode) {
  if (!mode)
    return;
  *place = g_str_has_prefix(mode, "rl")   ? DIRECTION_RTL
           : g_str_has_prefix(mode, "lr") ? DIRECTION_LTR
                                          : DIRECTION_OF_PAGE;
}

static void start_style(BirgeStyles *styles, const char *const *attributes) {
  const char *id = find_local(attributes, "styleId");
  const char *name = find_local(attributes, "name");
  id = id ? id : name;
  if (!id)
    return;
  styles->current = g_new0(Style, 1);
  styles->current->name = g_strdup(name);
  set_string(&styles->current->parent, find_local(attributes, "parent-style-name"));
  const char *chosen = find_local(attributes, "default");
  if (chosen && is_set(chosen) && g_strcmp0(find_local(attributes, "type"), "paragraph") == 0)
    set_string(&styles->default_id, id);
  g_hash_table_replace(styles->by_id, g_strdup(id), styles->current);
}

/* Takes what an element in a style says. */
static void take_property(Style *style, const char *name, const char *const *attributes) {
  const char *value = find_local(attributes, "val");
  if (g_str_equal(name, "name") && value && !style->name)
    style->name = g_strdup(value);
  else if (g_str_equal(name, "basedOn"))
    set_string(&style->parent, value);
  else if (g_str_equal(name, "outlineLvl"))
    style->is_heading = value && strlen(value) == 1 && *value < '9';
  else if (g_str_equal(name, "numPr"))
    style->is_item = TRUE;
  else if (g_str_equal(name, "lang")) {
    set_language(&style->languages[0], value, NULL);
    set_language(&style->languages[1], find_local(attributes, "bidi"), NULL);
  } else if (g_str_equal(name, "bidi")) {
    style->paragraphs = is_set(value) ? DIRECTION_RTL : DIRECTION_LTR;
  } else if (g_str_equal(name, "rtl")) {
    style->runs = is_set(value) ? DIRECTION_RTL : DIRECTION_LTR;
  } else if (g_str_equal(name, "paragraph-properties")) {
    const char *alignment = find_local(attributes, "text-align");
    set_writing_mode(&style->paragraphs, find_local(attributes, "writing-mode"));
    if (alignment)
      set_string(&style->alignment, alignment);
  } else if (g_str_equal(name, "text-properties")) {
    set_language(&style->languages[0], find_local(attributes, "language"),
                 find_local(attributes, "country"));
    set_language(&style->languages[1], find_local(attributes, "language-complex"),
                 find_local(attributes, "country-complex"));
  }
}

static void on_start(BirgeXml *xml, const char *name, const char *const *attributes) {
  BirgeStyles *styles = birge_xml_user_data(xml);
  if (g_str_equal(name, "style"))
    start_style(styles, attributes);
  else if (g_str_equal(name, "docDefaults") ||
           (g_str_equal(name, "default-style") &&
            g_strcmp0(find_local(attributes, "family"), "paragraph") == 0))
    styles->current = styles->defaults;
  else if (g_str_equal(name, "page-layout-properties") && styles->page == DIRECTION_UNSAID)
    set_writing_mode(&styles->page, find_local(attributes, "writing-mode"));
  if (styles->current)
    take_property(styles->current, name, attributes);
}

static void on_end(BirgeXml *xml, const char *name) {
  BirgeStyles *styles = birge_xml_user_data(xml);
  if (g_str_equal(name, "style") || g_str_equal(name, "docDefaults") ||
      g_str_equal(name, "default-style"))
    styles->current = NULL;
}

gboolean birge_styles_add(BirgeStyles *styles, const char *name, GBytes *part, GError **error) {
  static const BirgeXmlHandler handler = {on_start, on_end, NULL};
  gboolean ok = birge_xml_parse_bytes(name, part, &handler, styles, error);
  styles->current = NULL;
  return ok;
}

/* What the names of styles begin with that the programs bring along; they are the same whatever the
 * program's language. ODT writes a space as _20_. */
static const struct {
  const char *start;
  BirgeBlockKind kind;
  gboolean is_left_out;
} names[] = {
    {"title", BIRGE_BLOCK_HEADLINE, FALSE},
    {"heading", BIRGE_BLOCK_HEADLINE, FALSE},
    {"headline", BIRGE_BLOCK_HEADLINE, FALSE},
    {"subtitle", BIRGE_BLOCK_LEAD, FALSE},
    {"abstract", BIRGE_BLOCK_LEAD, FALSE},
    {"lead", BIRGE_BLOCK_LEAD, FALSE},
    {"caption", BIRGE_BLOCK_CAPTION, FALSE},
    {"image caption", BIRGE_BLOCK_CAPTION, FALSE},
    {"table caption", BIRGE_BLOCK_CAPTION, FALSE},
    {"author", BIRGE_BLOCK_BYLINE, FALSE},
    {"byline", BIRGE_BLOCK_BYLINE, FALSE},
    {"dateline", BIRGE_BLOCK_DATELINE, FALSE},
    {"list", BIRGE_BLOCK_ITEM, FALSE},
    {"toc", 0, TRUE},
    {"contents", 0, TRUE},
    {"index", 0, TRUE},
};

static const Style *find(const BirgeStyles *styles, const char *id) {
  return id ? g_hash_table_lookup(styles->by_id, id) : NULL;
}

/* Whether a style's name says what it makes. */
static gboolean take_name(const char *name, BirgeBlockKind *kind, gboolean *is_left_out) {
  g_autofree char *lower = g_ascii_strdown(name, -1);
  g_autoptr(GString) spaced = g_string_new(lower);
  g_string_replace(spaced, "_20_", " ", 0);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    gsize n = strlen(names[i].start);
    if (!g_str_has_prefix(spaced->str, names[i].start) || g_ascii_isalpha(spaced->str[n]))
      continue;
    *kind = names[i].kind;
    *is_left_out = names[i].is_left_out;
    return TRUE;
  }
  return FALSE;
}

gboolean birge_styles_kind(const BirgeStyles *styles, const char *id, BirgeBlockKind *kind) {
  gboolean is_item = FALSE, is_left_out = FALSE;
  for (guint i = 0; id && i < BIRGE_MAX_STYLE_DEPTH; i++) {
    const Style *style = find(styles, id);
    /* What a program brings along need not be in the file. */
    if (take_name(style && style->name ? style->name : id, kind, &is_left_out))
      return !is_left_out;
    if (style && style->is_heading) {
      *kind = BIRGE_BLOCK_HEADLINE;
      return TRUE;
    }
    is_item = is_item || (style && style->is_item);
    id = style ? style->parent : NULL;
  }
  if (is_item)
    *kind = BIRGE_BLOCK_ITEM;
  return TRUE;
}

gboolean birge_styles_has(const BirgeStyles *styles, const char *id) {
  return find(styles, id) != NULL;
}

/* The style of a paragraph that names it, or none. */
static const Style *find_own(const BirgeStyles *styles, const char *id) {
  return find(styles, id ? id : styles->default_id);
}

gboolean birge_styles_is_rtl(const BirgeStyles *styles, const char *id) {
  const Style *style = find_own(styles, id);
  Direction said = DIRECTION_UNSAID;
  for (guint i = 0; style && said == DIRECTION_UNSAID && i < BIRGE_MAX_STYLE_DEPTH; i++) {
    said = style->paragraphs;
    style = find(styles, style->parent);
  }
  said = said == DIRECTION_UNSAID ? styles->defaults->paragraphs : said;
  return (said == DIRECTION_LTR || said == DIRECTION_RTL ? said : styles->page) == DIRECTION_RTL;
}

static Direction find_run(const BirgeStyles *styles, const Style *style) {
  for (guint i = 0; style && i < BIRGE_MAX_STYLE_DEPTH; i++) {
    if (style->runs != DIRECTION_UNSAID)
      return style->runs;
    style = find(styles, style->parent);
  }
  return DIRECTION_UNSAID;
}

gboolean birge_styles_run_is_rtl(const BirgeStyles *styles, const char *id, const char *paragraph) {
  Direction said = find_run(styles, find(styles, id));
  said = said == DIRECTION_UNSAID ? find_run(styles, find_own(styles, paragraph)) : said;
  return (said == DIRECTION_UNSAID ? styles->defaults->runs : said) == DIRECTION_RTL;
}

const char *birge_styles_alignment(const BirgeStyles *styles, const char *id) {
  const Style *style = find_own(styles, id);
  for (guint i = 0; style && i < BIRGE_MAX_STYLE_DEPTH; i++) {
    if (style->alignment)
      return style->alignment;
    style = find(styles, style->parent);
  }
  return styles->defaults->alignment;
}

const char *birge_styles_language(const BirgeStyles *styles, const char *id, gboolean is_complex) {
  const Style *style = find_own(styles, id);
  for (guint i = 0; style && i < BIRGE_MAX_STYLE_DEPTH; i++) {
    if (style->languages[is_complex])
      return style->languages[is_complex];
    style = find(styles, style->parent);
  }
  return styles->defaults->languages[is_complex];
}
