/* Any bytes as PO. */
#include "units.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  return import_bytes("x.po", data, size);
}
