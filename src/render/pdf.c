/* Draws pages into a PDF file: content, structure for readers who listen, table of contents. */
#include "render/page.h"
#include "render/pdf_outline.h"
#include "render/pdf_string.h"
#include "render/pdf_text.h"

#include <math.h>
#include <string.h>

#define RIGHT_TO_LEFT_MARK 0x200F

/* An entry of the table of contents: its object names the one before and the one after. */
typedef struct {
  char *text; /* NULL: there is none */
  guint number;
  guint before; /* 0: it is the first */
  guint page;
  double y;
} Entry;

typedef struct {
  BirgeCanvas canvas;
  BirgePdfFile *file;
  BirgePdfFonts *fonts;
  BirgePdfWords *words;
  BirgePdfOutlines *outlines;
  GString *inks; /* operators that draw outlines, for when the text object ends */
  const BirgeCanvasSettings *settings;
  GString *content;     /* of the page */
  GString *body;        /* of the object that is being made */
  gboolean is_text;     /* between BT and ET */
  gboolean is_hidden;   /* text is not drawn */
  gboolean in_sequence; /* of marked content */

  BirgePdfStrings strings;
  const BirgeTextStyle *style; /* of the last word */
  guint32 color;               /* of what is drawn next */

  /* Objects that are written at the end, or whose parts come one by one. */
  guint pages, resources, structure, document, table, page, row, body_part;
  GString *page_list;   /* of /Kids */
  GString *parents;     /* of the page: structure elements by marked content, "N 0 R" */
  GString *parent_tree; /* page number and the object that holds its parents */
  GString *document_kids;
  GString *table_kids;
  GString *body_kids;
  GString *row_kids;
  guint n_pages;
  guint n_marks; /* of marked content on the page */
  gboolean is_heading_row;
  Entry entry;                 /* the last, which is written when the next one comes */
  guint contents, first_entry; /* objects; 0: there are none */
  guint n_entries;
} Pdf;

static void append_reference(GString *out, guint number) {
  g_string_append_printf(out, "%u 0 R ", number);
}

static void end_text(Pdf *pdf) {
  birge_pdf_strings_end(&pdf->strings);
  if (pdf->is_text)
    g_string_append(pdf->content, "ET\n");
  pdf->is_text = FALSE;
  g_string_append_len(pdf->content, pdf->inks->str, (gssize)pdf->inks->len);
  g_string_truncate(pdf->inks, 0);
}

static void begin_text(Pdf *pdf) {
  if (!pdf->is_text)
    g_string_append(pdf->content, "BT\n");
  pdf->is_text = TRUE;
}

static void append_color(GString *out, guint32 color) {
  for (int shift = 16; shift >= 0; shift -= 8) {
    birge_pdf_append_number(out, (color >> shift & 0xFF) / 255.0);
    g_string_append_c(out, ' ');
  }
  g_string_append(out, "rg\n");
}

static void set_color(Pdf *pdf, guint32 color) {
  if (color == pdf->color)
    return;
  birge_pdf_strings_end(&pdf->strings);
  append_color(pdf->content, color);
  pdf->color = color;
}

static void begin_page(BirgeCanvas *canvas) {
  Pdf *pdf = (Pdf *)canvas;
  g_string_truncate(pdf->content, 0);
  g_string_truncate(pdf->parents, 0);
  pdf->page = birge_pdf_file_reserve(pdf->file);
  pdf->n_marks = 0;
  pdf->strings.font = NULL;
  pdf->color = 0;
  pdf->is_hidden = FALSE;
  pdf->body_part = 0;
}

/* Rows of a page are a body of the table. */
static void end_body(Pdf *pdf) {
  if (pdf->body_part == 0)
    return;
  g_string_printf(pdf->body, "<</Type/StructElem/S/TBody/P %u 0 R/K[%s]>>", pdf->table,
                  pdf->body_kids->str);
  birge_pdf_file_add(pdf->file, pdf->body_part, pdf->body);
  append_reference(pdf->table_kids, pdf->body_part);
  g_string_truncate(pdf->body_kids, 0);
  pdf->body_part = 0;
}

static void end_page(BirgeCanvas *canvas) {
  Pdf *pdf = (Pdf *)canvas;
  end_text(pdf);
  end_body(pdf);
  guint content = birge_pdf_file_reserve(pdf->file);
  birge_pdf_file_add_stream(pdf->file, content, "", pdf->content->str, pdf->content->len);
  guint parents = birge_pdf_file_reserve(pdf->file);
  g_string_printf(pdf->body, "[%s]", pdf->parents->str);
  birge_pdf_file_add(pdf->file, parents, pdf->body);
  g_string_append_printf(pdf->parent_tree, "%u %u 0 R ", pdf->n_pages, parents);
  g_string_printf(pdf->body,
                  "<</Type/Page/Parent %u 0 R/Contents %u 0 R/Resources %u 0 R/StructParents %u"
                  "/Tabs/S>>",
                  pdf->pages, content, pdf->resources, pdf->n_pages);
  birge_pdf_file_add(pdf->file, pdf->page, pdf->body);
  append_reference(pdf->page_list, pdf->page);
  pdf->n_pages++;
}

static const char *const tags[] = {
    [BIRGE_PART_TITLE] = "H1",          [BIRGE_PART_NOTE] = "P",         [BIRGE_PART_ROW] = "TR",
    [BIRGE_PART_COLUMN_HEADING] = "TH", [BIRGE_PART_ROW_HEADING] = "TH", [BIRGE_PART_CELL] = "TD"};

static void begin_row(Pdf *pdf) {
  pdf->table = pdf->table ? pdf->table : birge_pdf_file_reserve(pdf->file);
  pdf->row = birge_pdf_file_reserve(pdf->file);
  pdf->is_heading_row = FALSE;
  g_string_truncate(pdf->row_kids, 0);
}

static void end_row(Pdf *pdf) {
  if (pdf->is_heading_row) {
    guint head = birge_pdf_file_reserve(pdf->file);
    g_string_printf(pdf->body, "<</Type/StructElem/S/THead/P %u 0 R/K %u 0 R>>", pdf->table,
                    pdf->row);
    birge_pdf_file_add(pdf->file, head, pdf->body);
    append_reference(pdf->table_kids, head);
    g_string_printf(pdf->body, "<</Type/StructElem/S/TR/P %u 0 R/K[%s]>>", head,
                    pdf->row_kids->str);
  } else {
    pdf->body_part = pdf->body_part ? pdf->body_part : birge_pdf_file_reserve(pdf->file);
    append_reference(pdf->body_kids, pdf->row);
    g_string_printf(pdf->body, "<</Type/StructElem/S/TR/P %u 0 R/K[%s]>>", pdf->body_part,
                    pdf->row_kids->str);
  }
  birge_pdf_file_add(pdf->file, pdf->row, pdf->body);
  pdf->row = 0;
}

/* Writes the structure element of a part that holds marked content. */
static void add_element(Pdf *pdf, const BirgePart *part) {
  guint number = birge_pdf_file_reserve(pdf->file);
  gboolean is_cell = pdf->row != 0;
  GString *body = pdf->body;
  g_string_printf(body, "<</Type/StructElem/S/%s/P %u 0 R/Pg %u 0 R/K %u", tags[part->kind],
                  is_cell ? pdf->row : pdf->document, pdf->page, pdf->n_marks);
  if (part->kind == BIRGE_PART_COLUMN_HEADING)
    g_string_append(body, "/A<</O/Table/Scope/Column>>");
  if (part->kind == BIRGE_PART_ROW_HEADING)
    g_string_append(body, "/A<</O/Table/Scope/Row>>");
  if (part->language) {
    g_string_append(body, "/Lang");
    birge_pdf_append_text(body, part->language, strlen(part->language));
  }
  if (part->text) {
    g_string_append(body, "/ActualText");
    birge_pdf_append_text(body, part->text, part->length);
  }
  g_string_append(body, ">>");
  birge_pdf_file_add(pdf->file, number, body);
  append_reference(is_cell ? pdf->row_kids : pdf->document_kids, number);
  append_reference(pdf->parents, number);
  pdf->is_heading_row = pdf->is_heading_row || part->kind == BIRGE_PART_COLUMN_HEADING;
}

static void begin_part(BirgeCanvas *canvas, const BirgePart *part) {
  Pdf *pdf = (Pdf *)canvas;
  end_text(pdf);
  if (part->kind == BIRGE_PART_ROW) {
    begin_row(pdf);
    return;
  }
  if (part->kind == BIRGE_PART_DECORATION) {
    g_string_append(pdf->content, "/Artifact BMC\n");
  } else {
    add_element(pdf, part);
    g_string_append_printf(pdf->content, "/%s<</MCID %u>>BDC\n", tags[part->kind], pdf->n_marks);
    pdf->n_marks++;
  }
  pdf->in_sequence = TRUE;
}

/* Writes the last entry. next: the number of the one after it; 0: there is none. */
static void write_entry(Pdf *pdf, guint next) {
  const Entry *entry = &pdf->entry;
  if (!entry->text)
    return;
  GString *body = pdf->body;
  g_string_assign(body, "<</Title");
  birge_pdf_append_text(body, entry->text, strlen(entry->text));
  g_string_append_printf(body, "/Parent %u 0 R/Dest[%u 0 R/XYZ null ", pdf->contents, entry->page);
  birge_pdf_append_number(body, entry->y);
  g_string_append(body, " null]");
  if (entry->before)
    g_string_append_printf(body, "/Prev %u 0 R", entry->before);
  if (next)
    g_string_append_printf(body, "/Next %u 0 R", next);
  g_string_append(body, ">>");
  birge_pdf_file_add(pdf->file, entry->number, body);
  g_clear_pointer(&pdf->entry.text, g_free);
}

static void add_entry(BirgeCanvas *canvas, const char *text, double y) {
  Pdf *pdf = (Pdf *)canvas;
  if (!pdf->contents)
    pdf->contents = birge_pdf_file_reserve(pdf->file);
  guint number = birge_pdf_file_reserve(pdf->file);
  write_entry(pdf, number);
  pdf->entry = (Entry){.text = g_strdup(text),
                       .number = number,
                       .before = pdf->entry.number,
                       .page = pdf->page,
                       .y = pdf->settings->height - y};
  pdf->first_entry = pdf->first_entry ? pdf->first_entry : number;
  pdf->n_entries++;
}

static void fill(BirgeCanvas *canvas, const BirgeBox *box, guint32 color) {
  Pdf *pdf = (Pdf *)canvas;
  end_text(pdf);
  set_color(pdf, color);
  const double numbers[] = {box->x, pdf->settings->height - box->y - box->height, box->width,
                            box->height};
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
    birge_pdf_append_number(pdf->content, numbers[i]);
    g_string_append_c(pdf->content, ' ');
  }
  g_string_append(pdf->content, "re f\n");
}

/* Fills what is drawn, or draws nothing (ISO 32000-1, 9.3.6). */
static void set_hidden(Pdf *pdf, gboolean is_hidden) {
  if (is_hidden == pdf->is_hidden)
    return;
  birge_pdf_strings_end(&pdf->strings);
  begin_text(pdf);
  g_string_append(pdf->content, is_hidden ? "3 Tr\n" : "0 Tr\n");
  pdf->is_hidden = is_hidden;
}

/* Puts a character that nobody sees. */
static void put_unseen(Pdf *pdf, const BirgeTextStyle *style, guint glyph, UChar32 c,
                       const BirgePlace *place) {
  begin_text(pdf);
  set_hidden(pdf, glyph != BIRGE_PDF_BLANK);
  birge_pdf_strings_set_font(&pdf->strings, birge_font_list_first(style->fonts), style->size_pt);
  birge_pdf_strings_move(&pdf->strings, place->x, place->y, pdf->strings.n_pieces++);
  birge_pdf_strings_say(&pdf->strings, glyph, c, BIRGE_PDF_MARK_WIDTH);
}

/* PDFium passes over a string that has no outlines, so a mark that may be one has some that are not
 * drawn; low ones, for after one character that is higher than 5 points PDFium begins a new line.
 */
static void put_mark(BirgeCanvas *canvas, const BirgeTextStyle *style, UChar32 mark,
                     const BirgePlace *place) {
  Pdf *pdf = (Pdf *)canvas;
  hb_codepoint_t glyph = BIRGE_PDF_BLANK;
  if (!pdf->strings.is_turned)
    hb_font_get_nominal_glyph(birge_font_list_first(style->fonts)->font, '.', &glyph);
  put_unseen(pdf, style, glyph, mark, place);
}

/* For those that count: PDFium does not, and has no use for them. */
static void put_balance(BirgeCanvas *canvas, const BirgeTextStyle *style, guint n,
                        const BirgePlace *place) {
  BirgePlace here = *place;
  for (; n > 0; n--, here.x += BIRGE_PDF_MARK_WIDTH * style->size_pt)
    put_unseen((Pdf *)canvas, style, BIRGE_PDF_BLANK, RIGHT_TO_LEFT_MARK, &here);
}

/* PDFium takes what comes next on the same base line for the same line of text, and orders that as
 * a whole. A space elsewhere keeps the cells of a row apart; others pass over spaces. It must not
 * stand where one of the last five texts does, for PDFium would take it for the same. */
static void part_lines(Pdf *pdf) {
  const BirgePlace place = {pdf->n_marks % 6 * 10.0, pdf->settings->height - 1, 0};
  if (pdf->style)
    put_unseen(pdf, pdf->style, 0, ' ', &place);
}

static void end_part(BirgeCanvas *canvas) {
  Pdf *pdf = (Pdf *)canvas;
  birge_pdf_strings_begin_line(&pdf->strings, 0);
  if (pdf->in_sequence && pdf->row)
    part_lines(pdf);
  end_text(pdf);
  if (pdf->in_sequence)
    g_string_append(pdf->content, "EMC\n");
  else
    end_row(pdf);
  pdf->in_sequence = FALSE;
}

static void append_piece(Pdf *pdf, const BirgePdfWord *word, const BirgePdfPiece *piece) {
  g_string_append_len(pdf->content, word->operators + piece->start, piece->end - piece->start);
}

/* Draws the outlines of a word. */
static void add_inks(Pdf *pdf, const BirgePdfWord *word, double size, const BirgePlace *place) {
  GString *out = pdf->inks;
  for (guint i = 0; i < word->n_inks; i++) {
    const BirgePdfInk *ink = &word->inks[i];
    guint number = birge_pdf_outlines_get(pdf->outlines, ink->font, ink->glyph);
    g_autoptr(GString) scale = g_string_new(NULL);
    birge_pdf_append_number(scale, size * 1000 / ink->font->upem);
    g_string_append(out, "q ");
    append_color(out, place->color);
    g_string_append(out, "1 0 0 1 ");
    birge_pdf_append_number(out, place->x + ink->x * size);
    g_string_append_c(out, ' ');
    birge_pdf_append_number(out, pdf->settings->height - place->y + ink->y * size);
    /* Numbers have three digits after the point, too few for the scale in one step. */
    g_string_append_printf(out, " cm %s 0 0 %s 0 0 cm 0.001 0 0 0.001 0 0 cm/G%u Do Q\n",
                           scale->str, scale->str, number);
  }
}

static void begin_line(BirgeCanvas *canvas, guint n_parts) {
  birge_pdf_strings_begin_line(&((Pdf *)canvas)->strings, n_parts);
}

static void draw_word(BirgeCanvas *canvas, BirgeWord *word, const BirgePlace *place) {
  Pdf *pdf = (Pdf *)canvas;
  pdf->style = word->style;
  if (word->is_rtl && word->is_space) {
    put_unseen(pdf, word->style, BIRGE_PDF_BLANK, ' ', place);
    return;
  }
  const BirgePdfWord *operators = birge_pdf_words_get(pdf->words, word);
  double size = word->style->size_pt;
  begin_text(pdf);
  set_color(pdf, place->color);
  add_inks(pdf, operators, size, place);
  for (guint i = 0; i < operators->n_pieces; i++) {
    const BirgePdfPiece *piece = &operators->pieces[i];
    birge_pdf_strings_set_font(&pdf->strings, piece->font, size);
    set_hidden(pdf, FALSE);
    if (piece->is_apart)
      birge_pdf_strings_end(&pdf->strings);
    birge_pdf_strings_move(&pdf->strings, place->x + piece->x * size, place->y,
                           pdf->strings.n_pieces + piece->order);
    append_piece(pdf, operators, piece);
    pdf->strings.pen += piece->advance * size;
  }
  pdf->strings.n_pieces += operators->n_pieces;
}

/* Writes what is left of the table of contents. */
static void write_contents(Pdf *pdf) {
  write_entry(pdf, 0);
  if (!pdf->contents)
    return;
  g_string_printf(pdf->body, "<</Type/Outlines/First %u 0 R/Last %u 0 R/Count %u>>",
                  pdf->first_entry, pdf->entry.number, pdf->n_entries);
  birge_pdf_file_add(pdf->file, pdf->contents, pdf->body);
}

static void write_structure(Pdf *pdf) {
  if (pdf->table) {
    g_string_printf(pdf->body, "<</Type/StructElem/S/Table/P %u 0 R/K[%s]>>", pdf->document,
                    pdf->table_kids->str);
    birge_pdf_file_add(pdf->file, pdf->table, pdf->body);
    append_reference(pdf->document_kids, pdf->table);
  }
  g_string_printf(pdf->body, "<</Type/StructElem/S/Document/P %u 0 R/K[%s]>>", pdf->structure,
                  pdf->document_kids->str);
  birge_pdf_file_add(pdf->file, pdf->document, pdf->body);
  guint tree = birge_pdf_file_reserve(pdf->file);
  g_string_printf(pdf->body, "<</Nums[%s]>>", pdf->parent_tree->str);
  birge_pdf_file_add(pdf->file, tree, pdf->body);
  g_string_printf(pdf->body,
                  "<</Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %u>>",
                  pdf->document, tree, pdf->n_pages);
  birge_pdf_file_add(pdf->file, pdf->structure, pdf->body);
}

static void write_pages(Pdf *pdf) {
  g_string_printf(pdf->body, "<</Type/Pages/Count %u/Kids[%s]/MediaBox[0 0 ", pdf->n_pages,
                  pdf->page_list->str);
  birge_pdf_append_number(pdf->body, pdf->settings->width);
  g_string_append_c(pdf->body, ' ');
  birge_pdf_append_number(pdf->body, pdf->settings->height);
  g_string_append(pdf->body, "]>>");
  birge_pdf_file_add(pdf->file, pdf->pages, pdf->body);
  g_string_assign(pdf->body, "<<");
  birge_pdf_fonts_append_resources(pdf->fonts, pdf->body);
  birge_pdf_outlines_append_resources(pdf->outlines, pdf->body);
  g_string_append(pdf->body, ">>");
  birge_pdf_file_add(pdf->file, pdf->resources, pdf->body);
}

static gboolean finish(BirgeCanvas *canvas, GError **error) {
  Pdf *pdf = (Pdf *)canvas;
  if (!birge_pdf_fonts_write(pdf->fonts, error))
    return FALSE;
  write_pages(pdf);
  write_structure(pdf);
  write_contents(pdf);
  guint info = birge_pdf_file_reserve(pdf->file);
  GString *body = pdf->body;
  g_string_printf(body,
                  "<</Type/Catalog/Pages %u 0 R/StructTreeRoot %u 0 R/MarkInfo<</Marked true>>"
                  "/ViewerPreferences<</DisplayDocTitle true>>/Lang",
                  pdf->pages, pdf->structure);
  birge_pdf_append_text(body, pdf->settings->language, strlen(pdf->settings->language));
  if (pdf->contents)
    g_string_append_printf(body, "/Outlines %u 0 R", pdf->contents);
  g_string_append(body, ">>");
  birge_pdf_file_add(pdf->file, BIRGE_PDF_CATALOG, body);
  g_string_assign(body, "<</Title");
  birge_pdf_append_text(body, pdf->settings->title, strlen(pdf->settings->title));
  g_string_append(body, "/Producer(Birge)>>");
  birge_pdf_file_add(pdf->file, info, body);
  birge_pdf_file_end(pdf->file, info);
  return TRUE;
}

static void free_canvas(BirgeCanvas *canvas) {
  Pdf *pdf = (Pdf *)canvas;
  birge_pdf_words_free(pdf->words);
  birge_pdf_fonts_free(pdf->fonts);
  birge_pdf_outlines_free(pdf->outlines);
  birge_pdf_file_free(pdf->file);
  GString *const strings[] = {pdf->inks,      pdf->content,     pdf->body,          pdf->page_list,
                              pdf->parents,   pdf->parent_tree, pdf->document_kids, pdf->table_kids,
                              pdf->body_kids, pdf->row_kids};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_string_free(strings[i], TRUE);
  g_free(pdf->entry.text);
  g_free(pdf);
}

static BirgeCanvas *make_canvas(const BirgeCanvasSettings *settings) {
  Pdf *pdf = g_new0(Pdf, 1);
  pdf->canvas = (BirgeCanvas){.begin_page = begin_page,
                              .end_page = end_page,
                              .begin_part = begin_part,
                              .end_part = end_part,
                              .add_entry = add_entry,
                              .fill = fill,
                              .begin_line = begin_line,
                              .draw_word = draw_word,
                              .put_mark = put_mark,
                              .put_balance = put_balance,
                              .finish = finish,
                              .free = free_canvas};
  pdf->settings = settings;
  pdf->file = birge_pdf_file_new(settings->output);
  pdf->fonts = birge_pdf_fonts_new(pdf->file);
  pdf->words = birge_pdf_words_new(pdf->fonts);
  pdf->outlines = birge_pdf_outlines_new(pdf->file);
  pdf->inks = g_string_new(NULL);
  pdf->content = g_string_new(NULL);
  pdf->strings = (BirgePdfStrings){.content = pdf->content,
                                   .fonts = pdf->fonts,
                                   .page_width = settings->width,
                                   .page_height = settings->height};
  pdf->body = g_string_new(NULL);
  pdf->page_list = g_string_new(NULL);
  pdf->parents = g_string_new(NULL);
  pdf->parent_tree = g_string_new(NULL);
  pdf->document_kids = g_string_new(NULL);
  pdf->table_kids = g_string_new(NULL);
  pdf->body_kids = g_string_new(NULL);
  pdf->row_kids = g_string_new(NULL);
  pdf->pages = birge_pdf_file_reserve(pdf->file);
  pdf->resources = birge_pdf_file_reserve(pdf->file);
  pdf->structure = birge_pdf_file_reserve(pdf->file);
  pdf->document = birge_pdf_file_reserve(pdf->file);
  return &pdf->canvas;
}

gboolean birge_pdf_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                         GError **error) {
  return birge_page_write(parts, options, output, make_canvas, error);
}
