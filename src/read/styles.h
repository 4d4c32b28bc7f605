/* The styles of office documents (DOCX, ODT): what kind of paragraph each makes, its language and
 * its direction. */
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

/* Whether a style of that id is there. */
gboolean birge_styles_has(const BirgeStyles *styles, const char *id);

/* Whether paragraphs of a style run from right to left. id: NULL: the document's own. */
gboolean birge_styles_is_rtl(const BirgeStyles *styles, const char *id);

/* The same for runs of DOCX. id: the run's own style; paragraph: that of its paragraph. */
gboolean birge_styles_run_is_rtl(const BirgeStyles *styles, const char *id, const char *paragraph);

/* Returns how ODT says that the lines of a style are aligned ("center"), NULL if nothing is said;
 * borrowed. */
const char *birge_styles_alignment(const BirgeStyles *styles, const char *id);

/* Returns the language of text in a style, NULL if nothing is said; borrowed. id: NULL: the
 * document's own. is_complex: for text that runs from right to left. */
const char *birge_styles_language(const BirgeStyles *styles, const char *id, gboolean is_complex);
