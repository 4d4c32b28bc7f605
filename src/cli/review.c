/* birge review: a page in the browser on which a bitext is checked and mended. */
#include "review/server.h"

#include "base/error.h"
#include "cli/command.h"
#include "cli/pipeline.h"
#include "exchange/exchange.h"
#include "render/render.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_ENDING ".json"

typedef struct {
  char *memory;
  char *lexicon;
  char *languages;
  char *encoding;
  char *paragraphs;
  char *output;
  char *user;
  int port;
  gboolean is_not_opened;
} ReviewOptions;

/* All that a review needs while it is served. */
typedef struct {
  BirgePipeline *pipeline;
  const BirgeLexicon *lexicon; /* the pipeline's */
  BirgeAlignOptions align;
  char *memory; /* that can be written; NULL: none */
  BirgeSession *session;
  GPtrArray *formats; /* of const BirgeFormat*, ended by NULL */
} Review;

static void add_options(GOptionContext *context, gpointer data) {
  ReviewOptions *options = data;
  const GOptionEntry entries[] = {
      {"memory", 'm', 0, G_OPTION_ARG_FILENAME, &options->memory,
       "folder of TMX files that words are learnt from and approved rows go to; else as of birge "
       "align",
       "DIR"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
       "with versions: the bitext to make; else called as the first, with the ending .json",
       "FILE"},
      {"lang", 'l', 0, G_OPTION_ARG_FILENAME, &options->languages,
       "language of each version, in order; else by its name, else detected", "TAGS"},
      {"encoding", 0, 0, G_OPTION_ARG_FILENAME, &options->encoding,
       "of the versions: UTF-8, UTF-16, windows-1256 …", "NAME"},
      {"paragraphs", 0, 0, G_OPTION_ARG_FILENAME, &options->paragraphs,
       "plain text: each line is one (line), or empty lines stand between (blank)", "HOW"},
      {"user", 0, 0, G_OPTION_ARG_FILENAME, &options->user,
       "who approves, as the memory will say; else the name you are logged in by", "NAME"},
      {"port", 0, 0, G_OPTION_ARG_INT, &options->port, "port to serve on; else any that is free",
       "N"},
      {"no-open", 0, 0, G_OPTION_ARG_NONE, &options->is_not_opened,
       "print the address only, open no browser", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
  birge_lexicon_option_add(context, &options->lexicon);
}

static void clear(gpointer data) {
  ReviewOptions *options = data;
  g_free(options->memory);
  g_free(options->lexicon);
  g_free(options->output);
  g_free(options->languages);
  g_free(options->encoding);
  g_free(options->paragraphs);
  g_free(options->user);
}

static gboolean check_options(const ReviewOptions *options, guint n_paths, GError **error) {
  if (n_paths == 0 || n_paths > BIRGE_MAX_LANGUAGES)
    birge_fail_usage(error, "expected a bitext, or 2 to %d versions (birge review --help)",
                     BIRGE_MAX_LANGUAGES);
  else if (n_paths == 1 && options->output)
    birge_fail_usage(error, "--output is for versions; a bitext is written where it was");
  else if (options->port < 0 || options->port > G_MAXUINT16)
    birge_fail_usage(error, "--port %d: expected 0 to %d", options->port, G_MAXUINT16);
  else if (options->user && !g_utf8_validate(options->user, -1, NULL))
    birge_fail_usage(error, "--user is not UTF-8");
  else
    return TRUE;
  return FALSE;
}

/* Returns "news.json" for "news.en.txt", yours. */
static char *name_bitext(const ReviewOptions *options, const BirgeDocument *first,
                         const char *path) {
  if (options->output)
    return g_strdup(options->output);
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *base = g_path_get_basename(path);
  for (guint i = 0; i < 2; i++) {
    char *dot = strrchr(base, '.');
    if (dot && dot != base && (i == 0 || g_ascii_strcasecmp(dot + 1, first->language) == 0))
      *dot = '\0';
  }
  g_autofree char *name = g_strconcat(base, DEFAULT_ENDING, NULL);
  return g_str_equal(folder, ".") ? g_steal_pointer(&name) : g_build_filename(folder, name, NULL);
}

static gboolean write_bitext(const BirgeBitext *bitext, const char *path, GError **error) {
  if (g_file_test(path, G_FILE_TEST_EXISTS)) {
    birge_error_set_at(error, BIRGE_ERROR_IO, path, 0,
                       "is there already (birge review %s goes on with it, --output names another)",
                       path);
    return FALSE;
  }
  const BirgeFormat *format = birge_format_find(birge_exchange_formats(), "json");
  const BirgeWriteOptions options = {0};
  g_autoptr(BirgeOutput) output = birge_output_open(path, error);
  if (!output || !format->write(bitext, &options, output, error))
    return FALSE;
  return birge_output_commit(g_steal_pointer(&output), error);
}

/* Finds the memory that words are learnt from. A folder that is to become one has no file yet.
 * Returns its path, yours; NULL: there is none. */
static char *find_teacher(const ReviewOptions *options, const char *article) {
  g_autofree char *memory = birge_find_memory(options->memory, article);
  g_autoptr(GDir) folder = memory ? g_dir_open(memory, 0, NULL) : NULL;
  if (!folder)
    return g_steal_pointer(&memory);
  for (const char *name; (name = g_dir_read_name(folder));) {
    if (g_str_has_suffix(name, ".tmx"))
      return g_steal_pointer(&memory);
  }
  return NULL;
}

/* Aligns versions and saves the bitext. Returns its path, yours. */
static char *align_versions(const ReviewOptions *options, const Review *review,
                            const char *const *paths, guint n_paths, GError **error) {
  BirgeReadOptions read_options = {.encoding = options->encoding};
  if (!birge_parse_paragraphs(options->paragraphs, &read_options.paragraphs, error))
    return NULL;
  g_autoptr(GPtrArray) documents = birge_pipeline_read_all(
      review->pipeline, (BirgePaths){paths, n_paths, options->languages}, read_options, error);
  if (!documents)
    return NULL;
  g_autofree char *memory = find_teacher(options, paths[0]);
  g_autofree char *path = name_bitext(options, documents->pdata[0], paths[0]);
  g_autoptr(BirgeBitext) bitext =
      birge_pipeline_align(review->pipeline, (const BirgeDocument *const *)documents->pdata,
                           documents->len, memory, error);
  return bitext && write_bitext(bitext, path, error) ? g_steal_pointer(&path) : NULL;
}

/* Learns from the memory, and finds out whether approved rows can go there. */
static gboolean open_memory(const ReviewOptions *options, Review *review, const char *path,
                            GError **error) {
  g_autofree char *memory = birge_find_memory(options->memory, path);
  g_autofree char *teacher = find_teacher(options, path);
  if (memory && g_file_test(memory, G_FILE_TEST_IS_DIR) && access(memory, W_OK) == 0)
    review->memory = g_strdup(memory);
  g_autoptr(BirgeBitext) bitext = birge_bitext_read_json(path, error);
  if (!bitext)
    return FALSE;
  if (teacher || options->lexicon)
    review->lexicon = birge_pipeline_learn(review->pipeline, bitext, teacher, error);
  review->align =
      (BirgeAlignOptions){.locales = review->pipeline->locales, .lexicon = review->lexicon};
  return review->lexicon || (!teacher && !options->lexicon);
}

/* Whether a format can say a bitext: some know two languages only. */
static gboolean can_say(const BirgeFormat *format, const BirgeBitext *bitext,
                        const BirgeLocales *locales) {
  const BirgeWriteOptions options = {.locales = locales};
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  return format->write(bitext, &options, output, NULL);
}

/* Lists what a browser can take, and the format say. It is tried with the first row. */
static GPtrArray *list_formats(const Review *review) {
  GPtrArray *list = g_ptr_array_new();
  const BirgeDraft *draft = birge_session_draft(review->session);
  g_autoptr(BirgeBitext) first = birge_draft_bitext(draft, 0, MIN(draft->rows->len, 1));
  const BirgeFormat *const tables[] = {birge_exchange_formats(), birge_render_formats()};
  for (guint t = 0; t < G_N_ELEMENTS(tables); t++) {
    for (const BirgeFormat *format = tables[t]; format->name; format++) {
      if (!g_str_equal(format->name, "terminal") &&
          can_say(format, first, review->pipeline->locales))
        g_ptr_array_add(list, (gpointer)format);
    }
  }
  g_ptr_array_add(list, NULL);
  return list;
}

static gboolean say(const char *name, const char *address, GError **error) {
  BirgeOutput *output = birge_output_open(NULL, error);
  if (!output)
    return FALSE;
  birge_output_printf(output, "%s is reviewed at\n%s\nCtrl-C saves and ends.\n", name, address);
  return birge_output_commit(output, error);
}

static gboolean serve(const ReviewOptions *options, const Review *review, const char *path,
                      GError **error) {
  g_autofree char *base = g_path_get_basename(path);
  g_autofree char *name = g_utf8_make_valid(base, -1);
  g_autofree char *login = g_utf8_make_valid(g_get_user_name(), -1);
  const BirgeServerOptions server_options = {
      .session = review->session,
      .locales = review->pipeline->locales,
      .name = name,
      .user = options->user ? options->user : login,
      .memory = review->memory,
      .formats = (const BirgeFormat *const *)review->formats->pdata,
      .port = (guint)options->port,
  };
  g_autoptr(BirgeServer) server = birge_server_new(&server_options, error);
  if (!server || !say(name, birge_server_address(server), error))
    return FALSE;
  g_autoptr(GError) wrong = NULL;
  if (!options->is_not_opened &&
      !g_app_info_launch_default_for_uri(birge_server_address(server), NULL, &wrong))
    fprintf(stderr, "birge: no browser could be opened: %s\n", wrong->message);
  return birge_server_run(server, error);
}

static void clear_review(Review *review) {
  g_clear_pointer(&review->session, birge_session_free);
  g_clear_pointer(&review->pipeline, birge_pipeline_close);
  g_clear_pointer(&review->formats, g_ptr_array_unref);
  g_free(review->memory);
}

static gboolean run_review(const ReviewOptions *options, Review *review, const char *const *paths,
                           guint n_paths, GError **error) {
  review->pipeline = birge_pipeline_open(error);
  if (!review->pipeline || !birge_pipeline_read_lexicon(review->pipeline, options->lexicon, error))
    return FALSE;
  g_autofree char *path =
      n_paths == 1 ? g_strdup(paths[0]) : align_versions(options, review, paths, n_paths, error);
  if (!path || !open_memory(options, review, path, error))
    return FALSE;
  g_clear_pointer(&review->pipeline->progress, birge_progress_free);
  review->session = birge_session_open(path, &review->align, error);
  if (!review->session)
    return FALSE;
  review->formats = list_formats(review);
  gboolean is_served = serve(options, review, path, error);
  return birge_session_end(g_steal_pointer(&review->session), is_served ? error : NULL) &&
         is_served;
}

static gboolean run(gpointer data, const char *const *paths, guint n_paths, GError **error) {
  const ReviewOptions *options = data;
  if (!check_options(options, n_paths, error))
    return FALSE;
  Review review = {0};
  gboolean is_done = run_review(options, &review, paths, n_paths, error);
  clear_review(&review);
  return is_done;
}

const BirgeCommand birge_review_command = {
    .name = "review",
    .summary = "check and mend an alignment on a page in the browser",
    .operands = "BITEXT | VERSION VERSION…",
    .help = "Serves a page on this machine only, and opens it. Every change is on the disk before\n"
            "the page shows it; should the program be killed, the same call goes on.\n\n"
            "Examples:\n"
            "  birge review news.json\n"
            "  birge review news.en.txt news.ckb.txt news.ar.txt\n",
    .options_size = sizeof(ReviewOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
