/* Stands in for the writer of XLSX where the library was built without it. */
#include "base/error.h"
#include "exchange/private.h"

gboolean birge_bitext_write_xlsx(const BirgeBitext *bitext G_GNUC_UNUSED,
                                 const BirgeWriteOptions *options G_GNUC_UNUSED,
                                 BirgeOutput *output G_GNUC_UNUSED, GError **error) {
  g_set_error_literal(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT,
                      "this birge was built without XLSX, which needs libxlsxwriter");
  return FALSE;
}
