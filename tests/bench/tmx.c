/* Measures how fast TMX is read into units, against a bare pass of libxml2 over the same file that
 * only counts its units, and against xmllint, which reads it as a stream and keeps nothing.
 *
 * usage: tmx UNITS [SENTENCES]      the file is made as for the benchmark of lookup
 * Each reader runs in a process of its own, so that its peak memory can be told. */
#include "exchange/exchange.h"

#include "material.h"

#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 3
#define CHUNK 65536

/* Reads a file; returns the number of its units, 0 where it is not told. */
typedef guint64 (*Reader)(const char *path);

static gboolean count_unit(const BirgeUnit *unit, gpointer data, GError **error G_GNUC_UNUSED) {
  *(guint64 *)data += unit->variants->len > 0 ? 1 : 0;
  return TRUE;
}

static guint64 read_ours(const char *path) {
  guint64 n = 0;
  g_autoptr(GError) error = NULL;
  if (!birge_tmx_read(path, count_unit, &n, NULL, &error))
    g_error("%s", error->message);
  return n;
}

static void count_element(void *context, const xmlChar *name, const xmlChar *prefix G_GNUC_UNUSED,
                          const xmlChar *uri G_GNUC_UNUSED, int n_namespaces G_GNUC_UNUSED,
                          const xmlChar **namespaces G_GNUC_UNUSED, int n_attributes G_GNUC_UNUSED,
                          int n_defaulted G_GNUC_UNUSED, const xmlChar **attributes G_GNUC_UNUSED) {
  *(guint64 *)context += strcmp((const char *)name, "tu") == 0 ? 1 : 0;
}

static guint64 read_bare(const char *path) {
  static xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC, .startElementNs = count_element};
  static char chunk[CHUNK];
  guint64 n = 0;
  FILE *file = fopen(path, "rb");
  if (!file)
    g_error("%s can't be read", path);
  xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, &n, NULL, 0, path);
  for (gsize length; (length = fread(chunk, 1, sizeof chunk, file)) > 0;)
    xmlParseChunk(parser, chunk, (int)length, 0);
  xmlParseChunk(parser, chunk, 0, 1);
  xmlFreeParserCtxt(parser);
  fclose(file);
  return n;
}

static guint64 read_xmllint(const char *path) {
  execlp("xmllint", "xmllint", "--stream", "--noout", path, NULL);
  _exit(1);
}

typedef struct {
  double seconds; /* the best of the rounds, of processor time */
  long peak_kib;
  gboolean is_there;
} Cost;

/* Runs a reader in processes of their own. expected: the units it must count; 0: it doesn't. */
static Cost measure(Reader reader, const char *path, guint64 expected) {
  Cost cost = {G_MAXDOUBLE, 0, TRUE};
  for (guint round = 0; round < ROUNDS; round++) {
    pid_t child = fork();
    if (child == 0)
      _exit(reader(path) == expected ? 0 : 1);
    int status;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) != child || status != 0) {
      cost.is_there = FALSE;
      break;
    }
    double seconds = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                     (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    cost.seconds = MIN(cost.seconds, seconds);
    cost.peak_kib = MAX(cost.peak_kib, used.ru_maxrss);
  }
  return cost;
}

static void print_cost(const char *name, Cost cost, const Cost *peer, double megabytes) {
  if (!cost.is_there) {
    printf("%s\tcan't be run\n", name);
    return;
  }
  printf("%s\t%.2f s\t%.0f MB/s\tpeak %.1f MiB", name, cost.seconds, megabytes / cost.seconds,
         (double)cost.peak_kib / 1024);
  if (peer && peer->is_there)
    printf("\t%.2f times the bare pass", cost.seconds / peer->seconds);
  printf("\n");
}

/* The file is made in a process of its own: what that needs would count as peak memory of all. */
static void make_file(const char *path, guint n_units, const char *sentences) {
  pid_t child = fork();
  if (child == 0) {
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    material_write_memory(material_read(sentences), path, n_units, texts);
    fflush(stdout);
    _exit(0);
  }
  int status;
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
    g_error("%s can't be made", path);
}

int main(int argc, char **argv) {
  if (argc < 2)
    g_error("usage: tmx UNITS [SENTENCES]");
  guint n_units = (guint)g_ascii_strtoull(argv[1], NULL, 10);
  g_autofree char *folder = g_dir_make_tmp("birge-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "bench.tmx", NULL);
  make_file(path, n_units, argc > 2 ? argv[2] : NULL);
  GStatBuf info;
  g_stat(path, &info);
  double megabytes = (double)info.st_size / 1e6;
  printf("%u units, %.1f MB\n", n_units, megabytes);
  Cost bare = measure(read_bare, path, n_units);
  print_cost("libxml2, counting units", bare, NULL, megabytes);
  print_cost("xmllint --stream --noout", measure(read_xmllint, path, 0), &bare, megabytes);
  print_cost("birge, into units", measure(read_ours, path, n_units), &bare, megabytes);
  g_unlink(path);
  g_rmdir(folder);
  return 0;
}
