/* What a map holds: the places of an article's text in its file, and what is to be minded there. */
#pragma once

#include "read/layer.h"
#include "read/map.h"

/* A stretch of an article's text that stands between two tags of its file. */
typedef struct {
  gsize start; /* half-open byte range in the article's text */
  gsize end;
  guint depth; /* of the elements around it */
  BirgeQuotings quotings;
} BirgePiece;

/* Marks at both sides of text, in the file: both stay, or neither does. */
typedef struct {
  gsize open;
  gsize open_end;
  gsize close;
  gsize close_end;
} BirgePair;

/* What stands among text, in the file, and must not get lost with it: a picture. */
typedef struct {
  gsize start;
  gsize end;
} BirgeAtom;

/* A text of DOCX whose outer white space is lost unless its tag says that it is to be kept. */
typedef struct {
  gsize start; /* of the text, in the file */
  gsize end;
  gsize tag; /* where the tag takes an attribute */
} BirgeGuard;

/* What is to be said of a stretch of the file when what is filled in runs the other way than what
 * was there. */
typedef struct {
  gsize start; /* of the stretch: a paragraph or a run */
  gsize end;
  gsize at; /* what is to be replaced, or put in */
  gsize at_end;
  char *text;        /* by what */
  char *declaration; /* a GRefString: what must be declared then, once for all; NULL: nothing */
  gboolean to_rtl;   /* when text runs from right to left, else when it runs from left to right */
} BirgeTurn;

/* Where declarations go, and what they are put between there. */
typedef struct {
  gsize at;
  gsize at_end;
  char *open; /* may be NULL, as close */
  char *close;
} BirgeDeclarations;

/* A file, or a member of a package. Places in the file count through all parts, byte order marks
 * left out. */
typedef struct {
  GBytes *source;
  char *member;    /* its name in the package; NULL: it is a file of its own */
  gsize n_skipped; /* length of its byte order mark */
  gsize start;     /* the place of its first byte behind that */
} BirgePart;

struct _BirgeMap {
  char *name;
  GArray *parts;    /* of BirgePart */
  GBytes *package;  /* that the parts are members of; NULL: there is one part, and it is the file */
  BirgeLayer *text; /* the article's; NULL: the file's own, as it stands */
  GArray *pieces;   /* of BirgePiece, in text order */
  GArray *pairs;    /* of BirgePair */
  GArray *atoms;    /* of BirgeAtom */
  GArray *guards;   /* of BirgeGuard, in text order */
  GArray *turns;    /* of BirgeTurn */
  GArray *repeats;  /* of gsize, in text order: where text starts that only stands there again */
  BirgeDeclarations declarations;
  gboolean fills; /* whether text can be put back */
};

BirgeMap *birge_map_new(const char *name);
