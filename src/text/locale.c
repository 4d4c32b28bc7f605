/* Loads locales, and finds them by tag. */
#include "text/locale.h"

#include "base/error.h"
#include "birge-locales.h" /* made of locales/ at build time */
#include "text/fold.h"
#include "text/habits.h"
#include "text/regexes.h"
#include "text/skeleton.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#define RESOURCE_FOLDER "/birge/locales"

struct _BirgeLocales {
  GPtrArray *locales; /* of BirgeLocale*, sorted by tag */
  GChecksum *content; /* of the files */
};

static void free_locale(gpointer data) {
  BirgeLocale *locale = data;
  g_free(locale->tag);
  g_free(locale->name);
  g_free(locale->english_name);
  g_free(locale->script);
  g_free(locale->digits);
  g_strfreev(locale->aliases);
  g_strfreev(locale->script_aliases);
  g_strfreev(locale->client_tags);
  g_free(locale->letters);
  g_free(locale->alphabet);
  g_strfreev(locale->words);
  g_strfreev(locale->stop_words);
  g_clear_pointer(&locale->folding, birge_folding_free);
  if (locale->stemming) {
    g_strfreev(locale->stemming->prefixes);
    g_strfreev(locale->stemming->suffixes);
    g_free(locale->stemming);
  }
  g_clear_pointer(&locale->skeletons, birge_skeletons_free);
  birge_habits_free(locale->habits);
  g_clear_pointer(&locale->boilerplate_start, birge_regexes_free);
  g_clear_pointer(&locale->boilerplate_line, birge_regexes_free);
  g_clear_pointer(&locale->dateline, birge_regexes_free);
  g_clear_pointer(&locale->dateline_start, birge_regexes_free);
  g_clear_pointer(&locale->byline, birge_regexes_free);
  g_free(locale);
}

/* Tags compare without case, _ as - (RFC 5646 2.1.1, and the habit of POSIX). */
static char *fold_tag(const char *tag) {
  char *folded = g_ascii_strdown(tag, -1);
  return g_strdelimit(folded, "_", '-');
}

static char **get_list(GKeyFile *file, const char *group, const char *key) {
  char **list = g_key_file_get_string_list(file, group, key, NULL, NULL);
  return list ? list : g_new0(char *, 1);
}

static char **get_tags(GKeyFile *file, const char *key) {
  char **tags = get_list(file, "language", key);
  for (char **tag = tags; *tag; tag++) {
    char *folded = fold_tag(*tag);
    g_free(*tag);
    *tag = folded;
  }
  return tags;
}

static BirgeFolding *get_folding(GKeyFile *file, GError **error) {
  g_autoptr(GPtrArray) map = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) keys = g_key_file_get_keys(file, "fold", NULL, NULL);
  for (char **key = keys; key && *key; key++) {
    g_ptr_array_add(map, g_strdup(*key));
    g_ptr_array_add(map, g_key_file_get_string(file, "fold", *key, NULL));
  }
  g_ptr_array_add(map, NULL);
  return birge_folding_new((const char *const *)map->pdata, error);
}

static int compare_letters(const void *a, const void *b) {
  UChar32 x = *(const UChar32 *)a, y = *(const UChar32 *)b;
  return (x > y) - (x < y);
}

static void get_letters(GKeyFile *file, BirgeLocale *locale) {
  g_autofree char *letters = g_key_file_get_string(file, "detect", "letters", NULL);
  glong n = 0;
  locale->letters = (UChar32 *)g_utf8_to_ucs4_fast(letters ? letters : "", -1, &n);
  locale->n_letters = (gsize)n;
  qsort(locale->letters, locale->n_letters, sizeof *locale->letters, compare_letters);
  g_autofree char *alphabet = g_key_file_get_string(file, "detect", "alphabet", NULL);
  locale->alphabet = (UChar32 *)g_utf8_to_ucs4_fast(alphabet ? alphabet : "", -1, &n);
  locale->n_alphabet = (gsize)n;
  qsort(locale->alphabet, locale->n_alphabet, sizeof *locale->alphabet, compare_letters);
}

static int compare_strings(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static int compare_lengths(const void *a, const void *b) {
  gsize x = strlen(*(char *const *)a), y = strlen(*(char *const *)b);
  return (x < y) - (x > y);
}

/* A list that is folded as the words are that it is compared with. */
static char **get_folded(GKeyFile *file, const char *group, const char *key,
                         const BirgeFolding *folding) {
  char **list = get_list(file, group, key);
  for (char **entry = list; *entry; entry++) {
    GString *folded = g_string_new(NULL);
    birge_fold(folding, *entry, strlen(*entry), folded);
    g_free(*entry);
    *entry = g_string_free(folded, FALSE);
  }
  return list;
}

static char **get_affixes(GKeyFile *file, const char *key, const BirgeFolding *folding) {
  char **affixes = get_folded(file, "align", key, folding);
  qsort(affixes, g_strv_length(affixes), sizeof *affixes, compare_lengths);
  return affixes;
}

static BirgeStemming *get_stemming(GKeyFile *file, const BirgeFolding *folding) {
  BirgeStemming *stemming = g_new0(BirgeStemming, 1);
  stemming->prefixes = get_affixes(file, "prefixes", folding);
  stemming->suffixes = get_affixes(file, "suffixes", folding);
  stemming->min_stem = (guint)MAX(g_key_file_get_integer(file, "align", "min-stem", NULL), 1);
  return stemming;
}

/* Fills what a locale can't do without. */
static gboolean get_identity(GKeyFile *file, BirgeLocale *locale, GError **error) {
  locale->tag = g_key_file_get_string(file, "language", "tag", error);
  if (!locale->tag)
    return FALSE;
  locale->name = g_key_file_get_string(file, "language", "name", error);
  if (!locale->name)
    return FALSE;
  locale->english_name = g_key_file_get_string(file, "language", "english-name", error);
  if (!locale->english_name)
    return FALSE;
  locale->script = g_key_file_get_string(file, "language", "script", error);
  if (!locale->script)
    return FALSE;
  locale->script_code = u_getPropertyValueEnum(UCHAR_SCRIPT, locale->script);
  g_autofree char *direction = g_key_file_get_string(file, "language", "direction", error);
  if (!direction)
    return FALSE;
  locale->direction = g_str_equal(direction, "rtl") ? BIRGE_DIRECTION_RTL : BIRGE_DIRECTION_LTR;
  return TRUE;
}

static BirgeLocale *parse_locale(const char *data, gsize length, GError **error) {
  g_autoptr(GKeyFile) file = g_key_file_new();
  if (!g_key_file_load_from_data(file, data, length, G_KEY_FILE_NONE, error))
    return NULL;
  BirgeLocale *locale = g_new0(BirgeLocale, 1);
  if (!get_identity(file, locale, error) || !(locale->folding = get_folding(file, error))) {
    free_locale(locale);
    return NULL;
  }
  locale->digits = g_key_file_get_string(file, "language", "digits", NULL);
  if (locale->digits && g_utf8_strlen(locale->digits, -1) != 10) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT, "digits \"%s\" are not ten",
                locale->digits);
    free_locale(locale);
    return NULL;
  }
  locale->aliases = get_tags(file, "aliases");
  locale->script_aliases = get_tags(file, "script-aliases");
  locale->client_tags = get_list(file, "language", "client-tags");
  get_letters(file, locale);
  locale->words = get_list(file, "detect", "words");
  qsort(locale->words, g_strv_length(locale->words), sizeof *locale->words, compare_strings);
  locale->stop_words = get_folded(file, "terms", "stop", locale->folding);
  locale->stemming = get_stemming(file, locale->folding);
  g_auto(GStrv) skeletons = get_list(file, "align", "skeleton");
  locale->skeletons = birge_skeletons_new((const char *const *)skeletons);
  if (!locale->skeletons) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT, "skeleton has an entry without a colon");
    free_locale(locale);
    return NULL;
  }
  locale->habits = birge_habits_new(file, locale, error);
  if (!locale->habits) {
    free_locale(locale);
    return NULL;
  }
  locale->length_ratio = g_key_file_get_double(file, "align", "length-ratio", NULL);
  if (!(locale->length_ratio > 0))
    locale->length_ratio = 1;
  locale->boilerplate_start = birge_regexes_new(get_list(file, "read", "boilerplate-start"), TRUE);
  locale->boilerplate_line = birge_regexes_new(get_list(file, "read", "boilerplate-line"), TRUE);
  locale->dateline = birge_regexes_new(get_list(file, "read", "dateline"), TRUE);
  locale->dateline_start = birge_regexes_new(get_list(file, "read", "dateline-start"), FALSE);
  locale->byline = birge_regexes_new(get_list(file, "read", "byline"), TRUE);
  return locale;
}

static BirgeLocales *new_locales(void) {
  BirgeLocales *locales = g_atomic_rc_box_new0(BirgeLocales);
  locales->locales = g_ptr_array_new_with_free_func(free_locale);
  locales->content = g_checksum_new(G_CHECKSUM_SHA256);
  return locales;
}

static gboolean add_locale(BirgeLocales *locales, const char *name, const char *data, gsize length,
                           GError **error) {
  g_autoptr(GError) wrong = NULL;
  BirgeLocale *locale = parse_locale(data, length, &wrong);
  if (!locale) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, 0, "%s", wrong->message);
    return FALSE;
  }
  g_ptr_array_add(locales->locales, locale);
  g_checksum_update(locales->content, (const guchar *)data, (gssize)length);
  return TRUE;
}

BirgeLocales *birge_locales_parse(const char *name, const char *data, gsize length,
                                  GError **error) {
  g_autoptr(BirgeLocales) locales = new_locales();
  if (!add_locale(locales, name, data, length, error))
    return NULL;
  return g_steal_pointer(&locales);
}

BirgeLocales *birge_locales_load(GError **error) {
  g_autoptr(BirgeLocales) locales = new_locales();
  GResource *resource = birge_locales_get_resource();
  g_auto(GStrv) names =
      g_resource_enumerate_children(resource, RESOURCE_FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (!names)
    return NULL;
  qsort(names, g_strv_length(names), sizeof *names, compare_strings);
  for (char **name = names; *name; name++) {
    if (!g_str_has_suffix(*name, ".ini"))
      continue;
    g_autofree char *path = g_strconcat(RESOURCE_FOLDER "/", *name, NULL);
    g_autoptr(GBytes) bytes = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    if (!bytes)
      return NULL;
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    if (!add_locale(locales, *name, data, length, error))
      return NULL;
  }
  return g_steal_pointer(&locales);
}

GBytes *birge_locales_rules(void) {
  return g_resource_lookup_data(birge_locales_get_resource(), RESOURCE_FOLDER "/segmentation.srx",
                                G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

GPtrArray *birge_locales_lexicon(void) {
  GPtrArray *files = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  GResource *resource = birge_locales_get_resource();
  g_auto(GStrv) names = g_resource_enumerate_children(resource, RESOURCE_FOLDER "/lexicon",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (!names)
    return files;
  qsort(names, g_strv_length(names), sizeof *names, compare_strings);
  for (char **name = names; *name; name++) {
    g_autofree char *path = g_strconcat(RESOURCE_FOLDER "/lexicon/", *name, NULL);
    GBytes *bytes = g_resource_lookup_data(resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    if (bytes)
      g_ptr_array_add(files, bytes);
  }
  return files;
}

BirgeLocales *birge_locales_ref(BirgeLocales *locales) {
  return g_atomic_rc_box_acquire(locales);
}

static void clear_locales(gpointer data) {
  BirgeLocales *locales = data;
  g_ptr_array_unref(locales->locales);
  g_checksum_free(locales->content);
}

guint64 birge_locales_fingerprint(const BirgeLocales *locales) {
  g_autoptr(GChecksum) copy = g_checksum_copy(locales->content);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 number;
  g_checksum_get_digest(copy, digest, &length);
  memcpy(&number, digest, sizeof number);
  return number;
}

void birge_locales_unref(BirgeLocales *locales) {
  g_atomic_rc_box_release_full(locales, clear_locales);
}

const BirgeLocale *birge_locales_nth(const BirgeLocales *locales, guint i) {
  return i < locales->locales->len ? locales->locales->pdata[i] : NULL;
}

/* Whether tag is name, or name with further subtags that name no other script than the locale's.
 * tag and name: folded. */
static gboolean is_tag_of(const char *tag, const char *name, const BirgeLocale *locale) {
  gsize n = strlen(name);
  if (!g_str_has_prefix(tag, name))
    return FALSE;
  if (tag[n] == '\0')
    return TRUE;
  if (tag[n] != '-')
    return FALSE;
  g_auto(GStrv) subtags = g_strsplit(tag + n + 1, "-", -1);
  /* A script subtag has four letters (RFC 5646 2.2.3). */
  gboolean is_script = strlen(subtags[0]) == 4 && !g_ascii_isdigit(subtags[0][0]);
  return !is_script || g_ascii_strcasecmp(subtags[0], locale->script) == 0;
}

static gboolean is_named(const BirgeLocale *locale, const char *tag) {
  gboolean found = is_tag_of(tag, locale->tag, locale);
  for (char **alias = locale->aliases; *alias && !found; alias++)
    found = is_tag_of(tag, *alias, locale);
  return found;
}

const BirgeLocale *birge_locales_find(const BirgeLocales *locales, const char *tag,
                                      const char *text, gsize length) {
  g_autofree char *folded = fold_tag(tag);
  for (guint i = 0; i < locales->locales->len; i++) {
    const BirgeLocale *locale = locales->locales->pdata[i];
    if (is_named(locale, folded))
      return locale;
  }
  for (guint i = 0; text && i < locales->locales->len; i++) {
    const BirgeLocale *locale = locales->locales->pdata[i];
    if (g_strv_contains((const char *const *)locale->script_aliases, folded) &&
        birge_locale_is_in_script(locale, text, length))
      return locale;
  }
  return NULL;
}

const char *birge_locale_client_tag(const BirgeLocale *locale, const char *client) {
  for (char **tag = locale->client_tags; client && *tag; tag++) {
    gsize n = strlen(client);
    if (strncmp(*tag, client, n) == 0 && (*tag)[n] == ':')
      return *tag + n + 1;
  }
  return locale->tag;
}

/* Subtags by their length, after RFC 5646 2.1.1: language lower, Script title, REGION upper. */
char *birge_tag_normalize(const char *tag) {
  g_autofree char *folded = fold_tag(tag);
  g_auto(GStrv) subtags = g_strsplit(folded, "-", -1);
  for (guint i = 1; subtags[0] && subtags[i]; i++) {
    gsize n = strlen(subtags[i]);
    if (n == 2)
      for (char *p = subtags[i]; *p; p++)
        *p = g_ascii_toupper(*p);
    else if (n == 4)
      subtags[i][0] = g_ascii_toupper(subtags[i][0]);
  }
  return g_strjoinv("-", subtags);
}
