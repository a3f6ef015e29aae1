#include <string.h>

#include "base/utf8.h"
#include "mail/body.h"

enum {
    MEASURE = 72,
    DEEPEST_INDENT = 24, /* beyond it lists in lists stand no deeper */
    PARAGRAPH = 1 << 20, /* bytes of one */
    GAP = 2,             /* between the columns of the table */
    TITLE_LEAST = 16,
};

struct page {
    struct buffer *out;
    struct buffer flat; /* the paragraph in hand, unbroken */
    size_t indent;
    char marker[16]; /* of a list item that has not begun; else "" */
    bool begun;      /* something stands above */
};

static void add_spaces(struct buffer *out, size_t count)
{
    while (count--)
        buffer_add_char(out, ' ');
}

/* The marker of an item stands to the left of its first line. */
static void begin_line(struct page *page)
{
    const size_t marker = strlen(page->marker);

    add_spaces(page->out, page->indent - marker);
    buffer_add_text(page->out, page->marker);
    page->marker[0] = '\0';
}

static void add_blank_line(struct page *page)
{
    if (page->begun && !*page->marker)
        buffer_add_char(page->out, '\n');
    page->begun = true;
}

/* Breaks a text at its spaces; a "\n" in it is a line end. A word that is
 * wider than the measure, such as a long link, has a line to itself. */
static void wrap(struct page *page, const char *text)
{
    while (*text) {
        size_t column = page->indent;
        bool first = true;
        begin_line(page);
        while (*text && *text != '\n') {
            const size_t bytes = strcspn(text, " \n");
            const size_t width = text_length(text, bytes);
            if (!first && column + 1 + width > MEASURE)
                break;
            if (!first)
                buffer_add_char(page->out, ' ');
            buffer_add(page->out, text, bytes);
            column += width + !first;
            first = false;
            text += bytes;
            text += strspn(text, " ");
        }
        text += *text == '\n';
        buffer_add_char(page->out, '\n');
    }
}

/* Whether the words of a link say where it leads. */
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
static size_t add_stretch(struct page *page, struct words words, size_t at)
{
    const char *link = words.runs[at].link;
    const size_t from = page->flat.length;

    for (; at < words.count && body_is_same_link(words.runs[at].link, link);
         at++)
        buffer_add_text(&page->flat, words.runs[at].text);
    if (link && !says_itself(buffer_text(&page->flat) + from, link))
        buffer_printf(&page->flat, " <%s>", link);
    return at;
}

static void add_words(struct page *page, struct words words)
{
    if (page->flat.length && words.count)
        buffer_add_char(&page->flat, ' ');
    for (size_t i = 0; i < words.count;)
        i = add_stretch(page, words, i);
}

static void end_paragraph(struct page *page)
{
    wrap(page, buffer_text(&page->flat));
    buffer_clear(&page->flat);
}

static void write_paragraph(struct page *page, struct words words)
{
    add_blank_line(page);
    add_words(page, words);
    end_paragraph(page);
}

/* A heading has a line of dashes under it. */
static void write_section(struct page *page, struct words words)
{
    size_t width;

    add_blank_line(page);
    add_words(page, words);
    width = text_length(buffer_text(&page->flat), page->flat.length);
    end_paragraph(page);
    for (size_t i = 0; i < width && i < MEASURE; i++)
        buffer_add_char(page->out, '-');
    buffer_add_char(page->out, '\n');
}

/* The table */

static size_t width_of(const char *text)
{
    return text_length(text, strlen(text));
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
    const struct wording *wording = body->wording;
    struct columns columns = {width_of(wording->measure),
                              width_of(wording->result),
                              width_of(wording->cases), 0};
    size_t rest;

    if (body->compared)
        widen(&columns.average, wording->average);
    for (size_t i = 0; i < body->row_count; i++) {
        widen(&columns.title, body->rows[i].title);
        widen(&columns.result, body->rows[i].result);
        widen(&columns.cases, body->rows[i].cases);
        if (body->compared)
            widen(&columns.average, body->rows[i].average);
    }
    rest = columns.result + columns.cases + columns.average + 3 * GAP;
    if (rest + columns.title > MEASURE)
        columns.title =
            rest + TITLE_LEAST < MEASURE ? MEASURE - rest : TITLE_LEAST;
    return columns;
}

/* The bytes of a title's next line. */
static size_t fit_title(const char *title, size_t width)
{
    size_t fitting = 0;

    for (size_t at = 0; title[at];) {
        const size_t end = at + strcspn(title + at, " ");
        if (fitting && text_length(title, end) > width)
            break;
        fitting = end;
        at = end + strspn(title + end, " ");
    }
    return fitting;
}

static void add_cell(struct buffer *out, const char *text, size_t width)
{
    buffer_add_text(out, text);
    if (width_of(text) < width)
        add_spaces(out, width - width_of(text));
}

static void add_cells(struct buffer *out, const struct columns *columns,
                      const struct figure_row *row)
{
    add_spaces(out, GAP);
    add_cell(out, row->result, columns->result);
    add_spaces(out, GAP);
    add_cell(out, row->cases, columns->average ? columns->cases : 0);
    if (columns->average) {
        add_spaces(out, GAP);
        buffer_add_text(out, row->average);
    }
}

static void add_row(struct buffer *out, const struct columns *columns,
                    const struct figure_row *row)
{
    const char *title = row->title;
    bool first = true;

    do {
        const size_t bytes = fit_title(title, columns->title);
        const size_t width = text_length(title, bytes);
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

static void write_table(struct page *page, const struct body *body)
{
    const struct wording *wording = body->wording;
    const struct columns columns = measure_columns(body);
    const struct figure_row heads = {wording->measure, wording->result,
                                     wording->cases, "", wording->average};

    if (!body->row_count)
        return;
    add_blank_line(page);
    wrap(page, body->caption);
    buffer_add_char(page->out, '\n');
    add_row(page->out, &columns, &heads);
    for (size_t i = 0; i < body->row_count; i++)
        add_row(page->out, &columns, &body->rows[i]);
}

/* Blocks */

static void write_blocks(struct page *page, struct block_list blocks);

static void write_item(struct page *page, struct block_list blocks,
                       const char *marker)
{
    const size_t indent = page->indent;

    if (indent < DEEPEST_INDENT)
        page->indent += strlen(marker);
    text_copy(page->marker, sizeof page->marker, marker);
    write_blocks(page, blocks);
    page->indent = indent;
}

static void write_list(struct page *page, const struct block *block)
{
    char marker[16] = "- ";

    add_blank_line(page);
    for (size_t i = 0; i < block->item_count; i++) {
        if (block->ordered) {
            struct buffer number = buffer_new(sizeof marker - 1);
            buffer_add_integer(&number, (long long)block->start + (long long)i);
            buffer_add_text(&number, ". ");
            text_copy(marker, sizeof marker, buffer_text(&number));
            buffer_free(&number);
        }
        write_item(page, block->items[i], marker);
    }
}

static void write_panel(struct page *page, const struct panel *panel)
{
    add_blank_line(page);
    add_words(page, panel->title);
    end_paragraph(page);
    add_words(page, panel->none);
    add_words(page, panel->headline);
    add_words(page, panel->comparison);
    add_words(page, panel->basis);
    end_paragraph(page);
    for (size_t i = 0; i < panel->note_count; i++) {
        page->indent += 2;
        text_copy(page->marker, sizeof page->marker, "- ");
        add_words(page, panel->notes[i]);
        end_paragraph(page);
        page->indent -= 2;
    }
}

static void write_block(struct page *page, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_SUBJECT:
    case BLOCK_SECTION:
        write_section(page, block->words);
        break;
    case BLOCK_PARAGRAPH:
        write_paragraph(page, block->words);
        break;
    case BLOCK_LIST:
        write_list(page, block);
        break;
    case BLOCK_PANEL:
        write_panel(page, block->panel);
        break;
    case BLOCK_PAGE_BREAK:
    case BLOCK_SIGNATURE:
        break;
    }
}

static void write_blocks(struct page *page, struct block_list blocks)
{
    for (size_t i = 0; i < blocks.count; i++)
        write_block(page, blocks.items[i]);
}

static void write_signature(struct page *page, const struct note *note)
{
    add_blank_line(page);
    wrap(page, note->signatory);
    for (size_t i = 0; i < note->roles.count; i++)
        wrap(page, note->roles.items[i].text);
}

static void write_sample(struct page *page, const struct body *body)
{
    if (!body->sample)
        return;
    buffer_printf(&page->flat,
                  "SAMPLE: this is the e-mail for %s. It was sent to %s and to "
                  "nobody else.",
                  body->note->name, body->sample);
    add_blank_line(page);
    end_paragraph(page);
}

void body_write_text(const struct body *body, struct buffer *out)
{
    const struct block_list blocks = body->note->blocks;
    struct page page = {.out = out, .flat = buffer_new(PARAGRAPH)};
    bool table = false;

    write_sample(&page, body);
    for (size_t i = 0; i < blocks.count; i++) {
        const struct block *block = blocks.items[i];
        if (block->kind == BLOCK_PANEL && !table)
            write_table(&page, body);
        table |= block->kind == BLOCK_PANEL;
        if (block->kind == BLOCK_SIGNATURE)
            write_signature(&page, body->note);
        else
            write_block(&page, block);
    }
    if (!table)
        write_table(&page, body);
    buffer_free(&page.flat);
}
