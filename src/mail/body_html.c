#include <string.h>

#include "mail/body.h"
#include "mail/mail_assets.h"

/* Styles are repeated inline, so that the table is readable in mail programs
 * that drop the style sheet. */
static const char cell_style[] = "text-align:left;padding:0.4em 0.5em 0.4em 0";
static const char number_style[] =
    "text-align:right;padding:0.4em 0.5em 0.4em 0";

static void add_element(struct buffer *out, const char *open, const char *text,
                        const char *close)
{
    buffer_add_text(out, open);
    buffer_add_xml(out, text);
    buffer_add_text(out, close);
}

/* Words */

static void open_run(struct buffer *out, const struct text_run *run)
{
    if (run->language)
        add_element(out, "<span lang=\"", run->language, "\">");
    if (run->style & STYLE_BOLD)
        buffer_add_text(out, "<strong>");
    if (run->style & STYLE_ITALIC)
        buffer_add_text(out, "<em>");
}

static void close_run(struct buffer *out, const struct text_run *run)
{
    if (run->style & STYLE_ITALIC)
        buffer_add_text(out, "</em>");
    if (run->style & STYLE_BOLD)
        buffer_add_text(out, "</strong>");
    if (run->language)
        buffer_add_text(out, "</span>");
}

static void add_run(struct buffer *out, const struct text_run *run)
{
    if (strcmp(run->text, "\n") == 0) {
        buffer_add_text(out, "<br>\n");
        return;
    }
    open_run(out, run);
    buffer_add_xml(out, run->text);
    close_run(out, run);
}

/* Adds the words of one link, or of none. */
static size_t add_stretch(struct buffer *out, struct inline_text words,
                          size_t at)
{
    const char *link = words.runs[at].link;

    if (link)
        add_element(out, "<a href=\"", link, "\">");
    for (; at < words.count && body_is_same_link(words.runs[at].link, link);
         at++)
        add_run(out, &words.runs[at]);
    if (link)
        buffer_add_text(out, "</a>");
    return at;
}

static void add_words(struct buffer *out, struct inline_text words)
{
    for (size_t i = 0; i < words.count;)
        i = add_stretch(out, words, i);
}

static void add_element_of(struct buffer *out, const char *open,
                           struct inline_text words, const char *close)
{
    buffer_add_text(out, open);
    add_words(out, words);
    buffer_add_text(out, close);
}

/* The table */

static void add_head(struct buffer *out, const char *text, const char *style)
{
    buffer_printf(out, "<th scope=\"col\" style=\"%s\">", style);
    buffer_add_xml(out, text);
    buffer_add_text(out, "</th>");
}

static void open_cell(struct buffer *out)
{
    buffer_printf(out, "<td style=\"%s\">", number_style);
}

/* A rate is shown with its count and total. */
static void add_result(struct buffer *out, const struct figure_row *row)
{
    open_cell(out);
    add_element(out, "<strong>", row->result, "</strong>");
    if (*row->cases)
        add_element(out, "<br>", row->cases, "");
    if (*row->noun)
        add_element(out, " ", row->noun, "");
    buffer_add_text(out, "</td>");
}

static void add_row(struct buffer *out, const struct figure_row *row,
                    bool compared)
{
    buffer_printf(out, "<tr><th scope=\"row\" style=\"%s\">", cell_style);
    buffer_add_xml(out, row->title);
    buffer_add_text(out, "</th>");
    add_result(out, row);
    if (compared) {
        open_cell(out);
        add_element(out, "", row->average, "</td>");
    }
    buffer_add_text(out, "</tr>\n");
}

static void add_table(struct buffer *out, const struct body *body)
{
    const struct mail_strings *mail_strings = body->mail_strings;

    if (!body->row_count)
        return;
    add_element(out,
                "<table style=\"border-collapse:collapse;font-size:0.875em\">\n"
                "<caption>",
                body->caption, "</caption>\n<thead><tr>");
    add_head(out, mail_strings->measure, cell_style);
    add_head(out, mail_strings->result, number_style);
    if (body->compared)
        add_head(out, mail_strings->average, number_style);
    buffer_add_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < body->row_count; i++)
        add_row(out, &body->rows[i], body->compared);
    buffer_add_text(out, "</tbody>\n</table>\n");
}

/* Blocks */

static void add_blocks(struct buffer *out, struct block_list blocks);

/* A lone paragraph in an item has no space around it. */
static void add_item(struct buffer *out, struct block_list blocks)
{
    buffer_add_text(out, "<li>");
    if (blocks.count == 1 && blocks.items[0]->kind == BLOCK_PARAGRAPH)
        add_words(out, blocks.items[0]->words);
    else
        add_blocks(out, blocks);
    buffer_add_text(out, "</li>\n");
}

static void add_list(struct buffer *out, const struct block *block)
{
    if (block->ordered && block->start != 1)
        buffer_printf(out, "<ol start=\"%d\">\n", block->start);
    else
        buffer_add_text(out, block->ordered ? "<ol>\n" : "<ul>\n");
    for (size_t i = 0; i < block->item_count; i++)
        add_item(out, block->items[i]);
    buffer_add_text(out, block->ordered ? "</ol>\n" : "</ul>\n");
}

static const char *align_name(enum table_align align)
{
    switch (align) {
    case TABLE_ALIGN_CENTRE:
        return "center";
    case TABLE_ALIGN_RIGHT:
        return "right";
    case TABLE_ALIGN_LEFT:
        break;
    }
    return "left";
}

/* A cell of a table of the text.
 * @param scope  of a head cell; NULL: it is none */
static void add_text_cell(struct buffer *out, struct inline_text words,
                          enum table_align align, const char *scope)
{
    buffer_add_text(out, scope ? "<th scope=\"" : "<td");
    buffer_add_text(out, scope ? scope : "");
    buffer_printf(out,
                  "%s style=\"text-align:%s;vertical-align:top;"
                  "padding:0.4em 0.5em 0.4em 0\">",
                  scope ? "\"" : "", align_name(align));
    add_words(out, words);
    buffer_add_text(out, scope ? "</th>" : "</td>");
}

static void add_text_row(struct buffer *out, const struct table *table,
                         const struct inline_text *cells)
{
    const bool is_head = cells == table->heads;

    buffer_add_text(out, "<tr>");
    for (size_t i = 0; i < table->column_count; i++) {
        const char *scope = NULL;
        if (is_head)
            scope = cells[i].count ? "col" : NULL;
        else if (i == 0 && table->heads[0].count)
            scope = "row";
        add_text_cell(out, cells[i], table->aligns[i], scope);
    }
    buffer_add_text(out, "</tr>\n");
}

static void add_text_table(struct buffer *out, const struct block *block)
{
    const struct table *table = block->table;

    buffer_add_text(out, "<table style=\"border-collapse:collapse\">\n");
    if (block->words.count)
        add_element_of(out, "<caption style=\"text-align:left\">", block->words,
                       "</caption>\n");
    buffer_add_text(out, "<thead>\n");
    add_text_row(out, table, table->heads);
    buffer_add_text(out, "</thead>\n<tbody>\n");
    for (size_t i = 0; i < table->rows.count; i++)
        add_text_row(out, table, table->rows.items[i]->cells);
    buffer_add_text(out, "</tbody>\n</table>\n");
}

static void add_sentence(struct buffer *out, struct inline_text words)
{
    if (words.count)
        add_element_of(out, " ", words, "");
}

static void add_panel(struct buffer *out, const struct panel *panel)
{
    add_element_of(out, "<p><strong>", panel->title, "</strong><br>\n");
    add_sentence(out, panel->none);
    add_sentence(out, panel->headline);
    add_sentence(out, panel->comparison);
    add_sentence(out, panel->basis);
    buffer_add_text(out, "</p>\n");
    if (!panel->note_count)
        return;
    buffer_add_text(out, "<ul>\n");
    for (size_t i = 0; i < panel->note_count; i++)
        add_element_of(out, "<li>", panel->notes[i], "</li>\n");
    buffer_add_text(out, "</ul>\n");
}

static void add_block(struct buffer *out, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_SUBJECT:
    case BLOCK_SECTION:
        add_element_of(out, "<h2>", block->words, "</h2>\n");
        break;
    case BLOCK_PARAGRAPH:
        add_element_of(out, "<p>", block->words, "</p>\n");
        break;
    case BLOCK_LIST:
        add_list(out, block);
        break;
    case BLOCK_TABLE:
        add_text_table(out, block);
        break;
    case BLOCK_PANEL:
        add_panel(out, block->panel);
        break;
    case BLOCK_ROW:
    case BLOCK_PAGE_BREAK:
    case BLOCK_SIGNATURE:
        break;
    }
}

static void add_blocks(struct buffer *out, struct block_list blocks)
{
    for (size_t i = 0; i < blocks.count; i++)
        add_block(out, blocks.items[i]);
}

static void add_signature(struct buffer *out, const struct email_content *note)
{
    add_element(out, "<p>", note->signatory, "");
    for (size_t i = 0; i < note->roles.count; i++)
        add_element(out, "<br>\n", note->roles.items[i].text, "");
    buffer_add_text(out, "</p>\n");
}

static void add_content(struct buffer *out, const struct body *body)
{
    const struct block_list blocks = body->note->blocks;

    for (size_t i = 0; i < blocks.count; i++) {
        const struct block *block = blocks.items[i];
        if (i == body->table_at)
            add_table(out, body);
        if (block->kind == BLOCK_SIGNATURE)
            add_signature(out, body->note);
        else
            add_block(out, block);
    }
    if (body->table_at == blocks.count)
        add_table(out, body);
}

static void add_sample(struct buffer *out, const struct body *body)
{
    if (!body->sample)
        return;
    add_element(out, "<p class=\"sample\"><strong>",
                body->mail_strings->sample_mark, "</strong> ");
    add_element(out, "", body->sample, "</p>\n");
}

static void add_part(struct buffer *out, const struct body *body)
{
    add_element(out, "<h1>", body->note->subject, "</h1>\n");
    add_sample(out, body);
    add_content(out, body);
}

static void add_languages(struct buffer *out, const struct body *body)
{
    for (; body; body = body->next) {
        add_element(out, "<section lang=\"", body->note->language, "\">\n");
        add_part(out, body);
        buffer_add_text(out, "</section>\n");
    }
}

void body_write_html(const struct body *body, struct buffer *out)
{
    const struct email_content *note = body->note;

    add_element(out, "<!DOCTYPE html>\n<html lang=\"", note->language, "\">\n");
    buffer_add_text(out,
                    "<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" "
                    "content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n");
    add_element(out, "<title>", body->subject, "</title>\n");
    buffer_printf(out, "<style>\n%s</style>\n</head>\n",
                  (const char *)mail_css);
    buffer_add_text(out,
                    "<body style=\"font-family:Arial,Helvetica,sans-serif\">\n"
                    "<main>\n");
    if (body->next)
        add_languages(out, body);
    else
        add_part(out, body);
    buffer_add_text(out, "</main>\n</body>\n</html>\n");
}
