/* Reads JSON once before json-glib does.
 *
 * json-glib calls itself for each level of nesting, cuts strings at \u0000, leaks memory at half a
 * pair of surrogates, and takes more than JSON for JSON (comments, single quotes, other bases). All
 * of that is refused here. */
#include "exchange/json_scan.h"

#include "base/error.h"
#include "exchange/json_pull.h"

gboolean birge_json_scan(const char *name, const char *data, gsize length, GError **error) {
  BirgeJson json = birge_json_begin(data, length, FALSE);
  g_autoptr(GString) scratch = g_string_new(NULL);
  char first = birge_json_peek(&json);
  if (first != '{' && first != '[') {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, json.line, "is not a JSON object");
    return FALSE;
  }
  birge_json_skip(&json, scratch);
  birge_json_finish(&json);
  if (json.wrong)
    birge_error_set_at(error, json.is_limit ? BIRGE_ERROR_LIMIT : BIRGE_ERROR_FORMAT, name,
                       json.line, "%s", json.wrong);
  return !json.wrong;
}
