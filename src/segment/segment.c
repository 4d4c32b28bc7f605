/* Breaks the blocks of a document into segments. */
#include "segment/private.h"

#include "base/error.h"

#include <unicode/uchar.h>

struct _BirgeSegmenter {
  BirgeRules *rules;
  GHashTable *matchers; /* language tag -> BirgeMatcher* */
};

BirgeSegmenter *birge_segmenter_new(const BirgeRules *rules) {
  BirgeSegmenter *segmenter = g_new0(BirgeSegmenter, 1);
  segmenter->rules = birge_rules_ref(rules);
  segmenter->matchers =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)birge_matcher_free);
  return segmenter;
}

void birge_segmenter_free(BirgeSegmenter *segmenter) {
  g_hash_table_unref(segmenter->matchers);
  birge_rules_unref(segmenter->rules);
  g_free(segmenter);
}

static BirgeMatcher *find_matcher(BirgeSegmenter *segmenter, const char *language,
                                  UErrorCode *status) {
  BirgeMatcher *matcher = g_hash_table_lookup(segmenter->matchers, language);
  if (!matcher) {
    /* Tags come out of documents: a stream of made-up ones must not fill the memory. */
    if (g_hash_table_size(segmenter->matchers) >= BIRGE_MAX_MATCHERS)
      g_hash_table_remove_all(segmenter->matchers);
    matcher = birge_matcher_new(segmenter->rules, language, status);
    g_hash_table_insert(segmenter->matchers, g_strdup(language), matcher);
  }
  return matcher;
}

/* Hears of each decision within a block, and of its end. */
typedef struct {
  const BirgeDocument *document;
  BirgeDocumentBuilder *builder; /* takes the segments, or NULL */
  BirgeDecisionFunc func;        /* takes the decisions, or NULL */
  gpointer data;
} Listener;

/* Adds the segment of a byte range of the document, without outer white space. */
static void add_segment(const Listener *listener, gsize start, gsize end, guint block) {
  const char *text = listener->document->text;
  while (start < end && u_isUWhiteSpace((UChar32)g_utf8_get_char(text + start)))
    start = (gsize)(g_utf8_next_char(text + start) - text);
  while (end > start) {
    const char *last = g_utf8_prev_char(text + end);
    if (!u_isUWhiteSpace((UChar32)g_utf8_get_char(last)))
      break;
    end = (gsize)(last - text);
  }
  if (end > start && listener->builder)
    birge_document_builder_add_segment(listener->builder, (BirgeSegment){start, end, block});
}

static void segment_block(BirgeMatcher *matcher, const Listener *listener, guint number,
                          UErrorCode *status) {
  const BirgeBlock *block = &listener->document->blocks[number];
  const BirgeSpan span = {listener->document->text, block->start, block->end};
  birge_matcher_begin(matcher, &span, status);
  gsize start = span.start, place = span.start;
  const BirgeRule *rule;
  while ((rule = birge_matcher_next(matcher, place, &place, status))) {
    if (listener->func)
      listener->func(place, rule->breaks, rule->line, listener->data);
    if (rule->breaks) {
      add_segment(listener, start, place, number);
      start = place;
    }
  }
  add_segment(listener, start, span.end, number);
}

static gboolean segment_blocks(BirgeSegmenter *segmenter, const Listener *listener,
                               GError **error) {
  const BirgeDocument *document = listener->document;
  UErrorCode status = U_ZERO_ERROR;
  BirgeMatcher *matcher = find_matcher(segmenter, document->language, &status);
  for (guint i = 0; i < document->n_blocks && U_SUCCESS(status); i++) {
    if (document->blocks[i].end - document->blocks[i].start >= BIRGE_MAX_BLOCK) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, document->name, 0,
                         "paragraph %u has %d bytes or more", i + 1, BIRGE_MAX_BLOCK);
      return FALSE;
    }
    segment_block(matcher, listener, i, &status);
  }
  if (U_FAILURE(status))
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, document->name, 0,
                       "the rules of %s take too long on this text (%s)", segmenter->rules->name,
                       u_errorName(status));
  return U_SUCCESS(status);
}

BirgeDocument *birge_segmenter_run(BirgeSegmenter *segmenter, const BirgeDocument *document,
                                   GError **error) {
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new_from(document);
  const Listener listener = {.document = document, .builder = builder};
  if (!segment_blocks(segmenter, &listener, error))
    return NULL;
  return birge_document_builder_end(g_steal_pointer(&builder));
}

BirgeDocument *birge_segment(const BirgeDocument *document, const BirgeRules *rules,
                             GError **error) {
  g_autoptr(BirgeSegmenter) segmenter = birge_segmenter_new(rules);
  return birge_segmenter_run(segmenter, document, error);
}

gboolean birge_segmenter_explain(BirgeSegmenter *segmenter, const BirgeDocument *document,
                                 BirgeDecisionFunc func, gpointer data, GError **error) {
  const Listener listener = {.document = document, .func = func, .data = data};
  return segment_blocks(segmenter, &listener, error);
}
