/* The objects of a PDF file (ISO 32000-1): written as they come, small ones packed together, found
 * by a table, whose sections are written in between so that no number of objects takes memory. No
 * dates and no identifiers: the same objects give the same bytes. */
#pragma once

#include "base/output.h"

typedef struct _BirgePdfFile BirgePdfFile;

/* Begins a file; output is borrowed. */
BirgePdfFile *birge_pdf_file_new(BirgeOutput *output);
void birge_pdf_file_free(BirgePdfFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgePdfFile, birge_pdf_file_free)

/* Returns a number for an object that is written later; each must be. */
guint birge_pdf_file_reserve(BirgePdfFile *file);

/* Writes an object that is no stream. */
void birge_pdf_file_add(BirgePdfFile *file, guint number, const GString *body);

/* Writes a stream, compressed. entries: of its dictionary, besides length and filter. */
void birge_pdf_file_add_stream(BirgePdfFile *file, guint number, const char *entries,
                               const char *data, gsize length);

/* The number of the catalog, which is the first. */
#define BIRGE_PDF_CATALOG 1

/* Writes what is left of the table of objects. */
void birge_pdf_file_end(BirgePdfFile *file, guint info);

/* Appends text as a string of PDF: as it is if it is ASCII, else as UTF-16. */
void birge_pdf_append_text(GString *out, const char *text, gsize length);

/* Appends two bytes of a string that is open. */
void birge_pdf_append_unit(GString *out, guint unit);

void birge_pdf_append_integer(GString *out, long number);

/* Appends a number with at most three digits after the point. */
void birge_pdf_append_number(GString *out, double number);
