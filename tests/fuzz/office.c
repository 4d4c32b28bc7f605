/* Any bytes as a package, and as the part of one that holds the text or the styles. */
#include "article.h"
#include "zip.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void read_package(const BirgeReadOptions *options, GBytes *package) {
  gsize size;
  const guint8 *data = g_bytes_get_data(package, &size);
  read_bytes("x.docx", options, data, size);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  static BirgeLocales *locales; /* kept for all runs */
  static const char *const members[] = {"content.xml", "word/document.xml"};
  if (!locales)
    locales = birge_locales_load(NULL);
  const BirgeReadOptions options = {.locales = locales, .language = "en"};
  read_bytes("x.odt", &options, data, size);
  g_autoptr(GBytes) content = g_bytes_new(data, size);
  for (guint i = 0; i < G_N_ELEMENTS(members); i++) {
    g_autoptr(GBytes) package = zip_office(members[i], content, content, content);
    read_package(&options, package);
  }
  return 0;
}
