/* A package: files in one ZIP archive, as DOCX and ODT are.
 *
 * What is asked for is unpacked, and nothing else. A package is written again with one member
 * replaced: all other bytes stay, but for the places that the archive's directory says. */
#pragma once

#include <glib.h>

/* The most members that a package may have, and the largest that is unpacked, in bytes. */
#define BIRGE_MAX_PACKAGE_MEMBERS 4096
#define BIRGE_MAX_PACKAGE_MEMBER (32 * 1024 * 1024)

/* Unpacks a member. name: of the package, as shown in messages.
 * content: receives it, yours, with a NUL behind it that is not counted; NULL: there is none of
 * that name.
 * Errors: FORMAT for an archive that is broken or has the member twice; LIMIT; USAGE if the library
 * was built without libarchive. */
gboolean birge_package_read(const char *name, GBytes *package, const char *member, GBytes **content,
                            GError **error);

/* Returns the package with other content for a member, yours.
 * Errors: FORMAT for an archive that has not the plain form of ZIP 2.0 (ZIP64, encryption). */
GBytes *birge_package_replace(const char *name, GBytes *package, const char *member,
                              GBytes *content, GError **error);
