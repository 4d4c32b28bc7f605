/* Breaks the blocks of a document into segments. */
#include "segment/private.h"

#include "base/error.h"
#include "text/utf.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

/* Steps of ICU's matcher, about a millisecond each, that one match may take. */
#define MATCH_TIME_LIMIT 1000

/* One thread's copies of the rules of a language. */
typedef struct {
  GPtrArray *at;    /* of URegularExpression*, one a rule, in order */
  GPtrArray *scans; /* of URegularExpression*, NULL for no-break rules */
  GPtrArray *rules; /* of const BirgeRule*, borrowed */
} Matchers;

static void close_matcher(gpointer data) {
  if (data)
    uregex_close(data);
}

static void free_matchers(Matchers *matchers) {
  g_ptr_array_unref(matchers->at);
  g_ptr_array_unref(matchers->scans);
  g_ptr_array_unref(matchers->rules);
  g_free(matchers);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Matchers, free_matchers)

static URegularExpression *copy_pattern(const URegularExpression *pattern, UErrorCode *status) {
  URegularExpression *matcher = uregex_clone(pattern, status);
  uregex_setTimeLimit(matcher, MATCH_TIME_LIMIT, status);
  /* Looking around must see the text on both sides of a place, and ^ and $ mean the block. */
  uregex_useTransparentBounds(matcher, TRUE, status);
  uregex_useAnchoringBounds(matcher, FALSE, status);
  return matcher;
}

static Matchers *new_matchers(const BirgeRules *rules, const char *language, UErrorCode *status) {
  Matchers *matchers = g_new0(Matchers, 1);
  matchers->rules = birge_rules_for_language(rules, language);
  matchers->at = g_ptr_array_new_with_free_func(close_matcher);
  matchers->scans = g_ptr_array_new_with_free_func(close_matcher);
  for (guint i = 0; i < matchers->rules->len; i++) {
    const BirgeRule *rule = matchers->rules->pdata[i];
    g_ptr_array_add(matchers->at, copy_pattern(rule->at, status));
    g_ptr_array_add(matchers->scans, rule->scan ? copy_pattern(rule->scan, status) : NULL);
  }
  return matchers;
}

/* Marks the places where a break rule may hold: after each beginning of what must stand before it
 * (every beginning, for matches may overlap), or before each beginning of what must stand after. */
static void mark_places(URegularExpression *scan, gboolean scans_after, const BirgeUtf16 *block,
                        guint8 *places, UErrorCode *status) {
  uregex_setText(scan, block->text, block->length_utf16, status);
  int32_t from = 0;
  while (U_SUCCESS(*status) && from < block->length_utf16 && uregex_find(scan, from, status)) {
    int32_t start = uregex_start(scan, 0, status);
    int32_t end = scans_after ? start : uregex_end(scan, 0, status);
    for (int32_t place = start; U_SUCCESS(*status) && place <= end; place++)
      places[place] = 1;
    from = start + 1;
  }
}

/* Whether the first rule that holds at a place breaks there. */
static gboolean breaks_at(const Matchers *matchers, int32_t place, int32_t length,
                          UErrorCode *status) {
  for (guint i = 0; i < matchers->rules->len; i++) {
    URegularExpression *matcher = matchers->at->pdata[i];
    uregex_setRegion(matcher, place, length, status);
    if (uregex_lookingAt(matcher, -1, status) && U_SUCCESS(*status))
      return matchers->scans->pdata[i] != NULL;
  }
  return FALSE;
}

/* Adds the segment of a byte range of the document, without outer white space. */
static void add_segment(BirgeDocumentBuilder *builder, const char *text, gsize start, gsize end,
                        guint block) {
  while (start < end && u_isUWhiteSpace((UChar32)g_utf8_get_char(text + start)))
    start = (gsize)(g_utf8_next_char(text + start) - text);
  while (end > start) {
    const char *last = g_utf8_prev_char(text + end);
    if (!u_isUWhiteSpace((UChar32)g_utf8_get_char(last)))
      break;
    end = (gsize)(last - text);
  }
  if (end > start)
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, block});
}

static void segment_block(const BirgeDocument *document, guint number, const Matchers *matchers,
                          BirgeDocumentBuilder *builder, UErrorCode *status) {
  const BirgeBlock *block = &document->blocks[number];
  g_autoptr(BirgeUtf16) utf16 =
      birge_utf16_new(document->text + block->start, block->end - block->start);
  g_autofree guint8 *places = g_new0(guint8, utf16->length_utf16 + 1);
  for (guint i = 0; i < matchers->rules->len; i++) {
    const BirgeRule *rule = matchers->rules->pdata[i];
    uregex_setText(matchers->at->pdata[i], utf16->text, utf16->length_utf16, status);
    if (rule->scan)
      mark_places(matchers->scans->pdata[i], rule->scans_after, utf16, places, status);
  }
  gsize start = block->start;
  for (int32_t place = 1; place < utf16->length_utf16 && U_SUCCESS(*status); place++) {
    /* A place inside a surrogate pair is none. */
    if (!places[place] || U16_IS_TRAIL(utf16->text[place]))
      continue;
    if (breaks_at(matchers, place, utf16->length_utf16, status)) {
      gsize end = block->start + utf16->offsets[place];
      add_segment(builder, document->text, start, end, number);
      start = end;
    }
  }
  add_segment(builder, document->text, start, block->end, number);
}

BirgeDocument *birge_segment(const BirgeDocument *document, const BirgeRules *rules,
                             GError **error) {
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr(Matchers) matchers = new_matchers(rules, document->language, &status);
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new_from(document);
  for (guint i = 0; i < document->n_blocks && U_SUCCESS(status); i++) {
    if (document->blocks[i].end - document->blocks[i].start >= BIRGE_MAX_UTF16) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, document->name, 0,
                         "paragraph %u is longer than %d bytes", i + 1, BIRGE_MAX_UTF16);
      return NULL;
    }
    segment_block(document, i, matchers, builder, &status);
  }
  if (U_FAILURE(status)) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, document->name, 0,
                       "the rules of %s take too long on this text (%s)", birge_rules_name(rules),
                       u_errorName(status));
    return NULL;
  }
  return birge_document_builder_end(g_steal_pointer(&builder));
}
