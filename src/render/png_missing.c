/* Stands in for pictures in a build without cairo. */
#include "base/error.h"
#include "render/private.h"

gboolean birge_png_write(BirgeParts *parts G_GNUC_UNUSED,
                         const BirgeWriteOptions *options G_GNUC_UNUSED,
                         BirgeOutput *output G_GNUC_UNUSED, GError **error) {
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT,
              "this build can't write PNG: it has no cairo");
  return FALSE;
}
