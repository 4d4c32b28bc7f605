/* Learns IBM Model 1 by expectation maximisation, one word of the target language after the other.
 *
 * A column is all that may become one word of to. What a round adds to its expected counts depends
 * on the column alone: for each text that the word stands in, it is shared out among the words of
 * the text it translates, by their probabilities. So threads take columns, no table of pairs of
 * words in texts is ever kept, and only the sums of rows cross columns. These are added up as whole
 * numbers, which come out the same in any order. */
#include "align/model.h"

#include "base/parallel.h"

#include <math.h>
#include <string.h>

#define N_ROUNDS 5
/* Translations that are less likely are noise. */
#define MIN_PROBABILITY 0.01
/* Those that are less likely after any round but the last are given up. In the first round the
 * words of a text share what they translate evenly, and one that a word truly becomes begins with
 * 1 of 30 or so: what is thirty times rarer beside it than that will hardly be kept. Rows do not
 * suffer from it (docs/evaluation.md). */
#define MIN_HOPE 0.001F
/* The words of to are parted in blocks that stand in so many texts together. The parts must not
 * depend on the threads. */
#define BLOCK_POSTINGS (1 << 15)
/* Texts are read so far ahead, in postings: else seven tenths of the time go by waiting for them.
 */
#define LOOK_AHEAD 16
#define CACHE_LINE_WORDS 16
/* A count of 1 as a whole number. Sums of up to 2^31 fit 64 bits. */
#define ONE ((double)(G_GINT64_CONSTANT(1) << 32))

double birge_table_get(const BirgeTable *table, guint32 from, guint32 to) {
  if (from >= table->n_from)
    return 0;
  guint32 low = table->starts[from], high = table->starts[from + 1], end = high;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    if (table->words[middle] < to)
      low = middle + 1;
    else
      high = middle;
  }
  return low < end && table->words[low] == to ? table->probabilities[low] : 0;
}

void birge_table_clear(BirgeTable *table) {
  g_free(table->starts);
  g_free(table->words);
  g_free(table->probabilities);
  *table = (BirgeTable){0};
}

/* A word that may become the one of the column, and its expected count. */
typedef struct {
  guint32 from;
  float count;
} Link;

/* Columns that one task works on. */
typedef struct {
  guint32 first, end; /* half-open run of words of to */
  guint32 *starts;    /* of each column in links; end - first + 1 */
  Link *links;
} Block;

/* A word of from, while a column is worked on. */
typedef struct {
  double count;
  float probability; /* that it becomes the word of the column; 0 between columns */
  gboolean is_listed;
} Share;

/* What belongs to a thread. */
typedef struct {
  Share *shares; /* by word of from */
  gint64 *sums;  /* of rows, by word of from: ONE is 1 */
  GArray *links; /* of Link, of the block at hand */
} Scratch;

typedef struct {
  const BirgeParallelTexts *texts;
  guint32 *postings; /* by word of to: where the texts begin that its texts translate */
  guint32 *starts;   /* of each word of to in postings; one more than there are */
  GArray *blocks;    /* of Block */
  double *sums;      /* of rows, by word of from: of the round before */
  Scratch *scratch;  /* by thread */
  guint n_threads;
} Trainer;

/* Lists for each word of to the texts that it is a translation in. */
static void list_postings(Trainer *trainer) {
  const BirgeParallelTexts *texts = trainer->texts;
  guint32 n_to = texts->n_words[1];
  guint32 *starts = trainer->starts = g_new0(guint32, (gsize)n_to + 2);
  for (guint32 i = 0; i < texts->n_pairs; i++)
    for (const guint32 *to = texts->texts[1] + texts->pairs[i].texts[1]; *to != BIRGE_TEXT_END;
         to++)
      starts[*to + 2]++;
  for (guint32 w = 2; w <= n_to + 1; w++)
    starts[w] += starts[w - 1];
  trainer->postings = g_new(guint32, (gsize)starts[n_to + 1] + 1);
  /* Each start moves to where the word after it begins. */
  for (guint32 i = 0; i < texts->n_pairs; i++)
    for (const guint32 *to = texts->texts[1] + texts->pairs[i].texts[1]; *to != BIRGE_TEXT_END;
         to++)
      trainer->postings[starts[*to + 1]++] = texts->pairs[i].texts[0];
}

static void part_columns(Trainer *trainer) {
  trainer->blocks = g_array_new(FALSE, FALSE, sizeof(Block));
  guint32 n_to = trainer->texts->n_words[1];
  for (guint32 first = 0, end; first < n_to; first = end) {
    for (end = first + 1; end < n_to; end++) {
      if (trainer->starts[end + 1] - trainer->starts[first] > BLOCK_POSTINGS)
        break;
    }
    Block block = {.first = first, .end = end};
    block.starts = g_new0(guint32, (gsize)(end - first) + 1);
    g_array_append_val(trainer->blocks, block);
  }
}

static guint32 measure_text(const guint32 *text) {
  guint32 n = 0;
  while (text[n] != BIRGE_TEXT_END)
    n++;
  return n;
}

/* What the rows will sum to in the first round, when all words are alike. */
static void expect_sums(Trainer *trainer) {
  const BirgeParallelTexts *texts = trainer->texts;
  trainer->sums = g_new0(double, (gsize)texts->n_words[0] + 1);
  for (guint32 i = 0; i < texts->n_pairs; i++) {
    const guint32 *from = texts->texts[0] + texts->pairs[i].texts[0];
    guint32 n_from = measure_text(from);
    guint32 n_to = measure_text(texts->texts[1] + texts->pairs[i].texts[1]);
    for (guint32 s = 0; s < n_from; s++)
      trainer->sums[from[s]] += (double)n_to / n_from;
  }
}

static void add_link(Scratch *scratch, guint32 from, double count) {
  Link link = {from, (float)count};
  g_array_append_val(scratch->links, link);
  scratch->sums[from] += (gint64)(link.count * ONE);
}

/* Fetches the text of a posting that is soon to be read, a usual sentence of it. */
static void fetch_ahead(const Trainer *trainer, guint32 posting) {
  if (posting + LOOK_AHEAD >= trainer->starts[trainer->texts->n_words[1]])
    return;
  const guint32 *text = trainer->texts->texts[0] + trainer->postings[posting + LOOK_AHEAD];
  __builtin_prefetch(text);
  __builtin_prefetch(text + CACHE_LINE_WORDS);
}

/* The first round of a column: each text shares the word out evenly. */
static void begin_column(const Trainer *trainer, guint32 to, Scratch *scratch, GArray *listed) {
  const guint32 *texts = trainer->texts->texts[0];
  g_array_set_size(listed, 0);
  for (guint32 i = trainer->starts[to]; i < trainer->starts[to + 1]; i++) {
    const guint32 *from = texts + trainer->postings[i];
    fetch_ahead(trainer, i);
    double part = 1. / measure_text(from);
    for (; *from != BIRGE_TEXT_END; from++) {
      Share *share = &scratch->shares[*from];
      if (!share->is_listed) {
        share->is_listed = TRUE;
        share->count = 0;
        g_array_append_val(listed, *from);
      }
      share->count += part;
    }
  }
  for (guint i = 0; i < listed->len; i++) {
    guint32 from = g_array_index(listed, guint32, i);
    Share *share = &scratch->shares[from];
    share->is_listed = FALSE;
    if (share->count >= MIN_HOPE * trainer->sums[from])
      add_link(scratch, from, share->count);
  }
}

/* Any further round of a column: by the probabilities that the counts of the last one say. Words
 * that are no longer in the column gather counts too, which nobody reads: asking costs more. */
static void repeat_column(const Trainer *trainer, const Link *links, guint32 n_links, guint32 to,
                          Scratch *scratch) {
  const guint32 *texts = trainer->texts->texts[0];
  Share *shares = scratch->shares;
  for (guint32 l = 0; l < n_links; l++) {
    float probability = (float)(links[l].count / trainer->sums[links[l].from]);
    shares[links[l].from].probability = probability >= MIN_HOPE ? probability : 0;
    shares[links[l].from].count = 0;
  }
  for (guint32 i = trainer->starts[to]; i < trainer->starts[to + 1]; i++) {
    const guint32 *from = texts + trainer->postings[i];
    fetch_ahead(trainer, i);
    float sum = 0;
    for (const guint32 *s = from; *s != BIRGE_TEXT_END; s++)
      sum += shares[*s].probability;
    if (sum <= 0)
      continue;
    double part = 1. / sum;
    for (const guint32 *s = from; *s != BIRGE_TEXT_END; s++)
      shares[*s].count += part;
  }
  for (guint32 l = 0; l < n_links; l++) {
    Share *share = &shares[links[l].from];
    if (share->probability > 0)
      add_link(scratch, links[l].from, share->count * share->probability);
    share->probability = 0;
  }
}

static void end_block(Block *block, const GArray *links) {
  g_free(block->links);
  block->links = g_memdup2(links->data, links->len * sizeof(Link));
}

static void begin_block(gpointer data, guint task, guint thread) {
  Trainer *trainer = data;
  Scratch *scratch = &trainer->scratch[thread];
  Block *block = &g_array_index(trainer->blocks, Block, task);
  g_autoptr(GArray) listed = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_set_size(scratch->links, 0);
  for (guint32 to = block->first; to < block->end; to++) {
    begin_column(trainer, to, scratch, listed);
    block->starts[to - block->first + 1] = scratch->links->len;
  }
  end_block(block, scratch->links);
}

static void repeat_block(gpointer data, guint task, guint thread) {
  Trainer *trainer = data;
  Scratch *scratch = &trainer->scratch[thread];
  Block *block = &g_array_index(trainer->blocks, Block, task);
  g_array_set_size(scratch->links, 0);
  guint32 start = 0;
  for (guint32 to = block->first; to < block->end; to++) {
    guint32 *end = &block->starts[to - block->first + 1];
    repeat_column(trainer, block->links + start, *end - start, to, scratch);
    start = *end;
    *end = scratch->links->len;
  }
  end_block(block, scratch->links);
}

/* Adds up the rows' sums of all threads. */
static void end_round(Trainer *trainer) {
  for (guint32 from = 0; from < trainer->texts->n_words[0]; from++) {
    gint64 sum = 0;
    for (guint i = 0; i < trainer->n_threads; i++) {
      sum += trainer->scratch[i].sums[from];
      trainer->scratch[i].sums[from] = 0;
    }
    /* No count but those that round to nothing: their words are given up. */
    trainer->sums[from] = sum > 0 ? (double)sum / ONE : HUGE_VAL;
  }
}

static void open_scratch(Trainer *trainer) {
  gsize n_from = (gsize)trainer->texts->n_words[0] + 1;
  trainer->scratch = g_new(Scratch, trainer->n_threads);
  for (guint i = 0; i < trainer->n_threads; i++)
    trainer->scratch[i] = (Scratch){g_new0(Share, n_from), g_new0(gint64, n_from),
                                    g_array_new(FALSE, FALSE, sizeof(Link))};
}

static void close_scratch(Trainer *trainer) {
  for (guint i = 0; i < trainer->n_threads; i++) {
    g_free(trainer->scratch[i].shares);
    g_free(trainer->scratch[i].sums);
    g_array_unref(trainer->scratch[i].links);
  }
  g_free(trainer->scratch);
}

/* Calls visit for all that is likely enough, column by column. */
static void visit_links(const Trainer *trainer, BirgeTable *table,
                        void (*visit)(BirgeTable *table, guint32 from, guint32 to,
                                      float probability)) {
  for (guint b = 0; b < trainer->blocks->len; b++) {
    const Block *block = &g_array_index(trainer->blocks, Block, b);
    for (guint32 to = block->first; to < block->end; to++) {
      guint32 column = to - block->first;
      for (guint32 l = block->starts[column]; l < block->starts[column + 1]; l++) {
        const Link *link = &block->links[l];
        float probability = (float)(link->count / trainer->sums[link->from]);
        if (probability >= MIN_PROBABILITY)
          visit(table, link->from, to, probability);
      }
    }
  }
}

static void count_link(BirgeTable *table, guint32 from, guint32 to G_GNUC_UNUSED,
                       float probability G_GNUC_UNUSED) {
  table->starts[from + 2]++;
}

static void put_link(BirgeTable *table, guint32 from, guint32 to, float probability) {
  guint32 place = table->starts[from + 1]++;
  table->words[place] = to;
  table->probabilities[place] = probability;
}

/* Turns columns into rows. */
static void fill_table(const Trainer *trainer, BirgeTable *table) {
  guint32 n_from = trainer->texts->n_words[0];
  table->n_from = n_from;
  table->starts = g_new0(guint32, (gsize)n_from + 2);
  visit_links(trainer, table, count_link);
  for (guint32 w = 2; w <= n_from + 1; w++)
    table->starts[w] += table->starts[w - 1];
  table->words = g_new(guint32, (gsize)table->starts[n_from + 1] + 1);
  table->probabilities = g_new(float, (gsize)table->starts[n_from + 1] + 1);
  visit_links(trainer, table, put_link);
}

void birge_table_learn(BirgeTable *table, const BirgeParallelTexts *texts, guint n_threads) {
  Trainer trainer = {.texts = texts, .n_threads = n_threads};
  list_postings(&trainer);
  part_columns(&trainer);
  expect_sums(&trainer);
  open_scratch(&trainer);
  for (guint round = 0; round < N_ROUNDS; round++) {
    birge_parallel_run(round == 0 ? begin_block : repeat_block, &trainer, trainer.blocks->len,
                       n_threads);
    end_round(&trainer);
  }
  close_scratch(&trainer);
  g_free(trainer.postings);
  fill_table(&trainer, table);
  for (guint b = 0; b < trainer.blocks->len; b++) {
    g_free(g_array_index(trainer.blocks, Block, b).starts);
    g_free(g_array_index(trainer.blocks, Block, b).links);
  }
  g_array_unref(trainer.blocks);
  g_free(trainer.starts);
  g_free(trainer.sums);
}
