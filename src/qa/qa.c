/* Takes pairs in, asks each rule, and keeps what is found. */
#include "qa/qa.h"

#include "qa/private.h"

#include <string.h>

typedef void (*CheckFunc)(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);

/* What a check looks at: which texts of a row it is asked about. */
typedef enum {
  SCOPE_TARGET, /* the target alone */
  SCOPE_PAIR,   /* both, but says nothing of the source */
  SCOPE_BOTH,   /* both, and would say the same the other way round */
} Scope;

typedef struct {
  BirgeQaRule rule;
  CheckFunc check; /* NULL: asked at the end, of all pairs */
  Scope scope;
} Check;

enum { SAME_SOURCE = 14, SAME_TARGET = 15 };

static const Check checks[] = {
    {{"numbers", "a number is on one side alone", BIRGE_SEVERITY_ERROR},
     birge_qa_check_numbers,
     SCOPE_BOTH},
    {{"dates", "a month is on one side alone", BIRGE_SEVERITY_ERROR},
     birge_qa_check_dates,
     SCOPE_BOTH},
    {{"percent", "a percentage is on one side alone", BIRGE_SEVERITY_ERROR},
     birge_qa_check_percent,
     SCOPE_BOTH},
    {{"untranslated", "a text was copied, or left in its language", BIRGE_SEVERITY_ERROR},
     birge_qa_check_untranslated,
     SCOPE_PAIR},
    {{"terms", "a term is not translated as the glossary says", BIRGE_SEVERITY_WARNING},
     birge_qa_check_terms,
     SCOPE_PAIR},
    {{"latin", "a name or acronym in Latin letters is not in the source", BIRGE_SEVERITY_WARNING},
     birge_qa_check_latin,
     SCOPE_PAIR},
    {{"quotes", "quotation marks are missing or unpaired", BIRGE_SEVERITY_WARNING},
     birge_qa_check_quotes,
     SCOPE_PAIR},
    {{"brackets", "brackets are missing or unpaired", BIRGE_SEVERITY_WARNING},
     birge_qa_check_brackets,
     SCOPE_PAIR},
    {{"letters", "a letter of another alphabet stands for one of the language",
      BIRGE_SEVERITY_WARNING},
     birge_qa_check_letters,
     SCOPE_TARGET},
    {{"marks", "a mark of another script stands for one of the language", BIRGE_SEVERITY_WARNING},
     birge_qa_check_mark_forms,
     SCOPE_PAIR},
    {{"final-mark", "the text ends with another kind of mark", BIRGE_SEVERITY_NOTE},
     birge_qa_check_final_mark,
     SCOPE_BOTH},
    {{"spaces", "a space too many", BIRGE_SEVERITY_NOTE}, birge_qa_check_spaces, SCOPE_PAIR},
    {{"bidi", "a control of text direction that is left open, or an override",
      BIRGE_SEVERITY_WARNING},
     birge_qa_check_bidi,
     SCOPE_TARGET},
    {{"length", "a text is far shorter than the other lets expect", BIRGE_SEVERITY_NOTE},
     birge_qa_check_length,
     SCOPE_BOTH},
    [SAME_SOURCE] = {{"same-source", "the same source has two translations",
                      BIRGE_SEVERITY_WARNING},
                     NULL,
                     SCOPE_PAIR},
    [SAME_TARGET] = {{"same-target", "two sources have the same translation", BIRGE_SEVERITY_NOTE},
                     NULL,
                     SCOPE_PAIR},
};

struct _BirgeQa {
  const BirgeLocales *locales;
  const BirgeGlossary *glossary;
  guint64 rules;
  GPtrArray *findings; /* of BirgeFinding* */
  GPtrArray *pairs;    /* of BirgeQaPair* */
  guint n_pairs;
  guint rule;              /* that is being asked */
  const BirgeQaPair *pair; /* that is being checked */
};

/* A finding with what it is ordered by. */
typedef struct {
  BirgeFinding finding;
  guint order; /* number of its pair */
  guint number;
} Found;

const BirgeQaRule *birge_qa_rule(guint i) {
  return i < G_N_ELEMENTS(checks) ? &checks[i].rule : NULL;
}

static void clear_finding(BirgeFinding *finding) {
  g_free(finding->reason);
  g_free(finding->detail);
  g_free(finding->place.file);
  g_free(finding->source_text);
  g_free(finding->target_text);
}

static void free_found(gpointer data) {
  Found *found = data;
  clear_finding(&found->finding);
  g_free(found);
}

static void free_pair(gpointer data) {
  BirgeQaPair *pair = data;
  g_free(pair->source);
  g_free(pair->target);
  clear_finding(&pair->finding);
  g_free(pair);
}

BirgeQa *birge_qa_new(const BirgeLocales *locales, const BirgeGlossary *glossary, guint64 rules) {
  BirgeQa *qa = g_new0(BirgeQa, 1);
  qa->locales = locales;
  qa->glossary = glossary;
  qa->rules = rules;
  qa->findings = g_ptr_array_new_with_free_func(free_found);
  qa->pairs = g_ptr_array_new_with_free_func(free_pair);
  return qa;
}

void birge_qa_free(BirgeQa *qa) {
  g_ptr_array_unref(qa->findings);
  g_ptr_array_unref(qa->pairs);
  g_free(qa);
}

const BirgeGlossary *birge_qa_glossary(const BirgeQa *qa) {
  return qa->glossary;
}

guint birge_qa_n_pairs(const BirgeQa *qa) {
  return qa->n_pairs;
}

BirgeFinding *birge_qa_report(BirgeQa *qa, const char *format, ...) {
  const BirgeFinding *where = &qa->pair->finding;
  Found *found = g_new0(Found, 1);
  found->order = qa->pair->order;
  found->number = qa->findings->len;
  found->finding = *where;
  found->finding.rule = qa->rule;
  found->finding.place.file = g_strdup(where->place.file);
  found->finding.source_text = g_strdup(where->source_text);
  found->finding.target_text = g_strdup(where->target_text);
  va_list arguments;
  va_start(arguments, format);
  found->finding.reason = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_ptr_array_add(qa->findings, found);
  return &found->finding;
}

static void prepare_text(BirgeQaText *text, const BirgeLocale *locale, const char *bytes) {
  *text = (BirgeQaText){.locale = locale,
                        .text = bytes,
                        .length = strlen(bytes),
                        .folded = g_string_new(NULL),
                        .tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken))};
  birge_fold(locale->folding, text->text, text->length, text->folded);
  birge_tokenize(text->folded->str, text->folded->len, text->tokens);
}

static void clear_text(BirgeQaText *text) {
  g_string_free(text->folded, TRUE);
  g_array_unref(text->tokens);
}

static gboolean is_asked(const BirgeQa *qa, guint rule) {
  return (qa->rules >> rule & 1) != 0;
}

/* Asks the rules of some scopes, bits, about two texts. */
static void ask_rules(BirgeQa *qa, BirgeQaPair *pair, const BirgeQaText *texts[2], guint scopes) {
  pair->order = qa->n_pairs++;
  qa->pair = pair;
  for (guint i = 0; i < G_N_ELEMENTS(checks); i++) {
    qa->rule = i;
    if (checks[i].check && is_asked(qa, i) && (scopes & 1U << checks[i].scope) != 0)
      checks[i].check(qa, texts[0], texts[1]);
  }
  qa->pair = NULL;
}

/* Checks a pair, and keeps it when pairs are to be compared. Takes pair. */
static void check_pair(BirgeQa *qa, BirgeQaPair *pair) {
  BirgeQaText source, target;
  prepare_text(&source, pair->finding.source, pair->finding.source_text);
  prepare_text(&target, pair->finding.target, pair->finding.target_text);
  ask_rules(qa, pair, (const BirgeQaText *[]){&source, &target}, G_MAXUINT);
  pair->source = g_strdup(source.folded->str);
  pair->target = g_strdup(target.folded->str);
  clear_text(&source);
  clear_text(&target);
  if (is_asked(qa, SAME_SOURCE) || is_asked(qa, SAME_TARGET))
    g_ptr_array_add(qa->pairs, pair);
  else
    free_pair(pair);
}

static const BirgeLocale *find_locale(const BirgeQa *qa, const BirgeVariant *variant) {
  return birge_locales_find(qa->locales, variant->language, variant->text, variant->length);
}

static const BirgeVariant *find_source(const BirgeQa *qa, const BirgeUnit *unit,
                                       const char *language) {
  const BirgeLocale *wanted = language ? birge_locales_find(qa->locales, language, NULL, 0) : NULL;
  for (guint i = 0; wanted && i < unit->variants->len; i++) {
    if (find_locale(qa, unit->variants->pdata[i]) == wanted)
      return unit->variants->pdata[i];
  }
  return unit->variants->len > 0 ? unit->variants->pdata[0] : NULL;
}

void birge_qa_add_unit(BirgeQa *qa, const BirgeUnit *unit, const char *source_language) {
  const BirgeVariant *source = find_source(qa, unit, source_language);
  const BirgeLocale *locale = source ? find_locale(qa, source) : NULL;
  for (guint i = 0; locale && i < unit->variants->len; i++) {
    const BirgeVariant *target = unit->variants->pdata[i];
    const BirgeLocale *other = find_locale(qa, target);
    if (target == source || !other || other == locale)
      continue;
    BirgeQaPair *pair = g_new0(BirgeQaPair, 1);
    pair->finding = (BirgeFinding){
        .place = {.file = g_strdup(unit->file ? unit->file : ""), .line = unit->line},
        .source = locale,
        .target = other,
        .source_text = g_strndup(source->text, source->length),
        .target_text = g_strndup(target->text, target->length)};
    check_pair(qa, pair);
  }
}

static const BirgeLocale *find_column_locale(const BirgeQa *qa, const BirgeDocument *document) {
  return birge_locales_find(qa->locales, document->language, document->text, document->length);
}

/* Returns the column of a language, 0 if there is none. */
static guint find_column(const BirgeQa *qa, const BirgeBitext *bitext, const char *language) {
  const BirgeLocale *wanted = language ? birge_locales_find(qa->locales, language, NULL, 0) : NULL;
  for (guint d = 0; wanted && d < bitext->n_documents; d++) {
    if (find_column_locale(qa, bitext->documents[d]) == wanted)
      return d;
  }
  return 0;
}

static void check_cells(BirgeQa *qa, const BirgeBitext *bitext, guint row, const guint *columns,
                        const char *file) {
  const BirgeRun *runs = bitext->rows[row].runs;
  const BirgeDocument *source = bitext->documents[columns[0]];
  const BirgeDocument *target = bitext->documents[columns[1]];
  const BirgeLocale *locale = find_column_locale(qa, source);
  const BirgeLocale *other = find_column_locale(qa, target);
  BirgeRun from = runs[columns[0]], to = runs[columns[1]];
  if (!locale || !other || from.first == from.end || to.first == to.end)
    return;
  BirgeQaPair *pair = g_new0(BirgeQaPair, 1);
  pair->finding = (BirgeFinding){.place = {.file = g_strdup(file),
                                           .row = row + 1,
                                           .source_column = columns[0],
                                           .target_column = columns[1]},
                                 .source = locale,
                                 .target = other,
                                 .source_text = birge_document_run_text(source, from),
                                 .target_text = birge_document_run_text(target, to)};
  check_pair(qa, pair);
}

void birge_qa_add_bitext(BirgeQa *qa, const BirgeBitext *bitext, const char *source_language,
                         const char *file) {
  guint source = find_column(qa, bitext, source_language);
  for (guint r = 0; r < bitext->n_rows; r++) {
    if (bitext->rows[r].status == BIRGE_STATUS_REJECTED)
      continue;
    for (guint d = 0; d < bitext->n_documents; d++) {
      if (d != source)
        check_cells(qa, bitext, r, (const guint[]){source, d}, file);
    }
  }
}

/* Asks the rules of some scopes about two columns of a row. */
static void check_columns(BirgeQa *qa, const BirgeQaText *texts, const guint *columns,
                          guint scopes) {
  guint source = columns[0], target = columns[1];
  BirgeQaPair pair = {
      .finding = {.place = {.file = (char *)"", .source_column = source, .target_column = target},
                  .source = texts[source].locale,
                  .target = texts[target].locale,
                  .source_text = (char *)texts[source].text,
                  .target_text = (char *)texts[target].text}};
  ask_rules(qa, &pair, (const BirgeQaText *[]){&texts[source], &texts[target]}, scopes);
}

void birge_qa_add_row(BirgeQa *qa, const BirgeQaRow *row) {
  BirgeQaText texts[BIRGE_MAX_LANGUAGES] = {0};
  g_return_if_fail(row->n_columns <= BIRGE_MAX_LANGUAGES);
  for (guint c = 0; c < row->n_columns; c++) {
    if (row->locales[c] && row->texts[c])
      prepare_text(&texts[c], row->locales[c], row->texts[c]);
  }
  for (guint t = 0; t < row->n_columns; t++) {
    guint alone = 1U << SCOPE_TARGET; /* asked once for each text */
    for (guint s = 0; s < row->n_columns; s++) {
      if (s == t || !texts[s].text || !texts[t].text)
        continue;
      guint both = s < t ? 1U << SCOPE_BOTH : 0;
      check_columns(qa, texts, (const guint[]){s, t}, alone | both | 1U << SCOPE_PAIR);
      alone = 0;
    }
  }
  for (guint c = 0; c < row->n_columns; c++) {
    if (texts[c].text)
      clear_text(&texts[c]);
  }
}

/* Prints a place for people: FILE:LINE, or FILE: row N. Yours. */
static char *print_place(const BirgePlace *place) {
  return place->line > 0 ? g_strdup_printf("%s:%" G_GUINT64_FORMAT, place->file, place->line)
                         : g_strdup_printf("%s: row %u", place->file, place->row);
}

static void report_same_source(BirgeQa *qa, const BirgeQaPair *pair, const BirgeQaPair *first) {
  g_autofree char *place = print_place(&first->finding.place);
  qa->rule = SAME_SOURCE;
  qa->pair = pair;
  birge_qa_report(qa, "the same source is translated otherwise at %s", place);
}

static void report_same_target(BirgeQa *qa, const BirgeQaPair *pair, const BirgeQaPair *first) {
  g_autofree char *place = print_place(&first->finding.place);
  qa->rule = SAME_TARGET;
  qa->pair = pair;
  birge_qa_report(qa, "the same translation stands for another source at %s", place);
}

static int compare_found(const void *a, const void *b) {
  const Found *x = *(Found *const *)a, *y = *(Found *const *)b;
  if (x->order != y->order)
    return x->order < y->order ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

const GPtrArray *birge_qa_end(BirgeQa *qa) {
  if (is_asked(qa, SAME_SOURCE))
    birge_qa_compare_pairs(qa, qa->pairs, FALSE, report_same_source);
  if (is_asked(qa, SAME_TARGET))
    birge_qa_compare_pairs(qa, qa->pairs, TRUE, report_same_target);
  qa->pair = NULL;
  g_ptr_array_set_size(qa->pairs, 0);
  /* A Found begins with its BirgeFinding: who is given the array sees findings. */
  if (qa->findings->len > 0)
    qsort(qa->findings->pdata, qa->findings->len, sizeof *qa->findings->pdata, compare_found);
  return qa->findings;
}

const char *birge_severity_print(BirgeSeverity severity) {
  static const char *const names[] = {"note", "warning", "error"};
  return names[severity];
}
