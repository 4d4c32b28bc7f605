/* What is specific to a language, as data: locales/TAG.ini.
 *
 * A locale says how a language is named and written, how its letters are unified for comparison,
 * and what its newspapers print below an article. Built once, then shared by all threads. */
#pragma once

#include "base/public.h"

#include <glib.h>
#include <unicode/utypes.h>

BIRGE_BEGIN_PUBLIC

typedef struct _BirgeFolding BirgeFolding;
typedef struct _BirgeStemming BirgeStemming;
typedef struct _BirgeSkeletons BirgeSkeletons;
typedef struct _BirgeHabits BirgeHabits;
typedef struct _BirgeRegexes BirgeRegexes;

typedef enum { BIRGE_DIRECTION_LTR, BIRGE_DIRECTION_RTL } BirgeDirection;

typedef struct {
  char *tag;                 /* BCP 47: "ckb" */
  char *name, *english_name; /* the language's own name for itself, and "Sorani Kurdish" */
  BirgeDirection direction;
  char *script;          /* ISO 15924: "Arab" */
  int32_t script_code;   /* the same, as a UScriptCode */
  char *digits;          /* the ten digits that its readers use; NULL: 0 to 9 */
  char **aliases;        /* tags that others write for it, folded to lower case with - */
  char **script_aliases; /* tags that mean it only when the text is in its script */
  char **client_tags;    /* tags that tools want to see, "trados:ar-SA" */
  UChar32 *letters;      /* letters that its neighbours do not use, sorted */
  gsize n_letters;
  UChar32 *alphabet; /* all letters that it is written with, variants too, sorted */
  gsize n_alphabet;
  char **words;                    /* its commonest words, folded, sorted */
  char **stop_words;               /* words that no term begins or ends with, folded */
  BirgeFolding *folding;           /* how its letters are unified for comparison */
  BirgeStemming *stemming;         /* what may be cut from its words for comparison */
  BirgeSkeletons *skeletons;       /* how its letters stand for sounds in names */
  BirgeHabits *habits;             /* its alphabet, words of numbers, marks; see text/habits.h */
  double length_ratio;             /* characters for one character of English */
  BirgeRegexes *boilerplate_start; /* see birge_read() */
  BirgeRegexes *boilerplate_line;
  BirgeRegexes *dateline, *dateline_start;
  BirgeRegexes *byline;
} BirgeLocale;

typedef struct _BirgeLocales BirgeLocales;

/* Loads the locales that are built into the library.
 * Returns them, to be shared; free with birge_locales_unref(). Errors: FORMAT. */
BirgeLocales *birge_locales_load(GError **error);

/* Returns the segmentation rules that are built into the library (SRX 2.0), yours. */
GBytes *birge_locales_rules(void);

/* Makes a set of one locale out of the text of a file. name: as shown in messages. */
BirgeLocales *birge_locales_parse(const char *name, const char *data, gsize length, GError **error);

/* Returns the files of the seed lexicon that is built into the library, as they are, in the order
 * of their names: of GBytes*, yours. */
GPtrArray *birge_locales_lexicon(void);

BirgeLocales *birge_locales_ref(BirgeLocales *locales);
void birge_locales_unref(BirgeLocales *locales);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeLocales, birge_locales_unref)

/* Returns the locale that a tag names, in any case, with - or _, with region or script, or under an
 * alias; NULL if there is none. text: decides tags that mean several languages ("ku") by its
 * script; may be NULL, then these tags name none. The result lives as long as locales. */
const BirgeLocale *birge_locales_find(const BirgeLocales *locales, const char *tag,
                                      const char *text, gsize length);

/* Whether most letters of a text are in the locale's script. */
gboolean birge_locale_is_in_script(const BirgeLocale *locale, const char *text, gsize length);

/* Returns the tag by which a tool knows the locale's language: its own one where the tool has no
 * other. client: "trados"; may be NULL. Lives as long as locale. */
const char *birge_locale_client_tag(const BirgeLocale *locale, const char *client);

/* Returns the locale whose language a text is most likely in, NULL if nothing speaks for any.
 * Decided by script, then by letters and common words. Reads the first 64 KiB. */
const BirgeLocale *birge_locales_detect(const BirgeLocales *locales, const char *text,
                                        gsize length);

/* The same, NULL also where the text is too short or too much between two languages to be sure. */
const BirgeLocale *birge_locales_detect_surely(const BirgeLocales *locales, const char *text,
                                               gsize length);

/* Returns the locale's number i, in the order of their tags; NULL past the end. */
const BirgeLocale *birge_locales_nth(const BirgeLocales *locales, guint i);

/* Returns a number that changes when what is said of a language does. */
guint64 birge_locales_fingerprint(const BirgeLocales *locales);

/* Returns a tag in its usual form: "ckb_iq" -> "ckb-IQ". Yours. */
char *birge_tag_normalize(const char *tag);

BIRGE_END_PUBLIC
