/* What the readers of this folder fill. */
#pragma once

#include "read/read.h"

typedef struct {
  const char *name; /* as shown in messages */
  const BirgeReadOptions *options;
  GBytes *text;   /* UTF-8 */
  GArray *blocks; /* of BirgeBlock, over text */
  char *language; /* as the page says; NULL: it does not */
  gboolean kinds; /* the format says what is a headline and what is not */
} BirgeArticle;

gboolean birge_read_plain(BirgeArticle *article, GBytes *bytes, GError **error);
gboolean birge_read_html(BirgeArticle *article, GBytes *bytes, GError **error);

/* Drops the blocks of article that are boilerplate, by the patterns of its language. */
gboolean birge_leave_out_boilerplate(BirgeArticle *article, const BirgeLocale *locale,
                                     GError **error);

/* Finds headline, dateline and byline among the first blocks of a plain text. */
gboolean birge_find_kinds(BirgeArticle *article, const BirgeLocale *locale, GError **error);
