/* Joins the units of several files that say the same, for one text at a time: those that have it,
 * those that these are joined with by their tuids, and so on. What comes out is what joining whole
 * files gives, as long as a group is not too large. */
#include "memory/private.h"

#include <string.h>

typedef struct {
  guint file;
  guint32 unit;
} Member;

typedef struct {
  const BirgeMemory *memory;
  GArray *members; /* of Member, each once; those from n_done on are still to be looked at */
  guint n_done;
} Group;

static void add_member(Group *group, guint file, guint32 unit) {
  for (guint i = 0; i < group->members->len; i++) {
    const Member *member = &g_array_index(group->members, Member, i);
    if (member->file == file && member->unit == unit)
      return;
  }
  Member member = {file, unit};
  if (group->members->len < BIRGE_MAX_GROUP)
    g_array_append_val(group->members, member);
}

static const BirgeField *source_field(const BirgeMemory *memory, const BirgeIndex *index) {
  return memory->source ? birge_index_find_field(index, memory->source->tag) : NULL;
}

static void add_text_of_file(Group *group, guint file, guint32 text) {
  const BirgeIndex *index = birge_memory_index(group->memory, file);
  const BirgeField *field = source_field(group->memory, index);
  guint32 entry = birge_index_number(index, &field->text_entries, text);
  guint32 end = birge_index_number(index, &field->text_entries, (guint64)text + 1);
  for (guint n = 0; entry < end && n < BIRGE_MAX_GROUP; entry++, n++) {
    guint32 unit = birge_index_number(index, &field->entry_units, entry);
    /* The text that a unit is joined by is its first in the language. */
    if (unit < index->header->n_units &&
        birge_index_number(index, &field->unit_texts, unit) == text)
      add_member(group, file, unit);
  }
}

/* Adds the units of all files that have a text, given by one of them. */
static void add_text(Group *group, guint file, guint32 text) {
  const BirgeIndex *index = birge_memory_index(group->memory, file);
  const BirgeField *field = source_field(group->memory, index);
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(guint32));
  birge_field_read_text(index, field, text, words);
  for (guint f = 0; f < group->memory->indexes->len; f++) {
    const BirgeIndex *other = birge_memory_index(group->memory, f);
    const BirgeField *other_field = source_field(group->memory, other);
    g_array_set_size(others, 0);
    for (guint i = 0; other_field && i < words->len; i++) {
      gsize length;
      const char *word = birge_field_word(index, field, g_array_index(words, guint32, i), &length);
      guint32 number = birge_field_find_word(other, other_field, word, length);
      g_array_append_val(others, number);
    }
    guint32 found =
        other_field && words->len > 0
            ? birge_field_find_text(other, other_field, (const guint32 *)(gpointer)others->data,
                                    others->len)
            : BIRGE_NO_TEXT;
    if (found != BIRGE_NO_TEXT)
      add_text_of_file(group, f, found);
  }
}

/* Adds the units of a file whose tuid has the same hash: the joiner compares the tuids. */
static void add_tuid(Group *group, guint file, const char *tuid) {
  const BirgeIndex *index = birge_memory_index(group->memory, file);
  const BirgeSection *section = &index->header->tuids;
  guint64 n = section->length / sizeof(guint64);
  guint64 hash = birge_index_hash(index->header->seed, tuid, strlen(tuid)) << 32;
  guint64 low = 0, high = n;
  while (low < high) {
    guint64 middle = low + (high - low) / 2;
    const guint64 *item = birge_index_bytes(index, section, middle * sizeof *item, sizeof *item);
    if (item && *item < hash)
      low = middle + 1;
    else
      high = middle;
  }
  for (guint count = 0; low < n && count < BIRGE_MAX_GROUP; low++, count++) {
    const guint64 *item = birge_index_bytes(index, section, low * sizeof *item, sizeof *item);
    if (!item || *item >> 32 != hash >> 32)
      return;
    add_member(group, file, (guint32)*item);
  }
}

/* Adds what a member is joined with. */
static void follow(Group *group, Member member) {
  const BirgeIndex *index = birge_memory_index(group->memory, member.file);
  const BirgeField *field = source_field(group->memory, index);
  guint32 text = field ? birge_index_number(index, &field->unit_texts, member.unit) : BIRGE_NO_TEXT;
  if (text != BIRGE_NO_TEXT)
    add_text(group, member.file, text);
  g_autoptr(BirgeUnit) unit = birge_index_read_unit(index, member.unit);
  const char *tuid = unit ? birge_attributes_get(unit->attributes, "tuid") : NULL;
  for (guint f = 0; tuid && f < group->memory->indexes->len; f++)
    add_tuid(group, f, tuid);
}

static gint compare_members(gconstpointer a, gconstpointer b) {
  const Member *x = a, *y = b;
  if (x->file != y->file)
    return x->file < y->file ? -1 : 1;
  return (x->unit > y->unit) - (x->unit < y->unit);
}

static void join(const Group *group, BirgeJoined *joined) {
  g_autoptr(BirgeJoiner) joiner = birge_joiner_new(joined);
  guint file = G_MAXUINT;
  for (guint i = 0; i < group->members->len; i++) {
    Member member = g_array_index(group->members, Member, i);
    g_autoptr(BirgeUnit) unit =
        birge_index_read_unit(birge_memory_index(group->memory, member.file), member.unit);
    if (member.file != file)
      birge_joiner_begin_file(joiner);
    file = member.file;
    if (unit)
      birge_joiner_add(joiner, unit);
  }
}

static gboolean has_words(const BirgeJoined *joined, const BirgeJoinedText *text,
                          const BirgeIndex *index, const BirgeField *field, const GArray *words) {
  gboolean same = text->n_tokens == words->len;
  for (guint i = 0; same && i < words->len; i++) {
    gsize length;
    const char *word = birge_field_word(index, field, g_array_index(words, guint32, i), &length);
    same = birge_vocabulary_find(joined->words, word, length) ==
           g_array_index(joined->tokens, guint32, text->start + i);
  }
  return same;
}

GPtrArray *birge_memory_join_text(const BirgeMemory *memory, guint file, guint32 text) {
  Group group = {memory, g_array_new(FALSE, FALSE, sizeof(Member)), 0};
  add_text(&group, file, text);
  while (group.n_done < group.members->len)
    follow(&group, g_array_index(group.members, Member, group.n_done++));
  g_array_sort(group.members, compare_members);
  g_autoptr(BirgeJoined) joined = birge_joined_new(memory);
  join(&group, joined);
  g_array_unref(group.members);
  const BirgeIndex *index = birge_memory_index(memory, file);
  const BirgeField *field = source_field(memory, index);
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(guint32));
  birge_field_read_text(index, field, text, words);
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  for (guint u = 0; u < joined->units->len; u++) {
    gboolean has_text = FALSE;
    for (guint t = 0; t < joined->texts->len && !has_text; t++) {
      const BirgeJoinedText *own = &g_array_index(joined->texts, BirgeJoinedText, t);
      has_text = own->unit == u && has_words(joined, own, index, field, words);
    }
    if (has_text)
      g_ptr_array_add(units, birge_unit_ref(joined->units->pdata[u]));
  }
  return units;
}
