/* Packages for tests: ZIP archives of a few members. */
#pragma once

#include <glib.h>

typedef struct {
  const char *name;
  GBytes *content;
} ZipMember;

/* Returns an archive of n members, stored as they are, yours. */
GBytes *zip_pack(const ZipMember *members, guint n);

/* Returns an ODT or DOCX whose text is in member ("content.xml", "word/document.xml"), yours.
 * styles: of styles.xml; footnotes: of footnotes.xml; both may be NULL. */
GBytes *zip_office(const char *member, GBytes *content, GBytes *styles, GBytes *footnotes);
