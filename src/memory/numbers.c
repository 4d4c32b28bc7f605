/* Compares the numbers of two texts, whatever their order and notation. */
#include "memory/private.h"

#include "text/tokens.h"

#include <string.h>

gboolean birge_word_is_number(const char *word, gsize length) {
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isdigit(word[i]) && !strchr(".,:/", word[i]))
      return FALSE;
  }
  return length > 0 && g_ascii_isdigit(word[0]);
}

GPtrArray *birge_numbers_new(void) {
  return g_ptr_array_new_with_free_func(g_free);
}

void birge_numbers_add(GPtrArray *numbers, const char *word, gsize length) {
  if (!birge_word_is_number(word, length))
    return;
  GString *number = g_string_new(NULL);
  birge_number_normalize(word, length, number);
  g_ptr_array_add(numbers, g_string_free(number, FALSE));
}

static gint compare_strings(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

gboolean birge_numbers_equal(GPtrArray *a, GPtrArray *b) {
  if (a->len != b->len)
    return FALSE;
  g_ptr_array_sort(a, compare_strings);
  g_ptr_array_sort(b, compare_strings);
  for (guint i = 0; i < a->len; i++) {
    if (!g_str_equal(a->pdata[i], b->pdata[i]))
      return FALSE;
  }
  return TRUE;
}
