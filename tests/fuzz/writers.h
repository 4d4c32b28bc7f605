/* A document that was read goes on through all writers. */
#pragma once

#include "base/error.h"
#include "exchange/exchange.h"
#include "render/render.h"

static inline gboolean is_binary(const BirgeFormat *format) {
  return g_str_equal(format->media_type, "application/pdf") ||
         g_str_equal(format->media_type, "image/png") || g_str_equal(format->name, "xlsx");
}

/* Writes a bitext in one format. Only what a format can't say may be an error. */
static inline char *write_format(const BirgeBitext *bitext, const BirgeFormat *format,
                                 const BirgeWriteOptions *options) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  if (!format->write(bitext, options, output, &error))
    g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  else if (!is_binary(format))
    g_assert_true(g_utf8_validate_len(text->str, text->len, NULL));
  return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Writes a bitext in all formats, in the ways in which they differ. */
static inline void write_all(const BirgeBitext *bitext, const BirgeLocales *locales) {
  static const guint widths[] = {1, 40, 200};
  const BirgeFormat *const tables[] = {birge_exchange_formats(), birge_render_formats()};
  for (guint t = 0; t < G_N_ELEMENTS(tables); t++) {
    for (const BirgeFormat *format = tables[t]; format->name; format++) {
      for (guint w = 0; w < G_N_ELEMENTS(widths); w++) {
        const BirgeWriteOptions options = {.locales = locales,
                                           .color = w == 1,
                                           .bidi = w == 1 ? BIRGE_BIDI_VISUAL : BIRGE_BIDI_LOGICAL,
                                           .width_cells = widths[w]};
        g_free(write_format(bitext, format, &options));
      }
    }
  }
}
