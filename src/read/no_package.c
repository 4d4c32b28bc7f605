/* Stands in for the reader of packages where the library was built without it. */
#include "base/error.h"
#include "read/package.h"

gboolean birge_package_read(const char *name, GBytes *package G_GNUC_UNUSED,
                            const char *member G_GNUC_UNUSED, GBytes **content G_GNUC_UNUSED,
                            GError **error) {
  birge_error_set_at(error, BIRGE_ERROR_USAGE, name, 0,
                     "this birge was built without libarchive, which DOCX and ODT need");
  return FALSE;
}
