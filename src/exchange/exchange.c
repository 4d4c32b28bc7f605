/* The formats that bitexts are exchanged in, and what a TMX file says of itself. */
#include "exchange/exchange.h"

#include "exchange/private.h"

static const char *const tmx_extensions[] = {".tmx", NULL};
static const char *const tsv_extensions[] = {".tsv", NULL};
static const char *const beads_extensions[] = {".beads", NULL};
static const char *const json_extensions[] = {".json", NULL};
static const char *const xliff_extensions[] = {".xlf", ".xliff", NULL};
static const char *const xliff2_extensions[] = {".xlf2", NULL};
static const char *const po_extensions[] = {".po", NULL};
static const char *const ces_extensions[] = {".ces", NULL};
static const char *const xlsx_extensions[] = {".xlsx", NULL};
static const char *const csv_extensions[] = {".csv", NULL};

static const BirgeFormat formats[] = {
    {"tmx", tmx_extensions, "application/x-tmx+xml", birge_bitext_write_tmx},
    {"tsv", tsv_extensions, "text/tab-separated-values", birge_bitext_write_tsv},
    {"json", json_extensions, "application/json", birge_bitext_write_json},
    {"xliff", xliff_extensions, "application/x-xliff+xml", birge_bitext_write_xliff},
    {"xliff2", xliff2_extensions, "application/xliff+xml", birge_bitext_write_xliff2},
    {"po", po_extensions, "text/x-gettext-translation", birge_bitext_write_po},
    {"csv", csv_extensions, "text/csv", birge_bitext_write_csv},
    {"ces", ces_extensions, "application/xml", birge_bitext_write_ces},
    {"xlsx", xlsx_extensions, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     birge_bitext_write_xlsx},
    {"beads", beads_extensions, "text/plain", birge_bitext_write_beads},
    {NULL, NULL, NULL, NULL},
};

const BirgeFormat *birge_exchange_formats(void) {
  return formats;
}

BirgeTmxHeader *birge_tmx_header_new(void) {
  BirgeTmxHeader *header = g_new0(BirgeTmxHeader, 1);
  header->attributes = birge_attributes_new();
  header->notes = g_ptr_array_new_with_free_func((GDestroyNotify)birge_note_free);
  return header;
}

void birge_tmx_header_free(BirgeTmxHeader *header) {
  g_array_unref(header->attributes);
  g_ptr_array_unref(header->notes);
  g_free(header);
}
