/* JSON (RFC 8259) that is read from front to back, a value at a time, out of memory or a mapped
 * file; nothing is kept of it.
 *
 * What is wrong is kept until the end, so that readers need not ask after each step: from then on
 * every object and array is at its end. */
#pragma once

#include <glib.h>

/* As many objects and arrays may be inside each other; a bitext has 5. */
#define BIRGE_JSON_MAX_DEPTH 16

typedef struct {
  const char *next;
  const char *end;
  guint64 line;      /* from 1 */
  guint depth;       /* objects and arrays that are open */
  gboolean is_begun; /* of the one that was opened last, nothing is read yet */
  const char *wrong; /* what is; NULL: nothing */
  gboolean is_limit; /* what is wrong is a limit of ours */

  /* Mapped pages that were read and are not needed soon are given back, so that a file of any size
   * takes little memory. NULL: the bytes are not mapped. */
  const char *held;
} BirgeJson;

/* Begins to read. is_mapped: the bytes are a file's, from the start of a page. */
BirgeJson birge_json_begin(const char *data, gsize length, gboolean is_mapped);

/* Gives back the pages of a mapped file that were read, once there are some. */
void birge_json_release(BirgeJson *json);

/* Returns the character that the next value begins with, NUL at the end of the data. */
char birge_json_peek(BirgeJson *json);

/* Opens an object ('{') or an array ('['), if the next value is one. */
gboolean birge_json_open(BirgeJson *json, char bracket);

/* Goes to the next element of the array that was opened last. Returns FALSE at its end, and closes
 * it. */
gboolean birge_json_next_element(BirgeJson *json);

/* Goes to the next member of an object in the same way. name: receives its name. */
gboolean birge_json_next_member(BirgeJson *json, GString *name);

/* Begins to read a string, if the next value is one. Its text is read by birge_json_read_some(). */
gboolean birge_json_begin_string(BirgeJson *json);

/* Appends some more of a string's text to out: up to size bytes, and an escape. Returns FALSE when
 * it ended. */
gboolean birge_json_read_some(BirgeJson *json, GString *out, gsize size);

/* Reads a string, if the next value is one, in the place of what out holds. */
gboolean birge_json_read_string(BirgeJson *json, GString *out);

typedef struct {
  double value;
  gint64 integer; /* the largest or smallest for what is beyond */
  gboolean is_integer;
} BirgeJsonNumber;

/* Reads a number, if the next value is one. */
gboolean birge_json_read_number(BirgeJson *json, BirgeJsonNumber *number);

/* Passes over the next value, whatever it is, and checks it. scratch: overwritten. */
void birge_json_skip(BirgeJson *json, GString *scratch);

/* Checks that nothing follows. */
void birge_json_finish(BirgeJson *json);
