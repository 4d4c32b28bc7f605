/* What other tools hand back is read as it is meant, and what is broken is refused. */
#include "exchange/import.h"
#include "base/error.h"

#include <string.h>

static BirgeLocales *locales;

/* Appends a unit in a line: source=target|…[status state] {note}. */
static gboolean print_unit(const BirgeUnit *unit, gpointer data, GError **error G_GNUC_UNUSED) {
  GString *out = data;
  for (guint v = 0; v < unit->variants->len; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    g_string_append_printf(out, "%s%s:%s", v > 0 ? "=" : "", variant->language, variant->text);
    if (variant->codes->len > 0)
      g_string_append_printf(out, "(%u)", variant->codes->len);
  }
  for (guint n = 0; n < unit->notes->len; n++) {
    const BirgeNote *note = unit->notes->pdata[n];
    const char *type = birge_attributes_get(note->attributes, "type");
    g_string_append_printf(out, "|%s%s%s", type ? type + strlen("x-birge-") : "",
                           type ? " " : "note ", note->text);
  }
  g_string_append_c(out, '\n');
  return TRUE;
}

static char *read_as(const char *name, const char *text, const char *source, const char *target,
                     GError **error) {
  const BirgeImportOptions options = {locales, source, target, BIRGE_STATUS_PROPOSED};
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  g_autoptr(GString) out = g_string_new(NULL);
  BirgeImportCounts counts;
  if (!birge_import_parse(name, bytes, &options, print_unit, out, &counts, error))
    return NULL;
  g_string_append_printf(out, "%u %u %u %u %u %u", counts.n_approved, counts.n_proposed,
                         counts.n_rejected, counts.n_untranslated, counts.n_left_out,
                         counts.n_matches);
  return g_string_free(g_steal_pointer(&out), FALSE);
}

static void assert_reads(const char *name, const char *text, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autofree char *read = read_as(name, text, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(read, ==, expected);
}

static void assert_fails(const char *name, const char *text, gint code, const char *says) {
  g_autoptr(GError) error = NULL;
  g_autofree char *read = read_as(name, text, NULL, NULL, &error);
  g_assert_null(read);
  g_assert_error(error, BIRGE_ERROR, code);
  if (!strstr(error->message, says))
    g_error("\"%s\" does not say \"%s\"", error->message, says);
}

#define ONE(units)                                                                                 \
  "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">"                        \
  "<file original=\"a\" source-language=\"en\" "                                                   \
  "target-language=\"ku-Arab\"><header><note>no</note>"                                            \
  "</header><body>" units "</body></file></xliff>"

static void the_states_of_xliff_1_decide(void) {
  assert_reads(
      "x.xlf",
      ONE("<group><trans-unit id=\"1\" approved=\"yes\"><source>A</source><target>ا</target>"
          "<note from=\"x\">N</note><note>M</note></trans-unit></group>"
          "<trans-unit id=\"2\"><source>B</source><target state=\"signed-off\">ب</target>"
          "<alt-trans><source>no</source><target>no</target></alt-trans></trans-unit>"
          "<trans-unit id=\"3\" approved=\"no\"><source>C</source><target state=\"final\">ج"
          "</target></trans-unit>"
          "<trans-unit id=\"4\"><source>D</source><target state=\"new\">D</target>"
          "</trans-unit><trans-unit id=\"5\"><source>E</source><target/></trans-unit>"
          "<trans-unit id=\"6\"><source>F</source><target state=\"translated\" "
          "state-qualifier=\"rejected-grammar\">ف</target></trans-unit>"
          "<trans-unit id=\"8\" approved=\"no\"><source>H</source><target "
          "state=\"needs-translation\">ح</target></trans-unit><trans-unit id=\"9\">"
          "<source>I</source><target state=\"needs-translation\">I</target></trans-unit>"
          "<trans-unit id=\"0\" restype=\"x-gettext-domain-header\"><source>x</source>"
          "<target>y</target></trans-unit><trans-unit id=\"7\" "
          "translate=\"no\"><source>G</source><target>G</target>"
          "</trans-unit>"),
      "en:A=ckb:ا|article a|id 1|status approved|note N|note M\n"
      "en:B=ckb:ب|article a|id 2|state signed-off|status approved\n"
      "en:C=ckb:ج|article a|id 3|state final|status proposed\n"
      "en:D=ckb:D|article a|id 4|state new|status rejected\n"
      "en:F=ckb:ف|article a|id 6|state rejected|status rejected\n"
      "en:H=ckb:ح|article a|id 8|state needs-translation|status proposed\n"
      "en:I=ckb:I|article a|id 9|state needs-translation|status rejected\n"
      "2 2 3 1 2 1");
}

static void segments_that_are_marked_are_units(void) {
  assert_reads(
      "x.sdlxliff",
      ONE("<trans-unit id=\"u\"><source><g id=\"1\">A. B.</g></source><seg-source>"
          "<g id=\"1\"><mrk mtype=\"seg\" mid=\"1\">A<x id=\"2\"/>.</mrk> "
          "<mrk mtype=\"seg\" mid=\"2\">B<mrk mtype=\"x-term\">.</mrk></mrk></g></seg-source>"
          "<target><g id=\"1\"><mrk mtype=\"seg\" mid=\"2\">ب.</mrk>"
          "<mrk mtype=\"seg\" mid=\"1\"><g id=\"3\">ا</g>.</mrk></g></target>"
          "<sdl:seg-defs xmlns:sdl=\"s\"><sdl:seg id=\"1\" conf=\"ApprovedSignOff\"/>"
          "<sdl:seg id=\"2\" conf=\"RejectedTranslation\"/></sdl:seg-defs></trans-unit>"),
      "en:A.(1)=ckb:ا.(2)|article a|id u/1|state ApprovedSignOff|status approved\n"
      "en:B.=ckb:ب.|article a|id u/2|state RejectedTranslation|status rejected\n"
      "1 0 1 0 0 0");
}

static void xliff_2_is_read(void) {
  assert_reads(
      "x.xlf",
      "<xliff version=\"2.1\" srcLang=\"en\" trgLang=\"ar\"><file id=\"f\"><unit id=\"1\">"
      "<mtc:matches xmlns:mtc=\"m\"><mtc:match><source>no</source><target>no</target>"
      "</mtc:match></mtc:matches><notes><note>N</note></notes>"
      "<segment state=\"final\"><source>A<pc id=\"1\">b</pc><cp hex=\"0007\"/></source>"
      "<target>ا<ph id=\"1\"/></target></segment><ignorable><source> </source></ignorable>"
      "<segment><source>B</source><target>ب</target></segment></unit><group><unit id=\"2\">"
      "<segment state=\"initial\"><source>C</source><target>C</target></segment></unit>"
      "</group></file></xliff>",
      "en:Ab(2)=ar:ا(1)|id 1/1|state final|status approved|note N\n"
      "en:B=ar:ب|id 1/2|status proposed|note N\n"
      "en:C=ar:C|id 2|state initial|status rejected\n"
      "1 1 1 0 0 1");
}

static void xliff_that_is_none_is_refused(void) {
  assert_fails("x.xlf", "<tmx version=\"1.4\"/>", BIRGE_ERROR_FORMAT, "x.xlf:1: is TMX");
  assert_fails("x.xlf",
               "<xliff version=\"1.2\">\n<file><body><trans-unit id=\"1\"><source>A</source>",
               BIRGE_ERROR_USAGE, "x.xlf:2: does not say its source language (--from says it)");
  assert_fails("x.xlf", ONE("<trans-unit><source>"), BIRGE_ERROR_FORMAT, "x.xlf:1:");
}

static char *repeat(const char *text, guint n) {
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < n; i++)
    g_string_append(all, text);
  return g_string_free(all, FALSE);
}

static void segments_of_a_unit_are_limited(void) {
  for (guint more = 0; more < 2; more++) {
    g_autofree char *segments = repeat("<segment><source>A</source><target>B</target></segment>",
                                       BIRGE_MAX_UNIT_SEGMENTS + more);
    g_autofree char *text =
        g_strconcat("<xliff version=\"2.0\" srcLang=\"en\" trgLang=\"ar\"><file>"
                    "<unit id=\"1\">",
                    segments, "</unit></file></xliff>", NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *read = read_as("x.xlf", text, NULL, NULL, &error);
    g_assert_true((read == NULL) == (more == 1));
    if (more)
      g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_LIMIT);
  }
}

#define PO_HEAD "msgid \"\"\nmsgstr \"\"\n\"Language: ckb_IQ\\n\"\n\"X-Source-Language: en\\n\"\n\n"

static void po_is_read(void) {
  assert_reads("x.po",
               PO_HEAD
               "# N\n# M\n#. headline\nmsgid \"A\\n\"\n\"\\\"B\\\"\\101\\x\"\nmsgstr \"ا\"\n"
               "#, c-format, fuzzy\n#| msgid \"old\"\nmsgctxt \"c\"\nmsgid \"A\"\nmsgstr \"ب\"\n"
               "\n#. rejected\n#, fuzzy\nmsgid \"C\"\nmsgstr \"C\"\n\nmsgid \"D\"\nmsgstr \"\"\n"
               "\nmsgid \"E\"\nmsgid_plural \"Es\"\nmsgstr[0] \"ئ\"\nmsgstr[1] \"ئ\"\n"
               "\n#~ msgid \"F\"\n#~ msgstr \"ف\"\n",
               "en:A\n\"B\"Ax=ckb:ا|article x.po|id 1|status approved|note N\nM\n"
               "en:A=ckb:ب|article x.po|id 2|status proposed\n"
               "en:C=ckb:C|article x.po|id 3|status rejected\n"
               "1 1 1 1 2 0");
}

static void po_that_is_broken_is_refused(void) {
  assert_fails("x.po", PO_HEAD "msgid \"A\nmsgstr \"\"\n", BIRGE_ERROR_FORMAT,
               "x.po:6: a string without a closing quote");
  assert_fails("x.po", PO_HEAD "msgstr \"A\"\n", BIRGE_ERROR_FORMAT,
               "x.po:6: msgstr without msgid");
  assert_fails("x.po", PO_HEAD "nonsense\n", BIRGE_ERROR_FORMAT, "x.po:6: expected msgctxt");
  assert_fails("x.po", PO_HEAD "msgid \"A\"\nmsgstr \"\\377\"\n", BIRGE_ERROR_FORMAT, "no UTF-8");
  assert_fails("x.po", "msgid \"A\"\nmsgstr \"B\"\n", BIRGE_ERROR_USAGE,
               "does not say its source language");
}

static void tables_of_ours_are_read(void) {
  assert_reads(
      "x.tsv",
      "en\tckb\ten text\tckb text\tconfidence\torigin\tstatus\tnote\n"
      "0\t0\t\"A\\n\tا\t0.5\taligned\tapproved\t\n1\t\tB\t\t0.5\taligned\tproposed\tN\\t\n",
      "en:\"A\n=ckb:ا|article x.tsv|id 1|status approved\n1 0 0 1 0 0");
  assert_reads("x.csv",
               "\xEF\xBB\xBF"
               "en,ckb,ar,confidence,origin,status,note\r\n"
               "\"A \"\"q\"\",\nb\",ا,ب,0.5,hand,rejected,N\r\nB,,ج,0.5,hand,,\r\n",
               "en:A \"q\",\nb=ckb:ا=ar:ب|article x.csv|id 1|status rejected|note N\n"
               "en:B=ar:ج|article x.csv|id 2|status proposed\n0 1 1 0 0 0");
}

static void tables_of_others_are_read(void) {
  g_autofree char *toolkit =
      read_as("x.csv",
              "\"location\",\"source\",\"target\",\"fuzzy\",\"translator_comments\"\n"
              "\"a:1\",\"A\",\"ا\",\"False\",\"N\"\n\"a:2\",\"B\",\"ب\",\"True\",\"\"\n",
              "en", "ckb", NULL);
  g_assert_cmpstr(toolkit, ==,
                  "en:A=ckb:ا|article x.csv|id 1|status approved|note N\n"
                  "en:B=ckb:ب|article x.csv|id 2|status proposed\n1 1 0 0 0 0");
  g_autofree char *bare =
      read_as("x.txt", "\"A\" b\tا\tcomment\n\"B \"\"c\"\"\"\tب\n", "en", "ckb", NULL);
  g_assert_cmpstr(bare, ==,
                  "en:\"A\" b=ckb:ا|article x.txt|id 1|status proposed\n"
                  "en:B \"c\"=ckb:ب|article x.txt|id 2|status proposed\n0 2 0 0 0 0");
  g_autofree char *turned = read_as("x.csv", "ckb;en-GB;state\nا;A;final\n", "en", NULL, NULL);
  g_assert_cmpstr(turned, ==,
                  "en:A=ckb:ا|article x.csv|id 1|state final|status approved\n1 0 0 0 0 0");
}

static void tables_that_say_too_little_are_refused(void) {
  assert_fails("x.tsv", "A\tB\n", BIRGE_ERROR_FORMAT, "x.tsv:1: no columns of two languages");
  assert_fails("x.csv", "source,target\nA,B\n", BIRGE_ERROR_USAGE, "--from says it");
  assert_fails("x.csv", "en,ckb\n\"A,B\n", BIRGE_ERROR_FORMAT, "x.csv:2: a value whose quotes");
  assert_fails("x.doc", "A", BIRGE_ERROR_FORMAT, "is of no format that can be imported");
}

static void columns_are_limited(void) {
  for (guint more = 0; more < 2; more++) {
    g_autofree char *rest = repeat(",x", BIRGE_MAX_COLUMNS - 2 + more);
    g_autofree char *text = g_strconcat("en,ckb", rest, "\nA,B\n", NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *read = read_as("x.csv", text, NULL, NULL, &error);
    g_assert_true((read == NULL) == (more == 1));
    if (more)
      g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_LIMIT);
  }
}

#define ADD(test) g_test_add_func("/import/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  locales = birge_locales_load(NULL);
  ADD(the_states_of_xliff_1_decide);
  ADD(segments_that_are_marked_are_units);
  ADD(xliff_2_is_read);
  ADD(xliff_that_is_none_is_refused);
  ADD(segments_of_a_unit_are_limited);
  ADD(po_is_read);
  ADD(po_that_is_broken_is_refused);
  ADD(tables_of_ours_are_read);
  ADD(tables_of_others_are_read);
  ADD(tables_that_say_too_little_are_refused);
  ADD(columns_are_limited);
  int failed = g_test_run();
  birge_locales_unref(locales);
  return failed;
}
