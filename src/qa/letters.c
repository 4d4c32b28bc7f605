/* Letters: of the right alphabet, of the right script; Latin words; and invisible controls. */
#include "qa/private.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

/* So many words in a row that are in the source's script, and not the target's, are a piece that
 * nobody translated; names are shorter. */
#define MIN_LEFT_WORDS 4

/* One letter in so many must be of the language's script: names of others are long in short texts.
 */
#define MIN_OWN_SHARE 4

/* So many letters a text must have before its script says something about it. */
#define MIN_LETTERS 8

static UScriptCode get_script(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript(c, &status);
  return U_SUCCESS(status) ? script : USCRIPT_COMMON;
}

static gboolean is_in_script(UChar32 c, const BirgeLocale *locale) {
  return u_isalpha(c) && (int32_t)get_script(c) == locale->script_code;
}

/* Whether folded letters are all of the language's alphabet. */
static gboolean are_own_letters(const BirgeHabits *habits, const char *folded) {
  for (const char *next = folded; *next; next = g_utf8_next_char(next)) {
    if (!birge_habits_has_letter(habits, (UChar32)g_utf8_get_char(next)))
      return FALSE;
  }
  return *folded != '\0';
}

/* Whether a piece of text has a letter of the language's script that its alphabet has not. */
static gboolean has_strange_letter(const BirgeLocale *locale, const char *text, gsize length) {
  for (const char *next = text; next < text + length; next = g_utf8_next_char(next)) {
    UChar32 c = (UChar32)g_utf8_get_char(next);
    if (!birge_habits_has_letter(locale->habits, u_tolower(c)) && is_in_script(c, locale))
      return TRUE;
  }
  return FALSE;
}

/* Whether a piece holds what joins letters but is none: legacy ae is heh and a non-joiner. */
static gboolean has_joiner(const char *text, gsize length) {
  return g_strstr_len(text, (gssize)length, "\u200C") != NULL;
}

void birge_qa_check_letters(BirgeQa *qa, const BirgeQaText *source G_GNUC_UNUSED,
                            const BirgeQaText *target) {
  const BirgeLocale *locale = target->locale;
  /* Most texts have neither, and folding piece by piece is slow. */
  if (locale->habits->n_alphabet == 0 ||
      (!has_strange_letter(locale, target->text, target->length) &&
       !has_joiner(target->text, target->length)))
    return;
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GString) reported = g_string_new(NULL);
  for (gsize i = 0; i < target->length;) {
    const char *piece = target->text + i;
    gsize n = birge_fold_step(locale->folding, piece, target->length - i, folded);
    i += n;
    if (!has_strange_letter(locale, piece, n) && !has_joiner(piece, n))
      continue;
    g_autofree char *shown = g_strndup(piece, n);
    if (!are_own_letters(locale->habits, folded->str) || strstr(reported->str, shown))
      continue;
    g_string_append(reported, shown);
    birge_qa_report(qa, "%s (U+%04X) where %s is written", shown, (guint)g_utf8_get_char(piece),
                    folded->str)
        ->detail = g_strdup(shown);
  }
}

/* The depth of one kind of control that opens and closes. */
typedef struct {
  guint embeddings;
  guint isolates;
  gboolean is_wrong;
} Depth;

static void close_one(guint *open, gboolean *is_wrong) {
  if (*open == 0)
    *is_wrong = TRUE;
  else
    --*open;
}

/* UAX #9, 2.1 to 2.6. An override changes the order of letters that have their own: never in news.
 */
static void count_control(UChar32 c, Depth *depth) {
  switch (c) {
  case 0x202A: /* LRE */
  case 0x202B: /* RLE */
    depth->embeddings++;
    break;
  case 0x202C: /* PDF */
    close_one(&depth->embeddings, &depth->is_wrong);
    break;
  case 0x202D: /* LRO */
  case 0x202E: /* RLO */
    depth->is_wrong = TRUE;
    break;
  case 0x2066: /* LRI */
  case 0x2067: /* RLI */
  case 0x2068: /* FSI */
    depth->isolates++;
    break;
  case 0x2069: /* PDI */
    close_one(&depth->isolates, &depth->is_wrong);
    break;
  default:
    break;
  }
}

void birge_qa_check_bidi(BirgeQa *qa, const BirgeQaText *source G_GNUC_UNUSED,
                         const BirgeQaText *target) {
  Depth depth = {0};
  for (const char *next = target->text; *next; next = g_utf8_next_char(next))
    count_control((UChar32)g_utf8_get_char(next), &depth);
  if (depth.is_wrong || depth.embeddings > 0 || depth.isolates > 0)
    birge_qa_report(qa, "a stray control of text direction");
}

/* Whether a word of folded text is Latin: begins with an ASCII letter. */
static gboolean is_latin(const BirgeQaText *text, const BirgeToken *token) {
  return token->kind == BIRGE_TOKEN_WORD && g_ascii_isalpha(text->folded->str[token->start]);
}

static gboolean has_word(const BirgeQaText *text, const char *word, gsize length) {
  return g_strstr_len(text->folded->str, -1, word) != NULL && length > 0;
}

/* How many bytes of a token are Latin: endings of the language may be stuck to a name. */
static gsize measure_latin(const BirgeQaText *text, const BirgeToken *token) {
  const char *start = text->folded->str + token->start, *end = text->folded->str + token->end;
  const char *p = start;
  while (p < end && !is_in_script((UChar32)g_utf8_get_char(p), text->locale))
    p = g_utf8_next_char(p);
  return (gsize)(p - start);
}

/* Latin words in a text of another script are names and acronyms: they come from the source. */
void birge_qa_check_latin(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  if (g_str_equal(target->locale->script, "Latn"))
    return;
  for (guint t = 0; t < target->tokens->len; t++) {
    const BirgeToken *token = &g_array_index(target->tokens, BirgeToken, t);
    if (!is_latin(target, token))
      continue;
    gsize length = measure_latin(target, token);
    g_autofree char *word = g_strndup(target->folded->str + token->start, length);
    if (has_word(source, word, length))
      continue;
    BirgeFinding *finding = birge_qa_report(qa, "\"%s\" is not in the source", word);
    finding->is_in_source = TRUE;
    finding->detail = g_strdup(word);
  }
}

/* Counts letters, and those in the language's script. */
static void count_letters(const BirgeQaText *text, guint *n_letters, guint *n_own) {
  for (const char *next = text->text; *next; next = g_utf8_next_char(next)) {
    UChar32 c = (UChar32)g_utf8_get_char(next);
    *n_letters += u_isalpha(c) ? 1 : 0;
    *n_own += is_in_script(c, text->locale) ? 1 : 0;
  }
}

/* Returns the longest run of words that are in the source and not in the target's script. */
static guint count_left_words(const BirgeQaText *source, const BirgeQaText *target) {
  guint longest = 0, run = 0;
  for (guint t = 0; t < target->tokens->len; t++) {
    const BirgeToken *token = &g_array_index(target->tokens, BirgeToken, t);
    if (token->kind != BIRGE_TOKEN_WORD)
      continue;
    g_autofree char *word =
        g_strndup(target->folded->str + token->start, token->end - token->start);
    gboolean is_left = !is_in_script((UChar32)g_utf8_get_char(word), target->locale) &&
                       has_word(source, word, token->end - token->start);
    run = is_left ? run + 1 : 0;
    longest = MAX(longest, run);
  }
  return longest;
}

void birge_qa_check_untranslated(BirgeQa *qa, const BirgeQaText *source,
                                 const BirgeQaText *target) {
  if (source->locale == target->locale)
    return;
  guint n_letters = 0, n_own = 0;
  count_letters(target, &n_letters, &n_own);
  gboolean is_strange = n_letters >= MIN_LETTERS && n_own * MIN_OWN_SHARE < n_letters;
  gboolean differs = !g_str_equal(source->locale->script, target->locale->script);
  if (target->length > 0 && n_letters >= MIN_LETTERS &&
      g_str_equal(source->folded->str, target->folded->str))
    /* In scripts that differ, the one is at fault in whose script it isn't. */
    birge_qa_report(qa, "is a copy of the source")->is_in_source = differs && !is_strange;
  else if (is_strange)
    birge_qa_report(qa, "hardly a letter is one of %s", target->locale->english_name);
  else if (differs && count_left_words(source, target) >= MIN_LEFT_WORDS)
    birge_qa_report(qa, "a part is left in %s", source->locale->english_name);
}
