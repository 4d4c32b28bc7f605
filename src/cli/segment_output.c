/* Prints sentences as text, TSV and JSON, and which rules found them. */
#include "cli/segment_output.h"

#include "cli/command.h"
#include "cli/print.h"

#include <string.h>

/* The number of characters that are shown on each side of a place. */
#define CONTEXT 30

/* A sentence a line, an empty line between blocks. */
static void write_text(const BirgeDocument *document, BirgeOutput *output) {
  for (guint i = 0; i < document->n_segments; i++) {
    const BirgeSegment *segment = &document->segments[i];
    if (i > 0 && segment->block != segment[-1].block)
      birge_output_puts(output, "\n");
    birge_print_line(output, document->text + segment->start, segment->end - segment->start);
    birge_output_puts(output, "\n");
  }
}

static const char *kind_of(const BirgeDocument *document, const BirgeSegment *segment) {
  return birge_block_kind_print(document->blocks[segment->block].kind);
}

static void write_tsv(const BirgeDocument *document, BirgeOutput *output) {
  birge_output_puts(output, "file\tlanguage\tblock\tkind\tstart\tend\ttext\n");
  for (guint i = 0; i < document->n_segments; i++) {
    const BirgeSegment *segment = &document->segments[i];
    birge_print_field(output, document->name, strlen(document->name));
    birge_output_printf(output, "\t%s\t%u\t%s\t%" G_GSIZE_FORMAT "\t%" G_GSIZE_FORMAT "\t",
                        document->language, segment->block, kind_of(document, segment),
                        segment->start, segment->end);
    birge_print_field(output, document->text + segment->start, segment->end - segment->start);
    birge_output_puts(output, "\n");
  }
}

static void write_json(const BirgeDocument *document, BirgeOutput *output) {
  birge_output_puts(output, "{\"file\": ");
  birge_print_json(output, document->name, strlen(document->name));
  birge_output_printf(output, ", \"language\": \"%s\", \"segments\": [", document->language);
  for (guint i = 0; i < document->n_segments; i++) {
    const BirgeSegment *segment = &document->segments[i];
    birge_output_printf(output,
                        "%s\n  {\"block\": %u, \"kind\": \"%s\", \"start\": %" G_GSIZE_FORMAT
                        ", \"end\": %" G_GSIZE_FORMAT ", \"text\": ",
                        i > 0 ? "," : "", segment->block, kind_of(document, segment),
                        segment->start, segment->end);
    birge_print_json(output, document->text + segment->start, segment->end - segment->start);
    birge_output_puts(output, "}");
  }
  birge_output_puts(output, "\n]}\n");
}

BirgeSegmentWriter birge_segment_find_writer(const char *format, GError **error) {
  static const struct {
    const char *name;
    BirgeSegmentWriter write;
  } formats[] = {{"text", write_text}, {"tsv", write_tsv}, {"json", write_json}};
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    if (g_str_equal(format ? format : "text", formats[i].name))
      return formats[i].write;
  }
  birge_fail_usage(error, "unknown format \"%s\", expected text, tsv or json", format);
  return NULL;
}

typedef struct {
  const BirgeSegmentJob *job;
  const BirgeDocument *document;
} Explanation;

static void print_decision(gsize offset, gboolean breaks, guint64 line, gpointer data) {
  const Explanation *explanation = data;
  const char *text = explanation->document->text;
  const char *place = text + offset, *start = place, *end = place;
  for (guint i = 0; i < CONTEXT && start > text; i++)
    start = g_utf8_prev_char(start);
  for (guint i = 0; i < CONTEXT && end < text + explanation->document->length; i++)
    end = g_utf8_next_char(end);
  BirgeOutput *output = explanation->job->output;
  birge_output_printf(output, "%s\t%" G_GSIZE_FORMAT "\t%s\t%s:%" G_GUINT64_FORMAT "\t",
                      explanation->document->name, offset, breaks ? "break" : "join",
                      explanation->job->rules_name, line);
  birge_print_field(output, start, (gsize)(place - start));
  birge_output_puts(output, "\t");
  birge_print_field(output, place, (gsize)(end - place));
  birge_output_puts(output, "\n");
}

gboolean birge_segment_explain(const BirgeSegmentJob *job, const BirgeDocument *document,
                               GError **error) {
  Explanation explanation = {job, document};
  birge_output_puts(job->output, "file\toffset\tdecision\trule\tbefore\tafter\n");
  return birge_segmenter_explain(job->segmenter, document, print_decision, &explanation, error);
}
