/* The formats that bitexts are exchanged in. */
#include "exchange/exchange.h"

#include "exchange/private.h"

static const char *const tmx_extensions[] = {".tmx", NULL};
static const char *const tsv_extensions[] = {".tsv", NULL};
static const char *const json_extensions[] = {".json", NULL};

static const BirgeFormat formats[] = {
    {"tmx", tmx_extensions, "application/x-tmx+xml", birge_bitext_write_tmx},
    {"tsv", tsv_extensions, "text/tab-separated-values", birge_bitext_write_tsv},
    {"json", json_extensions, "application/json", birge_bitext_write_json},
    {NULL, NULL, NULL, NULL},
};

const BirgeFormat *birge_exchange_formats(void) {
  return formats;
}
