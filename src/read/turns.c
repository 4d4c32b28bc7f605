/* The direction of paragraphs and runs of DOCX: w:bidi and w:rtl (ISO 29500-1, 17.3.1.6
 * and 17.3.2.30). */
#include "read/private.h"

#include <string.h>
#include <unicode/uchar.h>

/* A property by which an element says that it runs from right to left. */
typedef struct {
  const char *element;   /* that says it: a paragraph or a run */
  const char *container; /* of its properties, its first child */
  const char *property;
  const char *followers[24]; /* the properties that come after it in the schema */
} Direction;

static const Direction directions[] = {
    {"p",
     "pPr",
     "bidi",
     {"adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
      "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
      "divId", "cnfStyle", "rPr", "sectPr", "pPrChange", NULL}},
    {"r",
     "rPr",
     "rtl",
     {"cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange", NULL}},
};

int birge_weigh_directions(const char *text, gsize length, guint *n_letters) {
  int balance = 0;
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    UCharDirection direction = u_charDirection((UChar32)g_utf8_get_char(p));
    gboolean is_rtl = direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
    gboolean is_ltr = direction == U_LEFT_TO_RIGHT;
    balance += (is_rtl ? 1 : 0) - (is_ltr ? 1 : 0);
    *n_letters += is_rtl || is_ltr;
  }
  return balance;
}

void birge_turn_clear(gpointer turn) {
  g_free(((BirgeTurn *)turn)->text);
}

static gboolean is_closed(const BirgeMarkup *markup, const BirgeNode *node) {
  return markup->layer->text->str[node->end - 2] == '/';
}

/* The prefix of an element with its colon, as the file writes it; yours. */
static char *prefix_of(const BirgeMarkup *markup, const BirgeNode *node) {
  const char *name = markup->layer->text->str + node->start + 1;
  return node->has_prefix ? g_strndup(name, strcspn(name, ":") + 1) : g_strdup("");
}

/* Whether a property that stands there is set: it is unless it says that it is not. */
static gboolean is_set(const BirgeMarkup *markup, guint property) {
  g_autofree char *value = birge_markup_attribute(markup, property, "w:val");
  return !value ||
         !(g_str_equal(value, "0") || g_str_equal(value, "false") || g_str_equal(value, "off"));
}

/* The place in a container for a property: before those that follow it, else at the end. */
static gsize find_place(const BirgeMarkup *markup, guint container, const Direction *direction,
                        const char *prefix) {
  const BirgeNode *node = birge_markup_node(markup, container);
  gsize last = node->end;
  for (guint n = container + 1; n < node->next; n = birge_markup_node(markup, n)->next) {
    const BirgeNode *child = birge_markup_node(markup, n);
    if (child->name && g_strv_contains(direction->followers, child->name))
      return child->start;
    last = birge_markup_node(markup, birge_markup_node(markup, n)->next - 1)->end;
  }
  g_autofree char *closing = g_strdup_printf("</%s%s", prefix, direction->container);
  const char *text = markup->layer->text->str, *found = strstr(text + last, closing);
  return found ? (gsize)(found - text) : last;
}

/* Says where the property goes, or goes from. */
static BirgeTurn make_turn(const BirgeMarkup *markup, guint i, const Direction *direction,
                           const char *prefix) {
  const BirgeNode *node = birge_markup_node(markup, i);
  guint container = birge_markup_child(markup, i, direction->container);
  guint property = container ? birge_markup_child(markup, container, direction->property) : 0;
  g_autofree char *said = g_strdup_printf("<%s%s/>", prefix, direction->property);
  BirgeTurn turn = {.to_rtl = TRUE};
  if (property && !is_closed(markup, birge_markup_node(markup, property)))
    return turn; /* two tags, which nobody writes: it stays */
  if (property) {
    turn.to_rtl = !is_set(markup, property);
    turn.at = birge_markup_node(markup, property)->start;
    turn.at_end = birge_markup_node(markup, property)->end;
    turn.text = g_strdup(turn.to_rtl ? said : "");
    return turn;
  }
  gboolean is_open = container && !is_closed(markup, birge_markup_node(markup, container));
  turn.text = is_open ? g_strdup(said)
                      : g_strdup_printf("<%s%s>%s</%s%s>", prefix, direction->container, said,
                                        prefix, direction->container);
  turn.at = is_open     ? find_place(markup, container, direction, prefix)
            : container ? birge_markup_node(markup, container)->start
                        : node->end;
  turn.at_end = container && !is_open ? birge_markup_node(markup, container)->end : turn.at;
  return turn;
}

/* Where in the file an element ends, or the last that stands in it begins to. */
static gsize find_end(const BirgeMarkup *markup, guint i) {
  return birge_markup_node(markup, birge_markup_node(markup, i)->next - 1)->end;
}

/* The first element of the file. */
static guint find_root(const BirgeMarkup *markup) {
  guint i = 1;
  while (i < markup->nodes->len && !birge_markup_node(markup, i)->name)
    i++;
  return i;
}

/* Formulas and drawings have paragraphs and runs of their own, with other properties. */
static gboolean is_of_text(const BirgeMarkup *markup, const BirgeNode *node, const char *prefix) {
  g_autofree char *own = prefix_of(markup, node);
  return g_str_equal(own, prefix);
}

void birge_turns_add(BirgeMap *map, const BirgeMarkup *markup) {
  guint root = find_root(markup);
  if (root == markup->nodes->len)
    return;
  g_autofree char *prefix = prefix_of(markup, birge_markup_node(markup, root));
  for (guint i = root; i < markup->nodes->len; i++) {
    const BirgeNode *node = birge_markup_node(markup, i);
    for (guint d = 0; d < G_N_ELEMENTS(directions); d++) {
      if (!birge_markup_is(markup, i, directions[d].element) || node->next == i + 1 ||
          !is_of_text(markup, node, prefix))
        continue;
      BirgeTurn turn = make_turn(markup, i, &directions[d], prefix);
      turn.start = node->end;
      turn.end = find_end(markup, i);
      if (turn.text)
        g_array_append_val(map->turns, turn);
    }
  }
}
