/* Makes every error message of the program. */
#include "base/error.h"

#include <string.h>

GQuark birge_error_quark(void) {
  return g_quark_from_static_string("birge-error-quark");
}

void birge_error_set_at(GError **error, BirgeError code, const char *file, guint64 line,
                        const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  if (line > 0)
    g_set_error(error, BIRGE_ERROR, code, "%s:%" G_GUINT64_FORMAT ": %s", file, line, what);
  else
    g_set_error(error, BIRGE_ERROR, code, "%s: %s", file, what);
}

void birge_error_set_errno(GError **error, BirgeError code, const char *file, const char *what,
                           int saved_errno) {
  /* strerror() is capitalised and follows the locale; the house style is lower case. */
  g_autofree char *reason = g_strdup(g_strerror(saved_errno));
  if (g_ascii_isupper(reason[0]) && !g_ascii_isupper(reason[1]))
    reason[0] = g_ascii_tolower(reason[0]);
  g_set_error(error, BIRGE_ERROR, code, "%s: %s: %s", file, what, reason);
}
