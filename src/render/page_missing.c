/* Stands in for pages in a build without HarfBuzz, fontconfig or zlib. */
#include "base/error.h"
#include "render/private.h"

static gboolean fail(const char *format, GError **error) {
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT,
              "this build can't write %s: it has no HarfBuzz, fontconfig or zlib", format);
  return FALSE;
}

gboolean birge_pdf_write(BirgeParts *parts G_GNUC_UNUSED,
                         const BirgeWriteOptions *options G_GNUC_UNUSED,
                         BirgeOutput *output G_GNUC_UNUSED, GError **error) {
  return fail("PDF", error);
}

gboolean birge_svg_write(BirgeParts *parts G_GNUC_UNUSED,
                         const BirgeWriteOptions *options G_GNUC_UNUSED,
                         BirgeOutput *output G_GNUC_UNUSED, GError **error) {
  return fail("SVG", error);
}
