/* Finds the cases that are to be compared, and counts. */
#include "cli/eval_cases.h"

#include "base/error.h"
#include "base/input.h"
#include "exchange/exchange.h"

#include <errno.h>
#include <string.h>

/* The most folders in each other below the one that is named. */
#define MAX_DEPTH 8

#define GOLD_NAME "gold.txt"

void birge_cases_free(gpointer data) {
  BirgeCases *cases = data;
  g_free(cases->name);
  g_free(cases);
}

static GPtrArray *new_list(void) {
  return g_ptr_array_new_with_free_func(birge_cases_free);
}

/* Returns the cases of a name, which are added to the list if they are not there. */
static BirgeCases *find_cases(GPtrArray *list, const char *name, guint n_sides) {
  for (guint i = 0; i < list->len; i++) {
    BirgeCases *cases = list->pdata[i];
    if (g_str_equal(cases->name, name))
      return cases;
  }
  BirgeCases *cases = g_new0(BirgeCases, 1);
  cases->name = g_strdup(name);
  cases->n_sides = n_sides;
  g_ptr_array_add(list, cases);
  return cases;
}

/* What is compared in one go. */
typedef struct {
  const char *name;
  const BirgeBeads *gold;
  const BirgeBeads *found;
  gboolean with_pairs;
} Comparison;

static void count_pairs(GPtrArray *list, const Comparison *comparison, guint n_sides) {
  for (guint a = 0; a < n_sides; a++) {
    for (guint b = a + 1; b < n_sides; b++) {
      const guint sides[] = {a, b};
      g_autoptr(BirgeBeads) gold =
          comparison->gold->n_beads > 0 ? birge_beads_select(comparison->gold, sides, 2) : NULL;
      g_autoptr(BirgeBeads) found =
          comparison->found->n_beads > 0 ? birge_beads_select(comparison->found, sides, 2) : NULL;
      g_autofree char *name = g_strdup_printf("%s %u-%u", comparison->name, a + 1, b + 1);
      birge_tally_add(&find_cases(list, name, 2)->tally, gold ? gold : comparison->gold,
                      found ? found : comparison->found);
    }
  }
}

static void count(GPtrArray *list, const Comparison *comparison) {
  guint n_sides = MAX(comparison->gold->n_sides, comparison->found->n_sides);
  BirgeCases *cases = find_cases(list, comparison->name, n_sides);
  birge_tally_add(&cases->tally, comparison->gold, comparison->found);
  cases->n_sides = MAX(cases->n_sides, n_sides);
  if (comparison->with_pairs && n_sides > 2)
    count_pairs(list, comparison, n_sides);
}

/* Compares files. found: NULL: no beads. */
static gboolean compare(GPtrArray *list, const char *gold, const char *found,
                        Comparison *comparison, GError **error) {
  g_autoptr(BirgeBeads) ours = birge_beads_read(gold, error);
  if (!ours)
    return FALSE;
  g_autoptr(BirgeBeads) theirs = found ? birge_beads_read(found, error) : birge_beads_new(0);
  if (!theirs)
    return FALSE;
  if (ours->n_beads > 0 && theirs->n_beads > 0 && ours->n_sides != theirs->n_sides) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, birge_input_name(found), 0,
                       "has beads of %u documents, %s of %u", theirs->n_sides,
                       birge_input_name(gold), ours->n_sides);
    return FALSE;
  }
  comparison->gold = ours;
  comparison->found = theirs;
  count(list, comparison);
  return TRUE;
}

GPtrArray *birge_cases_compare(const char *gold, const char *found, gboolean with_pairs,
                               GError **error) {
  g_autoptr(GPtrArray) list = new_list();
  Comparison comparison = {.name = "all", .with_pairs = with_pairs};
  return compare(list, gold, found, &comparison, error) ? g_steal_pointer(&list) : NULL;
}

static gint compare_names(gconstpointer a, gconstpointer b) {
  return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

/* Returns the path of what is below a folder. below: "" is the folder itself. */
static char *join(const char *folder, const char *below) {
  return *below ? g_build_filename(folder, below, NULL) : g_strdup(folder);
}

/* Looks into one folder: adds it to cases if it is one, and to folders those that are in it. below:
 * its path below root. */
static gboolean look_into(const char *root, const char *below, GPtrArray *folders, GPtrArray *cases,
                          GError **error) {
  g_autofree char *path = join(root, below);
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  if (!dir) {
    birge_error_set_errno(error, BIRGE_ERROR_INPUT, path, "can't open", errno);
    return FALSE;
  }
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *inside = g_build_filename(path, name, NULL);
    if (*below && g_str_equal(name, GOLD_NAME))
      g_ptr_array_add(cases, g_strdup(below));
    else if (g_file_test(inside, G_FILE_TEST_IS_DIR))
      g_ptr_array_add(folders, *below ? g_build_filename(below, name, NULL) : g_strdup(name));
  }
  return TRUE;
}

/* A level at a time. */
GPtrArray *birge_cases_list(const char *root, GError **error) {
  g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) level = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(level, g_strdup(""));
  for (guint depth = 0; level->len > 0; depth++) {
    if (depth > MAX_DEPTH) {
      g_autofree char *path = join(root, level->pdata[0]);
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, path, 0,
                         "is a folder below %d others, expected cases above it", MAX_DEPTH);
      return NULL;
    }
    g_autoptr(GPtrArray) next = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < level->len; i++) {
      if (!look_into(root, level->pdata[i], next, cases, error))
        return NULL;
    }
    g_ptr_array_unref(level);
    level = g_steal_pointer(&next);
  }
  g_ptr_array_sort(cases, compare_names);
  return g_steal_pointer(&cases);
}

/* Returns the name of what a case is counted with: its folder, without numbers of draws; yours. */
static char *name_cases(const char *case_name) {
  g_autofree char *folder = g_path_get_dirname(case_name);
  if (g_str_equal(folder, "."))
    return g_strdup("all");
  g_autofree char *shown = g_filename_display_name(folder);
  g_auto(GStrv) parts = g_strsplit(shown, "/", -1);
  for (char **part = parts; *part; part++) {
    gsize end = strlen(*part);
    while (end > 0 && g_ascii_isdigit((*part)[end - 1]))
      end--;
    if (end > 1 && (*part)[end] && (*part)[end - 1] == '-')
      (*part)[end - 1] = '\0';
  }
  return g_strjoinv("/", parts);
}

/* Returns the file that a case is held against, yours; NULL: it is not there. */
static char *find_found(const char *folder, const char *case_name) {
  g_autofree char *inside = g_build_filename(folder, case_name, GOLD_NAME, NULL);
  if (g_file_test(inside, G_FILE_TEST_EXISTS))
    return g_steal_pointer(&inside);
  g_autofree char *beside = g_strdup_printf("%s/%s.txt", folder, case_name);
  return g_file_test(beside, G_FILE_TEST_EXISTS) ? g_steal_pointer(&beside) : NULL;
}

static gboolean is_left_out(const char *folder, const char *case_name) {
  g_autofree char *parent = g_path_get_dirname(case_name);
  g_autofree char *path = g_build_filename(folder, parent, NULL);
  return !g_file_test(path, G_FILE_TEST_IS_DIR);
}

static gint compare_cases(gconstpointer a, gconstpointer b) {
  const BirgeCases *const *x = a, *const *y = b;
  return g_strcmp0((*x)->name, (*y)->name);
}

GPtrArray *birge_cases_compare_folders(const char *gold, const char *found, gboolean with_pairs,
                                       guint *n_missing, GError **error) {
  g_autoptr(GPtrArray) names = birge_cases_list(gold, error);
  if (!names)
    return NULL;
  g_autoptr(GPtrArray) list = new_list();
  for (guint i = 0; i < names->len; i++) {
    if (is_left_out(found, names->pdata[i]))
      continue;
    g_autofree char *name = name_cases(names->pdata[i]);
    g_autofree char *gold_path = g_build_filename(gold, names->pdata[i], GOLD_NAME, NULL);
    g_autofree char *found_path = find_found(found, names->pdata[i]);
    Comparison comparison = {.name = name, .with_pairs = with_pairs};
    if (!compare(list, gold_path, found_path, &comparison, error))
      return NULL;
    *n_missing += found_path ? 0 : 1;
  }
  if (list->len == 0) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, found, 0,
                       "holds nothing to compare with a case of %s, a folder with " GOLD_NAME,
                       gold);
    return NULL;
  }
  g_ptr_array_sort(list, compare_cases);
  return g_steal_pointer(&list);
}
