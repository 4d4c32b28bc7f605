/* The styles of office documents (DOCX, ODT): what kind of paragraph each makes, and its language.
 */
#pragma once

#include "model/document.h"

/* Styles that inherit from each other deeper are not followed. */
#define BIRGE_MAX_STYLE_DEPTH 32

typedef struct _BirgeStyles BirgeStyles;

BirgeStyles *birge_styles_new(void);
void birge_styles_free(BirgeStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeStyles, birge_styles_free)

/* Adds the styles of a part. name: as shown in messages. Errors: of birge_xml_parse_bytes(). */
gboolean birge_styles_add(BirgeStyles *styles, const char *name, GBytes *part, GError **error);

/* Says what kind of paragraph a style makes. id: may be NULL. Returns FALSE if paragraphs of the
 * style are no part of an article: tables of contents. */
gboolean birge_styles_kind(const BirgeStyles *styles, const char *id, BirgeBlockKind *kind);

/* Returns the language of text in a style, NULL if nothing is said; borrowed. id: NULL: the
 * document's own. is_complex: for text that runs from right to left. */
const char *birge_styles_language(const BirgeStyles *styles, const char *id, gboolean is_complex);
