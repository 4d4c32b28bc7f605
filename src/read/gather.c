/* Gathers the text of markup into blocks, and keeps where each byte of it came from. */
#include "read/private.h"

#include <string.h>
#include <unicode/uchar.h>

typedef struct {
  BirgeArticle *article;
  const BirgeMarkup *markup;
  BirgeRoleFunc role;
  gsize start; /* of the block that is being filled */
  BirgeBlockKind kind;
} Gathering;

static BirgeLayer *text_of(const BirgeArticle *article) {
  return article->map->text;
}

static guint32 last_end(const BirgeLayer *text) {
  return text->text->len > 0 ? birge_layer_end(text, text->text->len - 1) : 0;
}

static void truncate_text(BirgeArticle *article, gsize length) {
  BirgeLayer *text = text_of(article);
  g_string_truncate(text->text, length);
  g_array_set_size(text->starts, (guint)length);
  g_array_set_size(text->ends, (guint)length);
  GArray *pieces = article->map->pieces;
  while (pieces->len > 0) {
    BirgePiece *piece = &g_array_index(pieces, BirgePiece, pieces->len - 1);
    piece->end = MIN(piece->end, length);
    if (piece->start < piece->end)
      break;
    g_array_set_size(pieces, pieces->len - 1);
  }
}

/* Ends the block that is being filled, and drops it if it is empty. */
static void end_block(BirgeArticle *article, gsize *start, BirgeBlockKind kind) {
  BirgeLayer *text = text_of(article);
  gsize end = text->text->len;
  while (end > *start && g_ascii_isspace(text->text->str[end - 1]))
    end--;
  truncate_text(article, end);
  if (end > *start) {
    BirgeBlock block = {*start, end, kind};
    g_array_append_val(article->blocks, block);
    guint32 place = last_end(text);
    birge_layer_append(text, "\n", 1, place, place);
  }
  *start = text->text->len;
}

/* Adds text as a browser shows it: a run of white space is one space, none begins a block. */
static void add_collapsed(BirgeLayer *text, const BirgeLayer *more, gsize block_start) {
  const char *bytes = more->text->str;
  for (gsize i = 0; i < more->text->len;) {
    gsize end = i + 1;
    gboolean is_space = g_ascii_isspace(bytes[i]);
    while (end < more->text->len && (g_ascii_isspace(bytes[end]) != 0) == is_space)
      end++;
    gboolean is_wanted =
        text->text->len > block_start && text->text->str[text->text->len - 1] != ' ';
    if (!is_space)
      birge_layer_append_from(text, more, i, end);
    else if (is_wanted)
      birge_layer_append(text, " ", 1, birge_layer_start(more, i), birge_layer_end(more, end - 1));
    i = end;
  }
}

static void add_piece(BirgeArticle *article, gsize start, guint depth,
                      const BirgeQuotings *quotings) {
  BirgePiece piece = {start, text_of(article)->text->len, depth, *quotings};
  if (piece.end > piece.start)
    g_array_append_val(article->map->pieces, piece);
}

static void add_text(Gathering *gathering, const BirgeNode *node) {
  const BirgeMarkup *markup = gathering->markup;
  BirgeLayer *text = text_of(gathering->article);
  BirgeQuoting quoting = node->is_cdata ? BIRGE_QUOTING_CDATA : BIRGE_QUOTING_MARKUP;
  g_autoptr(BirgeLayer) more = birge_layer_new_over(markup->layer, quoting);
  if (node->is_cdata)
    birge_layer_append_from(more, markup->layer, node->start, node->end);
  else
    birge_layer_append_markup(more, markup->layer, node->start, node->end, markup->is_html);
  gsize start = text->text->len;
  add_collapsed(text, more, gathering->start);
  add_piece(gathering->article, start, node->depth, &more->quotings);
}

static void add_break(Gathering *gathering) {
  BirgeLayer *text = text_of(gathering->article);
  guint32 place = last_end(text);
  if (text->text->len > gathering->start && text->text->str[text->text->len - 1] != ' ')
    birge_layer_append(text, " ", 1, place, place);
}

BirgeRole birge_role_of(const BirgeElement *elements, const BirgeMarkup *markup, guint i,
                        BirgeBlockKind *kind) {
  const char *name = birge_markup_node(markup, i)->name;
  for (const BirgeElement *element = elements; element->name; element++) {
    if (!g_str_equal(name, element->name))
      continue;
    if (element->role == BIRGE_ROLE_BLOCK && element->kind != BIRGE_BLOCK_PARAGRAPH)
      *kind = element->kind;
    return element->role;
  }
  return BIRGE_ROLE_INLINE;
}

/* The blocks that are open around a node, and their kinds. */
typedef struct {
  guint next; /* of the element */
  BirgeBlockKind kind;
} Open;

void birge_gather(BirgeArticle *article, const BirgeMarkup *markup, guint i, BirgeRoleFunc role,
                  BirgeBlockKind kind) {
  Gathering gathering = {article, markup, role, text_of(article)->text->len, kind};
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(Open));
  Open outer = {birge_markup_node(markup, i)->next, kind};
  g_array_append_val(open, outer);
  for (guint n = i; n < outer.next;) {
    while (open->len > 1 && g_array_index(open, Open, open->len - 1).next <= n) {
      end_block(article, &gathering.start, gathering.kind);
      g_array_set_size(open, open->len - 1);
      gathering.kind = g_array_index(open, Open, open->len - 1).kind;
    }
    const BirgeNode *node = birge_markup_node(markup, n);
    BirgeBlockKind inner = gathering.kind;
    BirgeRole found = node->name && n != i ? role(markup, n, &inner) : BIRGE_ROLE_INLINE;
    if (found == BIRGE_ROLE_BLOCK) {
      end_block(article, &gathering.start, gathering.kind);
      gathering.kind = inner;
      Open block = {node->next, inner};
      g_array_append_val(open, block);
    } else if (found == BIRGE_ROLE_BREAK) {
      add_break(&gathering);
    } else if (!node->name) {
      add_text(&gathering, node);
    }
    n = found == BIRGE_ROLE_SKIP ? node->next : n + 1;
  }
  end_block(article, &gathering.start, gathering.kind);
}

void birge_gather_text(BirgeArticle *article, const BirgeLayer *layer, BirgeBlockKind kind) {
  gsize start = text_of(article)->text->len;
  add_collapsed(text_of(article), layer, start);
  add_piece(article, start, 0, &layer->quotings);
  end_block(article, &start, kind);
}

void birge_gather_lines(BirgeArticle *article, const BirgeLayer *layer, BirgeBlockKind kind) {
  BirgeLayer *text = text_of(article);
  const char *bytes = layer->text->str;
  gsize start = text->text->len;
  for (gsize at = 0; at < layer->text->len;) {
    gsize end = at + strcspn(bytes + at, "\r\n");
    while (at < end && g_ascii_isspace(bytes[at]))
      at++;
    birge_layer_append_from(text, layer, at, end);
    add_piece(article, start, 0, &layer->quotings);
    end_block(article, &start, kind);
    at = end + 1;
  }
}

void birge_gather_inner(BirgeArticle *article, const BirgeMarkup *markup, guint i, gboolean is_html,
                        BirgeBlockKind kind) {
  guint end = birge_markup_node(markup, i)->next;
  for (guint n = i; n < end; n++) {
    const BirgeNode *node = birge_markup_node(markup, n);
    if (node->name)
      continue;
    BirgeQuoting quoting = node->is_cdata ? BIRGE_QUOTING_CDATA : BIRGE_QUOTING_MARKUP;
    g_autoptr(BirgeLayer) inner = birge_layer_new_over(markup->layer, quoting);
    if (node->is_cdata)
      birge_layer_append_from(inner, markup->layer, node->start, node->end);
    else
      birge_layer_append_markup(inner, markup->layer, node->start, node->end, FALSE);
    if (is_html)
      birge_gather_html(article, inner, kind);
    else
      birge_gather_lines(article, inner, kind);
  }
}

void birge_gather_again(BirgeArticle *article, guint first) {
  if (first == article->blocks->len)
    return;
  gsize start = g_array_index(article->blocks, BirgeBlock, first).start;
  g_array_append_val(article->map->repeats, start);
  g_array_set_size(article->blocks, first);
}

static gboolean is_letter_at(const char *p) {
  return u_isalnum((UChar32)g_utf8_get_char(p));
}

/* Whether a text says what a block says, in the ways of birge_gather_repeated(). */
static gboolean says(const char *text, gsize length, const char *said, const BirgeBlock *block) {
  gsize n_said = block->end - block->start;
  if (memcmp(text, said, MIN(length, n_said)) != 0)
    return FALSE;
  if (length < n_said) /* sentences end with a mark */
    return said[length] == ' ' && !is_letter_at(g_utf8_prev_char(text + length));
  return length == n_said || (block->kind == BIRGE_BLOCK_HEADLINE && text[n_said] == ' ' &&
                              !is_letter_at(text + n_said + 1));
}

void birge_gather_repeated(BirgeArticle *article, const BirgeLayer *layer) {
  gsize start = text_of(article)->text->len;
  guint first = article->blocks->len;
  birge_gather_text(article, layer, BIRGE_BLOCK_PARAGRAPH);
  if (article->blocks->len == first)
    return;
  const char *text = text_of(article)->text->str;
  gsize length = g_array_index(article->blocks, BirgeBlock, first).end - start;
  for (guint i = 0; i < first; i++) {
    const BirgeBlock *block = &g_array_index(article->blocks, BirgeBlock, i);
    if (says(text + start, length, text + block->start, block)) {
      birge_gather_again(article, first);
      return;
    }
  }
  g_array_set_size(article->blocks, first);
  truncate_text(article, start);
}
