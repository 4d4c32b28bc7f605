/* Turns units into the dialects of other tools. */
#include "exchange/dialect.h"

#include <string.h>

/* What the prop x-birge-status is called by a tool, and its values. */
typedef struct {
  const char *status;
  const char *name;
  const char *value;
} StatusProp;

/* Trados Studio's levels of confirmation; memoQ's flag for what was corrected. */
static const StatusProp trados_props[] = {
    {"approved", "x-ConfirmationLevel", "ApprovedTranslation"},
    {"proposed", "x-ConfirmationLevel", "Draft"},
    {"rejected", "x-ConfirmationLevel", "RejectedTranslation"},
    {NULL, NULL, NULL},
};
static const StatusProp memoq_props[] = {
    {"approved", "corrected", "yes"},
    {"proposed", "corrected", "no"},
    {"rejected", "corrected", "no"},
    {NULL, NULL, NULL},
};

/* Tools. has_regions: whether a code's region says more to the tool than it hides. */
static const struct {
  const char *name;
  gboolean has_regions;
  gboolean is_utf16;
  const StatusProp *props;
} clients[] = {
    {"omegat", FALSE, FALSE, NULL},
    {"trados", TRUE, FALSE, trados_props},
    {"memoq", TRUE, TRUE, memoq_props},
};

static const char *const client_names[] = {"omegat", "trados", "memoq", NULL};

const char *const *birge_dialect_clients(void) {
  return client_names;
}

/* Returns the number of a tool, G_N_ELEMENTS(clients) for any. */
static guint find_client(const char *name) {
  guint i = 0;
  while (i < G_N_ELEMENTS(clients) && g_strcmp0(clients[i].name, name) != 0)
    i++;
  return i;
}

gboolean birge_dialect_is_utf16(const char *client) {
  guint c = find_client(client);
  return c < G_N_ELEMENTS(clients) && clients[c].is_utf16;
}

/* Whether a tag in its usual form is the locale's own, with a region. */
static gboolean has_region(const char *tag, const BirgeLocale *locale) {
  gsize n = strlen(locale->tag);
  if (strncmp(tag, locale->tag, n) != 0 || tag[n] != '-')
    return FALSE;
  g_autofree char *lower = g_ascii_strdown(tag, -1);
  return !g_strv_contains((const char *const *)locale->aliases, lower);
}

char *birge_dialect_code(const BirgeDialect *dialect, const char *tag, const char *text,
                         gsize length) {
  const BirgeLocale *locale = birge_locales_find(dialect->locales, tag, text, length);
  if (!locale)
    return g_strdup(tag);
  g_autofree char *usual = birge_tag_normalize(tag);
  guint c = find_client(dialect->client);
  gboolean keeps_region = c == G_N_ELEMENTS(clients) || clients[c].has_regions;
  if (keeps_region && has_region(usual, locale))
    return g_steal_pointer(&usual);
  return g_strdup(birge_locale_client_tag(locale, dialect->client));
}

char *birge_variant_language(const BirgeVariant *variant, const BirgeLocales *locales) {
  const BirgeLocale *locale =
      birge_locales_find(locales, variant->language, variant->text, variant->length);
  return locale ? g_strdup(locale->tag) : birge_tag_normalize(variant->language);
}

static BirgeVariant *translate_variant(const BirgeDialect *dialect, const BirgeVariant *variant) {
  BirgeVariant *copy = birge_variant_copy(variant);
  g_free(copy->language);
  copy->language = birge_dialect_code(dialect, variant->language, variant->text, variant->length);
  return copy;
}

static void copy_attributes(const BirgeDialect *dialect, const GArray *from, GArray *to) {
  for (guint i = 0; i < from->len; i++) {
    const BirgeAttribute *attribute = &g_array_index(from, BirgeAttribute, i);
    gboolean is_language =
        g_str_equal(attribute->name, "srclang") && !g_str_equal(attribute->value, "*all*");
    g_autofree char *code =
        is_language ? birge_dialect_code(dialect, attribute->value, NULL, 0) : NULL;
    birge_attributes_add(to, attribute->name, code ? code : attribute->value);
  }
}

/* Says a note's status in the words of the tool, too. */
static void add_status(const BirgeDialect *dialect, const BirgeNote *note, GPtrArray *notes) {
  const char *type = birge_attributes_get(note->attributes, "type");
  guint c = find_client(dialect->client);
  if (note->kind != BIRGE_NOTE_PROP || g_strcmp0(type, "x-birge-status") != 0 ||
      c == G_N_ELEMENTS(clients) || !clients[c].props)
    return;
  for (const StatusProp *prop = clients[c].props; prop->status; prop++) {
    if (!g_str_equal(prop->status, note->text))
      continue;
    BirgeNote *said = birge_note_new(BIRGE_NOTE_PROP, prop->value);
    birge_attributes_add(said->attributes, "type", prop->name);
    g_ptr_array_add(notes, said);
  }
}

/* A unit with all of another but its variants. */
static BirgeUnit *new_unit_like(const BirgeDialect *dialect, const BirgeUnit *unit) {
  BirgeUnit *copy = birge_unit_new();
  copy->file = g_strdup(unit->file);
  copy->line = unit->line;
  copy_attributes(dialect, unit->attributes, copy->attributes);
  for (guint i = 0; i < unit->notes->len; i++) {
    g_ptr_array_add(copy->notes, birge_note_copy(unit->notes->pdata[i]));
    add_status(dialect, unit->notes->pdata[i], copy->notes);
  }
  return copy;
}

static gboolean is_in(const BirgeDialect *dialect, const BirgeVariant *variant,
                      const char *language) {
  g_autofree char *found = birge_variant_language(variant, dialect->locales);
  return g_ascii_strcasecmp(found, language) == 0;
}

static void add_pair(const BirgeDialect *dialect, const BirgeUnit *unit,
                     const BirgeVariant *const pair[2], GPtrArray *units) {
  BirgeUnit *made = new_unit_like(dialect, unit);
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add(made->variants, translate_variant(dialect, pair[i]));
  g_ptr_array_add(units, made);
}

static void add_pairs(const BirgeDialect *dialect, const BirgeUnit *unit, GPtrArray *units) {
  for (guint s = 0; s < unit->variants->len; s++) {
    if (!is_in(dialect, unit->variants->pdata[s], dialect->source))
      continue;
    for (guint t = 0; t < unit->variants->len; t++) {
      const BirgeVariant *const pair[] = {unit->variants->pdata[s], unit->variants->pdata[t]};
      if (t != s && is_in(dialect, pair[1], dialect->target))
        add_pair(dialect, unit, pair, units);
    }
  }
}

static void add_whole(const BirgeDialect *dialect, const BirgeUnit *unit, GPtrArray *units) {
  BirgeUnit *made = new_unit_like(dialect, unit);
  guint n_sources = 0;
  for (guint v = 0; v < unit->variants->len; v++) {
    gboolean is_source = is_in(dialect, unit->variants->pdata[v], dialect->source);
    g_ptr_array_insert(made->variants, is_source ? (gint)n_sources++ : -1,
                       translate_variant(dialect, unit->variants->pdata[v]));
  }
  g_ptr_array_add(units, made);
}

GPtrArray *birge_dialect_apply(const BirgeDialect *dialect, const BirgeUnit *unit) {
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  if (dialect->target)
    add_pairs(dialect, unit, units);
  else
    add_whole(dialect, unit, units);
  return units;
}
