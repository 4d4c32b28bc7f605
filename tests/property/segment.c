/* The segmenter against its twin, which asks every rule at every place, in order.
 *
 * usage by hand: property-segment RULES.srx|- LANGUAGE FILE... compares them on the lines of files,
 * "-" being the rules that are built in. */
#include "segment/private.h"

#include "base/input.h"
#include "text/locale.h"
#include "text/utf.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

/* --- The twin --- */

typedef struct {
  const BirgeRule *rule;
  URegularExpression *look; /* both patterns in one, or NULL */
  URegularExpression *before;
  URegularExpression *after;
} TwinRule;

static URegularExpression *compile(const char *pattern, UErrorCode *status) {
  UParseError where;
  glong n;
  g_autofree UChar *utf16 = (UChar *)g_utf8_to_utf16(pattern, -1, NULL, &n, NULL);
  URegularExpression *compiled = uregex_open(utf16, (int32_t)n, 0, &where, status);
  uregex_useTransparentBounds(compiled, TRUE, status);
  uregex_useAnchoringBounds(compiled, FALSE, status);
  return compiled;
}

static void clear_twin_rule(gpointer data) {
  TwinRule *twin = data;
  g_clear_pointer(&twin->look, uregex_close);
  g_clear_pointer(&twin->before, uregex_close);
  g_clear_pointer(&twin->after, uregex_close);
}

/* looks: look behind where ICU can, which is faster on long texts; but ICU 72 looks not far enough
 * behind for some repeats of choices. */
static GArray *new_twin(const BirgeRules *rules, const char *language, gboolean looks) {
  GArray *twins = g_array_new(FALSE, FALSE, sizeof(TwinRule));
  g_array_set_clear_func(twins, clear_twin_rule);
  g_autoptr(GPtrArray) chosen = birge_rules_for_language(rules, language);
  for (guint i = 0; i < chosen->len; i++) {
    TwinRule twin = {.rule = chosen->pdata[i]};
    UErrorCode status = U_ZERO_ERROR;
    g_autofree char *before = g_strdup_printf("(?:%s)", twin.rule->before_text);
    g_autofree char *after = g_strdup_printf("(?:%s)", twin.rule->after_text);
    twin.before = compile(before, &status);
    twin.after = compile(after, &status);
    if (U_FAILURE(status))
      g_error("ICU can't compile (%s) %s | %s", u_errorName(status), before, after);
    g_autofree char *look = g_strdup_printf("(?<=%s)(?=%s)", before, after);
    if (looks)
      twin.look = compile(look, &status);
    if (U_FAILURE(status))
      g_clear_pointer(&twin.look, uregex_close);
    g_array_append_val(twins, twin);
  }
  return twins;
}

static gboolean twin_holds(const TwinRule *twin, const BirgeUtf16 *text, int32_t place) {
  UErrorCode status = U_ZERO_ERROR;
  URegularExpression *after = twin->look ? twin->look : twin->after;
  uregex_setRegion(after, place, text->length_utf16, &status);
  gboolean holds = uregex_lookingAt(after, -1, &status);
  if (!holds || twin->look)
    return holds;
  for (int32_t from = place; from >= 0; from--) {
    /* Begun inside a surrogate pair, ICU 72 reads before its text. */
    if (from < text->length_utf16 && U16_IS_TRAIL(text->text[from]))
      continue;
    uregex_setRegion(twin->before, from, place, &status);
    if (uregex_matches(twin->before, -1, &status))
      return TRUE;
  }
  return FALSE;
}

/* Returns the rule that decides at a place, NULL if none does. */
static const BirgeRule *twin_decides(const GArray *twins, const BirgeUtf16 *text, int32_t place) {
  for (guint i = 0; i < twins->len; i++) {
    const TwinRule *twin = &g_array_index(twins, TwinRule, i);
    if (twin_holds(twin, text, place))
      return twin->rule;
  }
  return NULL;
}

/* --- The comparison --- */

typedef struct {
  const BirgeRules *rules;
  const GArray *twins;
  BirgeSegmenter *segmenter;
  GHashTable *decisions; /* offset + 1 -> line * 2 + breaks */
  guint64 n_breaks;
} Pair;

static void note_decision(gsize offset, gboolean breaks, guint64 line, gpointer data) {
  Pair *pair = data;
  pair->n_breaks += breaks ? 1 : 0;
  g_hash_table_insert(pair->decisions, GSIZE_TO_POINTER(offset + 1),
                      GSIZE_TO_POINTER(line * 2 + (breaks ? 1 : 0)));
}

static BirgeDocument *new_document(const char *language, const char *text, gsize length) {
  g_autoptr(GBytes) bytes = g_bytes_new(text, length);
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new(language, "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, length, BIRGE_BLOCK_PARAGRAPH});
  return birge_document_builder_end(g_steal_pointer(&builder));
}

/* Returns the byte offset at which the two differ, -1 if they don't. */
static gssize find_difference(Pair *pair, const char *language, const char *text, gsize length) {
  g_autoptr(BirgeDocument) document = new_document(language, text, length);
  g_autoptr(GError) error = NULL;
  g_hash_table_remove_all(pair->decisions);
  birge_segmenter_explain(pair->segmenter, document, note_decision, pair, &error);
  g_assert_no_error(error);
  g_autoptr(BirgeUtf16) utf16 = birge_utf16_new(text, length);
  UErrorCode status = U_ZERO_ERROR;
  for (guint i = 0; i < pair->twins->len; i++) {
    const TwinRule *twin = &g_array_index(pair->twins, TwinRule, i);
    if (twin->look)
      uregex_setText(twin->look, utf16->text, utf16->length_utf16, &status);
    uregex_setText(twin->after, utf16->text, utf16->length_utf16, &status);
    uregex_setText(twin->before, utf16->text, utf16->length_utf16, &status);
  }
  for (int32_t place = 1; place < utf16->length_utf16; place++) {
    if (U16_IS_TRAIL(utf16->text[place]))
      continue;
    gsize offset = utf16->offsets[place];
    gsize decision =
        GPOINTER_TO_SIZE(g_hash_table_lookup(pair->decisions, GSIZE_TO_POINTER(offset + 1)));
    const BirgeRule *rule = twin_decides(pair->twins, utf16, place);
    gsize expected = rule ? rule->line * 2 + (rule->breaks ? 1 : 0) : 0;
    /* Places where no break could be are not reported. */
    if (decision != expected && (decision != 0 || (expected & 1)))
      return (gssize)offset;
  }
  return -1;
}

static void begin_pair(Pair *pair, BirgeRules *rules, const char *language, gboolean looks) {
  *pair = (Pair){.rules = rules,
                 .twins = new_twin(rules, language, looks),
                 .segmenter = birge_segmenter_new(rules),
                 .decisions = g_hash_table_new(NULL, NULL)};
}

static void end_pair(Pair *pair) {
  g_array_unref((GArray *)pair->twins);
  birge_segmenter_free(pair->segmenter);
  g_hash_table_unref(pair->decisions);
}

/* Cuts a text on which the two differ down to what makes them differ, and fails with it. */
static void shrink(Pair *pair, const char *language, GString *text) {
  for (const char *p = text->str; *p;) {
    gsize at = (gsize)(p - text->str), length = (gsize)(g_utf8_next_char(p) - p);
    g_autoptr(GString) shorter = g_string_new_len(text->str, (gssize)text->len);
    g_string_erase(shorter, (gssize)at, (gssize)length);
    if (find_difference(pair, language, shorter->str, shorter->len) < 0) {
      p += length;
      continue;
    }
    g_string_erase(text, (gssize)at, (gssize)length);
    p = text->str;
  }
  gssize offset = find_difference(pair, language, text->str, text->len);
  g_autofree char *escaped = g_strescape(text->str, NULL);
  for (guint i = 0; i < pair->twins->len; i++) {
    const BirgeRule *rule = g_array_index(pair->twins, TwinRule, i).rule;
    g_test_message("line %" G_GUINT64_FORMAT " %s \"%s\" | \"%s\" %s", rule->line,
                   rule->breaks ? "break" : "no", rule->before_text, rule->after_text,
                   rule->is_simple ? "" : "(ICU)");
  }
  g_test_message("differ at %" G_GSSIZE_FORMAT " of \"%s\"", offset, escaped);
  g_test_fail();
}

/* --- Random texts --- */

static const char *const pieces[] = {
    ".",       "?",      "!",      "…",      "...",    "؟",      "۔",      "،",      "؛",
    "\"",      "”",      "“",      "»",      "«",      "'",      "’",      ")",      "(",
    "]",       "[",      " ",      " ",      " ",      " ",      " ",      "\n",     "\t",
    " ",       "\r\n",   "\u2028", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a",
    "\u202c",  "\u2066", "\u2069", "\u061c", "\ufeff", "\u00ad", "\u0301", "A",      "b",
    "Mr",      "Dr",     "U.S",    "a.m",    "J",      "No",     "1",      "12",     "٣",
    "۴",       "3.5",    "د",      "م",      "پ",      "سڵاو",   "گوتی",   "قال",    "نعم",
    "Said",    "he",     "Jan",    "Gen",    "•",      "-",      "—",      ":",      "http://a.b/c",
    "a@b.org", "@ab",    "#ab",    "😀",      "‽",      "𐌰",      "ê",      "Prof",   "St",
    "Inc",     "[…]",    "[1]",    "ى",      "لە",     "و"};

static GString *random_text(guint n_max) {
  GString *text = g_string_new(NULL);
  gint n = g_test_rand_int_range(0, (gint)n_max);
  for (gint i = 0; i < n; i++)
    g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
  return text;
}

static BirgeRules *load_rules(void) {
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(GError) error = NULL;
  BirgeRules *rules = birge_rules_parse("segmentation.srx", file, &error);
  g_assert_no_error(error);
  return rules;
}

static void our_rules_decide_as_the_twin_does(void) {
  static const char *const languages[] = {"en", "ckb", "ar", "kmr", "fa", "xx"};
  g_autoptr(BirgeRules) rules = load_rules();
  for (guint l = 0; l < G_N_ELEMENTS(languages); l++) {
    Pair pair;
    begin_pair(&pair, rules, languages[l], FALSE);
    for (guint i = 0; i < 150 && !g_test_failed(); i++) {
      g_autoptr(GString) text = random_text(60);
      if (find_difference(&pair, languages[l], text->str, text->len) >= 0)
        shrink(&pair, languages[l], text);
    }
    end_pair(&pair);
  }
}

/* --- Random rules --- */

/* What patterns are made of; what comes last in each list is left to ICU. */
static const char *const atoms[] = {
    "a",       "b",        ".",    "\\.",      "\\s",     "\\w",   "\\d",         "\\S",
    "\\W",     "[ab]",     "[^a]", "[a-c\\s]", "\\p{Lu}", "é",     "[\\p{L}\\d]", "\\x{1F600}",
    "\\u0301", "\\Qa.\\E", "\\n",  "\\h",      "\\v",     "(?>a)", "[a&&b]"};
/* These have no width. */
static const char *const assertions[] = {"\\b",  "\\B",     "^",           "$",        "\\z",
                                         "\\A",  "(?<=a)",  "(?<![a\\s])", "(?=[.b])", "(?!b)",
                                         "(?i)", "(?<=ab)", "(?=ab)",      "(?!a.)"};
static const char *const repeats[] = {"",  "",    "",     "?",  "{1,2}", "*",
                                      "+", "{2}", "{0,}", "*?", "{1,3}?"};
#define N_HARMLESS 5 /* of repeats */
static const char *const letters[] = {"a", "b", "B",       "A",      ".", " ",      "\n", "\r",
                                      "1", "é", "e\u0301", "\u200f", "😀", "\u2028", "_"};

static void add_random_pattern(GString *pattern, guint depth) {
  gint n = g_test_rand_int_range(0, 4);
  for (gint i = 0; i < n; i++) {
    if (depth < 2 && g_test_rand_int_range(0, 4) == 0) {
      g_string_append(pattern, g_test_rand_bit() ? "(" : "(?:");
      add_random_pattern(pattern, depth + 1);
      g_string_append(pattern, "|");
      add_random_pattern(pattern, depth + 1);
      g_string_append(pattern, ")");
    } else if (g_test_rand_int_range(0, 5) == 0) {
      g_string_append(pattern, assertions[g_test_rand_int_range(0, G_N_ELEMENTS(assertions))]);
      continue;
    } else {
      g_string_append(pattern, atoms[g_test_rand_int_range(0, G_N_ELEMENTS(atoms))]);
    }
    /* Repeats of repeats may take ICU for ever. */
    gint n_repeats = pattern->str[pattern->len - 1] == ')' ? N_HARMLESS : G_N_ELEMENTS(repeats);
    g_string_append(pattern, repeats[g_test_rand_int_range(0, n_repeats)]);
  }
}

static void add_random_rule(GString *srx) {
  g_autoptr(GString) before = g_string_new(NULL), after = g_string_new(NULL);
  add_random_pattern(before, 0);
  add_random_pattern(after, 0);
  g_autofree char *rule = g_markup_printf_escaped(
      "<rule break=\"%s\"><beforebreak>%s</beforebreak><afterbreak>%s</afterbreak></rule>\n",
      g_test_rand_bit() ? "yes" : "no", before->str, after->str);
  g_string_append(srx, rule);
}

/* Returns NULL for patterns that make no sense. */
static BirgeRules *random_rules(void) {
  g_autoptr(GString) srx = g_string_new("<srx><body><languagerules>"
                                        "<languagerule languagerulename=\"a\">\n");
  for (gint n = g_test_rand_int_range(1, 5); n > 0; n--)
    add_random_rule(srx);
  g_string_append(srx, "</languagerule></languagerules><maprules>"
                       "<languagemap languagepattern=\".*\" languagerulename=\"a\"/>"
                       "</maprules></body></srx>");
  g_autoptr(GBytes) bytes = g_bytes_new(srx->str, srx->len);
  return birge_rules_parse("random.srx", bytes, NULL);
}

static void any_rules_decide_as_the_twin_does(void) {
  guint n_simple = 0, n_foreign = 0;
  for (guint i = 0; i < 1500 && !g_test_failed(); i++) {
    g_autoptr(BirgeRules) rules = random_rules();
    if (!rules)
      continue;
    Pair pair;
    begin_pair(&pair, rules, "en", FALSE);
    for (guint r = 0; r < pair.twins->len; r++)
      *(g_array_index(pair.twins, TwinRule, r).rule->is_simple ? &n_simple : &n_foreign) += 1;
    for (guint t = 0; t < 8 && !g_test_failed(); t++) {
      g_autoptr(GString) text = g_string_new(NULL);
      for (gint n = g_test_rand_int_range(0, 16); n > 0; n--)
        g_string_append(text, letters[g_test_rand_int_range(0, G_N_ELEMENTS(letters))]);
      if (find_difference(&pair, "en", text->str, text->len) >= 0)
        shrink(&pair, "en", text);
    }
    end_pair(&pair);
  }
  g_test_message("%u rules by automata, %u by ICU", n_simple, n_foreign);
  g_assert_cmpuint(n_simple, >, 500);
  g_assert_cmpuint(n_foreign, >, 500);
}

/* --- Ranges --- */

static void segments_and_gaps_give_the_text_back(void) {
  static const char *const languages[] = {"en", "ckb", "ar"};
  g_autoptr(BirgeRules) rules = load_rules();
  g_autoptr(BirgeSegmenter) segmenter = birge_segmenter_new(rules);
  for (guint i = 0; i < 600; i++) {
    g_autoptr(GString) text = random_text(200);
    g_autoptr(BirgeDocument) document =
        new_document(languages[i % G_N_ELEMENTS(languages)], text->str, text->len);
    g_autoptr(GError) error = NULL;
    g_autoptr(BirgeDocument) segmented = birge_segmenter_run(segmenter, document, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(segmented->text, segmented->length, text->str, text->len);
    gsize end = 0;
    for (guint s = 0; s <= segmented->n_segments; s++) {
      gboolean is_last = s == segmented->n_segments;
      gsize start = is_last ? text->len : segmented->segments[s].start;
      g_assert_cmpuint(start, >=, end);
      for (const char *p = text->str + end; p < text->str + start; p = g_utf8_next_char(p))
        g_assert_true(u_isUWhiteSpace((UChar32)g_utf8_get_char(p)));
      if (is_last)
        break;
      end = segmented->segments[s].end;
      g_assert_cmpuint(end, >, start);
      g_assert_true(g_utf8_validate_len(text->str + start, end - start, NULL));
    }
  }
}

/* --- By hand --- */

static int compare_files(char **arguments) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = g_str_equal(arguments[0], "-") ? birge_locales_rules()
                                                          : birge_file_read(arguments[0], &error);
  g_autoptr(BirgeRules) rules = file ? birge_rules_parse(arguments[0], file, &error) : NULL;
  g_assert_no_error(error);
  Pair pair;
  begin_pair(&pair, rules, arguments[1], TRUE);
  guint64 n_lines = 0, n_differ = 0;
  for (char **path = arguments + 2; *path; path++) {
    g_autofree char *text = NULL;
    g_file_get_contents(*path, &text, NULL, &error);
    g_assert_no_error(error);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++, n_lines++) {
      gssize offset = find_difference(&pair, arguments[1], *line, strlen(*line));
      if (offset >= 0 && n_differ++ < 10)
        g_printerr("differ at %" G_GSSIZE_FORMAT " of line %" G_GUINT64_FORMAT "\n", offset,
                   n_lines + 1);
    }
  }
  printf("%" G_GUINT64_FORMAT " lines, %" G_GUINT64_FORMAT " breaks, %" G_GUINT64_FORMAT
         " lines differ\n",
         n_lines, pair.n_breaks, n_differ);
  end_pair(&pair);
  return n_differ > 0;
}

int main(int argc, char **argv) {
  if (argc > 3 && argv[1][0] != '\0' && !g_str_has_prefix(argv[1], "--"))
    return compare_files(argv + 1);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/segment/our_rules_decide_as_the_twin_does", our_rules_decide_as_the_twin_does);
  g_test_add_func("/segment/any_rules_decide_as_the_twin_does", any_rules_decide_as_the_twin_does);
  g_test_add_func("/segment/segments_and_gaps_give_the_text_back",
                  segments_and_gaps_give_the_text_back);
  return g_test_run();
}
