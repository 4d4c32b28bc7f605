/* Writes terms as TBX. */
#include "base/escape.h"
#include "terms/terms.h"

#include <string.h>

static void write_element(BirgeOutput *output, const char *before, const char *text,
                          const char *after) {
  birge_output_puts(output, before);
  birge_output_escape(output, text, strlen(text));
  birge_output_puts(output, after);
}

/* text: the term; example: a text that has it, NULL: none. */
static void write_language(BirgeOutput *output, const char *tag, const char *text,
                           const char *example) {
  birge_output_printf(output, "      <langSet xml:lang=\"%s\">\n        <tig>\n", tag);
  write_element(output, "          <term>", text, "</term>\n");
  if (example)
    write_element(output, "          <descrip type=\"context\">", example, "</descrip>\n");
  birge_output_puts(output, "        </tig>\n      </langSet>\n");
}

static void write_entry(BirgeOutput *output, const BirgeTermEntry *entry, guint number,
                        const BirgeTermOptions *options) {
  birge_output_printf(output, "    <termEntry id=\"t%u\">\n", number);
  const char *example = NULL;
  for (guint t = 0; t < options->n_targets && !example; t++)
    example = entry->counterparts[t].source_example;
  write_language(output, options->source, entry->text, example);
  for (guint t = 0; t < options->n_targets; t++) {
    const BirgeCounterpart *counterpart = &entry->counterparts[t];
    if (counterpart->tag)
      write_language(output, counterpart->tag, counterpart->text, counterpart->target_example);
  }
  birge_output_puts(output, "    </termEntry>\n");
}

void birge_terms_write_tbx(const GPtrArray *entries, guint n, const BirgeTermOptions *options,
                           BirgeOutput *output) {
  birge_output_printf(
      output,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<martif type=\"TBX\" xml:lang=\"%s\">\n"
      "  <martifHeader>\n    <fileDesc>\n      <sourceDesc>\n"
      "        <p>Candidate terms, extracted by birge</p>\n"
      "      </sourceDesc>\n    </fileDesc>\n  </martifHeader>\n  <text>\n  <body>\n",
      options->source);
  for (guint i = 0; i < n && i < entries->len; i++)
    write_entry(output, entries->pdata[i], i + 1, options);
  birge_output_puts(output, "  </body>\n  </text>\n</martif>\n");
}
