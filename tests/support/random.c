/* Makes random texts, documents, bitexts and units. */
#include "random.h"

#include <string.h>

guint random_below(guint n) {
  return (guint)g_test_rand_int_range(0, (gint32)n);
}

const char *random_of(const char *const *strings, guint n) {
  return strings[random_below(n)];
}

#define RANDOM_OF(strings) random_of(strings, G_N_ELEMENTS(strings))

static const char *random_piece(void) {
  static const char *const pieces[] = {
      "a",        "B",        "bridge",  "The",    "ß",      "é",        "e\u0301", "it's",
      "U.S.",     "ی",        "ک",       "پرد",    "ەکە",    "هە\u200C", "ئ",       "ڕێ",
      "ي",        "ك",        "ال",      "جسر",    "مُدُن",    "أ",        "ة",       "ﻻ",
      "ـ",        "،",        "؟",       "0",      "12,500", "٢٠٠٨",     "۳",       "3:30",
      "½",        "№",        "℡",       "㎏",     ".",      "!",        "“",       "”",
      "«",        "»",        "(",       ")",      "–",      "漢字",     "각",      "😀",
      "👩\u200D👧", "👍🏽", "❤\uFE0F", "🇮🇶",     "ｗ",     "\u00AD",   "\u200E",  "\u200F",
      "\u202B",   "\u202C",   "\u202E",  "\u2067", "\u2068", "\u2069",   "\u200D",  "&",
      "<",        ">",        "\"",      "'",      "\\",     "\\t",      "%s",      "]]>",
      "\u00A0",   "\u0301",   "\u200B",  "\uFEFF",
  };
  return RANDOM_OF(pieces);
}

static const char *random_space(void) {
  static const char *const spaces[] = {" ", " ", " ", "  ", "\t", "\n", "\r", "\r\n", "\u2028"};
  return RANDOM_OF(spaces);
}

char *random_text(guint max_pieces) {
  GString *text = g_string_new(NULL);
  for (guint n = random_below(max_pieces + 1); n > 0; n--)
    g_string_append(text, random_below(4) == 0 ? random_space() : random_piece());
  return g_string_free(text, FALSE);
}

static const char *random_code(void) {
  static const char *const codes[] = {"<ph/>",
                                      "<ph x=\"1\" type=\"br\">&lt;br/&gt;</ph>",
                                      "<bpt i=\"1\">{</bpt>",
                                      "<ept i=\"1\"/>",
                                      "<it pos=\"end\"/>",
                                      "<ut>\\b</ut>",
                                      "<ph>a<sub>تێبینی</sub></ph>"};
  return RANDOM_OF(codes);
}

/* Puts codes into a text, in order; every hi is closed. add: called for each. */
static void random_codes(const char *text, gsize length,
                         void (*add)(gpointer user_data, gsize offset, const char *markup),
                         gpointer user_data) {
  guint n_open = 0;
  for (gsize offset = 0; offset <= length;) {
    guint choice = random_below(16);
    if (choice == 0) {
      add(user_data, offset, random_code());
    } else if (choice == 1) {
      add(user_data, offset, random_below(2) ? "<hi>" : "<hi x=\"2\" type=\"b\">");
      n_open++;
    } else if (choice == 2 && n_open > 0) {
      add(user_data, offset, "</hi>");
      n_open--;
    } else {
      offset += offset < length ? (gsize)(g_utf8_next_char(text + offset) - (text + offset)) : 1;
    }
  }
  for (; n_open > 0; n_open--)
    add(user_data, length, "</hi>");
}

static void add_document_code(gpointer builder, gsize offset, const char *markup) {
  birge_document_builder_add_code(builder, offset, markup);
}

/* Adds a block of up to four segments. */
static void add_random_block(BirgeDocumentBuilder *builder, GString *text, guint block) {
  gsize start = text->len;
  for (guint n = random_below(5); n > 0; n--) {
    g_autofree char *segment = random_text(12);
    g_string_append(text, random_below(3) ? " " : "");
    gsize segment_start = text->len;
    g_string_append(text, segment);
    birge_document_builder_add_segment(builder, (BirgeSegment){segment_start, text->len, block});
  }
  birge_document_builder_add_block(
      builder, (BirgeBlock){start, text->len, (BirgeBlockKind)random_below(BIRGE_BLOCK_NOTE + 1)});
  g_string_append(text, random_below(2) ? "\n" : "");
}

BirgeDocument *random_document(const char *language) {
  static const char *const names[] = {"", "a.txt", "نێو.html", "a \"b\"\n.txt"};
  BirgeDocumentBuilder *builder = birge_document_builder_new_empty(language, RANDOM_OF(names));
  g_autoptr(GString) text = g_string_new(NULL);
  guint n_blocks = random_below(4);
  for (guint i = 0; i < n_blocks; i++)
    add_random_block(builder, text, i);
  birge_document_builder_add_text(builder, text->str, text->len);
  if (random_below(2))
    random_codes(text->str, text->len, add_document_code, builder);
  return birge_document_builder_end(builder);
}

static gboolean is_left(const BirgeDocument *const *documents, const guint *next, guint n) {
  for (guint d = 0; d < n; d++) {
    if (next[d] < documents[d]->n_segments)
      return TRUE;
  }
  return FALSE;
}

BirgeBitext *random_bitext(guint n_documents) {
  static const char *const languages[] = {"en", "ckb", "ar", "tlh", "zh-Hant-TW"};
  g_autoptr(GPtrArray) documents =
      g_ptr_array_new_with_free_func((GDestroyNotify)birge_document_unref);
  for (guint d = 0; d < n_documents; d++)
    g_ptr_array_add(documents, random_document(languages[d % G_N_ELEMENTS(languages)]));
  const BirgeDocument *const *all = (const BirgeDocument *const *)documents->pdata;
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BirgeRow));
  guint next[BIRGE_MAX_LANGUAGES] = {0};
  while (is_left(all, next, n_documents)) {
    BirgeRow row = {.confidence = random_below(1000001) / 1e6,
                    .origin = (BirgeOrigin)random_below(BIRGE_ORIGIN_HAND + 1),
                    .status = (BirgeStatus)random_below(BIRGE_STATUS_REJECTED + 1)};
    for (guint d = 0; d < n_documents; d++) {
      guint n = random_below(4);
      guint end = MIN(next[d] + n, all[d]->n_segments);
      row.runs[d] = (BirgeRun){next[d], end};
      next[d] = end;
    }
    g_array_append_val(rows, row);
  }
  return birge_bitext_new(all, n_documents, (const BirgeRow *)(gpointer)rows->data, rows->len);
}

static void add_random_attributes(GArray *attributes, const char *const *names, guint n_names) {
  for (guint i = 0; i < n_names; i++) {
    g_autofree char *value = random_text(4);
    if (random_below(3) == 0)
      birge_attributes_add(attributes, names[i], value);
  }
}

static void add_random_notes(GPtrArray *notes) {
  static const char *const names[] = {"xml:lang", "o-encoding"};
  for (guint n = random_below(3); n > 0; n--) {
    g_autofree char *text = random_text(6);
    BirgeNote *note = birge_note_new(random_below(2) ? BIRGE_NOTE_PROP : BIRGE_NOTE_NOTE, text);
    if (note->kind == BIRGE_NOTE_PROP)
      birge_attributes_add(note->attributes, "type", "x-mood");
    add_random_attributes(note->attributes, names, G_N_ELEMENTS(names));
    g_ptr_array_add(notes, note);
  }
}

static void add_variant_code(gpointer variant, gsize offset, const char *markup) {
  birge_variant_add_code(variant, offset, markup);
}

BirgeUnit *random_unit(void) {
  static const char *const unit_names[] = {"tuid", "srclang", "creationdate", "usagecount"};
  static const char *const variant_names[] = {"changeid", "creationtool", "datatype"};
  static const char *const languages[] = {"en", "ckb", "ar", "EN-US", "x-\"<>&"};
  BirgeUnit *unit = birge_unit_new();
  add_random_attributes(unit->attributes, unit_names, G_N_ELEMENTS(unit_names));
  add_random_notes(unit->notes);
  for (guint n = 1 + random_below(4); n > 0; n--) {
    g_autofree char *text = random_text(20);
    BirgeVariant *variant = birge_variant_new(RANDOM_OF(languages));
    birge_variant_set_text(variant, text, strlen(text));
    add_random_attributes(variant->attributes, variant_names, G_N_ELEMENTS(variant_names));
    add_random_notes(variant->notes);
    if (random_below(2))
      random_codes(text, strlen(text), add_variant_code, variant);
    g_ptr_array_add(unit->variants, variant);
  }
  return unit;
}
