/* What holds of every alignment, on documents made at random of words that the seed lexicon has. */
#include "align/lattice.h"
#include "align/ties.h"
#include "exchange/exchange.h"
#include "random.h"
#include "sample.h"

#include <math.h>
#include <string.h>

#define N_TRIED 12
/* Sentences of the documents that are searched by brute force, at most. */
#define MAX_SMALL 4
/* Above the length of a window (src/align/windows.c), so that it must move. */
#define N_ABOVE_WINDOW 112
/* Groups of three sentences, of which the middle one may be left out and the others merged. */
#define N_GROUPS 16
/* Equal sentences say nothing of where they belong: the slowest case. */
#define N_EQUAL 10000
/* How often the prior of shapes is estimated in a search, how often the costs of lengths at most,
 * and what beads teach of lengths (src/align/lattice.c). */
#define N_ESTIMATIONS 2
#define MAX_ESTIMATIONS 6
#define MIN_TEACHER 0.5

static const char *const languages[] = {"en", "ckb", "ar"};

/* The same in each language. */
static const char *const words[][3] = {
    {"president", "سەرۆک", "رئيس"},   {"water", "ئاو", "ماء"},
    {"oil", "نەوت", "نفط"},           {"Baghdad", "بەغدا", "بغداد"},
    {"Erbil", "هەولێر", "أربيل"},     {"war", "جەنگ", "حرب"},
    {"school", "قوتابخانە", "مدرسة"}, {"price", "نرخ", "سعر"},
    {"minister", "وەزیر", "وزير"},    {"city", "شار", "مدينة"},
    {"law", "یاسا", "قانون"},         {"army", "سوپا", "جيش"},
    {"Turkey", "تورکیا", "تركيا"},    {"election", "هەڵبژاردن", "انتخاب"},
};

/* Documents that translate each other. */
typedef struct {
  BirgeDocument *documents[3];
  guint n;
} Versions;

static void clear_versions(Versions *versions) {
  for (guint d = 0; d < versions->n; d++)
    birge_document_unref(versions->documents[d]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Versions, clear_versions)

/* Appends a sentence, without its end: the same concepts in each of n texts. */
static void append_sentence(GString *const *texts, guint n) {
  for (guint i = 3 + random_below(3); i > 0; i--) {
    guint word = random_below(G_N_ELEMENTS(words));
    for (guint d = 0; d < n; d++)
      g_string_append_printf(texts[d], "%s ", words[word][d]);
  }
  guint number = 10 + random_below(900);
  for (guint d = 0; d < n; d++)
    g_string_append_printf(texts[d], "%u", number);
}

/* A document of the lines of a text. */
static BirgeDocument *read_lines(const char *language, const GString *text) {
  g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
  BirgeDocumentBuilder *builder = birge_document_builder_new(language, language, bytes);
  guint n = 0;
  for (gsize start = 0; start < text->len; n++) {
    gsize end = start + strcspn(text->str + start, "\n");
    birge_document_builder_add_block(builder, (BirgeBlock){start, end, BIRGE_BLOCK_PARAGRAPH});
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, n});
    start = end + 1;
  }
  return birge_document_builder_end(builder);
}

/* Makes n versions of n_sentences. with_noise: sentences are left out, and joined. */
static void make_versions(Versions *versions, guint n, guint n_sentences, gboolean with_noise) {
  GString *texts[3], *sentence[3];
  for (guint d = 0; d < n; d++) {
    texts[d] = g_string_new(NULL);
    sentence[d] = g_string_new(NULL);
  }
  for (guint s = 0; s < n_sentences; s++) {
    append_sentence(sentence, n);
    for (guint d = 0; d < n; d++) {
      if (!with_noise || random_below(12) > 0)
        g_string_append_printf(texts[d], "%s.%c", sentence[d]->str,
                               with_noise && d > 0 && random_below(8) == 0 ? ' ' : '\n');
      g_string_truncate(sentence[d], 0);
    }
  }
  versions->n = n;
  for (guint d = 0; d < n; d++) {
    versions->documents[d] = read_lines(languages[d], texts[d]);
    g_string_free(texts[d], TRUE);
    g_string_free(sentence[d], TRUE);
  }
}

/* Makes n versions in which a sentence may be left out between two that are merged in a line. */
static void make_versions_with_gaps(Versions *versions, guint n) {
  GString *texts[3], *sentence[3];
  for (guint d = 0; d < n; d++) {
    texts[d] = g_string_new(NULL);
    sentence[d] = g_string_new(NULL);
  }
  for (guint group = 0; group < N_GROUPS; group++) {
    gboolean is_merged[3] = {FALSE, random_below(2) == 0, random_below(2) == 0};
    for (guint s = 0; s < 3; s++) {
      append_sentence(sentence, n);
      for (guint d = 0; d < n; d++) {
        if (!is_merged[d] || s != 1)
          g_string_append_printf(texts[d], "%s.%c", sentence[d]->str,
                                 is_merged[d] && s == 0 ? ' ' : '\n');
        g_string_truncate(sentence[d], 0);
      }
    }
  }
  versions->n = n;
  for (guint d = 0; d < n; d++) {
    versions->documents[d] = read_lines(languages[d], texts[d]);
    g_string_free(texts[d], TRUE);
    g_string_free(sentence[d], TRUE);
  }
}

/* What all alignments share. */
typedef struct {
  BirgeLocales *locales;
  BirgeLexicon *lexicon;
} Known;

static const BirgeAlignOptions *options_of(const Known *known, BirgeAlignOptions *options) {
  *options = (BirgeAlignOptions){.locales = known->locales, .lexicon = known->lexicon};
  return options;
}

static BirgeBitext *align(const Known *known, BirgeDocument *const *documents, guint n) {
  BirgeAlignOptions options;
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) whole = birge_bitext_new_whole((const BirgeDocument *const *)documents, n);
  BirgeBitext *bitext =
      birge_align((const BirgeBitext *const *)&whole, 1, options_of(known, &options), &error);
  g_assert_no_error(error);
  g_autofree char *wrong = birge_bitext_check(bitext);
  g_assert_cmpstr(wrong, ==, NULL);
  return bitext;
}

static void every_segment_stands_in_one_row_in_order(gconstpointer data) {
  for (guint round = 0; round < N_TRIED; round++) {
    g_auto(Versions) versions = {.n = 0};
    make_versions(&versions, 2 + random_below(2), random_below(14), TRUE);
    g_autoptr(BirgeBitext) bitext = align(data, versions.documents, versions.n);
    for (guint r = 0; r < bitext->n_rows; r++) {
      g_assert_cmpfloat(bitext->rows[r].confidence, >=, 0);
      g_assert_cmpfloat(bitext->rows[r].confidence, <=, 1);
    }
  }
}

/* Aligns documents whose lines are cut at the ends of sentences. */
static BirgeBitext *align_sentences(const Known *known, const BirgeRules *rules,
                                    const Versions *versions) {
  BirgeAlignOptions options;
  options_of(known, &options);
  options.rules = rules;
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) whole =
      birge_bitext_new_whole((const BirgeDocument *const *)versions->documents, versions->n);
  BirgeBitext *bitext = birge_align((const BirgeBitext *const *)&whole, 1, &options, &error);
  g_assert_no_error(error);
  g_autofree char *wrong = birge_bitext_check(bitext);
  g_assert_cmpstr(wrong, ==, NULL);
  return bitext;
}

/* Checks that beads have each segment once, and returns how many beads there are. */
static guint count_beads(const BirgeBitext *bitext) {
  const BirgeWriteOptions options = {0};
  g_autofree char *text = sample_write(bitext, birge_exchange_formats(), "beads", &options);
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBeads) beads = birge_beads_parse("beads", bytes, &error);
  g_assert_no_error(error);
  for (guint d = 0; d < bitext->n_documents; d++) {
    guint n = bitext->documents[d]->n_segments, n_found = 0;
    g_autofree gboolean *is_found = g_new0(gboolean, n + 1);
    for (guint b = 0; b < beads->n_beads; b++) {
      BirgeBeadSide side = birge_beads_side(beads, b, d);
      for (guint l = 0; l < side.n; l++) {
        g_assert_cmpuint(side.lines[l], <, n);
        g_assert_false(is_found[side.lines[l]]);
        is_found[side.lines[l]] = TRUE;
        n_found++;
      }
    }
    g_assert_cmpuint(n_found, ==, n);
  }
  return beads->n_beads;
}

static void gaps_stand_inside_rows_that_are_tied(gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(BirgeRules) rules = birge_rules_parse("segmentation.srx", file, &error);
  g_assert_no_error(error);
  guint n_all = 0;
  for (guint round = 0; round < N_TRIED; round++) {
    g_auto(Versions) versions = {.n = 0};
    if (round % 2 == 0)
      make_versions_with_gaps(&versions, 2 + random_below(2));
    else
      make_versions(&versions, 2 + random_below(2), 3 * N_GROUPS, TRUE);
    g_autoptr(BirgeBitext) bitext = align_sentences(data, rules, &versions);
    guint n_gaps = 0;
    for (guint r = 0; r < bitext->n_rows; r++) {
      const BirgeRow *row = &bitext->rows[r];
      n_gaps += birge_row_count_gaps(row, versions.n);
      g_assert_true(birge_row_count_gaps(row, versions.n) == 0 ||
                    birge_row_is_tied(row, versions.n));
      /* A segment at an end of its run is tied, so that no run has only gaps. */
      for (guint d = 0; d < versions.n; d++) {
        g_assert_false(birge_row_has_gap(row, d, 0));
        g_assert_false(birge_row_has_gap(row, d, row->runs[d].end - row->runs[d].first - 1));
      }
    }
    g_assert_cmpuint(count_beads(bitext), ==, bitext->n_rows + n_gaps);
    n_all += n_gaps;
  }
  g_assert_cmpuint(n_all, >, N_TRIED);
}

/* Two documents as the search sees them, cut nowhere but at their lines. */
typedef struct {
  BirgePieces *pieces[2];
  BirgeScorer *scorer;
  BirgeRun stretch[2];
} Search;

static void open_search(Search *search, const Known *known, const Versions *versions) {
  BirgeAlignOptions options;
  const BirgeDocument *documents[2];
  for (guint d = 0; d < 2; d++) {
    search->pieces[d] = birge_pieces_new(versions->documents[d], NULL, NULL);
    documents[d] = search->pieces[d]->document;
    search->stretch[d] = (BirgeRun){0, documents[d]->n_segments};
  }
  search->scorer = birge_scorer_new(documents, 2, options_of(known, &options), FALSE);
}

static void close_search(Search *search) {
  birge_scorer_free(search->scorer);
  birge_pieces_free(search->pieces[0]);
  birge_pieces_free(search->pieces[1]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Search, close_search)

/* The brute-force twin: goes all ways from a place on, adds up how likely each is, and how likely
 * each bead. beads: by i, j and shape; NULL: only the sum is wanted. */
typedef struct {
  const Search *search;
  BirgeShapes shapes;
  double weights[MAX_SMALL + 1][MAX_SMALL + 1][BIRGE_MAX_SHAPES]; /* of the bead that ends there */
  double beads[MAX_SMALL + 1][MAX_SMALL + 1][BIRGE_MAX_SHAPES];
} Twin;

static void weigh_beads(Twin *twin) {
  for (guint i = 0; i <= twin->search->stretch[0].end; i++) {
    for (guint j = 0; j <= twin->search->stretch[1].end; j++) {
      for (guint s = 0; s < twin->shapes.n; s++) {
        const BirgeShape *shape = &twin->shapes.shapes[s];
        twin->beads[i][j][s] = twin->weights[i][j][s] = 0;
        if (shape->n[0] > i || shape->n[1] > j)
          continue;
        const BirgeRun runs[] = {{i - shape->n[0], i}, {j - shape->n[1], j}};
        double evidence = twin->shapes.evidence * birge_scorer_cost(twin->search->scorer, runs);
        twin->weights[i][j][s] = exp(-evidence - shape->cost);
      }
    }
  }
}

static double go_on(Twin *twin, guint i, guint j, double before) {
  if (i == twin->search->stretch[0].end && j == twin->search->stretch[1].end)
    return before;
  double sum = 0;
  for (guint s = 0; s < twin->shapes.n; s++) {
    guint x = i + twin->shapes.shapes[s].n[0], y = j + twin->shapes.shapes[s].n[1];
    if (x > twin->search->stretch[0].end || y > twin->search->stretch[1].end)
      continue;
    double ways = go_on(twin, x, y, before * twin->weights[x][y][s]);
    twin->beads[x][y][s] += ways;
    sum += ways;
  }
  return sum;
}

/* Adds what is expected of a bead that ends at (i, j). */
static void expect_bead(const Twin *twin, guint i, guint j, guint s, double probability,
                        double *expected, BirgeTiedLengths *tied) {
  const BirgeShape *shape = &twin->shapes.shapes[s];
  expected[s] += probability;
  if (probability > MIN_TEACHER && shape->n_filled > 1)
    birge_tied_lengths_add(
        tied, probability,
        birge_scorer_length(twin->search->scorer, 0, (BirgeRun){i - shape->n[0], i}),
        birge_scorer_length(twin->search->scorer, 1, (BirgeRun){j - shape->n[1], j}));
}

/* Estimates the prior and the costs of lengths as the search does. Returns the sum of all ways. */
static double try_all(Twin *twin) {
  gboolean is_settled = FALSE;
  for (guint round = 0;; round++) {
    weigh_beads(twin);
    double all = go_on(twin, 0, 0, 1), expected[BIRGE_MAX_SHAPES] = {0};
    BirgeTiedLengths tied = {0};
    if (round >= (is_settled ? N_ESTIMATIONS : MAX_ESTIMATIONS))
      return all;
    for (guint i = 0; i <= MAX_SMALL; i++)
      for (guint j = 0; j <= MAX_SMALL; j++)
        for (guint s = 0; s < twin->shapes.n; s++)
          expect_bead(twin, i, j, s, twin->beads[i][j][s] / all, expected, &tied);
    if (round < N_ESTIMATIONS)
      birge_shapes_estimate(&twin->shapes, expected);
    is_settled = !birge_scorer_adapt_lengths(twin->search->scorer, 0, 1, &tied);
  }
}

/* What a row is worth (src/align/rows.c). */
static double worth_of(double probability, gboolean is_tied) {
  return is_tied ? probability - 0.3 : probability * 0.3;
}

static double posterior_of(const Twin *twin, const BirgeRow *row, double all) {
  for (guint s = 0; s < twin->shapes.n; s++) {
    const BirgeShape *shape = &twin->shapes.shapes[s];
    if (shape->n[0] == row->runs[0].end - row->runs[0].first &&
        shape->n[1] == row->runs[1].end - row->runs[1].first)
      return twin->beads[row->runs[0].end][row->runs[1].end][s] / all;
  }
  g_assert_not_reached();
}

/* What the best way from a place on is worth. */
static double find_best(const Twin *twin, guint i, guint j, double all) {
  if (i == twin->search->stretch[0].end && j == twin->search->stretch[1].end)
    return 0;
  double best = -BIRGE_NEVER;
  for (guint s = 0; s < twin->shapes.n; s++) {
    const BirgeShape *shape = &twin->shapes.shapes[s];
    guint x = i + shape->n[0], y = j + shape->n[1];
    if (x > twin->search->stretch[0].end || y > twin->search->stretch[1].end)
      continue;
    double worth = worth_of(twin->beads[x][y][s] / all, shape->n_filled > 1);
    best = MAX(best, worth + find_best(twin, x, y, all));
  }
  return best;
}

static void the_best_of_all_ways_is_found(gconstpointer data) {
  for (guint round = 0; round < N_TRIED; round++) {
    g_auto(Versions) versions = {.n = 0};
    make_versions(&versions, 2, 1 + random_below(MAX_SMALL), TRUE);
    if (versions.documents[0]->n_segments == 0 || versions.documents[1]->n_segments == 0)
      continue;
    g_auto(Search) search = {.scorer = NULL};
    open_search(&search, data, &versions);
    g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
    birge_search_beads(&(BirgeSearch){search.scorer, search.pieces, 2, FALSE, NULL}, search.stretch,
                       rows);
    /* The twin has a scorer of its own: the search's has followed the translator. */
    g_auto(Search) fresh = {.scorer = NULL};
    open_search(&fresh, data, &versions);
    g_autofree Twin *twin = g_new0(Twin, 1);
    twin->search = &fresh;
    birge_shapes_init(&twin->shapes, 2, FALSE);
    double all = try_all(twin);
    double worth = 0;
    for (guint r = 0; r < rows->len; r++) {
      const BirgeRow *row = &g_array_index(rows, BirgeRow, r);
      worth += worth_of(row->confidence, birge_row_is_tied(row, 2));
      g_assert_cmpfloat_with_epsilon(row->confidence, posterior_of(twin, row, all), 1e-3);
    }
    g_assert_cmpfloat_with_epsilon(worth, find_best(twin, 0, 0, all), 1e-2);
  }
}

/* Whether two rows tie the same, or nothing. */
static gboolean ties_alike(const BirgeRow *a, const BirgeRow *b, guint first, guint second) {
  return a->runs[0].first == b->runs[first].first && a->runs[0].end == b->runs[first].end &&
         a->runs[1].first == b->runs[second].first && a->runs[1].end == b->runs[second].end;
}

/* Checks that the tied rows of b are those of a, whose columns stand in another order. */
static void assert_rows_mirrored(const BirgeRow *a, guint n_a, const BirgeRow *b, guint n_b) {
  for (guint i = 0, j = 0;; i++, j++) {
    while (i < n_a && !birge_row_is_tied(&a[i], 2))
      i++;
    while (j < n_b && !birge_row_is_tied(&b[j], 2))
      j++;
    g_assert_cmpint(i < n_a, ==, j < n_b);
    if (i == n_a)
      return;
    g_assert_true(ties_alike(&a[i], &b[j], 1, 0));
  }
}

/* Checks that the rows of a that are sure are rows of b too. */
static void assert_sure_rows_are_in(const GArray *a, const GArray *b) {
  for (guint i = 0, j = 0; i < a->len; i++) {
    const BirgeRow *row = &g_array_index(a, BirgeRow, i);
    if (row->confidence < 0.95 || !birge_row_is_tied(row, 2))
      continue;
    while (j < b->len && !ties_alike(row, &g_array_index(b, BirgeRow, j), 0, 1))
      j++;
    g_assert_cmpuint(j, <, b->len);
  }
}

/* Words that no lexicon has and that come again in many rows are learnt from them; those of one row
 * only would speak for that row. */
static void sure_rows_teach_words_that_come_again(gconstpointer data) {
  g_autoptr(GString) left = g_string_new(NULL), right = g_string_new(NULL);
  g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  for (guint i = 0; i < BIRGE_MIN_SURE_ROWS; i++) {
    BirgeRow row = {.confidence = 1, .runs = {{i, i + 1}, {i, i + 1}}};
    g_array_append_val(rows, row);
    g_string_append_printf(left, "qab%c zuv%c%c\n", 'a' + i % 10, 'a' + i % 10, 'a' + i / 10);
    g_string_append_printf(right, "mok%c tif%c%c\n", 'a' + i % 10, 'a' + i % 10, 'a' + i / 10);
  }
  g_auto(Versions) versions = {.n = 2};
  versions.documents[0] = read_lines("en", left);
  versions.documents[1] = read_lines("ckb", right);
  g_auto(Search) search = {.scorer = NULL};
  open_search(&search, data, &versions);
  const BirgeWords *from = birge_scorer_words(search.scorer, 0);
  const BirgeWords *to = birge_scorer_words(search.scorer, 1);
  guint32 often[] = {g_array_index(from->terms, BirgeTerm, 0).word,
                     g_array_index(to->terms, BirgeTerm, 0).word};
  const BirgeTies *ties = birge_scorer_ties(search.scorer, 0, 1);
  g_assert_true(birge_ties_probability(ties, often[0], often[1]) <= 0);
  g_assert_true(birge_scorer_learn(search.scorer, rows));
  ties = birge_scorer_ties(search.scorer, 0, 1);
  for (guint32 w = 0; w < to->words->len; w++) {
    double probability = birge_ties_probability(ties, often[0], w);
    if (w == often[1])
      g_assert_cmpfloat(probability, >, 0.3);
    else
      g_assert_cmpfloat(probability, <, 0.1);
  }
  g_assert_false(birge_scorer_learn(search.scorer, rows));
}

/* Rows that are not sure may differ: a window estimates the prior by itself. */
static void windows_find_what_a_search_of_all_finds(gconstpointer data) {
  g_auto(Versions) versions = {.n = 0};
  make_versions(&versions, 2, N_ABOVE_WINDOW, TRUE);
  g_auto(Search) search = {.scorer = NULL};
  open_search(&search, data, &versions);
  g_autoptr(GArray) whole = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  g_autoptr(GArray) windows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  const BirgeSearch both = {search.scorer, search.pieces, 2, FALSE, NULL};
  birge_search_beads(&both, search.stretch, whole);
  birge_find_beads(&both, search.stretch, windows);
  assert_sure_rows_are_in(whole, windows);
  assert_sure_rows_are_in(windows, whole);
}

static void swapped_documents_have_mirrored_rows(gconstpointer data) {
  for (guint round = 0; round < N_TRIED; round++) {
    g_auto(Versions) versions = {.n = 0};
    make_versions(&versions, 2, 1 + random_below(14), TRUE);
    g_autoptr(BirgeBitext) there = align(data, versions.documents, 2);
    BirgeDocument *const swapped[] = {versions.documents[1], versions.documents[0]};
    g_autoptr(BirgeBitext) back = align(data, swapped, 2);
    assert_rows_mirrored(there->rows, there->n_rows, back->rows, back->n_rows);
  }
}

static void a_document_is_its_own_version(gconstpointer data) {
  g_auto(Versions) versions = {.n = 0};
  make_versions(&versions, 1, 30, FALSE);
  BirgeDocument *const twice[] = {versions.documents[0], versions.documents[0]};
  g_autoptr(BirgeBitext) bitext = align(data, twice, 2);
  g_assert_cmpuint(bitext->n_rows, ==, 30);
  for (guint r = 0; r < bitext->n_rows; r++)
    g_assert_cmpuint(bitext->rows[r].runs[0].first, ==, bitext->rows[r].runs[1].first);
}

static void empty_documents_are_tied_to_nothing(gconstpointer data) {
  for (guint n = 0; n <= 4; n += 2) {
    g_auto(Versions) versions = {.n = 0}, empty = {.n = 0};
    make_versions(&versions, 2, n, FALSE);
    make_versions(&empty, 2, 0, FALSE);
    BirgeDocument *const documents[] = {empty.documents[0], versions.documents[1]};
    g_autoptr(BirgeBitext) bitext = align(data, documents, 2);
    g_assert_cmpuint(bitext->n_rows, ==, n);
  }
}

static void one_sentence_is_aligned_with_five_hundred(gconstpointer data) {
  g_auto(Versions) one = {.n = 0}, many = {.n = 0};
  make_versions(&one, 2, 1, FALSE);
  make_versions(&many, 2, 500, FALSE);
  BirgeDocument *const documents[] = {one.documents[0], many.documents[1]};
  g_autoptr(BirgeBitext) bitext = align(data, documents, 2);
  BirgeDocument *const swapped[] = {many.documents[0], one.documents[1]};
  g_autoptr(BirgeBitext) other = align(data, swapped, 2);
  g_assert_cmpuint(bitext->n_rows + 7, >=, 500);
  g_assert_cmpuint(other->n_rows + 7, >=, 500);
}

/* An article, and what becomes of it in a thread. */
typedef struct {
  const Known *known;
  Versions versions;
  BirgeBitext *bitext;
} Job;

static gpointer do_job(gpointer data) {
  Job *job = data;
  job->bitext = align(job->known, job->versions.documents, job->versions.n);
  return NULL;
}

static void threads_find_what_one_finds(gconstpointer data) {
  Job jobs[2];
  GThread *threads[2];
  for (guint i = 0; i < 2; i++) {
    jobs[i] = (Job){.known = data};
    make_versions(&jobs[i].versions, 2 + i, 20, TRUE);
  }
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new("align", do_job, &jobs[i]);
  for (guint i = 0; i < 2; i++) {
    g_thread_join(threads[i]);
    g_autoptr(BirgeBitext) alone = align(data, jobs[i].versions.documents, jobs[i].versions.n);
    g_assert_cmpuint(alone->n_rows, ==, jobs[i].bitext->n_rows);
    for (guint r = 0; r < alone->n_rows; r++) {
      const BirgeRow *a = &alone->rows[r], *b = &jobs[i].bitext->rows[r];
      g_assert_cmpmem(a->runs, sizeof a->runs, b->runs, sizeof b->runs);
      g_assert_cmpmem(a->gaps, sizeof a->gaps, b->gaps, sizeof b->gaps);
      g_assert_cmpfloat(a->confidence, ==, b->confidence);
    }
    birge_bitext_unref(jobs[i].bitext);
    clear_versions(&jobs[i].versions);
  }
}

static void equal_sentences_are_aligned_one_by_one(gconstpointer data) {
  GString *texts[] = {g_string_new(NULL), g_string_new(NULL)};
  for (guint i = 0; i < N_EQUAL; i++)
    for (guint d = 0; d < 2; d++)
      g_string_append_printf(texts[d], "%s %s.\n", words[0][d], words[3][d]);
  BirgeDocument *documents[2];
  for (guint d = 0; d < 2; d++) {
    documents[d] = read_lines(languages[d], texts[d]);
    g_string_free(texts[d], TRUE);
  }
  g_autoptr(BirgeBitext) bitext = align(data, documents, 2);
  g_assert_cmpuint(bitext->n_rows, >=, N_EQUAL / 2);
  birge_document_unref(documents[0]);
  birge_document_unref(documents[1]);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  Known known = {birge_locales_load(NULL), NULL};
  known.lexicon = birge_lexicon_learn(NULL, known.locales, languages, 3);
  static const struct {
    const char *path;
    GTestDataFunc test;
  } tests[] = {
      {"/align/every_segment_stands_in_one_row_in_order", every_segment_stands_in_one_row_in_order},
      {"/align/gaps_stand_inside_rows_that_are_tied", gaps_stand_inside_rows_that_are_tied},
      {"/align/the_best_of_all_ways_is_found", the_best_of_all_ways_is_found},
      {"/align/windows_find_what_a_search_of_all_finds", windows_find_what_a_search_of_all_finds},
      {"/align/swapped_documents_have_mirrored_rows", swapped_documents_have_mirrored_rows},
      {"/align/sure_rows_teach_words_that_come_again", sure_rows_teach_words_that_come_again},
      {"/align/a_document_is_its_own_version", a_document_is_its_own_version},
      {"/align/empty_documents_are_tied_to_nothing", empty_documents_are_tied_to_nothing},
      {"/align/one_sentence_is_aligned_with_five_hundred",
       one_sentence_is_aligned_with_five_hundred},
      {"/align/threads_find_what_one_finds", threads_find_what_one_finds},
      {"/align/equal_sentences_are_aligned_one_by_one", equal_sentences_are_aligned_one_by_one},
  };
  for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add_data_func(tests[i].path, &known, tests[i].test);
  int status = g_test_run();
  birge_lexicon_free(known.lexicon);
  birge_locales_unref(known.locales);
  return status;
}
