/* What the patterns of a locale say of an article's blocks. */
#pragma once

#include "read/private.h"

/* Drops the blocks of article that are boilerplate, by the patterns of its language. */
gboolean birge_leave_out_boilerplate(BirgeArticle *article, const BirgeLocale *locale,
                                     GError **error);

/* Finds headline, dateline and byline among the first blocks of a plain text. */
gboolean birge_find_kinds(BirgeArticle *article, const BirgeLocale *locale, GError **error);

/* Makes the dateline that a first paragraph begins with ("CITY (Agency) - ") a block of its own. */
gboolean birge_part_dateline(BirgeArticle *article, const BirgeLocale *locale, GError **error);
