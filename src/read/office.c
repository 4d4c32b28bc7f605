/* Office documents: DOCX and ODT. Headings, captions and list items are known by the styles that
 * the programs bring along. A note is read behind the paragraph that it is of. Left out: comments,
 * what was deleted, headers and footers. */
#include "read/package.h"
#include "read/private.h"
#include "read/styles.h"
#include "read/turns.h"

#include "base/error.h"
#include "base/xml.h"

#include <string.h>

#define ODT_TYPE "application/vnd.oasis.opendocument.text"
#define DOCUMENT_RELATION "/officeDocument"

/* What differs between the two. */
typedef struct {
  const char *style;          /* attribute of a paragraph or span that names its style */
  const char *text;           /* element that all text is in; NULL: any */
  const BirgeElement *others; /* elements that are no text, or part words */
} Office;

static const BirgeElement docx_elements[] = {
    {"pPr", BIRGE_ROLE_SKIP, 0},   {"rPr", BIRGE_ROLE_SKIP, 0},
    {"del", BIRGE_ROLE_SKIP, 0},   {"moveFrom", BIRGE_ROLE_SKIP, 0},
    {"rt", BIRGE_ROLE_SKIP, 0},    {"docPartObj", BIRGE_ROLE_SKIP, 0},
    {"sdtPr", BIRGE_ROLE_SKIP, 0}, {"sectPr", BIRGE_ROLE_SKIP, 0},
    {"br", BIRGE_ROLE_BREAK, 0},   {"cr", BIRGE_ROLE_BREAK, 0},
    {"tab", BIRGE_ROLE_BREAK, 0},  {NULL, BIRGE_ROLE_INLINE, 0},
};

static const BirgeElement odt_elements[] = {
    {"note", BIRGE_ROLE_SKIP, 0},
    {"annotation", BIRGE_ROLE_SKIP, 0},
    {"tracked-changes", BIRGE_ROLE_SKIP, 0},
    {"table-of-content", BIRGE_ROLE_SKIP, 0},
    {"alphabetical-index", BIRGE_ROLE_SKIP, 0},
    {"illustration-index", BIRGE_ROLE_SKIP, 0},
    {"table-index", BIRGE_ROLE_SKIP, 0},
    {"object-index", BIRGE_ROLE_SKIP, 0},
    {"user-index", BIRGE_ROLE_SKIP, 0},
    {"bibliography", BIRGE_ROLE_SKIP, 0},
    {"automatic-styles", BIRGE_ROLE_SKIP, 0},
    {"forms", BIRGE_ROLE_SKIP, 0},
    {"title", BIRGE_ROLE_SKIP, 0},
    {"desc", BIRGE_ROLE_SKIP, 0},
    {"ruby-text", BIRGE_ROLE_SKIP, 0},
    {"s", BIRGE_ROLE_BREAK, 0},
    {"tab", BIRGE_ROLE_BREAK, 0},
    {"line-break", BIRGE_ROLE_BREAK, 0},
    {NULL, BIRGE_ROLE_INLINE, 0},
};

static const Office docx = {NULL, "t", docx_elements};
static const Office odt = {"text:style-name", NULL, odt_elements};

typedef struct {
  BirgeArticle *article;
  const Office *office;
  const BirgeMarkup *markup;
  const BirgeStyles *styles;
  GHashTable *notes; /* of DOCX: of char*, "footnoteReference 2", to their nodes */
} Reading;

static gboolean is_paragraph(const BirgeMarkup *markup, guint i) {
  return birge_markup_is(markup, i, "p") || birge_markup_is(markup, i, "h");
}

/* A paragraph inside another (in a frame) is gathered by itself. */
static BirgeRole role_of(const BirgeElement *elements, const BirgeMarkup *markup, guint i,
                         BirgeBlockKind *kind) {
  return is_paragraph(markup, i) ? BIRGE_ROLE_SKIP : birge_role_of(elements, markup, i, kind);
}

static BirgeRole docx_role(const BirgeMarkup *markup, guint i, BirgeBlockKind *kind) {
  return role_of(docx_elements, markup, i, kind);
}

static BirgeRole odt_role(const BirgeMarkup *markup, guint i, BirgeBlockKind *kind) {
  return role_of(odt_elements, markup, i, kind);
}

/* The style of a paragraph or a span, yours; NULL: none. */
static char *find_style(const Reading *reading, guint i) {
  const BirgeMarkup *markup = reading->markup;
  if (reading->office->style)
    return birge_markup_attribute(markup, i, reading->office->style);
  return birge_docx_style(markup, i, "pPr", "pStyle");
}

static gboolean is_in(const BirgeMarkup *markup, guint i, const char *name) {
  for (; i > 0; i = birge_markup_node(markup, i)->parent) {
    if (birge_markup_is(markup, i, name))
      return TRUE;
  }
  return FALSE;
}

static gboolean is_in_note(const BirgeMarkup *markup, guint i) {
  return is_in(markup, i, "note") || is_in(markup, i, "footnote") || is_in(markup, i, "endnote");
}

/* What ties a note of DOCX to where it is referred to; yours. */
static char *make_key(const BirgeMarkup *markup, guint i, const char *reference) {
  g_autofree char *id = birge_markup_attribute(markup, i, "w:id");
  return g_strdup_printf("%s %s", reference, id ? id : "");
}

/* Says what kind a paragraph is. Returns FALSE if it is none of the article's. */
static gboolean find_kind(const Reading *reading, guint i, BirgeBlockKind *kind) {
  const BirgeMarkup *markup = reading->markup;
  g_autofree char *style = find_style(reading, i);
  *kind = BIRGE_BLOCK_PARAGRAPH;
  if (!birge_styles_kind(reading->styles, style, kind))
    return FALSE;
  guint properties = birge_markup_child(markup, i, "pPr");
  if (birge_markup_is(markup, i, "h") ||
      (properties && birge_markup_child(markup, properties, "outlineLvl")))
    *kind = BIRGE_BLOCK_HEADLINE;
  if (*kind == BIRGE_BLOCK_PARAGRAPH &&
      ((properties && birge_markup_child(markup, properties, "numPr")) ||
       is_in(markup, i, "list-item")))
    *kind = BIRGE_BLOCK_ITEM;
  if (is_in_note(markup, i))
    *kind = BIRGE_BLOCK_NOTE;
  return TRUE;
}

/* The node at which paragraphs are looked for after another: not inside of what is no text. A note
 * of ODT is no text of the paragraph that it stands in, but has paragraphs. */
static guint next_place(const Reading *reading, guint i) {
  const BirgeNode *node = birge_markup_node(reading->markup, i);
  BirgeBlockKind kind = BIRGE_BLOCK_PARAGRAPH;
  gboolean is_skipped =
      node->name &&
      birge_role_of(reading->office->others, reading->markup, i, &kind) == BIRGE_ROLE_SKIP &&
      !birge_markup_is(reading->markup, i, "note");
  return is_skipped ? node->next : i + 1;
}

/* Gathers a paragraph. Returns whether it is one that can have notes. */
static gboolean gather_paragraph(const Reading *reading, guint i) {
  BirgeBlockKind kind;
  if (!is_paragraph(reading->markup, i) || !find_kind(reading, i, &kind))
    return FALSE;
  guint first = reading->article->blocks->len;
  reading->article->kinds |= kind == BIRGE_BLOCK_HEADLINE;
  birge_gather(reading->article, reading->markup, i, reading->office == &odt ? odt_role : docx_role,
               kind);
  /* For older programs, a frame is said a second time. */
  if (is_in(reading->markup, i, "Fallback"))
    birge_gather_again(reading->article, first);
  return kind != BIRGE_BLOCK_NOTE;
}

static void gather_note(const Reading *reading, guint note) {
  guint end = birge_markup_node(reading->markup, note)->next;
  for (guint i = note; i < end; i = next_place(reading, i))
    gather_paragraph(reading, i);
}

/* Gathers the notes of a paragraph of DOCX, each only once. */
static void gather_notes(const Reading *reading, guint paragraph) {
  const BirgeMarkup *markup = reading->markup;
  guint end = birge_markup_node(markup, paragraph)->next;
  for (guint i = paragraph + 1; i < end;) {
    const BirgeNode *node = birge_markup_node(markup, i);
    g_autofree char *key = node->name ? make_key(markup, i, node->name) : NULL;
    guint note = key ? GPOINTER_TO_UINT(g_hash_table_lookup(reading->notes, key)) : 0;
    if (note && g_hash_table_remove(reading->notes, key))
      gather_note(reading, note);
    i = is_paragraph(markup, i) ? node->next : next_place(reading, i);
  }
}

static void gather(const Reading *reading, guint end) {
  for (guint i = 1; i < end; i = next_place(reading, i)) {
    if (gather_paragraph(reading, i))
      gather_notes(reading, i);
  }
}

/* Empties what stands outside of the elements that hold text: white space that a tool put in. */
static void empty_others(const Reading *reading) {
  const GArray *nodes = reading->markup->nodes;
  for (guint i = 1; i < nodes->len && reading->office->text; i++) {
    BirgeNode *node = &g_array_index(nodes, BirgeNode, i);
    if (!node->name && !birge_markup_is(reading->markup, node->parent, reading->office->text))
      node->end = node->start;
  }
}

/* Says to the map which texts need a word in their tag for their outer white space to be kept. */
static void add_guards(const Reading *reading) {
  const BirgeMarkup *markup = reading->markup;
  for (guint i = 1; i < markup->nodes->len && reading->office->text; i++) {
    const BirgeNode *node = birge_markup_node(markup, i);
    if (node->name || node->end == node->start)
      continue;
    g_autofree char *said = birge_markup_attribute(markup, node->parent, "xml:space");
    BirgeGuard guard = {node->start, node->end, birge_markup_node(markup, node->parent)->end - 1};
    if (!said)
      g_array_append_val(reading->article->map->guards, guard);
  }
}

/* The language that a run of DOCX says of itself; yours, or NULL. */
static char *language_of_run(const Reading *reading, guint run, gboolean is_complex) {
  guint properties = birge_markup_child(reading->markup, run, "rPr");
  guint language = properties ? birge_markup_child(reading->markup, properties, "lang") : 0;
  return language
             ? birge_markup_attribute(reading->markup, language, is_complex ? "w:bidi" : "w:val")
             : NULL;
}

/* The language of a text by what is around it; yours, or NULL. */
static char *language_of(const Reading *reading, guint text, gboolean is_complex) {
  const BirgeMarkup *markup = reading->markup;
  guint i = birge_markup_node(markup, text)->parent;
  for (; i > 0; i = birge_markup_node(markup, i)->parent) {
    char *said = NULL;
    if (birge_markup_is(markup, i, "r"))
      said = language_of_run(reading, i, is_complex);
    if (said)
      return said;
    g_autofree char *style = is_paragraph(markup, i) || birge_markup_is(markup, i, "span")
                                 ? find_style(reading, i)
                                 : NULL;
    const char *language = style ? birge_styles_language(reading->styles, style, is_complex) : NULL;
    if (language)
      return g_strdup(language);
  }
  return g_strdup(birge_styles_language(reading->styles, NULL, is_complex));
}

/* The language in which most letters of the document are said to be; yours, or NULL. */
static char *find_language(const Reading *reading) {
  const BirgeMarkup *markup = reading->markup;
  g_autoptr(GHashTable) weights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  char *best = NULL;
  guint most = 0;
  for (guint i = 1; i < markup->nodes->len; i++) {
    const BirgeNode *node = birge_markup_node(markup, i);
    guint n_letters = 0;
    if (node->name || node->end <= node->start)
      continue;
    gboolean is_complex = birge_weigh_directions(markup->layer->text->str + node->start,
                                                 node->end - node->start, &n_letters) > 0;
    char *language = n_letters > 0 ? language_of(reading, i, is_complex) : NULL;
    if (!language)
      continue;
    guint weight = GPOINTER_TO_UINT(g_hash_table_lookup(weights, language)) + n_letters;
    if (weight > most) {
      most = weight;
      g_free(best);
      best = g_strdup(language);
    }
    g_hash_table_replace(weights, language, GUINT_TO_POINTER(weight));
  }
  return best;
}

static gboolean add_styles(BirgeStyles *styles, const BirgeArticle *article, GBytes *package,
                           const char *member, GError **error) {
  g_autoptr(GBytes) part = NULL;
  g_autofree char *name = g_strdup_printf("%s: %s", article->name, member);
  return birge_package_read(article->name, package, member, &part, error) &&
         (!part || birge_styles_add(styles, name, part, error));
}

/* The first node behind the first part: all there is, but for the notes of DOCX. */
static guint find_end(const BirgeMarkup *markup) {
  guint i = 1;
  while (i < markup->nodes->len && !birge_markup_node(markup, i)->name)
    i++;
  return i < markup->nodes->len ? birge_markup_node(markup, i)->next : i;
}

/* Adds the notes that stand in parts of their own. */
static void find_notes(const Reading *reading, guint first) {
  const BirgeMarkup *markup = reading->markup;
  for (guint i = first; i < markup->nodes->len; i++) {
    gboolean is_end = birge_markup_is(markup, i, "endnote");
    if (is_end || birge_markup_is(markup, i, "footnote"))
      g_hash_table_replace(reading->notes,
                           make_key(markup, i, is_end ? "endnoteReference" : "footnoteReference"),
                           GUINT_TO_POINTER(i));
  }
}

/* Reads what the parts hold. */
static void read_parts(BirgeArticle *article, const BirgeLayer *layer, const Office *office,
                       const BirgeStyles *styles) {
  g_autoptr(BirgeMarkup) markup = birge_markup_new(layer, FALSE);
  g_autoptr(GHashTable) notes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const Reading reading = {article, office, markup, styles, notes};
  empty_others(&reading);
  add_guards(&reading);
  if (office == &docx)
    birge_turns_add(article->map, markup, styles);
  else
    birge_turns_add_odt(article->map, markup, styles);
  article->language = find_language(&reading);
  article->is_loose = TRUE;
  guint end = find_end(markup);
  find_notes(&reading, end);
  gather(&reading, end);
}

/* Adds a member of the package to the parts. is_needed: that there is none of that name is an
 * error. */
static gboolean add_part(BirgeArticle *article, BirgeLayer *layer, const char *member,
                         gboolean is_needed, GError **error) {
  g_autoptr(GBytes) part = NULL;
  const char *name = article->name;
  if (!birge_package_read(name, article->map->package, member, &part, error))
    return FALSE;
  if (!part && is_needed)
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, 0, "has no %s in it", member);
  if (!part)
    return !is_needed;
  g_autofree char *own = g_strdup_printf("%s: %s", name, member);
  article->name = own;
  gboolean ok = birge_article_add_xml(article, layer, member, part, error);
  article->name = name;
  return ok;
}

static gboolean read_odt(BirgeArticle *article, GBytes *package, GError **error) {
  g_autoptr(BirgeStyles) styles = birge_styles_new();
  g_autoptr(BirgeLayer) layer = birge_article_begin(article);
  if (!add_part(article, layer, "content.xml", TRUE, error) ||
      !add_styles(styles, article, package, "styles.xml", error) ||
      !add_styles(styles, article, package, "content.xml", error))
    return FALSE;
  read_parts(article, layer, &odt, styles);
  return TRUE;
}

/* Finds the part that a package says is its document. */
static void on_relation(BirgeXml *xml, const char *name, const char *const *attributes) {
  char **target = birge_xml_user_data(xml);
  const char *type = birge_xml_attribute(attributes, "Type");
  const char *found = birge_xml_attribute(attributes, "Target");
  if (!*target && found && g_str_equal(name, "Relationship") && type &&
      g_str_has_suffix(type, DOCUMENT_RELATION))
    *target = g_strdup(*found == '/' ? found + 1 : found);
}

static gboolean read_docx(BirgeArticle *article, GBytes *package, GBytes *relations,
                          GError **error) {
  static const BirgeXmlHandler handler = {on_relation, NULL, NULL};
  g_autofree char *name = g_strdup_printf("%s: _rels/.rels", article->name);
  g_autofree char *document = NULL;
  if (!birge_xml_parse_bytes(name, relations, &handler, &document, error))
    return FALSE;
  if (!document) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, article->name, 0,
                       "is a package of office files, but says of none that it is the document");
    return FALSE;
  }
  g_autofree char *folder = g_path_get_dirname(document);
  g_autofree char *member = g_build_filename(folder, "styles.xml", NULL);
  g_autofree char *footnotes = g_build_filename(folder, "footnotes.xml", NULL);
  g_autofree char *endnotes = g_build_filename(folder, "endnotes.xml", NULL);
  g_autoptr(BirgeStyles) styles = birge_styles_new();
  g_autoptr(BirgeLayer) layer = birge_article_begin(article);
  if (!add_part(article, layer, document, TRUE, error) ||
      !add_part(article, layer, footnotes, FALSE, error) ||
      !add_part(article, layer, endnotes, FALSE, error) ||
      !add_styles(styles, article, package, member, error))
    return FALSE;
  read_parts(article, layer, &docx, styles);
  return TRUE;
}

gboolean birge_read_office(BirgeArticle *article, GBytes *bytes, GError **error) {
  g_autoptr(GBytes) type = NULL;
  g_autoptr(GBytes) relations = NULL;
  if (!birge_package_read(article->name, bytes, "mimetype", &type, error) ||
      !birge_package_read(article->name, bytes, "_rels/.rels", &relations, error))
    return FALSE;
  article->map->package = g_bytes_ref(bytes);
  const char *said = type ? g_bytes_get_data(type, NULL) : NULL;
  if (said && g_str_has_prefix(said, ODT_TYPE))
    return read_odt(article, bytes, error);
  if (relations)
    return read_docx(article, bytes, relations, error);
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, article->name, 0,
                     "is a ZIP archive, but neither DOCX nor ODT");
  return FALSE;
}
