/* Stands in for the server where the library was built without it. */
#include "base/error.h"
#include "review/server.h"

BirgeServer *birge_server_new(const BirgeServerOptions *options G_GNUC_UNUSED, GError **error) {
  g_set_error_literal(error, BIRGE_ERROR, BIRGE_ERROR_USAGE,
                      "this birge was built without its review page, which needs libsoup 3");
  return NULL;
}

const char *birge_server_address(const BirgeServer *server G_GNUC_UNUSED) {
  return "";
}

gboolean birge_server_run(BirgeServer *server G_GNUC_UNUSED, GError **error G_GNUC_UNUSED) {
  return FALSE;
}

void birge_server_free(BirgeServer *server G_GNUC_UNUSED) {
}
