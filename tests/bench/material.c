/* Makes a memory of any size out of lines, by seeded edits. */
#include "material.h"

#include "exchange/exchange.h"

#include <stdio.h>
#include <string.h>

static const char *const own_lines[] = {
    "The river rose by 3 metres in the night and the bridge was closed to all traffic.",
    "Workers at the dam said that the gates had been opened on Monday, as planned.",
    "The library holds 12,500 books, most of them given by families of the town.",
    "Nobody was hurt when the old market burnt down, said the mayor, who had lived beside it.",
    "Schools will open again on 4 September if the repairs are finished in time.",
    "A council of farmers asked for water to be shared among the villages below the dam.",
};

guint material_below(const Material *material, guint n) {
  return (guint)g_rand_int_range(material->rand, 0, (gint32)n);
}

static char *recombine(const Material *material) {
  GString *text = g_string_new(NULL);
  for (guint n = 3 + material_below(material, 4); n > 0; n--) {
    g_auto(GStrv) words =
        g_strsplit(own_lines[material_below(material, G_N_ELEMENTS(own_lines))], " ", -1);
    guint start = material_below(material, g_strv_length(words));
    for (guint i = start; words[i] && i < start + 4; i++)
      g_string_append_printf(text, "%s%s", text->len ? " " : "", words[i]);
  }
  return g_string_free(text, FALSE);
}

static void add_line(Material *material, char *line) {
  guint n = material->stored->len + material->unseen->len;
  g_ptr_array_add(n % 4 == 3 ? material->unseen : material->stored, line);
}

Material *material_read(const char *path) {
  Material *material = g_new0(Material, 1);
  material->stored = g_ptr_array_new_with_free_func(g_free);
  material->unseen = g_ptr_array_new_with_free_func(g_free);
  material->rand = g_rand_new_with_seed(1);
  if (!path) {
    printf("text\trecombined from %u lines of our own\n", (guint)G_N_ELEMENTS(own_lines));
    for (guint i = 0; i < 100000; i++)
      add_line(material, recombine(material));
    return material;
  }
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  if (!g_file_get_contents(path, &text, NULL, &error))
    g_error("%s", error->message);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    if (**line)
      add_line(material, g_strdup(*line));
  }
  return material;
}

static char *change_number(const Material *material, const char *word) {
  char *changed = g_strdup(word);
  for (char *p = changed; *p; p++) {
    if (g_ascii_isdigit(*p))
      *p = (char)('0' + material_below(material, 10));
  }
  return changed;
}

static const char *random_word(const Material *material, char **owner) {
  const char *line = material->stored->pdata[material_below(material, material->stored->len)];
  g_auto(GStrv) words = g_strsplit(line, " ", -1);
  *owner = g_strdup(words[material_below(material, g_strv_length(words))]);
  return *owner;
}

char *material_edit_line(const Material *material, const char *line) {
  g_auto(GStrv) words = g_strsplit(line, " ", -1);
  guint n = g_strv_length(words), n_edits = 1 + material_below(material, 4);
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add(parts, change_number(material, words[i]));
  for (; n_edits > 0 && parts->len > 1; n_edits--) {
    guint place = material_below(material, parts->len), kind = material_below(material, 3);
    char *word = NULL;
    random_word(material, &word);
    if (kind != 0)
      g_ptr_array_remove_index(parts, place);
    if (kind != 1)
      g_ptr_array_insert(parts, (gint)place, g_strdup(word));
    g_free(word);
  }
  g_ptr_array_add(parts, NULL);
  return g_strjoinv(" ", (char **)parts->pdata);
}

guint64 material_write_memory(const Material *material, const char *path, guint n_units,
                              GPtrArray *texts) {
  g_autoptr(BirgeOutput) output = birge_output_open(path, NULL);
  g_autoptr(BirgeTmxWriter) writer = birge_tmx_writer_new(output, "en", NULL);
  guint64 n_bytes = 0;
  for (guint u = 0; u < n_units; u++) {
    const char *line = material->stored->pdata[u % material->stored->len];
    char *text = u < material->stored->len ? g_strdup(line) : material_edit_line(material, line);
    g_autoptr(BirgeUnit) unit = birge_unit_new();
    BirgeVariant *variant = birge_variant_new("en");
    birge_variant_set_text(variant, text, strlen(text));
    g_ptr_array_add(unit->variants, variant);
    if (!birge_tmx_writer_add(writer, unit, NULL))
      g_error("unit %u", u);
    n_bytes += strlen(text);
    g_ptr_array_add(texts, text);
  }
  birge_tmx_writer_end(g_steal_pointer(&writer));
  if (!birge_output_commit(g_steal_pointer(&output), NULL))
    g_error("can't write %s", path);
  return n_bytes;
}
