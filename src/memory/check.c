/* Finds what may be wrong with the units of a memory.
 *
 * What can be told of a unit by itself is told as it is read. Units that repeat or contradict each
 * other are found by sorting 128-bit hashes, keyed by chance, of their texts. */
#include "memory/check.h"

#include "memory/private.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

typedef struct {
  guint64 bits[2];
} Key;

/* A text, to be compared with the others of its group. */
typedef struct {
  Key group; /* the same unit; or the same source text and language */
  Key text;  /* conflicts: what must be the same in a group */
  guint file;
  guint32 unit;
  guint variant;
} Record;

typedef struct {
  const BirgeMemory *memory;
  guint64 seeds[2];
  GArray *faults; /* of BirgeFault */
  GArray *units;  /* of Record, for duplicates */
  GArray *texts;  /* of Record, for conflicts */
  GString *folded;
  GArray *tokens;
  guint file;
  guint32 unit;
} Check;

const char *birge_fault_print(BirgeFaultKind kind) {
  static const char *const names[BIRGE_N_FAULTS] = {"duplicate", "conflict", "empty",
                                                    "copied",    "script",   "codes"};
  return names[kind];
}

static Key make_key(const Check *check, const char *bytes, gsize length) {
  return (Key){{birge_index_hash(check->seeds[0], bytes, length),
                birge_index_hash(check->seeds[1], bytes, length)}};
}

static const BirgeLocale *locale_of(const Check *check, const BirgeVariant *variant) {
  return birge_locales_find(check->memory->locales, variant->language, variant->text,
                            variant->length);
}

/* Puts the tokens of a text, folded, into folded, each ended by NUL. Returns whether one of them is
 * a word. */
static gboolean fold_tokens(Check *check, const BirgeVariant *variant) {
  const BirgeLocale *locale = locale_of(check, variant);
  g_autoptr(GString) folded = g_string_sized_new(variant->length + 1);
  g_array_set_size(check->tokens, 0);
  g_string_truncate(check->folded, 0);
  birge_fold(locale ? locale->folding : NULL, variant->text, variant->length, folded);
  birge_tokenize(folded->str, folded->len, check->tokens);
  gboolean has_word = FALSE;
  for (guint i = 0; i < check->tokens->len; i++) {
    BirgeToken token = g_array_index(check->tokens, BirgeToken, i);
    has_word = has_word || token.kind == BIRGE_TOKEN_WORD;
    g_string_append_len(check->folded, folded->str + token.start,
                        (gssize)(token.end - token.start));
    g_string_append_c(check->folded, '\0');
  }
  return has_word;
}

static void add_fault(Check *check, BirgeFaultKind kind, guint variant) {
  BirgeFault fault = {.kind = kind, .file = check->file, .unit = check->unit, .variant = variant};
  g_array_append_val(check->faults, fault);
}

static gboolean is_blank(const BirgeVariant *variant) {
  const char *end = variant->text + variant->length;
  for (const char *p = variant->text; p < end; p = g_utf8_next_char(p)) {
    if (!g_unichar_isspace(g_utf8_get_char(p)))
      return FALSE;
  }
  return TRUE;
}

/* Whether most letters are in another script than the language's. */
static gboolean is_in_other_script(const BirgeLocale *locale, const BirgeVariant *variant) {
  const char *end = variant->text + variant->length;
  for (const char *p = variant->text; p < end; p = g_utf8_next_char(p)) {
    if (g_unichar_isalpha(g_utf8_get_char(p)))
      return !birge_locale_is_in_script(locale, variant->text, variant->length);
  }
  return FALSE;
}

/* The unit's key does not depend on the order of its variants: their keys are added up. */
static void add_to_unit_key(const Check *check, const BirgeVariant *variant, Key *key) {
  g_autoptr(GString) all = g_string_new(variant->language);
  const BirgeLocale *locale = locale_of(check, variant);
  if (locale)
    g_string_assign(all, locale->tag);
  g_string_append_c(all, '\0');
  g_string_append_len(all, variant->text, (gssize)variant->length);
  for (guint i = 0; i < variant->codes->len; i++) {
    const BirgeCode *code = &g_array_index(variant->codes, BirgeCode, i);
    g_string_append_printf(all, "%c%" G_GSIZE_FORMAT " %s", '\0', code->offset, code->markup);
  }
  Key own = make_key(check, all->str, all->len);
  key->bits[0] += own.bits[0];
  key->bits[1] += own.bits[1];
}

/* Compares a variant with the source, whose key is given. */
static void check_target(Check *check, const BirgeVariant *source, Key source_key,
                         const BirgeVariant *target, guint variant) {
  gboolean has_word = fold_tokens(check, target);
  Key key = make_key(check, check->folded->str, check->folded->len);
  if (has_word && memcmp(&key, &source_key, sizeof key) == 0)
    add_fault(check, BIRGE_FAULT_COPIED, variant);
  if (!birge_codes_agree(source, target) || !birge_codes_are_paired(target))
    add_fault(check, BIRGE_FAULT_CODES, variant);
  const BirgeLocale *locale = locale_of(check, target);
  g_autofree char *tag = locale ? g_strdup(locale->tag) : g_ascii_strdown(target->language, -1);
  Key group = make_key(check, tag, strlen(tag));
  group.bits[0] ^= source_key.bits[0];
  group.bits[1] ^= source_key.bits[1];
  Record record = {group, key, check->file, check->unit, variant};
  g_array_append_val(check->texts, record);
}

static const BirgeVariant *find_source(const Check *check, const BirgeUnit *unit) {
  for (guint v = 0; v < unit->variants->len; v++) {
    if (check->memory->source &&
        locale_of(check, unit->variants->pdata[v]) == check->memory->source)
      return unit->variants->pdata[v];
  }
  return NULL;
}

static void check_unit(Check *check, const BirgeUnit *unit) {
  Record record = {.file = check->file, .unit = check->unit};
  const BirgeVariant *source = find_source(check, unit);
  if (source)
    fold_tokens(check, source);
  gboolean has_source = source && check->folded->len > 0;
  Key source_key = make_key(check, check->folded->str, check->folded->len);
  for (guint v = 0; v < unit->variants->len; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    const BirgeLocale *locale = locale_of(check, variant);
    add_to_unit_key(check, variant, &record.group);
    if (is_blank(variant))
      add_fault(check, BIRGE_FAULT_EMPTY, v);
    else if (has_source && locale != check->memory->source)
      check_target(check, source, source_key, variant, v);
    else if (!birge_codes_are_paired(variant))
      add_fault(check, BIRGE_FAULT_CODES, v);
    if (locale && is_in_other_script(locale, variant))
      add_fault(check, BIRGE_FAULT_SCRIPT, v);
  }
  if (unit->variants->len > 0)
    g_array_append_val(check->units, record);
}

static gint compare_places(const Record *x, const Record *y) {
  if (x->file != y->file)
    return x->file < y->file ? -1 : 1;
  if (x->unit != y->unit)
    return x->unit < y->unit ? -1 : 1;
  return (x->variant > y->variant) - (x->variant < y->variant);
}

static gint compare_records(gconstpointer a, gconstpointer b) {
  const Record *x = a, *y = b;
  for (guint i = 0; i < 2; i++) {
    if (x->group.bits[i] != y->group.bits[i])
      return x->group.bits[i] < y->group.bits[i] ? -1 : 1;
  }
  return compare_places(x, y);
}

/* Compares the records of each group with the first of it. Variants of one unit are alternatives,
 * and contradict nothing. */
static void compare_groups(Check *check, GArray *records, BirgeFaultKind kind) {
  g_array_sort(records, compare_records);
  const Record *first = NULL;
  for (guint i = 0; i < records->len; i++) {
    const Record *record = &g_array_index(records, Record, i);
    if (!first || memcmp(&first->group, &record->group, sizeof(Key)) != 0) {
      first = record;
      continue;
    }
    gboolean is_other = first->file != record->file || first->unit != record->unit;
    gboolean differs = memcmp(&first->text, &record->text, sizeof(Key)) != 0;
    if (is_other && (kind == BIRGE_FAULT_DUPLICATE || differs)) {
      BirgeFault fault = {kind,        record->file, record->unit, record->variant,
                          first->file, first->unit};
      g_array_append_val(check->faults, fault);
    }
  }
}

static gint compare_faults(gconstpointer a, gconstpointer b) {
  const BirgeFault *x = a, *y = b;
  const gint64 order[] = {(gint64)x->file - y->file, (gint64)x->unit - y->unit,
                          (gint64)x->variant - y->variant, (gint64)x->kind - y->kind};
  for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
    if (order[i] != 0)
      return order[i] < 0 ? -1 : 1;
  }
  return 0;
}

static gboolean check_units(Check *check, GError **error) {
  for (check->file = 0; check->file < birge_memory_n_files(check->memory); check->file++) {
    guint32 n = birge_memory_n_units(check->memory, check->file);
    for (check->unit = 0; check->unit < n; check->unit++) {
      g_autoptr(BirgeUnit) unit = birge_memory_unit(check->memory, check->file, check->unit, error);
      if (!unit)
        return FALSE;
      check_unit(check, unit);
    }
  }
  return TRUE;
}

GArray *birge_memory_check(const BirgeMemory *memory, GError **error) {
  Check check = {.memory = memory,
                 .faults = g_array_new(FALSE, FALSE, sizeof(BirgeFault)),
                 .units = g_array_new(FALSE, FALSE, sizeof(Record)),
                 .texts = g_array_new(FALSE, FALSE, sizeof(Record)),
                 .folded = g_string_new(NULL),
                 .tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken))};
  for (guint i = 0; i < 2; i++)
    check.seeds[i] = (guint64)g_random_int() << 32 | g_random_int();
  gboolean ok = check_units(&check, error);
  if (ok) {
    compare_groups(&check, check.units, BIRGE_FAULT_DUPLICATE);
    compare_groups(&check, check.texts, BIRGE_FAULT_CONFLICT);
    g_array_sort(check.faults, compare_faults);
  }
  g_array_unref(check.units);
  g_array_unref(check.texts);
  g_string_free(check.folded, TRUE);
  g_array_unref(check.tokens);
  if (!ok)
    g_clear_pointer(&check.faults, g_array_unref);
  return check.faults;
}
