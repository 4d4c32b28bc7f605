/* Prints matches as text, TSV and JSON, and word for word how they differ from the text. */
#include "cli/lookup_output.h"

#include "cli/print.h"

#include <string.h>

/* A match, with what is printed of it. */
typedef struct {
  const BirgeLookupPrinter *printer;
  const BirgeQuery *query;
  const BirgeMatch *match;
  guint line;
  BirgeUnit *unit;
  const BirgeVariant *stored;
  GPtrArray *counterparts; /* of const BirgeVariant* */
  GArray *parts;           /* of BirgeDiff: of runs of words */
  char *file;
} Shown;

/* Joins neighbouring words of one kind, what was deleted at a place before what was inserted. */
static GArray *join_parts(const GArray *words) {
  GArray *runs = g_array_new(FALSE, FALSE, sizeof(BirgeDiff));
  BirgeDiff change[2] = {{BIRGE_DIFF_DELETED, 0, 0}, {BIRGE_DIFF_INSERTED, 0, 0}};
  for (guint i = 0; i <= words->len; i++) {
    const BirgeDiff *word = i < words->len ? &g_array_index(words, BirgeDiff, i) : NULL;
    if (word && word->kind != BIRGE_DIFF_SAME) {
      BirgeDiff *run = &change[word->kind == BIRGE_DIFF_DELETED ? 0 : 1];
      run->start = run->end == 0 ? word->start : run->start;
      run->end = word->end;
      continue;
    }
    for (guint c = 0; c < 2; c++) {
      if (change[c].end > 0)
        g_array_append_val(runs, change[c]);
      change[c].end = 0;
    }
    BirgeDiff *last = runs->len > 0 ? &g_array_index(runs, BirgeDiff, runs->len - 1) : NULL;
    if (word && last && last->kind == BIRGE_DIFF_SAME)
      last->end = word->end;
    else if (word)
      g_array_append_vals(runs, word, 1);
  }
  return runs;
}

static const char *kind_of(const BirgeMatch *match) {
  return match->is_context ? "context" : match->distance == 0 ? "exact" : "fuzzy";
}

static const char *numbers_of(const BirgeMatch *match) {
  return match->is_numbers_only ? "only" : match->has_other_numbers ? "differ" : "same";
}

/* Prints hundredths of a per cent, without zeroes that say nothing. */
static void print_score(BirgeOutput *output, gint score) {
  if (score % 100 == 0)
    birge_output_printf(output, "%d", score / 100);
  else if (score % 10 == 0)
    birge_output_printf(output, "%d.%d", score / 100, score % 100 / 10);
  else
    birge_output_printf(output, "%d.%02d", score / 100, score % 100);
}

/* The score before penalties. */
static gint similarity_of(const BirgeMatch *match) {
  if (match->is_context)
    return BIRGE_SCORE_CONTEXT;
  return (gint)((guint64)BIRGE_SCORE_EXACT * (match->n_tokens - match->distance) / match->n_tokens);
}

static gint chars_of(const Shown *shown) {
  return (gint)birge_lookup_score_chars(shown->printer->lookup, shown->query->text,
                                        shown->query->length, shown->stored->text,
                                        shown->stored->length);
}

typedef void (*PrintText)(BirgeOutput *output, const char *text, gsize length);

/* Prints the text looked up with what the stored one has less and more: in colour, or in the marks
 * of wdiff. */
static void print_parts(const Shown *shown, gboolean color, PrintText print) {
  static const char *const open[2][3] = {{"", "{+", "[-"}, {"", "\033[32;4m", "\033[31;9m"}};
  static const char *const close[2][3] = {{"", "+}", "-]"}, {"", "\033[0m", "\033[0m"}};
  BirgeOutput *output = shown->printer->ask->output;
  gsize end = 0; /* of what was printed of the text */
  for (guint i = 0; i < shown->parts->len; i++) {
    const BirgeDiff *part = &g_array_index(shown->parts, BirgeDiff, i);
    gboolean is_deleted = part->kind == BIRGE_DIFF_DELETED;
    const char *text = is_deleted ? shown->stored->text : shown->query->text;
    if (!is_deleted)
      print(output, text + end, part->start - end);
    else if (i > 0 && g_ascii_isspace(text[part->start - 1]))
      birge_output_puts(output, " ");
    birge_output_puts(output, open[color ? 1 : 0][part->kind]);
    print(output, text + part->start, part->end - part->start);
    birge_output_puts(output, close[color ? 1 : 0][part->kind]);
    /* What stands first has no space before it in the text that it would be parted from. */
    if (is_deleted && i == 0 && g_ascii_isspace(text[part->end]))
      birge_output_puts(output, " ");
    end = is_deleted ? end : part->end;
  }
}

static void print_text(const Shown *shown) {
  const BirgeAsk *ask = shown->printer->ask;
  const BirgeMatch *match = shown->match;
  print_score(ask->output, match->score);
  birge_output_printf(ask->output, " %%  %s", kind_of(match));
  gint penalty = similarity_of(match) - match->score;
  if (penalty > 0)
    birge_output_printf(ask->output, ", %d off", penalty / 100);
  if (match->is_numbers_only)
    birge_output_puts(ask->output, ", differs in numbers only");
  else if (match->has_other_numbers)
    birge_output_puts(ask->output, ", numbers differ");
  if (shown->printer->with_chars) {
    birge_output_puts(ask->output, ", by characters ");
    print_score(ask->output, chars_of(shown));
    birge_output_puts(ask->output, " %");
  }
  birge_output_puts(ask->output, "  ");
  birge_print_shown(ask->output, shown->file, strlen(shown->file));
  birge_output_printf(ask->output, ":%" G_GUINT64_FORMAT, shown->unit->line);
  const char *tuid = birge_attributes_get(shown->unit->attributes, "tuid");
  if (tuid) {
    birge_output_puts(ask->output, " ");
    birge_print_shown(ask->output, tuid, strlen(tuid));
  }
  birge_output_puts(ask->output, "\n");
  birge_ask_begin_text(ask, shown->stored->language);
  if (match->distance > 0)
    print_parts(shown, ask->color, birge_print_shown);
  else
    birge_print_shown(ask->output, shown->stored->text, shown->stored->length);
  birge_ask_end_text(ask, shown->stored->language);
  birge_ask_print_texts(ask, shown->counterparts);
}

static void print_json_parts(const Shown *shown) {
  static const char *const kinds[] = {"same", "inserted", "deleted"};
  BirgeOutput *output = shown->printer->ask->output;
  birge_output_puts(output, "\"diff\": [");
  for (guint i = 0; i < shown->parts->len; i++) {
    const BirgeDiff *part = &g_array_index(shown->parts, BirgeDiff, i);
    const char *text = part->kind == BIRGE_DIFF_DELETED ? shown->stored->text : shown->query->text;
    birge_output_printf(output, "%s{\"kind\": \"%s\", \"text\": ", i > 0 ? ", " : "",
                        kinds[part->kind]);
    birge_print_json(output, text + part->start, part->end - part->start);
    birge_output_puts(output, "}");
  }
  birge_output_puts(output, "], ");
}

static void print_json(const Shown *shown) {
  BirgeOutput *output = shown->printer->ask->output;
  birge_output_puts(output, "{\"score\": ");
  print_score(output, shown->match->score);
  birge_output_printf(output, ", \"kind\": \"%s\", \"penalty\": %d", kind_of(shown->match),
                      (similarity_of(shown->match) - shown->match->score) / 100);
  if (shown->printer->with_chars) {
    birge_output_puts(output, ", \"chars\": ");
    print_score(output, chars_of(shown));
  }
  birge_output_printf(output, ", \"numbers\": \"%s\", \"file\": ", numbers_of(shown->match));
  birge_print_json(output, shown->file, strlen(shown->file));
  birge_output_printf(output, ", \"at\": %" G_GUINT64_FORMAT ", \"unit\": %u, \"tuid\": ",
                      shown->unit->line, shown->match->unit);
  const char *tuid = birge_attributes_get(shown->unit->attributes, "tuid");
  if (tuid)
    birge_print_json(output, tuid, strlen(tuid));
  else
    birge_output_puts(output, "null");
  birge_output_puts(output, ", \"source\": ");
  birge_print_json(output, shown->stored->text, shown->stored->length);
  birge_output_puts(output, ", ");
  print_json_parts(shown);
  birge_ask_print_json(shown->printer->ask, shown->counterparts);
  birge_output_puts(output, "}");
}

/* A row for each counterpart, as a spreadsheet wants it. */
static void print_tsv(const Shown *shown) {
  BirgeOutput *output = shown->printer->ask->output;
  const char *tuid = birge_attributes_get(shown->unit->attributes, "tuid");
  for (guint i = 0; i < MAX(shown->counterparts->len, 1); i++) {
    const BirgeVariant *variant =
        i < shown->counterparts->len ? shown->counterparts->pdata[i] : NULL;
    birge_output_printf(output, "%u\t", shown->line);
    print_score(output, shown->match->score);
    birge_output_printf(output, "\t%s\t%d\t", kind_of(shown->match),
                        (similarity_of(shown->match) - shown->match->score) / 100);
    if (shown->printer->with_chars) {
      print_score(output, chars_of(shown));
      birge_output_puts(output, "\t");
    }
    birge_output_printf(output, "%s\t", numbers_of(shown->match));
    birge_print_field(output, shown->file, strlen(shown->file));
    birge_output_printf(output, "\t%" G_GUINT64_FORMAT "\t%u\t", shown->unit->line,
                        shown->match->unit);
    birge_print_field(output, tuid ? tuid : "", tuid ? strlen(tuid) : 0);
    birge_output_puts(output, "\t");
    birge_print_field(output, shown->stored->text, shown->stored->length);
    birge_output_puts(output, "\t");
    print_parts(shown, FALSE, birge_print_field);
    birge_output_puts(output, "\t");
    birge_print_field(output, variant ? variant->language : "",
                      variant ? strlen(variant->language) : 0);
    birge_output_puts(output, "\t");
    birge_print_field(output, variant ? variant->text : "", variant ? variant->length : 0);
    birge_output_puts(output, "\n");
  }
}

void birge_lookup_print_heading(const BirgeLookupPrinter *printer) {
  if (printer->ask->format == BIRGE_ASK_TSV)
    birge_output_printf(
        printer->ask->output,
        "line\tscore\tkind\tpenalty\t%snumbers\tfile\tat\tunit\ttuid\tsource\tdiff\t"
        "language\ttext\n",
        printer->with_chars ? "chars\t" : "");
}

static gboolean print_match(Shown *shown, GError **error) {
  static void (*const prints[])(const Shown *) = {print_text, print_tsv, print_json};
  const BirgeAsk *ask = shown->printer->ask;
  const BirgeMatch *match = shown->match;
  g_autoptr(BirgeUnit) unit = birge_memory_unit(ask->memory, match->file, match->unit, error);
  if (!unit)
    return FALSE;
  shown->unit = unit;
  shown->stored = unit->variants->pdata[match->variant];
  g_autoptr(GPtrArray) counterparts = shown->counterparts =
      birge_ask_counterparts(ask, unit, match->variant);
  g_autoptr(GArray) words =
      birge_lookup_diff(shown->printer->lookup, shown->stored->text, shown->stored->length,
                        shown->query->text, shown->query->length);
  g_autoptr(GArray) parts = shown->parts = join_parts(words);
  g_autofree char *file = shown->file = birge_ask_file_name(ask, match->file);
  prints[ask->format](shown);
  return parts && counterparts && file;
}

gboolean birge_lookup_print(const BirgeLookupPrinter *printer, guint line, const BirgeQuery *query,
                            const GArray *matches, GError **error) {
  const BirgeAsk *ask = printer->ask;
  if (ask->format == BIRGE_ASK_JSON) {
    birge_output_printf(ask->output, "{\"line\": %u, \"text\": ", line);
    birge_print_json(ask->output, query->text, query->length);
    birge_output_puts(ask->output, ", \"matches\": [");
  } else if (ask->format == BIRGE_ASK_TEXT) {
    birge_output_puts(ask->output, line > 1 ? "\n" : "");
    birge_print_shown(ask->output, query->text, query->length);
    birge_output_puts(ask->output, matches->len > 0 ? "\n" : "\nno match\n");
  }
  for (guint i = 0; i < matches->len; i++) {
    Shown shown = {.printer = printer,
                   .query = query,
                   .match = &g_array_index(matches, BirgeMatch, i),
                   .line = line};
    if (ask->format == BIRGE_ASK_JSON && i > 0)
      birge_output_puts(ask->output, ", ");
    if (!print_match(&shown, error))
      return FALSE;
  }
  if (ask->format == BIRGE_ASK_JSON)
    birge_output_puts(ask->output, "]}\n");
  return TRUE;
}
