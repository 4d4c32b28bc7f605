/* Writes a bitext as XLIFF 1.2: a file element for each language after the first, a group for each
 * paragraph, a trans-unit for each row. And as XLIFF 2.1: the same with a unit for each row, two
 * languages.
 *
 * The row's status is the state, its note a note; what nobody has approved is given as a match too,
 * with its confidence as quality. Lost: inline codes, and rows without text in the first language.
 */
#include "exchange/private.h"

#include "base/error.h"
#include "base/escape.h"

#include <string.h>

typedef struct {
  const BirgeBitext *bitext;
  const BirgeWriteOptions *options;
  BirgeOutput *output;
  guint target; /* index of the column */
} Writing;

/* A row as it is written. */
typedef struct {
  guint number; /* counted from 1 */
  const BirgeRow *row;
  char *source;
  char *target; /* "": none */
} Cells;

typedef void (*WriteRowFunc)(const Writing *writing, const Cells *cells);

static const char *find_direction(const Writing *writing, guint column) {
  const char *tag = writing->bitext->documents[column]->language;
  const BirgeLocale *locale = writing->options->locales
                                  ? birge_locales_find(writing->options->locales, tag, NULL, 0)
                                  : NULL;
  return locale && locale->direction == BIRGE_DIRECTION_RTL ? "rtl" : "ltr";
}

/* Writes `<name>text</name>`; head: the start tag without its brackets. */
static void write_text(BirgeOutput *output, const char *head, const char *text) {
  birge_output_printf(output, "<%s>", head);
  birge_output_escape(output, text, strlen(text));
  birge_output_printf(output, "</%.*s>", (int)strcspn(head, " "), head);
}

static void write_attribute(BirgeOutput *output, const char *name, const char *value) {
  birge_output_printf(output, " %s=\"", name);
  birge_output_escape_attribute(output, value, strlen(value));
  birge_output_puts(output, "\"");
}

static void write_quality(BirgeOutput *output, const char *name, double confidence) {
  char quality[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(quality, sizeof quality, "%.1f", confidence * 100);
  write_attribute(output, name, quality);
}

static gboolean is_match(const Cells *cells) {
  return *cells->target && cells->row->status == BIRGE_STATUS_PROPOSED;
}

static guint block_of(const Writing *writing, const BirgeRow *row) {
  return writing->bitext->documents[0]->segments[row->runs[0].first].block;
}

static gboolean check(const Writing *writing, const char *text, GError **error) {
  const char *forbidden = birge_xml_find_forbidden(text, strlen(text));
  if (forbidden)
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, writing->bitext->documents[0]->name, 0,
                       "a text has the character U+%04X, which XML can't hold",
                       (guint)g_utf8_get_char(forbidden));
  return forbidden == NULL;
}

/* Calls write for each row that has a text in the first language, and begin and end around those of
 * a paragraph. */
static gboolean write_rows(const Writing *writing, void (*begin)(const Writing *, guint block),
                           WriteRowFunc write, const char *end, GError **error) {
  const BirgeBitext *bitext = writing->bitext;
  guint open = G_MAXUINT;
  for (guint r = 0; r < bitext->n_rows; r++) {
    const BirgeRow *row = &bitext->rows[r];
    if (row->runs[0].first == row->runs[0].end)
      continue;
    guint block = block_of(writing, row);
    if (block != open) {
      if (open != G_MAXUINT)
        birge_output_puts(writing->output, end);
      begin(writing, block);
      open = block;
    }
    g_autofree char *source = birge_document_run_text(bitext->documents[0], row->runs[0]);
    g_autofree char *target =
        birge_document_run_text(bitext->documents[writing->target], row->runs[writing->target]);
    if (!check(writing, source, error) || !check(writing, target, error) ||
        (row->note && !check(writing, row->note, error)))
      return FALSE;
    const Cells cells = {r + 1, row, source, target};
    write(writing, &cells);
  }
  if (open != G_MAXUINT)
    birge_output_puts(writing->output, end);
  return TRUE;
}

static void begin_group(const Writing *writing, guint block) {
  const BirgeBlock *what = &writing->bitext->documents[0]->blocks[block];
  birge_output_printf(writing->output, "<group id=\"p%u\" restype=\"x-%s\">\n", block + 1,
                      birge_block_kind_print(what->kind));
}

static void write_unit(const Writing *writing, const Cells *cells) {
  static const char *const states[] = {
      [BIRGE_STATUS_PROPOSED] = "needs-review-translation",
      [BIRGE_STATUS_APPROVED] = "final",
      [BIRGE_STATUS_REJECTED] = "needs-translation",
  };
  BirgeOutput *output = writing->output;
  gboolean is_approved = cells->row->status == BIRGE_STATUS_APPROVED && *cells->target;
  birge_output_printf(output, "<trans-unit id=\"%u\" xml:space=\"preserve\"%s>", cells->number,
                      is_approved ? " approved=\"yes\"" : "");
  write_text(output, "source", cells->source);
  if (*cells->target) {
    gboolean is_rejected = cells->row->status == BIRGE_STATUS_REJECTED;
    g_autofree char *head =
        g_strdup_printf("target state=\"%s\"%s", states[cells->row->status],
                        is_rejected ? " state-qualifier=\"" BIRGE_XLIFF_REJECTED "\"" : "");
    write_text(output, head, cells->target);
  }
  if (is_match(cells)) {
    birge_output_puts(output, "<alt-trans");
    write_quality(output, "match-quality", cells->row->confidence);
    write_attribute(output, "origin", birge_origin_print(cells->row->origin));
    birge_output_puts(output, ">");
    write_text(output, "source", cells->source);
    write_text(output, "target", cells->target);
    birge_output_puts(output, "</alt-trans>");
  }
  if (cells->row->note)
    write_text(output, "note", cells->row->note);
  birge_output_puts(output, "</trans-unit>\n");
}

static gboolean write_file(const Writing *writing, GError **error) {
  BirgeOutput *output = writing->output;
  const BirgeDocument *source = writing->bitext->documents[0];
  birge_output_puts(output, "<file");
  write_attribute(output, "original", *source->name ? source->name : "article");
  write_attribute(output, "source-language", source->language);
  if (writing->target > 0)
    write_attribute(output, "target-language",
                    writing->bitext->documents[writing->target]->language);
  birge_output_puts(output, " datatype=\"plaintext\">\n<body>\n");
  if (!write_rows(writing, begin_group, write_unit, "</group>\n", error))
    return FALSE;
  birge_output_puts(output, "</body>\n</file>\n");
  return TRUE;
}

/* A bitext of one language has no target, and all targets are empty. */
static gboolean is_alone(const BirgeBitext *bitext, GError **error) {
  if (bitext->n_documents < 2)
    g_set_error_literal(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT,
                        "XLIFF and PO need a bitext of two languages, found one");
  return bitext->n_documents < 2;
}

gboolean birge_bitext_write_xliff(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                  BirgeOutput *output, GError **error) {
  if (is_alone(bitext, error))
    return FALSE;
  birge_output_puts(output, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"1.2\" "
                            "xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n");
  for (guint d = 1; d < bitext->n_documents; d++) {
    const Writing writing = {bitext, options, output, d};
    if (!write_file(&writing, error))
      return FALSE;
  }
  birge_output_puts(output, "</xliff>\n");
  birge_bitext_tell_lost(bitext, options, "XLIFF", BIRGE_LOST_CODES | BIRGE_LOST_SOURCELESS);
  return TRUE;
}

/* The notes and matches of a unit come before its segments, so a unit holds one row, and says of
 * which paragraph it is. */
static void begin_paragraph(const Writing *writing, guint block) {
  const BirgeBlock *what = &writing->bitext->documents[0]->blocks[block];
  birge_output_printf(writing->output, "<group id=\"p%u\" name=\"%s\">\n", block + 1,
                      birge_block_kind_print(what->kind));
}

static void write_match(const Writing *writing, const Cells *cells) {
  BirgeOutput *output = writing->output;
  birge_output_printf(output, "<mtc:matches><mtc:match ref=\"#s%u\"", cells->number);
  write_quality(output, "matchQuality", cells->row->confidence);
  write_attribute(output, "origin", birge_origin_print(cells->row->origin));
  birge_output_puts(output, ">");
  write_text(output, "source", cells->source);
  write_text(output, "target", cells->target);
  birge_output_puts(output, "</mtc:match></mtc:matches>");
}

static void write_segment(const Writing *writing, const Cells *cells) {
  static const char *const states[] = {
      [BIRGE_STATUS_PROPOSED] = "translated",
      [BIRGE_STATUS_APPROVED] = "final",
      [BIRGE_STATUS_REJECTED] = "initial",
  };
  BirgeOutput *output = writing->output;
  birge_output_printf(output, "<unit id=\"u%u\">", cells->number);
  if (is_match(cells))
    write_match(writing, cells);
  if (cells->row->note) {
    birge_output_puts(output, "<notes>");
    write_text(output, "note", cells->row->note);
    birge_output_puts(output, "</notes>");
  }
  birge_output_printf(output, "<segment id=\"s%u\" state=\"%s\">", cells->number,
                      *cells->target ? states[cells->row->status] : "initial");
  write_text(output, "source xml:space=\"preserve\"", cells->source);
  if (*cells->target)
    write_text(output, "target xml:space=\"preserve\"", cells->target);
  birge_output_puts(output, "</segment></unit>\n");
}

gboolean birge_bitext_write_xliff2(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                   BirgeOutput *output, GError **error) {
  if (is_alone(bitext, error))
    return FALSE;
  if (bitext->n_documents > 2) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT,
                "XLIFF 2.1 holds two languages, found %u (--columns chooses them)",
                bitext->n_documents);
    return FALSE;
  }
  const Writing writing = {bitext, options, output, 1};
  birge_output_puts(output, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"2.1\" "
                            "xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" "
                            "xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\"");
  write_attribute(output, "srcLang", bitext->documents[0]->language);
  write_attribute(output, "trgLang", bitext->documents[1]->language);
  birge_output_puts(output, ">\n<file id=\"f1\"");
  write_attribute(output, "original",
                  *bitext->documents[0]->name ? bitext->documents[0]->name : "article");
  write_attribute(output, "srcDir", find_direction(&writing, 0));
  write_attribute(output, "trgDir", find_direction(&writing, 1));
  birge_output_puts(output, ">\n");
  if (!write_rows(&writing, begin_paragraph, write_segment, "</group>\n", error))
    return FALSE;
  birge_output_puts(output, "</file>\n</xliff>\n");
  birge_bitext_tell_lost(bitext, options, "XLIFF", BIRGE_LOST_CODES | BIRGE_LOST_SOURCELESS);
  return TRUE;
}
