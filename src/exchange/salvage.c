/* Reads what can be read of damaged TMX files, a unit at a time. */
#include "exchange/salvage.h"

#include "base/error.h"
#include "base/input.h"
#include "exchange/private.h"
#include "exchange/salvage_text.h"

#include <string.h>

typedef struct {
  const char *name;
  const BirgeSalvage *salvage;
  GString *text;        /* of the file, clean */
  char *prologue;       /* what declares its entities; empty if nothing does */
  gsize counted;        /* how much of text was counted in line */
  guint64 line;         /* of counted, from 1 */
  gsize comment_end;    /* where "-->" was last found; 0: not yet */
  gsize n_units;        /* that were given away */
  gboolean was_stopped; /* unit_func returned FALSE */
} Salvager;

/* The line of an offset. Asked in ascending order, mostly. */
static guint64 line_of(Salvager *salvager, gsize offset) {
  if (offset < salvager->counted) {
    salvager->counted = 0;
    salvager->line = 1;
  }
  for (; salvager->counted < offset; salvager->counted++)
    salvager->line += salvager->text->str[salvager->counted] == '\n';
  return salvager->line;
}

static void report(Salvager *salvager, guint64 line, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void report(Salvager *salvager, guint64 line, const char *format, ...) {
  if (!salvager->salvage->repair_func)
    return;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  salvager->salvage->repair_func(salvager->name, line, what, salvager->salvage->user_data);
}

/* Whether an element's tag begins at offset: `<name` or `</name`, with any prefix. */
static gboolean is_tag(const GString *text, gsize offset, const char *slash_and_name) {
  const char *p = text->str + offset + 1;
  gboolean is_end = *slash_and_name == '/';
  if (is_end != (*p == '/'))
    return FALSE;
  p += is_end;
  const char *name = slash_and_name + is_end;
  gsize n = strcspn(p, " \t\r\n/><:");
  if (p[n] == ':') {
    p += n + 1;
    n = strcspn(p, " \t\r\n/><:");
  }
  return n == strlen(name) && strncmp(p, name, n) == 0;
}

/* Returns where a tag begins at or after from, limit if nowhere before it. */
static gsize find_tag(const GString *text, gsize from, gsize limit, const char *slash_and_name) {
  for (gsize i = from; i < limit; i++) {
    const char *less = memchr(text->str + i, '<', limit - i);
    if (!less)
      return limit;
    i = (gsize)(less - text->str);
    if (is_tag(text, i, slash_and_name))
      return i;
  }
  return limit;
}

/* Returns the end of a tag that begins at offset; limit if it has none. */
static gsize find_tag_end(const GString *text, gsize offset, gsize limit) {
  char quote = '\0';
  for (gsize i = offset + 1; i < limit; i++) {
    char c = text->str[i];
    if (quote && c == quote)
      quote = '\0';
    else if (quote)
      continue;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '<')
      return limit;
    else if (c == '>')
      return i + 1;
  }
  return limit;
}

/* Gathers what a piece holds. */
static gboolean keep_unit(const BirgeUnit *unit, gpointer units, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(units, birge_unit_ref(unit));
  return TRUE;
}

/* Reads content as the body of a document. Returns its units, yours; NULL with error. */
static GPtrArray *parse_body(Salvager *salvager, const char *content, guint64 line,
                             GError **error) {
  g_autofree char *whole =
      g_strconcat(salvager->prologue, "<tmx><body>", content, "</body></tmx>", NULL);
  guint64 n_before = 0;
  for (const char *p = salvager->prologue; *p; p++)
    n_before += *p == '\n';
  g_autoptr(GBytes) bytes = g_bytes_new_static(whole, strlen(whole));
  const BirgeTmxPiece piece = {salvager->name, bytes, line - 1 - n_before};
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  if (!birge_tmx_parse_piece(&piece, keep_unit, units, NULL, error))
    return NULL;
  return g_steal_pointer(&units);
}

static gboolean give_unit(const BirgeUnit *unit, gpointer data, GError **error) {
  Salvager *salvager = data;
  salvager->n_units++;
  salvager->was_stopped = !salvager->salvage->unit_func(unit, salvager->salvage->user_data, error);
  return !salvager->was_stopped;
}

static gboolean give_units(Salvager *salvager, const GPtrArray *units, GError **error) {
  for (guint i = 0; i < units->len && !salvager->was_stopped; i++)
    give_unit(units->pdata[i], salvager, error);
  return !salvager->was_stopped;
}

/* Returns what an error says without the place, which would be that in the piece; yours. */
static char *strip_place(const GError *error, const char *name) {
  const char *what = error->message + (g_str_has_prefix(error->message, name) ? strlen(name) : 0);
  what += strspn(what, ":0123456789");
  const char *column = g_str_has_prefix(what, " column ") ? strstr(what, ": ") : NULL;
  GString *stripped = g_string_new(column ? column + 2 : what + strspn(what, " "));
  /* "mismatch: seg line 1 and tuv" */
  const char *line = strstr(stripped->str, " line ");
  if (line)
    g_string_erase(stripped, line - stripped->str,
                   (gssize)(strlen(" line ") + strspn(line + strlen(" line "), "0123456789")));
  return g_string_free(stripped, FALSE);
}

/* Whether content is a unit of its own with at least one variant. */
static gboolean is_unit(Salvager *salvager, const char *content, guint64 line) {
  g_autoptr(GPtrArray) units = parse_body(salvager, content, line, NULL);
  if (!units || units->len != 1)
    return FALSE;
  const BirgeUnit *unit = units->pdata[0];
  return unit->variants->len > 0;
}

/* Appends to good the variants between start and end that can be read on their own. Returns whether
 * there is one. */
static gboolean keep_variants(Salvager *salvager, gsize start, gsize end, GString *good) {
  const GString *text = salvager->text;
  gboolean has_variant = FALSE;
  for (gsize at = find_tag(text, start, end, "tuv"); at < end;) {
    gsize next = find_tag(text, at + 1, end, "tuv");
    gsize close = find_tag(text, at, next, "/tuv");
    gsize after = close < next ? find_tag_end(text, close, next) : next;
    g_autofree char *variant = g_strndup(text->str + at, after - at);
    g_autofree char *whole =
        g_strconcat("<tu>", variant, close < next ? "" : "</tuv>", "</tu>", NULL);
    guint64 line = line_of(salvager, at);
    if (is_unit(salvager, whole, line)) {
      g_string_append_len(good, whole + strlen("<tu>"),
                          (gssize)(strlen(whole) - strlen("<tu></tu>")));
      has_variant = TRUE;
    } else {
      report(salvager, line, "left out a <tuv> that can't be read");
    }
    at = next;
  }
  return has_variant;
}

/* Makes a unit of what can be read between start and end. Returns it as XML, yours; NULL: nothing
 * can. */
static char *rebuild_unit(Salvager *salvager, gsize start, gsize end) {
  const GString *text = salvager->text;
  gsize variants = find_tag(text, start, end, "tuv");
  gsize tag_end = MIN(find_tag_end(text, start, variants), variants);
  g_autoptr(GString) good = g_string_new(NULL);
  if (!keep_variants(salvager, variants, end, good))
    return NULL;
  g_autofree char *tag = g_strndup(text->str + start, tag_end - start);
  g_autofree char *notes = g_strndup(text->str + tag_end, variants - tag_end);
  const char *colon = strchr(tag, ':');
  gsize name_length = strcspn(tag, " \t\r\n/>");
  g_autofree char *name = g_strndup(tag + 1, name_length > 1 ? name_length - 1 : 0);
  if (!colon || colon > tag + name_length) {
    g_free(name);
    name = g_strdup("tu");
  }
  const struct {
    const char *tag, *notes, *name, *lost;
  } tries[] = {{tag, notes, name, NULL},
               {tag, "", name, "left out notes and props that can't be read"},
               {"<tu>", "", "tu", "left out the unit's attributes, notes and props"}};
  guint64 line = line_of(salvager, start);
  for (guint i = 0; i < G_N_ELEMENTS(tries); i++) {
    g_autofree char *unit =
        g_strconcat(tries[i].tag, tries[i].notes, good->str, "</", tries[i].name, ">", NULL);
    if (!is_unit(salvager, unit, line))
      continue;
    if (tries[i].lost)
      report(salvager, line, "%s", tries[i].lost);
    return g_steal_pointer(&unit);
  }
  return NULL;
}

/* Reads the unit between start and end as it is, or what can be had of it. */
static gboolean salvage_unit(Salvager *salvager, gsize start, gsize end, GError **error) {
  guint64 line = line_of(salvager, start);
  g_autofree char *content = g_strndup(salvager->text->str + start, end - start);
  g_autoptr(GError) why = NULL;
  g_autoptr(GPtrArray) units = parse_body(salvager, content, line, &why);
  if (!units) {
    g_autofree char *rebuilt = rebuild_unit(salvager, start, end);
    units = rebuilt ? parse_body(salvager, rebuilt, line, NULL) : NULL;
    g_autofree char *what = strip_place(why, salvager->name);
    report(salvager, line, "%s: %s", units ? "mended a unit" : "left out a unit", what);
  }
  return !units || give_units(salvager, units, error);
}

/* Returns the end of the comment that begins at offset; offset if it has none. */
static gsize skip_comment(Salvager *salvager, gsize offset) {
  const GString *text = salvager->text;
  if (!g_str_has_prefix(text->str + offset, "<!--"))
    return offset;
  if (salvager->comment_end < offset + 4) {
    const char *end = strstr(text->str + offset + 4, "-->");
    salvager->comment_end = end ? (gsize)(end - text->str) + 3 : G_MAXSIZE;
  }
  return salvager->comment_end == G_MAXSIZE ? offset : salvager->comment_end;
}

/* Returns where the next unit begins that is in no comment; the text's end if there is none. */
static gsize find_unit(Salvager *salvager, gsize from) {
  const GString *text = salvager->text;
  for (gsize i = from; i < text->len;) {
    const char *less = memchr(text->str + i, '<', text->len - i);
    if (!less)
      break;
    i = (gsize)(less - text->str);
    gsize after = skip_comment(salvager, i);
    if (after == i && is_tag(text, i, "tu"))
      return i;
    i = MAX(after, i + 1);
  }
  return text->len;
}

/* Returns the end of the unit that begins at start: its end tag's, or the next unit's beginning. */
static gsize find_unit_end(const GString *text, gsize start, gsize next) {
  gsize tag_end = find_tag_end(text, start, next);
  if (tag_end >= 2 && tag_end < next && text->str[tag_end - 2] == '/')
    return tag_end;
  gsize close = find_tag(text, start, next, "/tu");
  gsize end = close < next ? find_tag_end(text, close, next) : next;
  if (close == next) /* the body's end is not the unit's */
    end = MIN(next, find_tag(text, start, next, "/body"));
  return end;
}

static gboolean salvage_units(Salvager *salvager, gsize from, GError **error) {
  const GString *text = salvager->text;
  gsize start = find_unit(salvager, from);
  while (start < text->len) {
    gsize next = find_unit(salvager, start + 1);
    if (!salvage_unit(salvager, start, find_unit_end(text, start, next), error))
      return FALSE;
    start = next;
  }
  return TRUE;
}

/* Reads the header alone; what is wrong with it costs nothing else. */
static BirgeTmxHeader *salvage_header(Salvager *salvager, gsize limit) {
  const GString *text = salvager->text;
  gsize start = find_tag(text, 0, limit, "header");
  if (start == limit)
    return birge_tmx_header_new();
  gsize tag_end = find_tag_end(text, start, limit);
  gboolean is_empty = tag_end >= 2 && text->str[tag_end - 2] == '/';
  gsize close = is_empty ? start : find_tag(text, start, limit, "/header");
  gsize end = is_empty ? tag_end : find_tag_end(text, close, limit);
  g_autofree char *content = g_strndup(text->str + start, MIN(end, limit) - start);
  g_autofree char *whole = g_strconcat(salvager->prologue, "<tmx>", content, "<body/></tmx>", NULL);
  g_autoptr(GBytes) bytes = g_bytes_new_static(whole, strlen(whole));
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  BirgeTmxHeader *header = NULL;
  if (birge_tmx_parse(salvager->name, bytes, keep_unit, units, &header, NULL))
    return header;
  report(salvager, line_of(salvager, start), "left out a <header> that can't be read");
  return birge_tmx_header_new();
}

/* The DOCTYPE with its internal subset, if it declares anything; yours. */
static char *find_prologue(const GString *text) {
  const char *start = strstr(text->str, "<!DOCTYPE");
  const char *root = strstr(text->str, "<tmx");
  if (!start || (root && root < start))
    return g_strdup("");
  const char *subset = strchr(start, '[');
  const char *end = subset ? strstr(subset, "]>") : NULL;
  if (!subset || memchr(start, '>', (gsize)(subset - start)) || !end || (root && root < end))
    return g_strdup("");
  return g_strndup(start, (gsize)(end - start) + 2);
}

/* A subset that can't be read would spoil each unit. */
static void check_prologue(Salvager *salvager) {
  g_autoptr(GPtrArray) units = parse_body(salvager, "", 1, NULL);
  if (units)
    return;
  report(salvager, 1, "left out declarations that can't be read");
  g_free(salvager->prologue);
  salvager->prologue = g_strdup("");
}

static gboolean skip_unit(const BirgeUnit *unit G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED,
                          GError **error G_GNUC_UNUSED) {
  return TRUE;
}

/* Whether text can be read as a whole. header: receives that of it, yours, if it can. */
static gboolean check_whole(const Salvager *salvager, const GString *text,
                            BirgeTmxHeader **header) {
  g_autoptr(GBytes) bytes = g_bytes_new_static(text->str, text->len);
  return birge_tmx_parse(salvager->name, bytes, skip_unit, NULL, header, NULL);
}

/* Reads a text that can be read as a whole: once more, so that not all units are in memory. */
static gboolean give_whole(Salvager *salvager, GError **error) {
  g_autoptr(GBytes) bytes = g_bytes_new_static(salvager->text->str, salvager->text->len);
  return birge_tmx_parse(salvager->name, bytes, give_unit, salvager, NULL, error);
}

/* Decodes the file, and cleans it if it can't be read without that. Returns whether it can be read
 * as a whole; header: receives that of it then. */
static gboolean begin(Salvager *salvager, GBytes *bytes, BirgeTmxHeader **header) {
  salvager->text = birge_salvage_decode(salvager->name, bytes, salvager->salvage);
  if (check_whole(salvager, salvager->text, header))
    return TRUE;
  g_autoptr(GString) decoded = g_steal_pointer(&salvager->text);
  salvager->prologue = find_prologue(decoded);
  check_prologue(salvager);
  salvager->text =
      birge_salvage_clean(salvager->name, decoded, *salvager->prologue != '\0', salvager->salvage);
  return check_whole(salvager, salvager->text, header);
}

static gboolean check_anything(Salvager *salvager, GError **error) {
  const GString *text = salvager->text;
  if (salvager->n_units > 0 || find_tag(text, 0, text->len, "tmx") < text->len)
    return TRUE;
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, salvager->name, 0,
                     "is not TMX: holds neither a <tmx> nor a unit");
  return FALSE;
}

gboolean birge_tmx_salvage_bytes(const char *name, GBytes *bytes, const BirgeSalvage *salvage,
                                 BirgeTmxHeader **header, GError **error) {
  Salvager salvager = {.name = name, .salvage = salvage, .line = 1};
  g_autoptr(BirgeTmxHeader) found = NULL;
  gboolean done;
  if (begin(&salvager, bytes, &found)) {
    done = give_whole(&salvager, error);
  } else {
    gsize first = find_unit(&salvager, 0);
    found = salvage_header(&salvager, first);
    done = salvage_units(&salvager, first, error) && check_anything(&salvager, error);
  }
  if (done && header)
    *header = g_steal_pointer(&found);
  g_string_free(salvager.text, TRUE);
  g_free(salvager.prologue);
  return done;
}

gboolean birge_tmx_salvage(const char *path, const BirgeSalvage *salvage, BirgeTmxHeader **header,
                           GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  return bytes && birge_tmx_salvage_bytes(birge_input_name(path), bytes, salvage, header, error);
}
