/* Quotation marks, brackets, spaces and final marks. */
#include "qa/private.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

/* Shorter texts in single marks are no quotations: rock 'n' roll. */
#define MIN_QUOTED 3

/* Counts a byte in folded text, where all double quotation marks are one. */
static guint count(const char *text, char byte) {
  guint n = 0;
  for (; *text; text++)
    n += *text == byte ? 1 : 0;
  return n;
}

/* Whether a byte of folded text is of a letter or a digit. */
static gboolean is_of_word(char c) {
  return g_ascii_isalnum(c) || (guchar)c >= 0x80;
}

/* Whether folded text quotes in single marks: one opens a word (but '90s), and a later one closes,
 * inside no word. */
static gboolean has_single_quotes(const char *text) {
  const char *opened = NULL;
  for (const char *p = text; (p = strchr(p, '\'')); p++) {
    if ((p == text || strchr(" (-\"", p[-1])) && is_of_word(p[1]) && !g_ascii_isdigit(p[1])) {
      opened = p;
    } else if (opened && p[-1] != ' ' && !is_of_word(p[1])) {
      if (p - opened > MIN_QUOTED)
        return TRUE;
      opened = NULL;
    }
  }
  return FALSE;
}

void birge_qa_check_quotes(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  guint mine = count(source->folded->str, '"'), theirs = count(target->folded->str, '"');
  gboolean is_quoted =
      mine > 0 || (!strchr(target->folded->str, '\'') && has_single_quotes(source->folded->str));
  if (is_quoted && theirs == 0)
    birge_qa_report(qa, "the quotation marks of the source are missing");
  else if (mine % 2 == 0 && theirs % 2 == 1)
    birge_qa_report(qa, "a quotation mark has no counterpart");
}

void birge_qa_check_brackets(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  static const char pairs[][2] = {{'(', ')'}, {'[', ']'}, {'{', '}'}};
  /* Most texts have none, and twelve counts are slow. */
  if (!strpbrk(source->folded->str, "()[]{}") && !strpbrk(target->folded->str, "()[]{}"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
    guint opened = count(target->folded->str, pairs[i][0]);
    guint closed = count(target->folded->str, pairs[i][1]);
    gboolean is_balanced =
        count(source->folded->str, pairs[i][0]) == count(source->folded->str, pairs[i][1]);
    if (opened != closed && is_balanced)
      birge_qa_report(qa, "%u of %c, %u of %c", opened, pairs[i][0], closed, pairs[i][1]);
    else if (opened + closed == 0 && count(source->folded->str, pairs[i][0]) > 0)
      birge_qa_report(qa, "the brackets %c%c of the source are missing", pairs[i][0], pairs[i][1]);
  }
}

/* Returns where two or more spaces stand in a row, inside of text; NULL: nowhere. */
static const char *find_double_space(const char *text) {
  for (const char *next = text; (next = strpbrk(next, " \t")); next++) {
    if (next > text && (next[1] == ' ' || next[1] == '\t'))
      return next;
  }
  return NULL;
}

/* Whether a space stands before a mark that ends or parts a sentence. */
static gboolean has_space_before_mark(const BirgeQaText *text) {
  const UChar32 *marks = text->locale->habits->marks;
  for (const char *next = text->text; (next = strchr(next, ' ')); next++) {
    UChar32 c = (UChar32)g_utf8_get_char(next + 1);
    UChar32 after = c ? (UChar32)g_utf8_get_char(g_utf8_next_char(next + 1)) : 0;
    for (guint i = 0; i < BIRGE_N_MARKS; i++) {
      /* " .5" and " ..." are no marks of this kind. */
      if (c != 0 && c == marks[i] && (after == 0 || u_isspace(after)))
        return TRUE;
    }
  }
  return FALSE;
}

void birge_qa_check_spaces(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  if (find_double_space(target->text) && !find_double_space(source->text))
    birge_qa_report(qa, "two spaces in a row");
  if (has_space_before_mark(target) && !has_space_before_mark(source))
    birge_qa_report(qa, "a space before a mark");
}

/* Which kind of mark a character is, by what any language of the pair says. BIRGE_N_MARKS: none. */
static BirgeMarkKind get_kind(UChar32 c, const BirgeLocale *a, const BirgeLocale *b) {
  for (guint i = 0; i < BIRGE_N_MARKS; i++) {
    if (c != 0 && (c == a->habits->marks[i] || c == b->habits->marks[i]))
      return i;
  }
  return BIRGE_N_MARKS;
}

/* Returns the last character that is no space, quotation mark, bracket or invisible; 0: none. */
static UChar32 get_last(const BirgeQaText *text) {
  int32_t i = (int32_t)text->length;
  while (i > 0) {
    UChar32 c;
    U8_PREV((const uint8_t *)text->text, 0, i, c);
    gboolean is_outer = u_isspace(c) || u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) ||
                        u_charType(c) == U_END_PUNCTUATION || u_charType(c) == U_FORMAT_CHAR;
    if (!is_outer)
      return c;
  }
  return 0;
}

void birge_qa_check_final_mark(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  static const char *const names[] = {"a full stop", "a question mark", "an exclamation mark",
                                      "a comma",     "a semicolon",     "no mark"};
  BirgeMarkKind mine = get_kind(get_last(source), source->locale, target->locale);
  BirgeMarkKind theirs = get_kind(get_last(target), source->locale, target->locale);
  if (mine != theirs)
    birge_qa_report(qa, "ends with %s, the source with %s", names[theirs], names[mine]);
}

/* Whether a character is a letter of the text's own script. */
static gboolean is_own_letter(const BirgeQaText *text, UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript(c, &status);
  return u_isalpha(c) && U_SUCCESS(status) && (int32_t)script == text->locale->script_code;
}

/* Whether a mark from start to end stands among words of the text's own script: behind a letter of
 * it, or, as after a number or a quotation, before a word of it. */
static gboolean is_among_own(const BirgeQaText *text, int32_t start, int32_t end) {
  const uint8_t *bytes = (const uint8_t *)text->text;
  UChar32 c = 0;
  if (start > 0)
    U8_PREV(bytes, 0, start, c);
  if (u_isalpha(c)) /* a Latin name may bring its comma with it */
    return is_own_letter(text, c);
  for (gboolean has_space = FALSE; end < (int32_t)text->length; has_space = TRUE) {
    U8_NEXT(bytes, end, (int32_t)text->length, c);
    if (!u_isUWhiteSpace(c))
      return has_space && is_own_letter(text, c);
  }
  return FALSE;
}

/* A mark of the source's script among letters of the target's. */
void birge_qa_check_mark_forms(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  const UChar32 *own = target->locale->habits->marks, *other = source->locale->habits->marks;
  for (int32_t i = 0; i < (int32_t)target->length;) {
    int32_t start = i;
    UChar32 c;
    U8_NEXT((const uint8_t *)target->text, i, (int32_t)target->length, c);
    for (guint k = 0; k < BIRGE_N_MARKS; k++) {
      if (c == other[k] && own[k] != 0 && own[k] != c && is_among_own(target, start, i)) {
        char right[8] = "", wrong[8] = "";
        g_unichar_to_utf8((gunichar)own[k], right);
        g_unichar_to_utf8((gunichar)c, wrong);
        birge_qa_report(qa, "%s where %s is written", wrong, right)->detail = g_strdup(wrong);
        return;
      }
    }
  }
}
