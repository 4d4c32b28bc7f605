/* Gives letters the forms that they have beside their neighbours, for terminals that don't join
 * them: Unicode's presentation forms, found through ICU. */
#include "render/terminal.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

/* Where the letters are that have such forms, and where the forms are. */
#define FIRST_LETTER 0x600
#define N_LETTERS 0x100
static const struct {
  UChar32 first;
  UChar32 last;
} form_blocks[] = {{0xFB50, 0xFDFF}, {0xFE70, 0xFEFC}};

#define LAM 0x644

typedef enum { FORM_ISOLATED, FORM_FINAL, FORM_INITIAL, FORM_MEDIAL, N_FORMS } Form;

typedef struct {
  UChar32 forms[N_LETTERS][N_FORMS];     /* 0: there is none */
  UChar32 ligatures[N_LETTERS][N_FORMS]; /* of lam and an alef, by alef */
} Forms;

static gboolean find_form(UChar32 c, Form *form) {
  switch (u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE)) {
  case U_DT_ISOLATED:
    *form = FORM_ISOLATED;
    return TRUE;
  case U_DT_FINAL:
    *form = FORM_FINAL;
    return TRUE;
  case U_DT_INITIAL:
    *form = FORM_INITIAL;
    return TRUE;
  case U_DT_MEDIAL:
    *form = FORM_MEDIAL;
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean is_letter(UChar32 c) {
  return c >= FIRST_LETTER && c < FIRST_LETTER + N_LETTERS;
}

/* Adds a form under the letters that it stands for. */
static void add_form(Forms *forms, const UNormalizer2 *normalizer, UChar32 c) {
  UChar letters[4];
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = unorm2_getRawDecomposition(normalizer, c, letters, G_N_ELEMENTS(letters), &status);
  Form form;
  if (U_FAILURE(status) || n < 1 || !is_letter(letters[0]) || !find_form(c, &form))
    return;
  if (n == 1)
    forms->forms[letters[0] - FIRST_LETTER][form] = c;
  else if (n == 2 && letters[0] == LAM && is_letter(letters[1]) &&
           u_getIntPropertyValue(letters[1], UCHAR_JOINING_GROUP) == U_JG_ALEF)
    forms->ligatures[letters[1] - FIRST_LETTER][form] = c;
}

/* Returns the table, made once; NULL when ICU has no data for it. */
static const Forms *get_forms(void) {
  static gsize made;
  static Forms *forms;
  if (g_once_init_enter(&made)) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKCInstance(&status);
    if (U_SUCCESS(status)) {
      forms = g_new0(Forms, 1);
      for (guint b = 0; b < G_N_ELEMENTS(form_blocks); b++) {
        for (UChar32 c = form_blocks[b].first; c <= form_blocks[b].last; c++)
          add_form(forms, normalizer, c);
      }
    }
    g_once_init_leave(&made, 1);
  }
  return forms;
}

static UJoiningType joining_type(UChar32 c) {
  return (UJoiningType)u_getIntPropertyValue(c, UCHAR_JOINING_TYPE);
}

static gboolean joins_next(UJoiningType type) {
  return type == U_JT_DUAL_JOINING || type == U_JT_LEFT_JOINING || type == U_JT_JOIN_CAUSING;
}

static gboolean joins_before(UJoiningType type) {
  return type == U_JT_DUAL_JOINING || type == U_JT_RIGHT_JOINING || type == U_JT_JOIN_CAUSING;
}

/* Gives a letter its form. before: how what stands before it joins. next: what follows, marks left
 * out; NULL at the end. is_bare: whether no mark stands on that. */
static void shape_letter(const Forms *forms, UChar32 *letter, UJoiningType before, UChar32 *next,
                         gboolean is_bare) {
  UJoiningType type = joining_type(*letter);
  gboolean joined_before = joins_next(before) && joins_before(type);
  gboolean joined_next = next && joins_next(type) && joins_before(joining_type(*next));
  if (!is_letter(*letter))
    return;
  if (*letter == LAM && next && is_bare && is_letter(*next)) {
    UChar32 ligature =
        forms->ligatures[*next - FIRST_LETTER][joined_before ? FORM_FINAL : FORM_ISOLATED];
    if (ligature) {
      *letter = ligature;
      *next = 0;
      return;
    }
  }
  Form form = (joined_before ? FORM_FINAL : FORM_ISOLATED) + (joined_next ? FORM_INITIAL : 0);
  UChar32 found = forms->forms[*letter - FIRST_LETTER][form];
  /* A letter by itself looks like its isolated form. */
  if (form != FORM_ISOLATED && found)
    *letter = found;
}

void birge_shape_letters(GArray *characters) {
  const Forms *forms = get_forms();
  UChar32 *c = (UChar32 *)(gpointer)characters->data;
  UJoiningType before = U_JT_NON_JOINING;
  for (guint i = 0, next; forms && i < characters->len; i = next) {
    next = i + 1;
    UJoiningType type = joining_type(c[i]);
    if (type == U_JT_TRANSPARENT)
      continue;
    while (next < characters->len && joining_type(c[next]) == U_JT_TRANSPARENT)
      next++;
    gboolean is_bare = next + 1 >= characters->len || joining_type(c[next + 1]) != U_JT_TRANSPARENT;
    shape_letter(forms, &c[i], before, next < characters->len ? &c[next] : NULL, is_bare);
    before = type;
    if (next < characters->len && c[next] == 0) {
      next++; /* the alef that lam took: joins nothing after it */
      before = U_JT_RIGHT_JOINING;
    }
  }
}
