/* The direction of office documents that are filled: what has to be said when their text is to run
 * the other way. */
#pragma once

#include "read/markup.h"
#include "read/places.h"
#include "read/styles.h"

/* Returns how many letters of a text run from right to left, less those that run from left to
 * right. n_letters: is raised by how many there are of both. */
int birge_weigh_directions(const char *text, gsize length, guint *n_letters);

/* Says to the map what the paragraphs and runs of a DOCX, the paragraphs of an ODT, need when their
 * text is to run the other way. */
void birge_turns_add(BirgeMap *map, const BirgeMarkup *markup, const BirgeStyles *styles);
void birge_turns_add_odt(BirgeMap *map, const BirgeMarkup *markup, const BirgeStyles *styles);

/* The style that a paragraph or run of DOCX names in its properties, yours; NULL: none. */
char *birge_docx_style(const BirgeMarkup *markup, guint i, const char *container,
                       const char *property);
