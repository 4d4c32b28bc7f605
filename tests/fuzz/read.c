/* Any bytes as an article of any format: blocks lie in the text, in order, and what
 * was read goes through all writers. */
#include "article.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void read_as(const char *path, const BirgeReadOptions *options, GBytes *bytes) {
  g_autoptr(GError) error = NULL;
  BirgeReading reading = {NULL, NULL};
  g_autoptr(BirgeDocument) document = birge_read_mapped(path, options, &reading, &error);
  g_assert_true((document != NULL) == !error);
  follow(document, &reading, options, bytes);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  static BirgeLocales *locales; /* kept for all runs */
  if (!locales)
    locales = birge_locales_load(NULL);
  const BirgeReadOptions options[] = {
      {.locales = locales},
      {.locales = locales, .language = "ckb", .keep_boilerplate = TRUE, .paragraphs = 1},
      {.locales = locales, .language = "ar", .encoding = "windows-1256"},
      {.locales = locales, .language = "en", .encoding = "UTF-16"},
  };
  int fd = memfd_create("fuzz", 0);
  g_assert_cmpint(write(fd, data, size), ==, (gssize)size);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  for (guint i = 0; i < G_N_ELEMENTS(options); i++)
    read_as(path, &options[i], bytes);
  close(fd);
  return 0;
}
