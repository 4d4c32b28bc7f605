/* An index that something wrote into. Where its checksums do not agree, the answers are those of
 * the TMX file; where whoever wrote knew how to sum, nothing falls over.
 *
 * The first byte says whether the checksums are mended. Then come changes: three bytes say where,
 * the fourth what to write there. What is left over is the text that is looked up. */
#include "memory/index.h"
#include "memory/lookup.h"

#include <glib/gstdio.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define CHANGE 4
#define MAX_CHANGES 16

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* Kept for all runs. */
typedef struct {
  char *folder;
  char *tmx;
  char *index;
  char *bytes; /* of the index as it was built */
  gsize length;
  BirgeLocales *locales;
} World;

static World world;

static const char *const source = "river rose by 3 meters on Monday and the bridge of the old town "
                                  "stood in water until the evening came";

static void write_tmx(void) {
  g_autoptr(GString) text = g_string_new("<tmx version=\"1.4\"><header srclang=\"en\"/><body>");
  g_auto(GStrv) words = g_strsplit(source, " ", -1);
  guint n = g_strv_length(words);
  for (guint i = 0; i < 64; i++) {
    g_string_append_printf(text, "<tu tuid=\"%u\"><tuv xml:lang=\"en\"><seg>", i % 50);
    for (guint w = 0; w < 1 + i % 9; w++)
      g_string_append_printf(text, "%s ", words[(i * 5 + w * (1 + i % 3)) % n]);
    g_string_append_printf(
        text, "</seg></tuv><tuv xml:lang=\"ckb\"><seg>ئاو %u<ph/></seg></tuv></tu>", i % 7);
  }
  g_string_append(text, "</body></tmx>");
  g_assert_true(g_file_set_contents(world.tmx, text->str, -1, NULL));
}

static void remove_world(void) {
  g_autofree char *cache = g_path_get_dirname(world.index);
  g_unlink(world.index);
  g_unlink(world.tmx);
  g_rmdir(cache);
  g_rmdir(world.folder);
  birge_locales_unref(world.locales);
  g_free(world.folder);
  g_free(world.tmx);
  g_free(world.index);
  g_free(world.bytes);
}

static void make_world(void) {
  world.folder = g_dir_make_tmp("birge-fuzz-XXXXXX", NULL);
  g_setenv("XDG_CACHE_HOME", world.folder, TRUE);
  world.tmx = g_build_filename(world.folder, "memory.tmx", NULL);
  world.locales = birge_locales_load(NULL);
  write_tmx();
  birge_index_free(birge_index_open(world.tmx, world.locales, NULL));
  g_autofree char *cache = g_build_filename(world.folder, "birge", NULL);
  g_autoptr(GDir) dir = g_dir_open(cache, 0, NULL);
  world.index = g_build_filename(cache, g_dir_read_name(dir), NULL);
  g_assert_true(g_file_get_contents(world.index, &world.bytes, &world.length, NULL));
  atexit(remove_world);
}

/* Makes all checksums agree with what they are of, as far as the header says where they are. */
static void mend_checksums(char *bytes) {
  BirgeIndexHeader header;
  memcpy(&header, bytes, sizeof header);
  const BirgeSection *checks = &header.checks;
  if (checks->offset % BIRGE_INDEX_BLOCK == 0 && checks->offset < world.length) {
    for (guint64 block = 1; block < checks->offset / BIRGE_INDEX_BLOCK; block++) {
      guint32 sum =
          (guint32)birge_index_hash(block, bytes + block * BIRGE_INDEX_BLOCK, BIRGE_INDEX_BLOCK);
      guint64 place = checks->offset + (block - 1) * sizeof sum;
      if (place + sizeof sum <= world.length)
        memcpy(bytes + place, &sum, sizeof sum);
    }
    header.checks_check = birge_index_hash(0, bytes + checks->offset,
                                           MIN(checks->length, world.length - checks->offset));
  }
  header.header_check = birge_index_hash(0, &header, offsetof(BirgeIndexHeader, header_check));
  memcpy(bytes, &header, sizeof header);
}

/* Looks a text up and reads all units, and says what came of it; yours. */
static char *ask(const char *text) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeMemory) memory = birge_memory_open(world.tmx, "en", world.locales, &error);
  g_assert_no_error(error);
  const BirgeLookupOptions options = {.source = "en", .min = 30, .best = 5};
  g_autoptr(BirgeLookup) lookup = birge_lookup_new(memory, &options, NULL);
  const BirgeQuery query = {
      .text = text, .length = strlen(text), .previous = "river", .next = source};
  const GArray *matches = birge_lookup_find(lookup, &query, &error);
  g_assert_no_error(error);
  GString *said = g_string_new(NULL);
  for (guint i = 0; i < matches->len; i++) {
    const BirgeMatch *match = &g_array_index(matches, BirgeMatch, i);
    g_string_append_printf(said, "%u %u %d\n", match->unit, match->variant, match->score);
  }
  const GPtrArray *units = birge_memory_units(memory, &error);
  g_assert_no_error(error);
  for (guint u = 0; u < units->len; u++) {
    const BirgeUnit *unit = units->pdata[u];
    for (guint v = 0; v < unit->variants->len; v++)
      g_string_append_printf(said, "%s\n", ((const BirgeVariant *)unit->variants->pdata[v])->text);
  }
  return g_string_free(said, FALSE);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  if (!world.folder)
    make_world();
  gboolean mends = size > 0 && data[0] & 1;
  g_autofree char *bytes = g_memdup2(world.bytes, world.length);
  gsize next = 1;
  for (guint n = size > 0 ? data[0] >> 1 & (MAX_CHANGES - 1) : 0; n > 0 && next + CHANGE <= size;
       n--, next += CHANGE) {
    gsize place = (gsize)data[next] | (gsize)data[next + 1] << 8 | (gsize)data[next + 2] << 16;
    bytes[place % world.length] = (char)data[next + 3];
  }
  g_autofree char *text = next < size
                              ? g_utf8_make_valid((const char *)data + next, (gssize)(size - next))
                              : g_strdup("the old river rose by 3 meters");
  if (mends)
    mend_checksums(bytes);
  g_assert_true(g_file_set_contents(world.index, world.bytes, (gssize)world.length, NULL));
  g_autofree char *expected = ask(text);
  g_assert_true(g_file_set_contents(world.index, bytes, (gssize)world.length, NULL));
  g_autofree char *found = ask(text);
  if (!mends)
    g_assert_cmpstr(found, ==, expected);
  return 0;
}
