/* Any bytes as a table. */
#include "units.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  return import_bytes("x.csv", data, size);
}
