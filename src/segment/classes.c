/* Sorts characters into classes: those of one class are in the same sets. */
#include "segment/classes.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uset.h>

/* More than a file of rules for thirty languages needs; automata grow with it. */
#define MAX_CLASSES 2000

/* A set begins or ends. */
typedef struct {
  UChar32 at;
  guint set;
} Event;

static int compare_events(const void *a, const void *b) {
  const Event *x = a, *y = b;
  return (x->at > y->at) - (x->at < y->at);
}

static GArray *gather_events(const GPtrArray *sets) {
  GArray *events = g_array_new(FALSE, FALSE, sizeof(Event));
  for (guint s = 0; s < sets->len; s++) {
    gint32 n = uset_getItemCount(sets->pdata[s]);
    for (gint32 i = 0; i < n; i++) {
      UErrorCode status = U_ZERO_ERROR;
      Event first = {0, s}, end = {0, s};
      uset_getItem(sets->pdata[s], i, &first.at, &end.at, NULL, 0, &status);
      end.at++;
      g_array_append_val(events, first);
      g_array_append_val(events, end);
    }
  }
  if (events->len > 1)
    qsort(events->data, events->len, sizeof(Event), compare_events);
  return events;
}

/* Goes through Unicode from one event to the next; characters with the same sets around them share
 * a class. Returns the sets of each class: of GBytes*, a byte a set. */
static GPtrArray *sweep(const GArray *events, guint n_sets, GArray *ranges) {
  g_autofree guint8 *inside = g_new0(guint8, n_sets + 1);
  g_autoptr(GHashTable) numbers = g_hash_table_new(g_bytes_hash, g_bytes_equal);
  GPtrArray *classes = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  guint i = 0;
  for (UChar32 at = 0; at <= 0x10FFFF && classes->len <= MAX_CLASSES;) {
    for (; i < events->len && g_array_index(events, Event, i).at == at; i++)
      inside[g_array_index(events, Event, i).set] ^= 1;
    g_autoptr(GBytes) key = g_bytes_new(inside, n_sets);
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(numbers, key));
    if (number == 0) {
      number = classes->len + 1;
      g_hash_table_insert(numbers, key, GUINT_TO_POINTER(number));
      g_ptr_array_add(classes, g_bytes_ref(key));
    }
    BirgeClassRange range = {at, (guint16)(number - 1)};
    g_array_append_val(ranges, range);
    at = i < events->len ? g_array_index(events, Event, i).at : 0x110000;
  }
  return classes;
}

static void fill_plane(BirgeClasses *classes) {
  for (guint i = 0; i < classes->ranges->len; i++) {
    const BirgeClassRange *range = &g_array_index(classes->ranges, BirgeClassRange, i);
    UChar32 end = i + 1 < classes->ranges->len ? range[1].start : 0x10000;
    for (UChar32 c = range->start; c < MIN(end, 0x10000); c++)
      classes->bmp[c] = range->class;
  }
}

BirgeClasses *birge_classes_new(const GPtrArray *sets) {
  g_autoptr(GArray) events = gather_events(sets);
  BirgeClasses *classes = g_new0(BirgeClasses, 1);
  classes->ranges = g_array_new(FALSE, FALSE, sizeof(BirgeClassRange));
  g_autoptr(GPtrArray) found = sweep(events, sets->len, classes->ranges);
  if (found->len > MAX_CLASSES) {
    birge_classes_free(classes);
    return NULL;
  }
  classes->n_classes = found->len;
  classes->members = g_new0(guint8, (gsize)sets->len * found->len + 1);
  for (guint c = 0; c < found->len; c++) {
    const guint8 *inside = g_bytes_get_data(found->pdata[c], NULL);
    for (guint s = 0; s < sets->len; s++)
      classes->members[(gsize)s * found->len + c] = inside[s];
  }
  fill_plane(classes);
  return classes;
}

void birge_classes_free(BirgeClasses *classes) {
  g_array_unref(classes->ranges);
  g_free(classes->members);
  g_free(classes);
}

guint birge_classes_find(const BirgeClasses *classes, UChar32 c) {
  const BirgeClassRange *ranges = (const BirgeClassRange *)(gpointer)classes->ranges->data;
  guint low = 0, high = classes->ranges->len;
  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    if (ranges[middle].start <= c)
      low = middle;
    else
      high = middle;
  }
  return ranges[low].class;
}
