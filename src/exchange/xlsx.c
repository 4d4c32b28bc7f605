/* Writes a bitext as a spreadsheet (XLSX), with libxlsxwriter: the text of each language, then
 * confidence, origin, status, note. Cells of languages that run from right to left do so.
 *
 * Lost: inline codes. The library writes files only, so it is given one that is gone afterwards. */
#include "exchange/private.h"

#include "base/config.h"
#include "base/error.h"
#include "base/library.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define format_set_align(...) BIRGE_CALL(format_set_align)(__VA_ARGS__)
#define format_set_reading_order(...) BIRGE_CALL(format_set_reading_order)(__VA_ARGS__)
#define format_set_text_wrap(...) BIRGE_CALL(format_set_text_wrap)(__VA_ARGS__)
#define lxw_strerror(...) BIRGE_CALL(lxw_strerror)(__VA_ARGS__)
#define workbook_add_format(...) BIRGE_CALL(workbook_add_format)(__VA_ARGS__)
#define workbook_add_worksheet(...) BIRGE_CALL(workbook_add_worksheet)(__VA_ARGS__)
#define workbook_close(...) BIRGE_CALL(workbook_close)(__VA_ARGS__)
#define workbook_new(...) BIRGE_CALL(workbook_new)(__VA_ARGS__)
#define workbook_set_properties(...) BIRGE_CALL(workbook_set_properties)(__VA_ARGS__)
#define worksheet_freeze_panes(...) BIRGE_CALL(worksheet_freeze_panes)(__VA_ARGS__)
#define worksheet_set_column(...) BIRGE_CALL(worksheet_set_column)(__VA_ARGS__)
#define worksheet_write_number(...) BIRGE_CALL(worksheet_write_number)(__VA_ARGS__)
#define worksheet_write_string(...) BIRGE_CALL(worksheet_write_string)(__VA_ARGS__)

/* What a cell and a sheet may hold (Excel's specifications). */
#define MAX_CELL_UTF16 32767
#define MAX_ROWS 1048575

#define TEXT_WIDTH 60
#define RIGHT_TO_LEFT 2

typedef struct {
  const BirgeBitext *bitext;
  lxw_workbook *workbook;
  lxw_worksheet *sheet;
  lxw_format *formats[BIRGE_MAX_LANGUAGES];
} Writing;

static void prepare(Writing *writing, const BirgeWriteOptions *options) {
  lxw_doc_properties properties = {.created = 1}; /* no date: equal bitexts make equal files */
  workbook_set_properties(writing->workbook, &properties);
  writing->sheet = workbook_add_worksheet(writing->workbook, NULL);
  for (guint d = 0; d < writing->bitext->n_documents; d++) {
    const BirgeDocument *document = writing->bitext->documents[d];
    const BirgeLocale *locale =
        options->locales ? birge_locales_find(options->locales, document->language, NULL, 0) : NULL;
    writing->formats[d] = workbook_add_format(writing->workbook);
    format_set_text_wrap(writing->formats[d]);
    format_set_align(writing->formats[d], LXW_ALIGN_VERTICAL_TOP);
    if (locale && locale->direction == BIRGE_DIRECTION_RTL)
      format_set_reading_order(writing->formats[d], RIGHT_TO_LEFT);
    worksheet_set_column(writing->sheet, (lxw_col_t)d, (lxw_col_t)d, TEXT_WIDTH, NULL);
    worksheet_write_string(writing->sheet, 0, (lxw_col_t)d, document->language, NULL);
  }
  static const char *const names[] = {"confidence", "origin", "status", "note"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    worksheet_write_string(writing->sheet, 0, (lxw_col_t)(writing->bitext->n_documents + i),
                           names[i], NULL);
  worksheet_freeze_panes(writing->sheet, 1, 0);
}

static gboolean write_text(const Writing *writing, guint r, guint column, const char *text,
                           GError **error) {
  lxw_format *format = column < BIRGE_MAX_LANGUAGES ? writing->formats[column] : NULL;
  glong length = 0;
  g_autofree gunichar2 *utf16 = g_utf8_to_utf16(text, -1, NULL, &length, NULL);
  if (length > MAX_CELL_UTF16 || !utf16) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, writing->bitext->documents[0]->name, 0,
                       "row %u has more than %d characters in a cell, the most that XLSX holds",
                       r + 1, MAX_CELL_UTF16);
    return FALSE;
  }
  if (*text)
    worksheet_write_string(writing->sheet, r + 1, (lxw_col_t)column, text, format);
  return TRUE;
}

static gboolean write_row(const Writing *writing, guint r, GError **error) {
  const BirgeBitext *bitext = writing->bitext;
  const BirgeRow *row = &bitext->rows[r];
  guint n = bitext->n_documents;
  for (guint d = 0; d < n; d++) {
    g_autofree char *text = birge_document_run_text(bitext->documents[d], row->runs[d]);
    if (!write_text(writing, r, d, text, error))
      return FALSE;
  }
  worksheet_write_number(writing->sheet, r + 1, (lxw_col_t)n, row->confidence, NULL);
  worksheet_write_string(writing->sheet, r + 1, (lxw_col_t)(n + 1), birge_origin_print(row->origin),
                         NULL);
  worksheet_write_string(writing->sheet, r + 1, (lxw_col_t)(n + 2), birge_status_print(row->status),
                         NULL);
  return write_text(writing, r, n + 3, row->note ? row->note : "", error);
}

static gboolean write_rows(const Writing *writing, GError **error) {
  if (writing->bitext->n_rows > MAX_ROWS) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, writing->bitext->documents[0]->name, 0,
                       "has more than %d rows, the most that XLSX holds", MAX_ROWS);
    return FALSE;
  }
  for (guint r = 0; r < writing->bitext->n_rows; r++) {
    if (!write_row(writing, r, error))
      return FALSE;
  }
  return TRUE;
}

/* Writes to a file of its own. */
static gboolean write_file(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                           const char *path, GError **error) {
  Writing writing = {.bitext = bitext, .workbook = workbook_new(path)};
  if (!writing.workbook) {
    birge_error_set_at(error, BIRGE_ERROR_IO, path, 0, "can't be written");
    return FALSE;
  }
  prepare(&writing, options);
  gboolean ok = write_rows(&writing, error);
  lxw_error failed = workbook_close(writing.workbook);
  if (ok && failed != LXW_NO_ERROR)
    birge_error_set_at(error, BIRGE_ERROR_IO, path, 0, "%s", lxw_strerror(failed));
  return ok && failed == LXW_NO_ERROR;
}

gboolean birge_bitext_write_xlsx(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                 BirgeOutput *output, GError **error) {
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0;
  if (!birge_library_load(BIRGE_LIBXLSXWRITER, error))
    return FALSE;
  int fd = g_file_open_tmp("birge-XXXXXX.xlsx", &path, NULL);
  if (fd < 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, g_get_tmp_dir(), "can't make a file", errno);
    return FALSE;
  }
  close(fd);
  gboolean ok = write_file(bitext, options, path, error);
  if (ok && !g_file_get_contents(path, &bytes, &length, NULL)) {
    birge_error_set_at(error, BIRGE_ERROR_IO, path, 0, "can't be read again");
    ok = FALSE;
  }
  g_remove(path);
  if (ok)
    birge_output_write(output, bytes, length);
  birge_bitext_tell_lost(bitext, options, "XLSX", BIRGE_LOST_CODES);
  return ok;
}
