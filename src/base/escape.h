/* Escaping of text for XML and HTML. */
#pragma once

#include "base/output.h"

/* Writes text so that it stands for itself in XML or HTML content.
 * text: UTF-8. Characters that XML 1.0 forbids (controls, U+FFFE, U+FFFF) are written as U+FFFD:
 * callers that must not lose them refuse them before. */
void birge_output_escape(BirgeOutput *output, const char *text, gsize length);

/* The same in an attribute's value between double quotes. */
void birge_output_escape_attribute(BirgeOutput *output, const char *text, gsize length);
