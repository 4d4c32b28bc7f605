/* Bodies of requests: what a page asks, as it came over the wire. Nothing in them is believed. */
#pragma once

#include "review/session.h"

/* Reads a body. Returns the parser that owns the object, yours; NULL if it is no JSON object. */
JsonParser *birge_body_parse(const char *data, gsize length);

/* Returns a member that is a string, borrowed; else "". */
const char *birge_body_get_string(JsonObject *body, const char *name);

/* Reads what a step is. step->id borrows from body; step->operation is yours. Errors: FORMAT. */
gboolean birge_body_read_step(JsonObject *body, BirgeStep *step, GError **error);
