/* The lines of a Markdown paragraph as text: marks of emphasis, links and code taken off.
 *
 * After CommonMark 0.31, 6; where what is looked for would be far away, it isn't looked for. */
#include "read/markdown.h"

#include <string.h>
#include <unicode/uchar.h>

/* Marks of emphasis that may still be closed, and brackets; older ones are forgotten. */
#define MAX_OPEN 256

typedef enum {
  ITEM_TEXT,
  ITEM_ESCAPE,    /* `\*` */
  ITEM_REFERENCE, /* `&amp;` */
  ITEM_MARKS,     /* `**` */
  ITEM_BRACKET,   /* `[` or `![` */
  ITEM_DROPPED,
} ItemKind;

typedef struct {
  gsize start; /* in the raw text */
  gsize end;
  ItemKind kind;
  gboolean opens; /* of marks: whether they can */
  gboolean closes;
  gsize n_left; /* of marks: how many are taken at each side */
  gsize n_right;
} Item;

typedef struct {
  const BirgeMarkdown *markdown;
  const BirgeLayer *raw;
  const char *text; /* of raw */
  gsize length;
  GArray *items;    /* of Item */
  GArray *brackets; /* of guint: items that are open */
} Inline;

static Item *item_at(const Inline *in, guint i) {
  return &g_array_index(in->items, Item, i);
}

static void add_item(Inline *in, ItemKind kind, gsize start, gsize end) {
  Item item = {.start = start, .end = end, .kind = kind};
  if (start < end)
    g_array_append_val(in->items, item);
}

static gsize file_start(const Inline *in, gsize at) {
  return birge_layer_start(in->raw, at);
}

static gsize file_end(const Inline *in, gsize end) {
  return birge_layer_end(in->raw, end - 1);
}

/* Keeps marks that belong together. Ranges are of the raw text. */
static void add_pair(const Inline *in, gsize open, gsize open_end, gsize close, gsize close_end) {
  BirgePair pair = {file_start(in, open), file_end(in, open_end), file_start(in, close),
                    file_end(in, close_end)};
  g_array_append_val(in->markdown->article->map->pairs, pair);
}

static void add_atom(const Inline *in, gsize start, gsize end) {
  BirgeAtom atom = {file_start(in, start), file_end(in, end)};
  g_array_append_val(in->markdown->article->map->atoms, atom);
}

static gsize limit(const Inline *in, gsize from) {
  return MIN(in->length, from + BIRGE_MAX_MARKDOWN_SPAN);
}

static gsize run_length(const Inline *in, gsize at) {
  gsize n = 1;
  while (at + n < in->length && in->text[at + n] == in->text[at])
    n++;
  return n;
}

/* Code: what stands between as many backticks. Returns where it ends; 0: it is none. */
static gsize take_code(Inline *in, gsize at) {
  gsize n = run_length(in, at);
  gsize end = limit(in, at);
  for (gsize i = at + n; i < end;) {
    if (in->text[i] != '`') {
      i++;
      continue;
    }
    gsize closing = run_length(in, i);
    if (closing == n && i > at + n) {
      add_pair(in, at, at + n, i, i + n);
      add_item(in, ITEM_TEXT, at + n, i);
      return i + n;
    }
    i += closing;
  }
  return 0;
}

/* A tag or a comment, which is dropped, or `<address>`, which is text. Returns where it ends. */
static gsize take_angle(Inline *in, gsize at) {
  gsize limited = limit(in, at);
  gboolean is_comment = g_str_has_prefix(in->text + at, "<!--");
  gsize end = at + 1;
  while (end < limited && (in->text[end] != '>' || (is_comment && in->text[end - 1] != '-')) &&
         (is_comment || in->text[end] != '<'))
    end++;
  if (end >= limited || in->text[end] != '>')
    return 0;
  char first = in->text[at + 1];
  gboolean is_address = strcspn(in->text + at, ":@") < end - at && !is_comment && first != '/' &&
                        strcspn(in->text + at, " =\"") >= end - at;
  if (is_address) {
    add_pair(in, at, at + 1, end, end + 1);
    add_item(in, ITEM_TEXT, at + 1, end);
    return end + 1;
  }
  if (!is_comment && first != '/' && !g_ascii_isalpha(first))
    return 0;
  add_atom(in, at, end + 1);
  return end + 1;
}

/* `&name;`. Returns where it ends; 0: it is none. */
static gsize take_reference(Inline *in, gsize at) {
  gsize end = at + 1;
  while (end < in->length && (g_ascii_isalnum(in->text[end]) || in->text[end] == '#'))
    end++;
  if (end == at + 1 || end >= in->length || in->text[end] != ';')
    return 0;
  add_item(in, ITEM_REFERENCE, at, end + 1);
  return end + 1;
}

static gboolean is_space_at(const Inline *in, gsize at, gboolean before) {
  if (before ? at == 0 : at >= in->length)
    return TRUE;
  const char *p = before ? g_utf8_find_prev_char(in->text, in->text + at) : in->text + at;
  return u_isUWhiteSpace((UChar32)g_utf8_get_char(p));
}

static gboolean is_punctuation_at(const Inline *in, gsize at, gboolean before) {
  if (before ? at == 0 : at >= in->length)
    return FALSE;
  const char *p = before ? g_utf8_find_prev_char(in->text, in->text + at) : in->text + at;
  return (U_GET_GC_MASK((UChar32)g_utf8_get_char(p)) & (U_GC_P_MASK | U_GC_S_MASK)) != 0;
}

/* A run of marks of emphasis, and what it can do (6.2). Returns where it ends. */
static gsize take_marks(Inline *in, gsize at) {
  gsize end = at + run_length(in, at);
  gboolean space_before = is_space_at(in, at, TRUE), space_after = is_space_at(in, end, FALSE);
  gboolean mark_before = is_punctuation_at(in, at, TRUE);
  gboolean mark_after = is_punctuation_at(in, end, FALSE);
  gboolean left = !space_after && (!mark_after || space_before || mark_before);
  gboolean right = !space_before && (!mark_before || space_after || mark_after);
  Item item = {.start = at, .end = end, .kind = ITEM_MARKS, .opens = left, .closes = right};
  if (in->text[at] == '_') {
    item.opens = left && (!right || mark_before);
    item.closes = right && (!left || mark_after);
  }
  if (in->text[at] == '~' && end - at > 2)
    item.opens = item.closes = FALSE;
  g_array_append_val(in->items, item);
  return end;
}

static void take_bracket(Inline *in, gsize at, gsize end) {
  add_item(in, ITEM_BRACKET, at, end);
  guint i = in->items->len - 1;
  if (in->brackets->len >= MAX_OPEN)
    g_array_remove_index(in->brackets, 0);
  g_array_append_val(in->brackets, i);
}

/* Where `(target "title")` ends; 0: there is none. */
static gsize find_target(const Inline *in, gsize at) {
  gsize end = limit(in, at);
  char quote = '\0';
  guint depth = 0;
  for (gsize i = at; i < end; i++) {
    char c = in->text[i];
    if (c == '\\' && i + 1 < end)
      i++;
    else if (quote && c == quote)
      quote = '\0';
    else if (quote)
      continue;
    else if ((c == '"' || c == '\'') && g_ascii_isspace(in->text[i - 1]))
      quote = c;
    else if (c == '(')
      depth++;
    else if (c == ')' && --depth == 0)
      return i + 1;
  }
  return 0;
}

static gboolean is_label(const Inline *in, gsize start, gsize end) {
  if (end <= start || end - start > BIRGE_MAX_MARKDOWN_LABEL)
    return FALSE;
  g_autofree char *label = birge_markdown_label(in->text + start, end - start);
  return g_hash_table_contains(in->markdown->labels, label);
}

/* Where the link ends whose text is from open to the bracket at close; 0: it is none. */
static gsize find_link_end(const Inline *in, gsize open, gsize close) {
  char after = in->text[close + 1];
  if (after == '(') {
    gsize end = find_target(in, close + 1);
    if (end > 0)
      return end;
  }
  if (after == '[') {
    const char *end = memchr(in->text + close + 2, ']',
                             MIN(in->length - close - 2, BIRGE_MAX_MARKDOWN_LABEL + 1));
    gsize at = end ? (gsize)(end - in->text) : 0;
    if (at == close + 2 && is_label(in, open, close))
      return at + 1;
    if (at > 0 && is_label(in, close + 2, at))
      return at + 1;
  }
  return is_label(in, open, close) ? close + 1 : 0;
}

static void drop_from(const Inline *in, guint first) {
  for (guint i = first; i < in->items->len; i++)
    item_at(in, i)->kind = ITEM_DROPPED;
}

/* Whether nothing but a picture stands in the paragraph: then what it says is its caption. */
static gboolean is_alone(const Inline *in, gsize start, gsize end) {
  return start == 0 && end == in->length;
}

/* Takes a closing bracket: a link, a picture, the number of a note, or text. */
static gsize take_closing(Inline *in, gsize at) {
  if (in->brackets->len == 0) {
    add_item(in, ITEM_TEXT, at, at + 1);
    return at + 1;
  }
  guint i = g_array_index(in->brackets, guint, in->brackets->len - 1);
  g_array_set_size(in->brackets, in->brackets->len - 1);
  Item *open = item_at(in, i);
  gboolean is_note = in->text[open->end] == '^' && open->end + 1 < at;
  gsize end = is_note ? at + 1 : find_link_end(in, open->end, at);
  if (end == 0) {
    open->kind = ITEM_TEXT;
    add_item(in, ITEM_TEXT, at, at + 1);
    return at + 1;
  }
  gboolean is_picture = in->text[open->start] == '!';
  if (is_note || (is_picture && !is_alone(in, open->start, end))) {
    add_atom(in, open->start, end);
    drop_from(in, i);
  } else {
    open->kind = ITEM_DROPPED;
    add_pair(in, open->start, open->end, at, end);
  }
  return end;
}

/* Takes what stands at a place. Returns where it ends, 0 if it is plain text. */
static gsize take_mark(Inline *in, gsize at) {
  char c = in->text[at], next = in->text[at + 1];
  if (c == '\\' && g_ascii_ispunct(next)) {
    add_item(in, ITEM_ESCAPE, at, at + 2);
    return at + 2;
  }
  if (c == '`')
    return take_code(in, at);
  if (c == '<')
    return take_angle(in, at);
  if (c == '&')
    return take_reference(in, at);
  if (c == '*' || c == '_' || c == '~')
    return take_marks(in, at);
  if (c == ']')
    return take_closing(in, at);
  if (c != '[' && !(c == '!' && next == '['))
    return 0;
  gsize end = at + (c == '!' ? 2 : 1);
  take_bracket(in, at, end);
  return end;
}

static void take_all(Inline *in) {
  for (gsize at = 0; at < in->length;) {
    gsize plain = at + strcspn(in->text + at, "\\`<&*_~[]!");
    add_item(in, ITEM_TEXT, at, plain);
    at = plain;
    if (at >= in->length)
      break;
    gsize end = take_mark(in, at);
    gsize run = end == 0 ? (in->text[at] == '`' ? run_length(in, at) : 1) : 0;
    add_item(in, ITEM_TEXT, at, at + run);
    at = end == 0 ? at + run : end;
  }
}

static gsize marks_left(const Item *item) {
  return item->end - item->start - item->n_left - item->n_right;
}

/* Whether marks go together; a rule of three tells `***a** b*` (6.2, rules 9 and 10). */
static gboolean go_together(const Inline *in, const Item *open, const Item *close) {
  gsize a = open->end - open->start, b = close->end - close->start;
  if (in->text[open->start] != in->text[close->start] || marks_left(open) == 0)
    return FALSE;
  if (in->text[open->start] == '~')
    return a == b;
  gboolean is_both = open->closes || close->opens;
  return !is_both || (a + b) % 3 != 0 || (a % 3 == 0 && b % 3 == 0);
}

/* Takes marks off that close what is open. open: of guint, items. */
static void close_marks(const Inline *in, GArray *open, Item *close) {
  for (guint i = open->len; i > 0 && marks_left(close) > 0; i--) {
    Item *item = item_at(in, g_array_index(open, guint, i - 1));
    if (!go_together(in, item, close))
      continue;
    while (marks_left(item) > 0 && marks_left(close) > 0) {
      gsize n = MIN(MIN(marks_left(item), marks_left(close)), 2);
      gsize from = item->end - item->n_right - n, to = close->start + close->n_left;
      add_pair(in, from, from + n, to, to + n);
      item->n_right += n;
      close->n_left += n;
    }
    g_array_set_size(open, marks_left(item) > 0 ? i : i - 1);
  }
}

static void match_marks(const Inline *in) {
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = 0; i < in->items->len; i++) {
    Item *item = item_at(in, i);
    if (item->kind != ITEM_MARKS)
      continue;
    if (item->closes)
      close_marks(in, open, item);
    if (!item->opens || marks_left(item) == 0)
      continue;
    if (open->len >= MAX_OPEN)
      g_array_remove_index(open, 0);
    g_array_append_val(open, i);
  }
}

static void append_reference(const Inline *in, BirgeLayer *text, const Item *item) {
  birge_layer_append_markup(text, in->raw, item->start, item->end, TRUE);
}

/* What is left of the items as text. */
static BirgeLayer *make_text(const Inline *in) {
  BirgeLayer *text = birge_layer_new_over(in->markdown->file, BIRGE_QUOTING_MARKDOWN);
  for (guint i = 0; i < in->items->len; i++) {
    const Item *item = item_at(in, i);
    if (item->kind == ITEM_ESCAPE)
      birge_layer_append(text, in->text + item->start + 1, 1, (guint32)file_start(in, item->start),
                         (guint32)file_end(in, item->end));
    else if (item->kind == ITEM_REFERENCE)
      append_reference(in, text, item);
    else if (item->kind != ITEM_DROPPED)
      birge_layer_append_from(text, in->raw, item->start + item->n_left, item->end - item->n_right);
  }
  return text;
}

/* The lines of a paragraph, joined. */
static BirgeLayer *join_lines(const BirgeMarkdown *markdown, const GArray *ranges) {
  BirgeLayer *raw = birge_layer_new_over(markdown->file, BIRGE_QUOTING_MARKDOWN);
  const char *text = markdown->file->text->str;
  for (guint i = 0; i < ranges->len; i++) {
    BirgeMarkdownRange range = g_array_index(ranges, BirgeMarkdownRange, i);
    gboolean is_last = i + 1 == ranges->len;
    if (!is_last && text[range.end - 1] == '\\') /* a line break (6.7) */
      range.end--;
    birge_layer_append_from(raw, markdown->file, range.start, range.end);
    if (!is_last)
      birge_layer_append(raw, " ", 1, (guint32)range.end,
                         (guint32)g_array_index(ranges, BirgeMarkdownRange, i + 1).start);
  }
  return raw;
}

void birge_markdown_gather(const BirgeMarkdown *markdown, const GArray *ranges,
                           BirgeBlockKind kind) {
  g_autoptr(BirgeLayer) raw = join_lines(markdown, ranges);
  g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(Item));
  g_autoptr(GArray) brackets = g_array_new(FALSE, FALSE, sizeof(guint));
  Inline in = {markdown, raw, raw->text->str, raw->text->len, items, brackets};
  take_all(&in);
  match_marks(&in);
  g_autoptr(BirgeLayer) text = make_text(&in);
  gboolean is_picture = items->len > 0 && item_at(&in, 0)->start == 0 &&
                        g_str_has_prefix(in.text, "![") && item_at(&in, 0)->kind == ITEM_DROPPED;
  birge_gather_text(markdown->article, text, is_picture ? BIRGE_BLOCK_CAPTION : kind);
}
