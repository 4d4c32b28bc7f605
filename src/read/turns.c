/* The direction of paragraphs and runs of DOCX: w:bidi and w:rtl (ISO 29500-1, 17.3.1.6
 * and 17.3.2.30). */
#include "read/turns.h"

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

char *birge_docx_style(const BirgeMarkup *markup, guint i, const char *container,
                       const char *property) {
  guint properties = birge_markup_child(markup, i, container);
  guint style = properties ? birge_markup_child(markup, properties, property) : 0;
  return style ? birge_markup_attribute(markup, style, "w:val") : NULL;
}

/* Whether a property that stands there is set: it is unless it says that it is not. */
static gboolean is_set(const BirgeMarkup *markup, guint property) {
  g_autofree char *value = birge_markup_attribute(markup, property, "w:val");
  return !value ||
         !(g_str_equal(value, "0") || g_str_equal(value, "false") || g_str_equal(value, "off"));
}

/* The place in a container for a property: before those that follow it, else at the end. */
static gsize find_place(const BirgeMarkup *markup, guint container, const Direction *direction) {
  guint end = birge_markup_node(markup, container)->next;
  for (guint n = container + 1; n < end; n = birge_markup_node(markup, n)->next) {
    const BirgeNode *child = birge_markup_node(markup, n);
    if (child->name && g_strv_contains(direction->followers, child->name))
      return child->start;
  }
  return birge_markup_end_tag(markup, container);
}

/* Whether a paragraph or a run runs from right to left if it does not say so itself. */
static gboolean inherits_rtl(const BirgeMarkup *markup, const BirgeStyles *styles, guint i) {
  guint paragraph = i;
  while (paragraph > 0 && !birge_markup_is(markup, paragraph, "p"))
    paragraph = birge_markup_node(markup, paragraph)->parent;
  g_autofree char *style = birge_docx_style(markup, paragraph, "pPr", "pStyle");
  if (paragraph == i)
    return birge_styles_is_rtl(styles, style);
  g_autofree char *own = birge_docx_style(markup, i, "rPr", "rStyle");
  return birge_styles_run_is_rtl(styles, own, style);
}

/* Says where the property goes, or goes from. is_rtl: what holds where it is not said. */
static BirgeTurn make_turn(const BirgeMarkup *markup, guint i, const Direction *direction,
                           const char *prefix, gboolean is_rtl) {
  const BirgeNode *node = birge_markup_node(markup, i);
  guint container = birge_markup_child(markup, i, direction->container);
  guint property = container ? birge_markup_child(markup, container, direction->property) : 0;
  if (property && !birge_markup_is_closed(markup, property))
    return (BirgeTurn){0}; /* two tags, which nobody writes: it stays */
  BirgeTurn turn = {.to_rtl = property ? !is_set(markup, property) : !is_rtl};
  g_autofree char *said =
      g_strdup_printf("<%s%s%s/>", prefix, direction->property, turn.to_rtl ? "" : " w:val=\"0\"");
  if (property) {
    turn.at = birge_markup_node(markup, property)->start;
    turn.at_end = birge_markup_node(markup, property)->end;
    turn.text = g_strdup(turn.to_rtl == is_rtl ? "" : said);
    return turn;
  }
  gboolean is_open = container && !birge_markup_is_closed(markup, container);
  turn.text = is_open ? g_strdup(said)
                      : g_strdup_printf("<%s%s>%s</%s%s>", prefix, direction->container, said,
                                        prefix, direction->container);
  turn.at = is_open     ? find_place(markup, container, direction)
            : container ? birge_markup_node(markup, container)->start
                        : node->end;
  turn.at_end = container && !is_open ? birge_markup_node(markup, container)->end : turn.at;
  return turn;
}

/* Adds the turns of one part. Formulas and drawings have paragraphs and runs of their own, with
 * other properties and another prefix than the root. */
static void add_part(BirgeMap *map, const BirgeMarkup *markup, guint root,
                     const BirgeStyles *styles) {
  g_autofree char *prefix = birge_markup_prefix(markup, root);
  for (guint i = root; i < birge_markup_node(markup, root)->next; i++) {
    const BirgeNode *node = birge_markup_node(markup, i);
    for (guint d = 0; d < G_N_ELEMENTS(directions); d++) {
      if (!birge_markup_is(markup, i, directions[d].element) || node->next == i + 1)
        continue;
      g_autofree char *own = birge_markup_prefix(markup, i);
      if (!g_str_equal(own, prefix))
        continue;
      gboolean is_rtl = inherits_rtl(markup, styles, i);
      BirgeTurn turn = make_turn(markup, i, &directions[d], prefix, is_rtl);
      turn.start = node->end;
      turn.end = birge_markup_inner_end(markup, i);
      if (turn.text)
        g_array_append_val(map->turns, turn);
    }
  }
}

void birge_turns_add(BirgeMap *map, const BirgeMarkup *markup, const BirgeStyles *styles) {
  for (guint i = 1; i < markup->nodes->len; i = birge_markup_node(markup, i)->next) {
    if (birge_markup_node(markup, i)->name)
      add_part(map, markup, i, styles);
  }
}
