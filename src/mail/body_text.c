#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "mail/body.h"
#include "mail/text_table.h"

enum {
    MEASURE = 72,
    DEEPEST_INDENT = 24, /* nested lists are indented no further */
    PARAGRAPH = 1 << 20, /* bytes of one */
    GAP = 2,             /* between the columns of the table */
    TITLE_MIN = 16,
};

struct text_page {
    struct buffer *out;
    struct buffer flat; /* the current paragraph, unbroken */
    size_t indent;
    char marker[16]; /* of a list item that has not begun; else "" */
    bool begun;      /* there is text before it */
};

static void add_spaces(struct buffer *out, size_t count)
{
    while (count--)
        buffer_add_char(out, ' ');
}

/* An item's marker precedes its first line. */
static void begin_line(struct text_page *text_page)
{
    const size_t marker = strlen(text_page->marker);

    add_spaces(text_page->out, text_page->indent - marker);
    buffer_add_text(text_page->out, text_page->marker);
    text_page->marker[0] = '\0';
}

static void add_blank_line(struct text_page *text_page)
{
    if (text_page->begun && !*text_page->marker)
        buffer_add_char(text_page->out, '\n');
    text_page->begun = true;
}

/* Breaks a text at its spaces; a "\n" in it is a line end. A word that is
 * wider than the measure, such as a long link, has a line to itself. */
static void wrap(struct text_page *text_page, const char *text)
{
    while (*text) {
        size_t column = text_page->indent;
        bool first = true;
        begin_line(text_page);
        while (*text && *text != '\n') {
            const size_t bytes = strcspn(text, " \n");
            const size_t width = utf8_length(text, bytes);
            if (!first && column + 1 + width > MEASURE)
                break;
            if (!first)
                buffer_add_char(text_page->out, ' ');
            buffer_add(text_page->out, text, bytes);
            column += width + !first;
            first = false;
            text += bytes;
            text += strspn(text, " ");
        }
        text += *text == '\n';
        buffer_add_char(text_page->out, '\n');
    }
}

/* @return true if the words of a link are its address */
static bool says_itself(const char *words, const char *uri)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:"};

    if (strcmp(words, uri) == 0)
        return true;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        const size_t length = strlen(schemes[i]);
        if (strncmp(uri, schemes[i], length) == 0 &&
            strcmp(words, uri + length) == 0)
            return true;
    }
    return false;
}

/* Adds the words of one link, or of none, and where it leads. */
static size_t add_stretch(struct text_page *text_page, struct inline_text words,
                          size_t at)
{
    const char *link = words.runs[at].link;
    const size_t from = text_page->flat.length;

    for (; at < words.count && body_is_same_link(words.runs[at].link, link);
         at++)
        buffer_add_text(&text_page->flat, words.runs[at].text);
    if (link && !says_itself(buffer_text(&text_page->flat) + from, link))
        buffer_printf(&text_page->flat, " <%s>", link);
    return at;
}

static void add_words(struct text_page *text_page, struct inline_text words)
{
    if (text_page->flat.length && words.count)
        buffer_add_char(&text_page->flat, ' ');
    for (size_t i = 0; i < words.count;)
        i = add_stretch(text_page, words, i);
}

static void end_paragraph(struct text_page *text_page)
{
    wrap(text_page, buffer_text(&text_page->flat));
    buffer_clear(&text_page->flat);
}

static void write_paragraph(struct text_page *text_page,
                            struct inline_text words)
{
    add_blank_line(text_page);
    add_words(text_page, words);
    end_paragraph(text_page);
}

/* Underlines a heading with dashes. */
static void write_section(struct text_page *text_page, struct inline_text words)
{
    size_t width;

    add_blank_line(text_page);
    add_words(text_page, words);
    width = utf8_length(buffer_text(&text_page->flat), text_page->flat.length);
    end_paragraph(text_page);
    for (size_t i = 0; i < width && i < MEASURE; i++)
        buffer_add_char(text_page->out, '-');
    buffer_add_char(text_page->out, '\n');
}

/* The table */

static size_t width_of(const char *text)
{
    return utf8_length(text, strlen(text));
}

struct columns {
    size_t title;
    size_t result;
    size_t cases;
    size_t average; /* 0: none */
};

static void widen(size_t *column, const char *text)
{
    const size_t width = width_of(text);

    if (*column < width)
        *column = width;
}

static struct columns measure_columns(const struct body *body)
{
    const struct mail_strings *mail_strings = body->mail_strings;
    struct columns columns = {width_of(mail_strings->measure),
                              width_of(mail_strings->result),
                              width_of(mail_strings->cases), 0};
    size_t rest;

    if (body->compared)
        widen(&columns.average, mail_strings->average);
    for (size_t i = 0; i < body->row_count; i++) {
        widen(&columns.title, body->rows[i].title);
        widen(&columns.result, body->rows[i].result);
        widen(&columns.cases, body->rows[i].cases);
        if (body->compared)
            widen(&columns.average, body->rows[i].average);
    }
    rest = columns.result + columns.cases + columns.average + 3 * GAP;
    if (rest + columns.title > MEASURE)
        columns.title = rest + TITLE_MIN < MEASURE ? MEASURE - rest : TITLE_MIN;
    return columns;
}

/* @return the bytes of a title's next line */
static size_t fit_title(const char *title, size_t width)
{
    size_t fitting = 0;

    for (size_t at = 0; title[at];) {
        const size_t end = at + strcspn(title + at, " ");
        if (fitting && utf8_length(title, end) > width)
            break;
        fitting = end;
        at = end + strspn(title + end, " ");
    }
    return fitting;
}

/* Numbers are aligned at their ends. */
static void add_cell(struct buffer *out, const char *text, size_t width)
{
    add_spaces(out, GAP);
    if (width_of(text) < width)
        add_spaces(out, width - width_of(text));
    buffer_add_text(out, text);
}

static void add_cells(struct buffer *out, const struct columns *columns,
                      const struct figure_row *row)
{
    add_cell(out, row->result, columns->result);
    if (columns->average || *row->cases)
        add_cell(out, row->cases, columns->cases);
    if (columns->average)
        add_cell(out, row->average, columns->average);
}

static void add_row(struct buffer *out, const struct columns *columns,
                    const struct figure_row *row)
{
    const char *title = row->title;
    bool first = true;

    do {
        const size_t bytes = fit_title(title, columns->title);
        const size_t width = utf8_length(title, bytes);
        buffer_add(out, title, bytes);
        if (first && width < columns->title)
            add_spaces(out, columns->title - width);
        if (first)
            add_cells(out, columns, row);
        buffer_add_char(out, '\n');
        title += bytes;
        title += strspn(title, " ");
        first = false;
    } while (*title);
}

static void write_table(struct text_page *text_page, const struct body *body)
{
    const struct mail_strings *mail_strings = body->mail_strings;
    const struct columns columns = measure_columns(body);
    const struct figure_row heads = {mail_strings->measure,
                                     mail_strings->result, mail_strings->cases,
                                     "", mail_strings->average};

    if (!body->row_count)
        return;
    add_blank_line(text_page);
    wrap(text_page, body->caption);
    buffer_add_char(text_page->out, '\n');
    add_row(text_page->out, &columns, &heads);
    for (size_t i = 0; i < body->row_count; i++)
        add_row(text_page->out, &columns, &body->rows[i]);
}

/* Blocks */

static void write_blocks(struct text_page *text_page, struct block_list blocks);

static void write_item(struct text_page *text_page, struct block_list blocks,
                       const char *marker)
{
    const size_t indent = text_page->indent;

    if (indent < DEEPEST_INDENT)
        text_page->indent += strlen(marker);
    utf8_copy(text_page->marker, sizeof text_page->marker, marker);
    write_blocks(text_page, blocks);
    text_page->indent = indent;
}

static void write_list(struct text_page *text_page, const struct block *block)
{
    char marker[16] = "- ";

    add_blank_line(text_page);
    for (size_t i = 0; i < block->item_count; i++) {
        if (block->ordered) {
            struct buffer number = buffer_new(sizeof marker - 1);
            buffer_add_integer(&number, (long long)block->start + (long long)i);
            buffer_add_text(&number, ". ");
            utf8_copy(marker, sizeof marker, buffer_text(&number));
            buffer_free(&number);
        }
        write_item(text_page, block->items[i], marker);
    }
}

static char *flatten(struct text_page *text_page, struct inline_text words)
{
    char *text;

    add_words(text_page, words);
    text = memory_alloc(text_page->flat.length + 1);
    memcpy(text, buffer_text(&text_page->flat), text_page->flat.length + 1);
    buffer_clear(&text_page->flat);
    return text;
}

static void write_text_table(struct text_page *text_page,
                             const struct block *block)
{
    const struct table *table = block->table;
    const size_t columns = table->column_count;
    const size_t cells = (table->rows.count + 1) * columns;
    const struct text_table written = {.aligns = table->aligns,
                                       .column_count = columns,
                                       .cells =
                                           memory_alloc(cells * sizeof(char *)),
                                       .row_count = table->rows.count + 1};

    if (block->words.count)
        write_paragraph(text_page, block->words);
    add_blank_line(text_page);
    for (size_t i = 0; i < cells; i++)
        written.cells[i] = flatten(
            text_page,
            i < columns
                ? table->heads[i]
                : table->rows.items[i / columns - 1]->cells[i % columns]);
    text_table_write(&written, MEASURE, text_page->out);
    for (size_t i = 0; i < cells; i++)
        free(written.cells[i]);
    free(written.cells);
}

static void write_panel(struct text_page *text_page, const struct panel *panel)
{
    add_blank_line(text_page);
    add_words(text_page, panel->title);
    end_paragraph(text_page);
    add_words(text_page, panel->none);
    add_words(text_page, panel->headline);
    add_words(text_page, panel->comparison);
    add_words(text_page, panel->basis);
    end_paragraph(text_page);
    for (size_t i = 0; i < panel->note_count; i++) {
        text_page->indent += 2;
        utf8_copy(text_page->marker, sizeof text_page->marker, "- ");
        add_words(text_page, panel->notes[i]);
        end_paragraph(text_page);
        text_page->indent -= 2;
    }
}

static void write_block(struct text_page *text_page, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_SUBJECT:
    case BLOCK_SECTION:
        write_section(text_page, block->words);
        break;
    case BLOCK_PARAGRAPH:
        write_paragraph(text_page, block->words);
        break;
    case BLOCK_LIST:
        write_list(text_page, block);
        break;
    case BLOCK_TABLE:
        write_text_table(text_page, block);
        break;
    case BLOCK_PANEL:
        write_panel(text_page, block->panel);
        break;
    case BLOCK_ROW:
    case BLOCK_PAGE_BREAK:
    case BLOCK_SIGNATURE:
        break;
    }
}

static void write_blocks(struct text_page *text_page, struct block_list blocks)
{
    for (size_t i = 0; i < blocks.count; i++)
        write_block(text_page, blocks.items[i]);
}

static void write_signature(struct text_page *text_page,
                            const struct email_content *note)
{
    add_blank_line(text_page);
    wrap(text_page, note->signatory);
    for (size_t i = 0; i < note->roles.count; i++)
        wrap(text_page, note->roles.items[i].text);
}

static void write_sample(struct text_page *text_page, const struct body *body)
{
    if (!body->sample)
        return;
    buffer_printf(&text_page->flat, "%s %s", body->mail_strings->sample_mark,
                  body->sample);
    add_blank_line(text_page);
    end_paragraph(text_page);
}

static void write_part(struct text_page *text_page, const struct body *body)
{
    const struct block_list blocks = body->note->blocks;

    write_sample(text_page, body);
    for (size_t i = 0; i < blocks.count; i++) {
        const struct block *block = blocks.items[i];
        if (i == body->table_at)
            write_table(text_page, body);
        if (block->kind == BLOCK_SIGNATURE)
            write_signature(text_page, body->note);
        else
            write_block(text_page, block);
    }
    if (body->table_at == blocks.count)
        write_table(text_page, body);
}

/* The subject in one language is above its text. */
static void write_subject(struct text_page *text_page, const struct body *body)
{
    const struct text_run run = {.text = body->note->subject};

    write_section(text_page, (struct inline_text){.runs = &run, .count = 1});
}

void body_write_text(const struct body *body, struct buffer *out)
{
    struct text_page text_page = {.out = out, .flat = buffer_new(PARAGRAPH)};

    const bool many = body->next != NULL;

    for (; body; body = body->next) {
        if (many)
            write_subject(&text_page, body);
        write_part(&text_page, body);
    }
    buffer_free(&text_page.flat);
}
