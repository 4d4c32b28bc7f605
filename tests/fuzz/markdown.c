/* Any bytes as Markdown. */
#include "article.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  static BirgeLocales *locales; /* kept for all runs */
  if (!locales)
    locales = birge_locales_load(NULL);
  const BirgeReadOptions options = {.locales = locales, .language = "en"};
  read_bytes("x.md", &options, data, size);
  return 0;
}
