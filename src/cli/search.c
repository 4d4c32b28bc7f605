/* birge search: where words and phrases stand in a memory, and their counterparts. */
#include "base/error.h"
#include "cli/ask.h"
#include "cli/command.h"
#include "cli/print.h"
#include "memory/concordance.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_BEST 20

typedef struct {
  BirgeAskOptions ask;
  int best;
  gboolean is_regex;
  gboolean with_context;
} Options;

/* A hit, with what is printed of it. */
typedef struct {
  const BirgeAsk *ask;
  const BirgeHit *hit;
  BirgeUnit *unit;
  const BirgeVariant *found;
  GPtrArray *counterparts; /* of const BirgeVariant* */
  GArray *marks;           /* of BirgeRange */
  char *file;
  BirgeUnit *neighbours[2]; /* before and after; NULL: none, or not asked for */
} Shown;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  options->best = DEFAULT_BEST;
  birge_ask_options_add(&options->ask, context);
  const GOptionEntry entries[] = {
      {"best", 0, 0, G_OPTION_ARG_INT, &options->best, "how many hits; 0: all; else 20", "N"},
      {"regex", 'e', 0, G_OPTION_ARG_NONE, &options->is_regex,
       "PATTERN is a regular expression (ICU), for folded text", NULL},
      {"context", 0, 0, G_OPTION_ARG_NONE, &options->with_context,
       "show also the units before and after", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  birge_ask_options_clear(&((Options *)data)->ask);
}

/* Prints what was found in colour, or in brackets. */
static void print_marked(const Shown *shown) {
  const BirgeAsk *ask = shown->ask;
  const BirgeVariant *found = shown->found;
  gsize end = 0;
  for (guint i = 0; i < shown->marks->len; i++) {
    BirgeRange mark = g_array_index(shown->marks, BirgeRange, i);
    birge_print_shown(ask->output, found->text + end, mark.start - end);
    birge_output_puts(ask->output, ask->color ? "\033[1;33m" : "[");
    birge_print_shown(ask->output, found->text + mark.start, mark.end - mark.start);
    birge_output_puts(ask->output, ask->color ? "\033[0m" : "]");
    end = mark.end;
  }
  birge_print_shown(ask->output, found->text + end, found->length - end);
}

/* Returns the first variant of a neighbour in the language of the hit, or NULL. */
static const BirgeVariant *find_beside(const Shown *shown, guint side) {
  const BirgeUnit *unit = shown->neighbours[side];
  for (guint v = 0; unit && v < unit->variants->len; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    if (g_ascii_strcasecmp(variant->language, shown->found->language) == 0)
      return variant;
  }
  return NULL;
}

static void print_beside(const Shown *shown, guint side) {
  const BirgeVariant *variant = find_beside(shown, side);
  if (!variant)
    return;
  birge_ask_begin_text(shown->ask, side == 0 ? "before" : "after");
  birge_print_shown(shown->ask->output, variant->text, variant->length);
  birge_output_puts(shown->ask->output, "\n");
}

static void print_text(const Shown *shown) {
  const BirgeAsk *ask = shown->ask;
  const char *tuid = birge_attributes_get(shown->unit->attributes, "tuid");
  birge_print_shown(ask->output, shown->file, strlen(shown->file));
  birge_output_printf(ask->output, ":%" G_GUINT64_FORMAT "%s", shown->unit->line, tuid ? " " : "");
  birge_print_shown(ask->output, tuid ? tuid : "", tuid ? strlen(tuid) : 0);
  birge_output_puts(ask->output, "\n");
  print_beside(shown, 0);
  birge_ask_begin_text(ask, shown->found->language);
  print_marked(shown);
  birge_ask_end_text(ask, shown->found->language);
  print_beside(shown, 1);
  birge_ask_print_texts(ask, shown->counterparts);
}

static void print_field(BirgeOutput *output, const char *text, const char *after) {
  birge_print_field(output, text ? text : "", text ? strlen(text) : 0);
  birge_output_puts(output, after);
}

/* A row for each counterpart. */
static void print_tsv(const Shown *shown) {
  BirgeOutput *output = shown->ask->output;
  for (guint i = 0; i < MAX(shown->counterparts->len, 1); i++) {
    const BirgeVariant *variant =
        i < shown->counterparts->len ? shown->counterparts->pdata[i] : NULL;
    print_field(output, shown->file, "\t");
    birge_output_printf(output, "%" G_GUINT64_FORMAT "\t%u\t", shown->unit->line, shown->hit->unit);
    print_field(output, birge_attributes_get(shown->unit->attributes, "tuid"), "\t");
    for (guint m = 0; m < shown->marks->len; m++) {
      BirgeRange mark = g_array_index(shown->marks, BirgeRange, m);
      birge_output_printf(output, "%s%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT, m > 0 ? "," : "",
                          mark.start, mark.end);
    }
    birge_output_puts(output, "\t");
    for (guint side = 0; side < 2; side++) {
      const BirgeVariant *beside = find_beside(shown, side);
      print_field(output, beside ? beside->text : NULL, "\t");
    }
    print_field(output, shown->found->text, "\t");
    print_field(output, variant ? variant->language : NULL, "\t");
    print_field(output, variant ? variant->text : NULL, "\n");
  }
}

static void print_member(BirgeOutput *output, const char *name, const char *text) {
  birge_output_printf(output, "\"%s\": ", name);
  if (text)
    birge_print_json(output, text, strlen(text));
  else
    birge_output_puts(output, "null");
  birge_output_puts(output, ", ");
}

static void print_json(const Shown *shown) {
  BirgeOutput *output = shown->ask->output;
  birge_output_puts(output, "{");
  print_member(output, "file", shown->file);
  birge_output_printf(output, "\"at\": %" G_GUINT64_FORMAT ", \"unit\": %u, ", shown->unit->line,
                      shown->hit->unit);
  print_member(output, "tuid", birge_attributes_get(shown->unit->attributes, "tuid"));
  birge_output_puts(output, "\"found\": [");
  for (guint m = 0; m < shown->marks->len; m++) {
    BirgeRange mark = g_array_index(shown->marks, BirgeRange, m);
    birge_output_printf(output, "%s[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]", m > 0 ? ", " : "",
                        mark.start, mark.end);
  }
  birge_output_puts(output, "], ");
  const BirgeVariant *before = find_beside(shown, 0), *after = find_beside(shown, 1);
  print_member(output, "before", before ? before->text : NULL);
  print_member(output, "after", after ? after->text : NULL);
  print_member(output, "source", shown->found->text);
  birge_ask_print_json(shown->ask, shown->counterparts);
  birge_output_puts(output, "}\n");
}

/* Reads the units beside a hit. */
static gboolean read_neighbours(Shown *shown, GError **error) {
  const BirgeMemory *memory = shown->ask->memory;
  const BirgeHit *hit = shown->hit;
  if (hit->unit > 0) {
    shown->neighbours[0] = birge_memory_unit(memory, hit->file, hit->unit - 1, error);
    if (!shown->neighbours[0])
      return FALSE;
  }
  if (hit->unit + 1 >= birge_memory_n_units(memory, hit->file))
    return TRUE;
  shown->neighbours[1] = birge_memory_unit(memory, hit->file, hit->unit + 1, error);
  return shown->neighbours[1] != NULL;
}

static void clear_shown(Shown *shown) {
  g_clear_pointer(&shown->unit, birge_unit_unref);
  g_clear_pointer(&shown->counterparts, g_ptr_array_unref);
  g_clear_pointer(&shown->marks, g_array_unref);
  g_clear_pointer(&shown->neighbours[0], birge_unit_unref);
  g_clear_pointer(&shown->neighbours[1], birge_unit_unref);
  g_free(shown->file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Shown, clear_shown)

static gboolean print_hit(const BirgeAsk *ask, const BirgeSearch *search, const BirgeHit *hit,
                          gboolean with_context, GError **error) {
  static void (*const prints[])(const Shown *) = {print_text, print_tsv, print_json};
  g_auto(Shown) shown = {.ask = ask, .hit = hit};
  shown.unit = birge_memory_unit(ask->memory, hit->file, hit->unit, error);
  if (!shown.unit || (with_context && !read_neighbours(&shown, error)))
    return FALSE;
  shown.found = shown.unit->variants->pdata[hit->variant];
  shown.counterparts = birge_ask_counterparts(ask, shown.unit, hit->variant);
  shown.marks = birge_search_mark(search, shown.found->text, shown.found->length);
  shown.file = birge_ask_file_name(ask, hit->file);
  prints[ask->format](&shown);
  return TRUE;
}

static gboolean check(const Options *options, const char *const *operands, guint n_operands,
                      GError **error) {
  if (n_operands != 1)
    birge_fail_usage(error, "expected one pattern, found %u (birge search --help)", n_operands);
  else if (options->best < 0)
    birge_fail_usage(error, "--best %d: expected 0 or more", options->best);
  else if (!g_utf8_validate(operands[0], -1, NULL))
    birge_fail_usage(error, "the pattern is not UTF-8");
  else
    return TRUE;
  return FALSE;
}

static gboolean run(gpointer data, const char *const *operands, guint n_operands, GError **error) {
  const Options *options = data;
  g_autoptr(BirgeAsk) ask =
      check(options, operands, n_operands, error) ? birge_ask_open(&options->ask, error) : NULL;
  if (!ask)
    return FALSE;
  const BirgeSearchOptions search_options = {.source = ask->source,
                                             .targets = (const char *const *)ask->targets,
                                             .best = (guint)options->best,
                                             .is_regex = options->is_regex};
  g_autoptr(BirgeSearch) search =
      birge_search_new(ask->memory, operands[0], &search_options, error);
  guint64 n_hits = 0;
  const GArray *hits = search ? birge_search_find(search, &n_hits, error) : NULL;
  if (!hits)
    return FALSE;
  if (ask->format == BIRGE_ASK_TSV)
    birge_output_puts(ask->output, "file\tat\tunit\ttuid\tfound\tbefore\tafter\tsource\tlanguage\t"
                                   "text\n");
  for (guint i = 0; i < hits->len; i++) {
    if (!print_hit(ask, search, &g_array_index(hits, BirgeHit, i), options->with_context, error))
      return FALSE;
  }
  if (!birge_output_commit(g_steal_pointer(&ask->output), error))
    return FALSE;
  g_clear_pointer(&ask->progress, birge_progress_free);
  if (n_hits == BIRGE_NOT_COUNTED)
    fprintf(stderr, "%u or more found, %u shown\n", hits->len, hits->len);
  else
    fprintf(stderr, "%" G_GUINT64_FORMAT " found, %u shown\n", n_hits, hits->len);
  return TRUE;
}

const BirgeCommand birge_search_command = {
    .name = "search",
    .summary = "find where words and phrases stand in a memory",
    .operands = "PATTERN",
    .help = "PATTERN is words, all of which a text must have; \"words in quotes\" stand together;\n"
            "a word that ends with * is the beginning of one. All is compared folded.\n\n"
            "Examples:\n"
            "  birge search --memory tmx --to ckb 'dam water'\n"
            "  birge search --memory tmx '\"drinking water\" suppl*'\n"
            "  birge search --memory tmx --regex 'Mon|Tues'\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
