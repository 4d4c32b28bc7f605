/* Reads segments with inline codes (TMX 1.4b, 4), checks codes and mends what was cut. */
#include "base/escape.h"
#include "base/xml.h"
#include "exchange/exchange.h"
#include "exchange/private.h"

#include <string.h>

typedef enum { FOREIGN, SEG, BPT, EPT, PH, IT, UT, HI, SUB } Element;

#define MAX_ATTRIBUTES 3

typedef struct {
  const char *name;
  const char *attributes[MAX_ATTRIBUTES + 1]; /* those of TMX 1.4, ended by NULL */
  const char *required;                       /* one of them, or NULL */
  const char *values[3];                      /* its values, the one for want of another first */
} ElementRule;

static const ElementRule rules[] = {
    [FOREIGN] = {NULL, {NULL}, NULL, {NULL}},
    [SEG] = {NULL, {NULL}, NULL, {NULL}},
    [BPT] = {"bpt", {"i", "x", "type"}, "i", {"1"}},
    [EPT] = {"ept", {"i"}, "i", {"1"}},
    [PH] = {"ph", {"x", "assoc", "type"}, NULL, {NULL}},
    [IT] = {"it", {"pos", "x", "type"}, "pos", {"begin", "end"}},
    [UT] = {"ut", {"x"}, NULL, {NULL}},
    [HI] = {"hi", {"x", "type"}, NULL, {NULL}},
    [SUB] = {"sub", {"datatype", "type"}, NULL, {NULL}},
};

struct _BirgeSegReader {
  BirgeVariant *variant; /* borrowed, between begin and finish */
  GString *text;
  GString *markup;                         /* of the code that is being read */
  BirgeOutput *output;                     /* writes to markup */
  gsize start_tag_end;                     /* length of markup after its last start tag */
  Element stack[BIRGE_MAX_CODE_DEPTH + 1]; /* what is open; SEG below all */
  guint depth;
  guint code_depth; /* depth of the outermost code that hides what is in it; 0: none is open */
};

BirgeSegReader *birge_seg_reader_new(void) {
  BirgeSegReader *reader = g_new0(BirgeSegReader, 1);
  reader->text = g_string_new(NULL);
  reader->markup = g_string_new(NULL);
  reader->output = birge_output_open_string(reader->markup);
  reader->stack[0] = SEG;
  return reader;
}

void birge_seg_reader_free(BirgeSegReader *reader) {
  birge_output_discard(reader->output);
  g_string_free(reader->text, TRUE);
  g_string_free(reader->markup, TRUE);
  g_free(reader);
}

void birge_seg_reader_begin(BirgeSegReader *reader, BirgeVariant *variant) {
  reader->variant = variant;
  reader->depth = reader->code_depth = 0;
  g_string_truncate(reader->text, 0);
}

guint birge_seg_reader_depth(const BirgeSegReader *reader) {
  return reader->depth;
}

static Element find_element(const char *name) {
  for (Element e = BPT; e <= SUB; e++) {
    if (g_str_equal(rules[e].name, name))
      return e;
  }
  return FOREIGN;
}

static gboolean may_hold(Element parent, Element child) {
  if (child == FOREIGN)
    return FALSE;
  gboolean holds_text = parent == SEG || parent == HI || parent == SUB;
  return holds_text ? child != SUB : child == SUB;
}

void birge_output_tag(BirgeOutput *output, const char *name, const char *const *attributes) {
  birge_output_puts(output, "<");
  birge_output_puts(output, name);
  for (guint i = 0; attributes[i]; i += 2) {
    birge_output_puts(output, " ");
    birge_output_puts(output, attributes[i]);
    birge_output_puts(output, "=\"");
    birge_output_escape_attribute(output, attributes[i + 1], strlen(attributes[i + 1]));
    birge_output_puts(output, "\"");
  }
  birge_output_puts(output, ">");
}

/* Returns what an attribute is to say; a required one says something in any case. */
static const char *choose_value(const ElementRule *rule, const char *name, const char *value) {
  if (g_strcmp0(name, rule->required) != 0)
    return value;
  gboolean any_will_do = !rule->values[1];
  if (value && (any_will_do || g_str_equal(value, rule->values[1])))
    return value;
  return rule->values[0];
}

/* Writes the start tag of an element of TMX with the attributes that TMX knows. */
static void write_start_tag(BirgeSegReader *reader, Element element,
                            const char *const *attributes) {
  const ElementRule *rule = &rules[element];
  const char *kept[2 * MAX_ATTRIBUTES + 1] = {NULL};
  guint n = 0;
  for (guint a = 0; rule->attributes[a]; a++) {
    const char *name = rule->attributes[a];
    const char *value = choose_value(rule, name, birge_xml_attribute(attributes, name));
    if (value) {
      kept[n++] = name;
      kept[n++] = value;
    }
  }
  birge_output_tag(reader->output, rule->name, kept);
  reader->start_tag_end = reader->markup->len;
}

/* Writes a tag that TMX does not know as text. attributes: NULL for an end tag. */
static void write_foreign_tag(BirgeSegReader *reader, const char *name,
                              const char *const *attributes) {
  g_autoptr(GString) tag = g_string_new(NULL);
  if (attributes) {
    g_autoptr(BirgeOutput) output = birge_output_open_string(tag);
    birge_output_tag(output, name, attributes);
  } else {
    g_string_append_printf(tag, "</%s>", name);
  }
  birge_output_escape(reader->output, tag->str, tag->len);
}

static void add_code(BirgeSegReader *reader) {
  birge_variant_add_code(reader->variant, reader->text->len, reader->markup->str);
  g_string_truncate(reader->markup, 0);
}

/* A tag that TMX does not know, among the text: native code, hence the content of a ph. */
static void add_foreign_code(BirgeSegReader *reader, const char *name,
                             const char *const *attributes) {
  birge_output_puts(reader->output, "<ph>");
  write_foreign_tag(reader, name, attributes);
  birge_output_puts(reader->output, "</ph>");
  add_code(reader);
}

/* The element that holds what comes next, tags that TMX does not know left out. */
static Element get_parent(const BirgeSegReader *reader) {
  guint depth = reader->depth;
  while (reader->stack[depth] == FOREIGN)
    depth--;
  return reader->stack[depth];
}

gboolean birge_seg_reader_start(BirgeSegReader *reader, const char *name,
                                const char *const *attributes) {
  if (reader->depth >= BIRGE_MAX_CODE_DEPTH)
    return FALSE;
  Element element = find_element(name);
  if (!may_hold(get_parent(reader), element))
    element = FOREIGN;
  reader->stack[++reader->depth] = element;
  gboolean among_text = reader->code_depth == 0;
  if (element == FOREIGN) {
    if (among_text)
      add_foreign_code(reader, name, attributes);
    else
      write_foreign_tag(reader, name, attributes);
    return TRUE;
  }
  write_start_tag(reader, element, attributes);
  if (among_text && element == HI)
    add_code(reader);
  else if (among_text)
    reader->code_depth = reader->depth;
  return TRUE;
}

/* Ends an element of TMX inside a code, or the code itself. */
static void write_end_tag(BirgeSegReader *reader, Element element) {
  if (reader->markup->len == reader->start_tag_end) {
    g_string_truncate(reader->markup, reader->markup->len - 1);
    birge_output_puts(reader->output, "/>");
  } else {
    birge_output_puts(reader->output, "</");
    birge_output_puts(reader->output, rules[element].name);
    birge_output_puts(reader->output, ">");
  }
  reader->start_tag_end = 0;
}

void birge_seg_reader_end(BirgeSegReader *reader, const char *name) {
  Element element = reader->stack[reader->depth--];
  gboolean among_text = reader->code_depth == 0;
  if (element == FOREIGN && among_text) {
    add_foreign_code(reader, name, NULL);
  } else if (element == FOREIGN) {
    write_foreign_tag(reader, name, NULL);
  } else if (among_text) {
    birge_output_puts(reader->output, "</hi>");
    add_code(reader);
  } else {
    write_end_tag(reader, element);
    if (reader->depth < reader->code_depth) {
      reader->code_depth = 0;
      add_code(reader);
    }
  }
}

void birge_seg_reader_text(BirgeSegReader *reader, const char *text, gsize length) {
  if (reader->code_depth == 0)
    g_string_append_len(reader->text, text, (gssize)length);
  else
    birge_output_escape(reader->output, text, length);
}

void birge_seg_reader_finish(BirgeSegReader *reader) {
  birge_variant_set_text(reader->variant, reader->text->str, reader->text->len);
}

/* Reads a seg that stands alone. */
typedef struct {
  BirgeSegReader *reader;
  gboolean in_seg;
} Check;

static void check_start(BirgeXml *xml, const char *name, const char *const *attributes) {
  Check *check = birge_xml_user_data(xml);
  if (!check->in_seg)
    check->in_seg = TRUE;
  else if (!birge_seg_reader_start(check->reader, name, attributes))
    birge_xml_fail(xml, BIRGE_ERROR_LIMIT, "too deep");
}

static void check_end(BirgeXml *xml, const char *name) {
  Check *check = birge_xml_user_data(xml);
  if (birge_seg_reader_depth(check->reader) > 0)
    birge_seg_reader_end(check->reader, name);
}

static void check_text(BirgeXml *xml, const char *text, gsize length) {
  Check *check = birge_xml_user_data(xml);
  birge_seg_reader_text(check->reader, text, length);
}

gboolean birge_code_is_valid(const char *markup) {
  if (g_str_equal(markup, "</hi>"))
    return TRUE;
  /* The one form of a code is what reading it gives. */
  static const BirgeXmlHandler handler = {check_start, check_end, check_text};
  gboolean is_hi = g_str_has_prefix(markup, "<hi");
  g_autofree char *seg = g_strconcat("<seg>", markup, is_hi ? "</hi></seg>" : "</seg>", NULL);
  g_autoptr(GBytes) bytes = g_bytes_new_static(seg, strlen(seg));
  BirgeVariant *variant = birge_variant_new("");
  g_autoptr(BirgeUnit) owner = birge_unit_new();
  g_ptr_array_add(owner->variants, variant);
  g_autoptr(BirgeSegReader) reader = birge_seg_reader_new();
  birge_seg_reader_begin(reader, variant);
  Check check = {reader, FALSE};
  if (!birge_xml_parse_bytes("", bytes, &handler, &check, NULL))
    return FALSE;
  birge_seg_reader_finish(reader);
  return variant->length == 0 && variant->codes->len == (is_hi ? 2 : 1) &&
         g_str_equal(g_array_index(variant->codes, BirgeCode, 0).markup, markup);
}

/* Makes the tag at an offset of markup, `<hi …>`, that of an isolated code. */
static void isolate_tag(GString *markup, gsize offset) {
  static const char opening[] = "<it pos=\"begin\"";
  const char *end = strchr(markup->str + offset, '>');
  g_string_insert_c(markup, end - markup->str, '/');
  g_string_erase(markup, (gssize)offset, strlen("<hi"));
  g_string_insert(markup, (gssize)offset, opening);
}

void birge_markup_balance(GString *markup) {
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(gsize)); /* offsets of <hi in out */
  g_autoptr(GString) out = g_string_sized_new(markup->len);
  for (const char *next = markup->str, *tag; *next; next = tag) {
    gsize offset = out->len;
    tag = strchr(next + 1, '<');
    if (!tag)
      tag = markup->str + markup->len;
    g_string_append_len(out, next, tag - next);
    if (g_str_has_prefix(next, "<hi>") || g_str_has_prefix(next, "<hi ")) {
      g_array_append_val(open, offset);
    } else if (g_str_has_prefix(next, "</hi>")) {
      if (open->len > 0) {
        g_array_set_size(open, open->len - 1);
      } else {
        g_string_erase(out, (gssize)offset, strlen("</hi>"));
        g_string_insert(out, (gssize)offset, "<it pos=\"end\"/>");
      }
    }
  }
  for (guint i = open->len; i-- > 0;)
    isolate_tag(out, g_array_index(open, gsize, i));
  g_string_assign(markup, out->str);
}
