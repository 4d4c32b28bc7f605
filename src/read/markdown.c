/* Markdown (CommonMark, and of its kin tables, front matter, footnotes): headings, paragraphs,
 * quotes, list items, cells, captions of pictures. Code, HTML comments and definitions of links are
 * left out.
 *
 * Containers are followed by the marks at the starts of lines, not as a tree: what matters here is
 * which lines belong together, and what of them is text. */
#include "read/markdown.h"

#include <string.h>

/* Columns of a tab, and the indent that makes a line code (CommonMark 0.31, 2.2 and 4.4). */
#define TAB_COLUMNS 4
#define CODE_INDENT 4

/* Digits of an ordered item's number (5.2). */
#define MAX_ITEM_DIGITS 9

/* More cells of a row are not told apart. */
#define MAX_CELLS 256

typedef struct {
  gsize start; /* of what stands behind the marks of quotes */
  gsize end;   /* line break left out */
  gsize next;
  gsize indent; /* columns of white space at start */
  gsize text;   /* where that ends */
} Line;

typedef struct {
  BirgeMarkdown *markdown;
  const char *text;
  gsize length;
  GArray *ranges;      /* of BirgeMarkdownRange: lines of the paragraph that is open */
  BirgeBlockKind kind; /* of that paragraph */
  gsize list_indent;   /* columns before the text of the item that is open; 0: none is */
  gboolean is_after_blank;
  char fence; /* of the code that is open; 0: none is */
  gsize fence_length;
  const char *closing; /* of the HTML that is open and left out; NULL: none is */
} Blocks;

static gsize count_columns(const char *text, gsize start, gsize end, gsize *at) {
  gsize columns = 0;
  for (*at = start; *at < end && (text[*at] == ' ' || text[*at] == '\t'); (*at)++)
    columns += text[*at] == '\t' ? TAB_COLUMNS : 1;
  return columns;
}

static void measure(const Blocks *blocks, Line *line, gsize start) {
  line->start = start;
  line->indent = count_columns(blocks->text, start, line->end, &line->text);
}

/* Reads the line at a place, and passes over its marks of quotes. */
static Line read_line(const Blocks *blocks, gsize start) {
  Line line = {.end = start};
  while (line.end < blocks->length && !strchr("\r\n", blocks->text[line.end]))
    line.end++;
  line.next = line.end;
  if (line.next < blocks->length)
    line.next += g_str_has_prefix(blocks->text + line.next, "\r\n") ? 2 : 1;
  measure(blocks, &line, start);
  while (blocks->fence == 0 && line.indent < CODE_INDENT && line.text < line.end &&
         blocks->text[line.text] == '>')
    measure(blocks, &line, line.text + 1);
  return line;
}

static gboolean is_blank(const Line *line) {
  return line->text >= line->end;
}

/* The length of the run of a character. */
static gsize count_run(const Blocks *blocks, gsize at, gsize end, char c) {
  gsize n = 0;
  while (at + n < end && blocks->text[at + n] == c)
    n++;
  return n;
}

static void end_paragraph(Blocks *blocks) {
  if (blocks->ranges->len > 0)
    birge_markdown_gather(blocks->markdown, blocks->ranges, blocks->kind);
  g_array_set_size(blocks->ranges, 0);
}

static void add_range(Blocks *blocks, gsize start, gsize end) {
  while (start < end && g_ascii_isspace(blocks->text[start]))
    start++;
  while (end > start && g_ascii_isspace(blocks->text[end - 1]))
    end--;
  BirgeMarkdownRange range = {start, end};
  if (start < end)
    g_array_append_val(blocks->ranges, range);
}

/* Whether a line is a rule: three or more of one of `*-_`, white space between (4.1). */
static gboolean is_rule(const Blocks *blocks, const Line *line) {
  int mark = line->text < line->end ? blocks->text[line->text] : 0;
  gsize n = 0;
  if (mark != '*' && mark != '-' && mark != '_')
    return FALSE;
  for (gsize i = line->text; i < line->end; i++) {
    if (blocks->text[i] != mark && !g_ascii_isspace(blocks->text[i]))
      return FALSE;
    n += blocks->text[i] == mark;
  }
  return n >= 3;
}

/* Whether a line makes a heading of the lines before it (4.3). */
static gboolean is_underline(const Blocks *blocks, const Line *line) {
  char mark = blocks->text[line->text];
  if (blocks->ranges->len == 0 || line->indent >= CODE_INDENT || (mark != '=' && mark != '-'))
    return FALSE;
  gsize end = line->text + count_run(blocks, line->text, line->end, mark);
  while (end < line->end && g_ascii_isspace(blocks->text[end]))
    end++;
  return end == line->end;
}

/* Takes the closing marks and the attributes of a heading off (4.2; pandoc's `{#id .class}`). */
static gsize end_heading(const Blocks *blocks, gsize start, gsize end) {
  const char *text = blocks->text;
  while (end > start && g_ascii_isspace(text[end - 1]))
    end--;
  if (end > start && text[end - 1] == '}') {
    gsize open = end - 1;
    while (open > start && text[open] != '{')
      open--;
    if (text[open] == '{' && strchr("#.:", text[open + 1]))
      end = open;
  }
  while (end > start && g_ascii_isspace(text[end - 1]))
    end--;
  gsize marks = end;
  while (marks > start && text[marks - 1] == '#')
    marks--;
  return marks == start || g_ascii_isspace(text[marks - 1]) ? marks : end;
}

/* Takes a line `# …`. Returns FALSE if it is none. */
static gboolean take_heading(Blocks *blocks, const Line *line) {
  gsize n = count_run(blocks, line->text, line->end, '#');
  gsize start = line->text + n;
  if (n == 0 || n > 6 || (start < line->end && !g_ascii_isspace(blocks->text[start])))
    return FALSE;
  end_paragraph(blocks);
  blocks->kind = BIRGE_BLOCK_HEADLINE;
  add_range(blocks, start, end_heading(blocks, start, line->end));
  end_paragraph(blocks);
  return TRUE;
}

/* Takes the first or the last line of fenced code, or one of a pandoc div. */
static gboolean take_fence(Blocks *blocks, const Line *line) {
  char mark = blocks->text[line->text];
  if (mark != '`' && mark != '~' && mark != ':')
    return FALSE;
  gsize n = count_run(blocks, line->text, line->end, mark);
  gsize after = line->text + n;
  if (n < 3 || (mark == '`' && memchr(blocks->text + after, '`', line->end - after)))
    return FALSE;
  end_paragraph(blocks);
  if (mark == ':')
    return TRUE;
  blocks->fence = mark;
  blocks->fence_length = n;
  return TRUE;
}

static void pass_fence(Blocks *blocks, const Line *line) {
  gsize at = line->text;
  while (at < line->end && blocks->text[at] == '>')
    count_columns(blocks->text, at + 1, line->end, &at);
  gsize n = count_run(blocks, at, line->end, blocks->fence);
  gsize rest;
  count_columns(blocks->text, at + n, line->end, &rest);
  if (n >= blocks->fence_length && rest == line->end)
    blocks->fence = 0;
}

/* Takes the start of HTML whose text is none of the article's. */
static gboolean take_html(Blocks *blocks, const Line *line) {
  static const char *const marks[][2] = {
      {"<!--", "-->"}, {"<script", "</script"}, {"<style", "</style"}, {"<pre", "</pre"}};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    gsize n = strlen(marks[i][0]);
    if (line->end - line->text < n ||
        g_ascii_strncasecmp(blocks->text + line->text, marks[i][0], n) != 0)
      continue;
    end_paragraph(blocks);
    blocks->closing = marks[i][1];
    return TRUE;
  }
  return FALSE;
}

static void pass_html(Blocks *blocks, const Line *line) {
  gsize n = strlen(blocks->closing);
  for (gsize i = line->start; i + n <= line->end; i++) {
    if (g_ascii_strncasecmp(blocks->text + i, blocks->closing, n) == 0) {
      blocks->closing = NULL;
      return;
    }
  }
}

/* Where the mark of an item ends: `- `, `1. `; 0: there is none. */
static gsize find_item(const Blocks *blocks, const Line *line) {
  const char *text = blocks->text;
  gsize at = line->text;
  if (at < line->end && strchr("-+*", text[at])) {
    at++;
  } else {
    while (at < line->end && g_ascii_isdigit(text[at]) && at - line->text <= MAX_ITEM_DIGITS)
      at++;
    gboolean is_number = at > line->text && at < line->end && strchr(".)", text[at]);
    gboolean is_first = is_number && at == line->text + 1 && text[line->text] == '1';
    /* A number that begins a line of a paragraph is a year, or the like (5.3). */
    if (!is_number || (!is_first && blocks->ranges->len > 0 && blocks->list_indent == 0))
      return 0;
    at++;
  }
  return at == line->end || g_ascii_isspace(text[at]) ? at : 0;
}

/* Passes over the marks of items at the start of a line; what follows them is one. */
static void take_items(Blocks *blocks, Line *line) {
  gsize outer = 0;
  for (gsize end;
       line->text < line->end && !is_rule(blocks, line) && (end = find_item(blocks, line)) > 0;) {
    end_paragraph(blocks);
    outer += line->indent + (end - line->text) + 1;
    blocks->list_indent = outer;
    blocks->kind = BIRGE_BLOCK_ITEM;
    measure(blocks, line, end);
    line->indent = line->indent > 0 ? line->indent - 1 : 0;
    if (line->indent >= CODE_INDENT) /* code in an item */
      line->text = line->end;
  }
}

static gboolean is_delimiter_row(const Blocks *blocks, const Line *line) {
  gboolean has_bar = FALSE, has_dash = FALSE;
  for (gsize i = line->text; i < line->end; i++) {
    has_bar = has_bar || blocks->text[i] == '|';
    has_dash = has_dash || blocks->text[i] == '-';
    if (!strchr("|-: \t", blocks->text[i]))
      return FALSE;
  }
  return has_bar && has_dash;
}

static void take_row(Blocks *blocks, const Line *line) {
  const char *text = blocks->text;
  gsize start = line->text + (text[line->text] == '|');
  blocks->kind = BIRGE_BLOCK_PARAGRAPH;
  for (guint n = 0; start < line->end; n++) {
    gsize end = start;
    while (end < line->end && (text[end] != '|' || text[end - 1] == '\\' || n >= MAX_CELLS))
      end++;
    add_range(blocks, start, end);
    end_paragraph(blocks);
    start = end + 1;
  }
}

/* Takes a table: a row, a row of dashes, and rows. Returns where it ends; 0: there is none. */
static gsize take_table(Blocks *blocks, const Line *line) {
  if (blocks->ranges->len > 0 || !memchr(blocks->text + line->text, '|', line->end - line->text))
    return 0;
  Line row = read_line(blocks, line->next);
  if (row.start >= blocks->length || !is_delimiter_row(blocks, &row))
    return 0;
  take_row(blocks, line);
  gsize at = row.next;
  while (at < blocks->length) {
    row = read_line(blocks, at);
    if (is_blank(&row) || !memchr(blocks->text + row.text, '|', row.end - row.text))
      break;
    take_row(blocks, &row);
    at = row.next;
  }
  return at;
}

/* Takes a line of text. */
static void take_text(Blocks *blocks, const Line *line) {
  gsize start = line->text;
  gsize label = birge_markdown_definition(blocks->text, line->text, line->end);
  gboolean is_note = label > 0 && blocks->text[line->text + 1] == '^';
  if (label > 0 && !is_note && blocks->ranges->len == 0)
    return; /* where a link leads */
  if (is_note) {
    end_paragraph(blocks);
    start = label;
  }
  gboolean is_item = blocks->list_indent > 0;
  if (blocks->ranges->len == 0)
    blocks->kind = is_item ? BIRGE_BLOCK_ITEM : BIRGE_BLOCK_PARAGRAPH;
  add_range(blocks, start, line->end);
}

/* Takes what can begin anywhere, also in a paragraph. */
static gboolean take_special(Blocks *blocks, const Line *line) {
  if (is_underline(blocks, line)) {
    blocks->kind = blocks->list_indent == 0 ? BIRGE_BLOCK_HEADLINE : blocks->kind;
    end_paragraph(blocks);
    return TRUE;
  }
  if (is_rule(blocks, line)) {
    end_paragraph(blocks);
    blocks->list_indent = 0;
    return TRUE;
  }
  return take_fence(blocks, line) || take_html(blocks, line) || take_heading(blocks, line);
}

/* Takes a line. Returns where the next one begins. */
static gsize take_line(Blocks *blocks, Line line) {
  gboolean was_blank = blocks->is_after_blank;
  blocks->is_after_blank = is_blank(&line);
  if (is_blank(&line)) {
    end_paragraph(blocks);
    return line.next;
  }
  gboolean is_open = blocks->ranges->len > 0;
  if (!is_open && line.indent >= blocks->list_indent + CODE_INDENT)
    return line.next;
  if (blocks->list_indent > 0 && was_blank && line.indent < blocks->list_indent &&
      (line.indent == 0 || line.indent + 2 < blocks->list_indent) && find_item(blocks, &line) == 0)
    blocks->list_indent = 0;
  gboolean is_code_like = line.indent >= blocks->list_indent + CODE_INDENT;
  if (!is_code_like && take_special(blocks, &line)) {
    if (blocks->closing)
      pass_html(blocks, &line);
    return line.next;
  }
  if (!is_code_like)
    take_items(blocks, &line);
  if (is_blank(&line))
    return line.next;
  /* An item may begin with a heading or with code. */
  if (line.start > 0 && blocks->ranges->len == 0 && blocks->list_indent > 0 &&
      (take_fence(blocks, &line) || take_heading(blocks, &line)))
    return line.next;
  gsize end = take_table(blocks, &line);
  if (end > 0)
    return end;
  take_text(blocks, &line);
  return line.next;
}

static void take_all(Blocks *blocks, gsize start) {
  for (gsize at = start; at < blocks->length;) {
    Line line = read_line(blocks, at);
    at = line.next;
    if (blocks->fence)
      pass_fence(blocks, &line);
    else if (blocks->closing)
      pass_html(blocks, &line);
    else
      at = take_line(blocks, line);
  }
  end_paragraph(blocks);
}

gboolean birge_read_markdown(BirgeArticle *article, GBytes *bytes, GError **error) {
  g_autoptr(BirgeLayer) layer =
      birge_article_open(article, bytes, article->options->encoding, error);
  if (!layer)
    return FALSE;
  g_autoptr(GHashTable) labels = birge_markdown_labels(layer);
  BirgeMarkdown markdown = {article, layer, labels};
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(BirgeMarkdownRange));
  Blocks blocks = {.markdown = &markdown,
                   .text = layer->text->str,
                   .length = layer->text->len,
                   .ranges = ranges,
                   .is_after_blank = TRUE};
  take_all(&blocks, birge_markdown_front(&markdown));
  article->kinds = article->is_loose = TRUE;
  return TRUE;
}
