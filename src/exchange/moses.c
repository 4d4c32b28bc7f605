/* Writes parallel text. Lost: codes, notes, states, all but the first of several variants. */
#include "exchange/moses.h"

#include "exchange/dialect.h"

#include <string.h>

/* The first text in a language that is not empty; NULL: there is none. */
static const BirgeVariant *find_variant(const BirgeUnit *unit, const char *language,
                                        const BirgeLocales *locales) {
  for (guint i = 0; i < unit->variants->len; i++) {
    const BirgeVariant *variant = unit->variants->pdata[i];
    g_autofree char *tag = birge_variant_language(variant, locales);
    if (g_str_equal(tag, language) && variant->text[strspn(variant->text, " \t\r\n")])
      return variant;
  }
  return NULL;
}

static void write_line(BirgeOutput *output, const BirgeVariant *variant) {
  static const char breaks[] = "\t\r\n\v\f";
  for (const char *p = variant->text; *p;) {
    gsize plain = strcspn(p, breaks);
    birge_output_write(output, p, plain);
    p += plain;
    p += *p ? strspn(p, " \t\r\n\v\f") : 0;
    if (*p)
      birge_output_puts(output, " ");
  }
  birge_output_puts(output, "\n");
}

gboolean birge_moses_add(BirgeOutput *const *outputs, const char *const *languages, guint n,
                         const BirgeUnit *unit, const BirgeLocales *locales) {
  for (guint i = 0; i < n; i++) {
    if (!find_variant(unit, languages[i], locales))
      return FALSE;
  }
  for (guint i = 0; i < n; i++)
    write_line(outputs[i], find_variant(unit, languages[i], locales));
  return TRUE;
}
