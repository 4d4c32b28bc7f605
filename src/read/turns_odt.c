/* The direction of paragraphs of ODT: style:writing-mode (OpenDocument 1.3, 20.404), which only a
 * style can say. So a paragraph that is turned gets an automatic style of its own making: a copy of
 * the automatic style that it had, or a child of its common one. */
#include "read/turns.h"

#include <string.h>

/* What is to stand in place of a range of a style's text. */
typedef struct {
  gsize start;
  gsize end;
  char *text;
} Edit;

static void clear_edit(gpointer edit) {
  g_free(((Edit *)edit)->text);
}

typedef struct {
  BirgeMap *map;
  const BirgeMarkup *markup;
  const BirgeStyles *styles;
  GHashTable *automatic; /* of char*, the names of automatic styles of paragraphs, to their nodes */
  GHashTable *made;      /* of char*, the names of styles, to GRefString: those that turn them */
  guint place;           /* the element that new styles stand in */
} Turning;

/* Sets an attribute. */
static Edit make_edit(const BirgeMarkup *markup, guint i, const char *name, const char *value) {
  gsize place[2];
  g_autofree char *escaped = g_markup_escape_text(value, -1);
  if (birge_markup_find_attribute(markup, i, name, place))
    return (Edit){place[0], place[1], g_steal_pointer(&escaped)};
  const char *text = markup->layer->text->str;
  gsize end = birge_markup_node(markup, i)->start + 1;
  end += strcspn(text + end, " \t\r\n/>");
  return (Edit){end, end, g_strdup_printf(" %s=\"%s\"", name, escaped)};
}

/* The side at which lines of a style begin when it is turned; NULL: they are in the middle or fill
 * the line, and stay so. ODT has words for it that go by the direction, but LibreOffice takes
 * "start" for left. */
static const char *find_side(const Turning *turning, const char *style, gboolean to_rtl) {
  const char *said = birge_styles_alignment(turning->styles, style);
  if (said && (g_str_equal(said, "center") || g_str_equal(said, "justify")))
    return NULL;
  return to_rtl ? "right" : "left";
}

/* Writes a range of the file with edits, which stand in its order. */
static void append_edited(GString *out, const BirgeMarkup *markup, gsize start, gsize end,
                          const GArray *edits) {
  const char *text = markup->layer->text->str;
  for (guint i = 0; i < edits->len; i++) {
    const Edit *edit = &g_array_index(edits, Edit, i);
    g_string_append_len(out, text + start, (gssize)(edit->start - start));
    g_string_append(out, edit->text);
    start = edit->end;
  }
  g_string_append_len(out, text + start, (gssize)(end - start));
}

/* The declarations of namespaces that a new style needs and that hold neither on an element nor
 * around it; yours. */
static char *find_namespaces(const BirgeMarkup *markup, guint i) {
  static const char *const needed[][2] = {
      {"xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"},
      {"xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"}};
  GString *out = g_string_new(NULL);
  for (guint n = 0; n < G_N_ELEMENTS(needed); n++) {
    gsize value[2];
    guint around = i;
    while (around && !birge_markup_find_attribute(markup, around, needed[n][0], value))
      around = birge_markup_node(markup, around)->parent;
    if (!around)
      g_string_append_printf(out, " %s=\"%s\"", needed[n][0], needed[n][1]);
  }
  return g_string_free(out, FALSE);
}

/* The element of properties that turns a style by itself; yours. */
static char *make_properties(const char *mode, const char *side) {
  return g_strdup_printf("<style:paragraph-properties style:writing-mode=\"%s\"%s%s%s/>", mode,
                         side ? " fo:text-align=\"" : "", side ? side : "", side ? "\"" : "");
}

static int compare_edits(gconstpointer a, gconstpointer b) {
  const Edit *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

/* A copy of an automatic style that is turned; yours. */
static char *copy_style(const BirgeMarkup *markup, guint style, const char *name, const char *mode,
                        const char *side) {
  const BirgeNode *node = birge_markup_node(markup, style);
  guint properties = birge_markup_child(markup, style, "paragraph-properties");
  gboolean is_closed = birge_markup_is_closed(markup, style);
  g_autoptr(GArray) edits = g_array_new(FALSE, FALSE, sizeof(Edit));
  g_array_set_clear_func(edits, clear_edit);
  Edit edit = make_edit(markup, style, "style:name", name);
  g_array_append_val(edits, edit);
  edit = (Edit){edit.start, edit.start, NULL};
  edit.start = edit.end = node->start + strlen("<style:style");
  edit.text = find_namespaces(markup, style);
  g_array_append_val(edits, edit);
  if (properties) {
    edit = make_edit(markup, properties, "style:writing-mode", mode);
    g_array_append_val(edits, edit);
  }
  if (properties && side) {
    edit = make_edit(markup, properties, "fo:text-align", side);
    g_array_append_val(edits, edit);
  }
  g_autofree char *made = properties ? NULL : make_properties(mode, side);
  if (made) {
    edit = (Edit){node->end - (is_closed ? 2 : 0), node->end, NULL};
    edit.text = is_closed ? g_strconcat(">", made, NULL) : g_strdup(made);
    g_array_append_val(edits, edit);
  }
  g_array_sort(edits, compare_edits);
  GString *out = g_string_new(NULL);
  append_edited(out, markup, node->start,
                is_closed ? node->end : birge_markup_end_tag(markup, style), edits);
  if (!is_closed || !properties)
    g_string_append(out, "</style:style>");
  return g_string_free(out, FALSE);
}

/* A style that is its parent, turned; yours. parent: NULL: the document's own. */
static char *make_style(const Turning *turning, const char *parent, const char *name,
                        const char *mode, const char *side) {
  g_autofree char *properties = make_properties(mode, side);
  GString *out = g_string_new(NULL);
  g_autofree char *escaped = g_markup_escape_text(name, -1);
  g_autofree char *namespaces = find_namespaces(turning->markup, turning->place);
  g_string_append_printf(out, "<style:style%s style:name=\"%s\" style:family=\"paragraph\"",
                         namespaces, escaped);
  g_autofree char *of = parent ? g_markup_escape_text(parent, -1) : NULL;
  if (of)
    g_string_append_printf(out, " style:parent-style-name=\"%s\"", of);
  g_string_append_printf(out, ">%s</style:style>", properties);
  return g_string_free(out, FALSE);
}

/* The style that turns another; borrowed. style: NULL: the document's own. */
static char *declare(const Turning *turning, const char *style, const char *name, gboolean to_rtl) {
  const char *key = style ? style : "";
  char *made = g_hash_table_lookup(turning->made, key);
  if (made)
    return made;
  const char *mode = to_rtl ? "rl-tb" : "lr-tb";
  const char *side = find_side(turning, style, to_rtl);
  guint own = GPOINTER_TO_UINT(g_hash_table_lookup(turning->automatic, key));
  g_autofree char *text = own ? copy_style(turning->markup, own, name, mode, side)
                              : make_style(turning, style, name, mode, side);
  made = g_ref_string_new(text);
  g_hash_table_insert(turning->made, g_strdup(key), made);
  return made;
}

static void add_turn(const Turning *turning, guint i) {
  const BirgeMarkup *markup = turning->markup;
  g_autofree char *style = birge_markup_attribute(markup, i, "text:style-name");
  gboolean to_rtl = !birge_styles_is_rtl(turning->styles, style);
  g_autoptr(GString) name = g_string_new(style ? style : "P");
  g_string_append(name, to_rtl ? "_rtl" : "_ltr");
  while (birge_styles_has(turning->styles, name->str))
    g_string_append_c(name, '_');
  Edit edit = make_edit(markup, i, "text:style-name", name->str);
  BirgeTurn turn = {.start = birge_markup_node(markup, i)->end,
                    .end = birge_markup_inner_end(markup, i),
                    .at = edit.start,
                    .at_end = edit.end,
                    .text = edit.text,
                    .to_rtl = to_rtl};
  turn.declaration = g_ref_string_acquire(declare(turning, style, name->str, to_rtl));
  g_array_append_val(turning->map->turns, turn);
}

/* Finds where new styles go. body: the element that the styles stand before. */
static void find_declarations(const Turning *turning, guint styles, guint body) {
  const BirgeMarkup *markup = turning->markup;
  BirgeDeclarations *place = &turning->map->declarations;
  g_autofree char *prefix = birge_markup_prefix(markup, body);
  gboolean is_open = styles && !birge_markup_is_closed(markup, styles);
  const BirgeNode *before = birge_markup_node(markup, styles ? styles : body);
  place->at = is_open ? birge_markup_end_tag(markup, styles) : before->start;
  place->at_end = styles && !is_open ? before->end : place->at;
  place->open = is_open ? NULL : g_strdup_printf("<%sautomatic-styles>", prefix);
  place->close = is_open ? NULL : g_strdup_printf("</%sautomatic-styles>", prefix);
}

static void find_automatic(const Turning *turning, guint styles) {
  const BirgeMarkup *markup = turning->markup;
  for (guint i = styles; i && i < birge_markup_node(markup, styles)->next; i++) {
    g_autofree char *family = birge_markup_is(markup, i, "style")
                                  ? birge_markup_attribute(markup, i, "style:family")
                                  : NULL;
    char *name = g_strcmp0(family, "paragraph") == 0
                     ? birge_markup_attribute(markup, i, "style:name")
                     : NULL;
    if (name)
      g_hash_table_replace(turning->automatic, name, GUINT_TO_POINTER(i));
  }
}

void birge_turns_add_odt(BirgeMap *map, const BirgeMarkup *markup, const BirgeStyles *styles) {
  guint automatic = birge_markup_find(markup, 0, 0, "automatic-styles");
  guint body = birge_markup_find(markup, 0, 0, "body");
  if (!body)
    return;
  Turning turning = {map, markup, styles, NULL, NULL, automatic};
  turning.automatic = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  turning.made =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ref_string_release);
  if (!automatic)
    turning.place = birge_markup_node(markup, body)->parent;
  find_automatic(&turning, automatic);
  find_declarations(&turning, automatic, body);
  for (guint i = body; i < birge_markup_node(markup, body)->next; i++) {
    gboolean is_paragraph = birge_markup_is(markup, i, "p") || birge_markup_is(markup, i, "h");
    if (is_paragraph && birge_markup_node(markup, i)->next > i + 1)
      add_turn(&turning, i);
  }
  g_hash_table_unref(turning.automatic);
  g_hash_table_unref(turning.made);
}
