/* Compares our glyphs with those of hb-shape. usage: shaping LANGUAGE FILE...
 *
 * We shape a word at a time, and keep words; hb-shape is given as much as can be shaped at once:
 * what is of one line, direction, font and script. Glyphs and their places must be the same. */
#include "render/layout.h"
#include "render/shape.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uscript.h>

/* Text that can be shaped at once, and its glyphs as we have them. */
typedef struct {
  const BirgeFont *font;
  hb_script_t script;
  gboolean is_rtl;
  guint segment;
  GString *text;
  GString *glyphs; /* as hb-shape writes them, without its brackets */
} Stretch;

typedef struct {
  BirgeShaper *shaper;
  BirgeLayouter *layouter;
  BirgeTextStyle style;
  const char *language;
  BirgeDirection direction;
  GPtrArray *stretches;
} Work;

static void free_stretch(gpointer data) {
  Stretch *stretch = data;
  g_string_free(stretch->text, TRUE);
  g_string_free(stretch->glyphs, TRUE);
  g_free(stretch);
}

static double measure_nothing(gpointer user_data, const char *text, gsize length, guint8 level) {
  (void)user_data;
  (void)text;
  (void)length;
  (void)level;
  return 0;
}

/* The script of a text's first letter. */
static hb_script_t find_script(const Work *work, const char *text, gsize length) {
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)g_utf8_get_char(p), &status);
    if (script > USCRIPT_INHERITED)
      return hb_script_from_string(uscript_getShortName(script), -1);
  }
  return work->style.script;
}

static Stretch *begin_stretch(Work *work, Stretch wanted, Stretch *open) {
  if (open && open->font == wanted.font && open->script == wanted.script &&
      open->is_rtl == wanted.is_rtl && open->segment == wanted.segment)
    return open;
  Stretch *stretch = g_memdup2(&wanted, sizeof wanted);
  stretch->text = g_string_new(NULL);
  stretch->glyphs = g_string_new(NULL);
  g_ptr_array_add(work->stretches, stretch);
  return stretch;
}

/* What hb-shape says of a glyph: its number, its offset if it has one, its advance. */
static void print_glyph(GString *out, const BirgeGlyph *glyph) {
  double upem = glyph->font->upem;
  int dx = (int)(glyph->dx * upem + (glyph->dx < 0 ? -0.5 : 0.5));
  int dy = (int)(glyph->dy * upem + (glyph->dy < 0 ? -0.5 : 0.5));
  g_string_append_printf(out, "%u", glyph->glyph);
  if (dx != 0 || dy != 0)
    g_string_append_printf(out, "@%d,%d", dx, dy);
  g_string_append_printf(out, "+%d|", (int)(glyph->advance * upem + 0.5));
}

/* Adds a word, whose glyphs may be of several fonts, in the order of reading. */
static Stretch *add_word(Work *work, const BirgeWord *word, guint segment, Stretch *open) {
  guint n = word->n_glyphs;
  for (guint i = 0, next; i < n; i = next) {
    /* From the end that is read first. */
    const BirgeGlyph *glyph = &word->glyphs[word->is_rtl ? n - 1 - i : i];
    guint start = glyph->cluster, end = word->length;
    for (next = i; next < n; next++) {
      const BirgeGlyph *other = &word->glyphs[word->is_rtl ? n - 1 - next : next];
      if (other->font != glyph->font) {
        end = other->cluster;
        break;
      }
    }
    start = i == 0 ? 0 : start;
    hb_script_t script =
        word->is_space && open ? open->script : find_script(work, word->text + start, end - start);
    open = begin_stretch(
        work,
        (Stretch){
            .font = glyph->font, .script = script, .is_rtl = word->is_rtl, .segment = segment},
        open);
    g_string_append_len(open->text, word->text + start, end - start);
    g_autoptr(GString) glyphs = g_string_new(NULL);
    for (guint g = i; g < next; g++)
      print_glyph(glyphs, &word->glyphs[word->is_rtl ? n - next + (g - i) : g]);
    /* Glyphs stand from left to right. */
    if (word->is_rtl)
      g_string_prepend(open->glyphs, glyphs->str);
    else
      g_string_append(open->glyphs, glyphs->str);
  }
  return open;
}

static void add_segment(Work *work, const char *text, guint segment) {
  const BirgeDevice device = {.measure = measure_nothing};
  const BirgeParagraph paragraph = {.text = text,
                                    .length = strlen(text),
                                    .language = work->language,
                                    .direction = work->direction,
                                    .width = 1};
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLayout) layout = birge_layout_new(work->layouter, &paragraph, &device, &error);
  g_assert_no_error(error);
  for (guint r = 0; r < layout->runs->len; r++) {
    const BirgeVisualRun *run = &g_array_index(layout->runs, BirgeVisualRun, r);
    Stretch *open = NULL;
    for (gsize start = run->start, length; start < run->end; start += length) {
      length = birge_word_length(text + start, run->end - start);
      const BirgeWord *word =
          birge_shape(work->shaper, &work->style, run->level % 2 == 1, text + start, length);
      open = add_word(work, word, segment, open);
    }
  }
}

/* Asks hb-shape for a stretch. Returns what it says, yours. */
static char *ask(const Work *work, const Stretch *stretch) {
  char script[5] = {0};
  hb_tag_to_string(hb_script_to_iso15924_tag(stretch->script), script);
  g_autofree char *font = g_strconcat("--font-file=", stretch->font->path, NULL);
  g_autofree char *script_option = g_strconcat("--script=", script, NULL);
  g_autofree char *language = g_strconcat("--language=", work->language, NULL);
  g_autofree char *text = g_strconcat("--text=", stretch->text->str, NULL);
  const char *const command[] = {"hb-shape",
                                 font,
                                 script_option,
                                 language,
                                 stretch->is_rtl ? "--direction=rtl" : "--direction=ltr",
                                 "--no-glyph-names",
                                 "--no-clusters",
                                 text,
                                 NULL};
  char *said = NULL;
  g_autoptr(GError) error = NULL;
  g_spawn_sync(NULL, (char **)(gpointer)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said, NULL,
               NULL, &error);
  g_assert_no_error(error);
  return said;
}

/* Compares, and says of the first that differ how. Returns how many segments do. */
static guint compare(const Work *work) {
  guint n_wrong = 0, last_wrong = G_MAXUINT;
  for (guint i = 0; i < work->stretches->len; i++) {
    const Stretch *stretch = work->stretches->pdata[i];
    g_autofree char *said = ask(work, stretch);
    g_autofree char *ours =
        g_strdup_printf("[%.*s]\n", (int)MAX(stretch->glyphs->len, 1) - 1, stretch->glyphs->str);
    if (g_str_equal(said, ours) || stretch->segment == last_wrong)
      continue;
    last_wrong = stretch->segment;
    if (n_wrong++ < 5)
      printf("# segment %u, \"%s\": ours %s# hb-shape %s", stretch->segment + 1, stretch->text->str,
             ours, said);
  }
  return n_wrong;
}

static void set_up_style(Work *work, BirgeFonts *fonts, const BirgeLocale *locale) {
  const BirgeFontWish wish = {
      .script = locale->script, .letters = locale->letters, .n_letters = locale->n_letters};
  g_autoptr(GError) error = NULL;
  work->style.fonts = birge_fonts_list(fonts, &wish, &error);
  g_assert_no_error(error);
  work->style.script = hb_script_from_string(locale->script, -1);
  work->style.language = hb_language_from_string(locale->tag, -1);
  work->style.size_pt = 10;
  work->direction = locale->direction;
}

int main(int argc, char **argv) {
  g_assert_cmpint(argc, >, 2);
  g_autofree char *program = g_find_program_in_path("hb-shape");
  if (!program) {
    printf("1..0 # SKIP there is no hb-shape\n");
    return 0;
  }
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(BirgeFonts) fonts = birge_fonts_new(NULL);
  g_autoptr(BirgeShaper) shaper = birge_shaper_new();
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(NULL);
  g_autoptr(GPtrArray) stretches = g_ptr_array_new_with_free_func(free_stretch);
  Work work = {.shaper = shaper, .layouter = layouter, .language = argv[1], .stretches = stretches};
  set_up_style(&work, fonts, birge_locales_find(locales, argv[1], NULL, 0));
  guint n = 0;
  for (int i = 2; i < argc; i++) {
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_file_get_contents(argv[i], &text, NULL, &error);
    g_assert_no_error(error);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
      if (**line)
        add_segment(&work, *line, n++);
    }
  }
  guint n_wrong = compare(&work);
  printf("1..1\n%s 1 - %u of %u segments in %s have the glyphs of hb-shape\n",
         n_wrong > 0 ? "not ok" : "ok", n - n_wrong, n, argv[1]);
  return n_wrong > 0;
}
