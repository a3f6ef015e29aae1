#include "letter/pipe_table.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/name_match.h"
#include "base/plural.h"
#include "base/utf8.h"
#include "letter/sentinel.h"
#include "letter/text_line.h"

static const char caption_word[] = "Table:";

/* The cells of a line, as ranges of the text. */
struct cells {
    size_t from[TABLE_COLUMNS_MAX];
    size_t to[TABLE_COLUMNS_MAX];
    size_t count; /* may exceed TABLE_COLUMNS_MAX: the rest is not kept */
};

struct table_reader {
    struct compile_context *context;
    struct preprocessed *preprocessed;
    struct pipe_tables *tables;
    const struct mapped_text *main;
    const char *text;
    struct mapped_text *rest;
    size_t copied;
    struct pipe_table *last; /* the previous table, or NULL */
    size_t last_end;         /* after its last line */
    const char
        *open[TABLE_COLUMNS_MAX]; /* tags between its rows, innermost last */
    size_t open_count;
    size_t caption;    /* of the next table, or SIZE_MAX */
    size_t caption_at; /* where it began */
};

static struct location location_of(const struct table_reader *reader, size_t at)
{
    return source_text_location(&reader->preprocessed->source,
                                mapped_text_origin(reader->main, at));
}

static void report(const struct table_reader *reader, size_t at,
                   const char *message)
{
    compile_context_report(reader->context, RULE_TEMPLATE_TABLE,
                           location_of(reader, at), "%s", message);
}

/* @return the next unescaped bar, or @p end */
static size_t find_bar(const char *text, size_t at, size_t end)
{
    while (at < end && text[at] != '|')
        at += text[at] == '\\' && at + 1 < end ? 2 : 1;
    return at < end ? at : end;
}

static size_t skip_blanks(const char *text, size_t at, size_t end)
{
    while (at < end && ascii_is_blank(text[at]))
        at++;
    return at;
}

static void add_cell(struct cells *cells, const char *text, size_t from,
                     size_t to)
{
    from = skip_blanks(text, from, to);
    while (to > from && ascii_is_blank(text[to - 1]))
        to--;
    if (cells->count < TABLE_COLUMNS_MAX) {
        cells->from[cells->count] = from;
        cells->to[cells->count] = to;
    }
    cells->count++;
}

/* Cuts a line at its bars, except those at its ends. */
static void cut_cells(const char *text, size_t start, struct cells *cells)
{
    const size_t end = start + strcspn(text + start, "\n");
    size_t at = skip_blanks(text, start, end);

    cells->count = 0;
    at += at < end && text[at] == '|';
    for (;;) {
        const size_t bar = find_bar(text, at, end);
        if (bar < end || skip_blanks(text, at, end) < end || !cells->count)
            add_cell(cells, text, at, bar);
        if (bar == end)
            return;
        at = bar + 1;
    }
}

static bool has_bar(const char *text, size_t start)
{
    const size_t end = start + strcspn(text + start, "\n");

    return find_bar(text, start, end) < end;
}

/* "---", ":--", "--:" or ":-:" */
static bool read_align(const char *text, size_t from, size_t to,
                       enum table_align *align)
{
    const bool left = from < to && text[from] == ':';
    const bool right = to > from + 1 && text[to - 1] == ':';
    size_t at = from + left;

    while (at < to && text[at] == '-')
        at++;
    *align = right ? left ? TABLE_ALIGN_CENTRE : TABLE_ALIGN_RIGHT
                   : TABLE_ALIGN_LEFT;
    return at > from + left && at + right == to;
}

/* @return the columns of the line under the heads; 0 if it is not one */
static size_t read_delimiters(const char *text, size_t start,
                              enum table_align aligns[static TABLE_COLUMNS_MAX])
{
    struct cells cells;

    if (!has_bar(text, start))
        return 0;
    cut_cells(text, start, &cells);
    for (size_t i = 0; i < cells.count && i < TABLE_COLUMNS_MAX; i++)
        if (!read_align(text, cells.from[i], cells.to[i], &aligns[i]))
            return 0;
    return cells.count;
}

/* @return true if a table begins here, outside lists */
static bool is_head(const char *text, size_t start)
{
    const struct text_line line = text_line_at(text, start);
    enum table_align aligns[TABLE_COLUMNS_MAX];

    return line.content == start + strspn(text + start, " \t") &&
           has_bar(text, start) && text[line.end] == '\n' &&
           !read_delimiters(text, start, aligns) &&
           read_delimiters(text, line.end + 1, aligns) > 0;
}

/* Adds a range of the main text to the choice texts, its lines as one. */
static size_t add_text(struct table_reader *reader, size_t from, size_t to)
{
    const size_t index = preprocess_add_text(reader->preprocessed);
    struct mapped_text *text = reader->preprocessed->choice_texts[index];

    while (from < to) {
        const char *newline = memchr(reader->text + from, '\n', to - from);
        const size_t end = newline ? (size_t)(newline - reader->text) : to;
        mapped_text_join(text, reader->main, from, end);
        if (newline)
            mapped_text_add(text, " ", mapped_text_origin(reader->main, end));
        from = end + (newline != NULL);
    }
    return index;
}

static void check_count(const struct table_reader *reader, size_t at,
                        size_t count, size_t columns, const char *what)
{
    if (count != columns)
        report(reader, at,
               arena_printf(reader->context->scratch,
                            "%s %zu cell%s, and the row of heads has %zu", what,
                            count, plural_s(count), columns));
}

/* Adds the texts of a row's cells. @return the first */
static size_t add_cells(struct table_reader *reader, size_t start,
                        const struct pipe_table *table)
{
    struct cells cells;
    size_t first = SIZE_MAX;

    cut_cells(reader->text, start, &cells);
    check_count(reader, start + strspn(reader->text + start, " \t"),
                cells.count, table->column_count, "the row has");
    for (size_t i = 0; i < table->column_count; i++) {
        const bool there = i < cells.count;
        const size_t index = add_text(reader, there ? cells.from[i] : start,
                                      there ? cells.to[i] : start);
        first = first == SIZE_MAX ? index : first;
    }
    return first;
}

static struct pipe_line *add_line(struct table_reader *reader,
                                  struct pipe_table *table, size_t at)
{
    struct pipe_line *line;

    ARENA_GROW(reader->context->scratch, table->lines, table->line_count,
               table->line_capacity);
    line = &table->lines[table->line_count++];
    *line = (struct pipe_line){
        .location = location_of(reader, at + strspn(reader->text + at, " \t"))};
    return line;
}

/* Removes the lines of the text up to @p from. */
static void leave_out(struct table_reader *reader, size_t from, size_t to)
{
    mapped_text_join(reader->rest, reader->main, reader->copied, from);
    reader->copied = to;
}

/* Reads the head and the line under it, and puts the private character in
 * their place. */
static struct pipe_table *begin_table(struct table_reader *reader, size_t start)
{
    struct arena *arena = reader->context->arena;
    const size_t margin = strspn(reader->text + start, " \t");
    const size_t under = text_line_next(reader->text, start);
    struct pipe_table *table =
        ARENA_NEW(reader->context->scratch, struct pipe_table);
    enum table_align *aligns =
        ARENA_ARRAY(arena, enum table_align, TABLE_COLUMNS_MAX);
    struct pipe_tables *tables = reader->tables;
    struct cells cells;
    size_t delimiters;

    cut_cells(reader->text, start, &cells);
    delimiters = read_delimiters(reader->text, under, aligns);
    table->location = location_of(reader, start + margin);
    table->column_count =
        cells.count < TABLE_COLUMNS_MAX ? cells.count : TABLE_COLUMNS_MAX;
    table->aligns = aligns;
    if (cells.count > TABLE_COLUMNS_MAX)
        report(reader, start + margin, "the table has more than 24 columns");
    check_count(reader, under, delimiters, cells.count,
                "the line under the heads has");
    table->caption = reader->caption;
    table->heads = add_cells(reader, start, table);
    ARENA_GROW(reader->context->scratch, tables->items, tables->count,
               tables->capacity);
    tables->items[tables->count++] = table;
    leave_out(reader, reader->caption == SIZE_MAX ? start : reader->caption_at,
              start);
    mapped_text_add(reader->rest, "\n",
                    mapped_text_origin(reader->main, start));
    mapped_text_join(reader->rest, reader->main, start, start + margin);
    mapped_text_add_codepoint(reader->rest,
                              SENTINEL_TABLE + (uint32_t)tables->count - 1,
                              mapped_text_origin(reader->main, start + margin));
    mapped_text_add(reader->rest, "\n\n",
                    mapped_text_origin(reader->main, start + margin));
    reader->caption = SIZE_MAX;
    return table;
}

/* @return the tag that is alone on its line, or NULL */
static const struct placeholder_use *tag_at(const struct table_reader *reader,
                                            size_t start)
{
    const char *at = reader->text + start + strspn(reader->text + start, " \t");
    const struct placeholder_use *use =
        preprocess_find_use(reader->preprocessed, utf8_next(&at));

    return use && *at == '\n' &&
                   (use->placeholder.kind == PLACEHOLDER_OPEN ||
                    use->placeholder.kind == PLACEHOLDER_CLOSE)
               ? use
               : NULL;
}

static size_t skip_blank_lines(const char *text, size_t at)
{
    while (text[at] && text_line_is_blank(text, at))
        at = text_line_next(text, at);
    return at;
}

/* @return true if rows of this table follow an opening tag */
static bool leads_to_rows(const struct table_reader *reader, size_t at)
{
    const char *text = reader->text;

    while (tag_at(reader, at))
        at = skip_blank_lines(text, text_line_next(text, at));
    return has_bar(text, at) && !is_head(text, at);
}

/* Reads a tag between rows. @return false if it does not belong to the table
 */
static bool take_tag(struct table_reader *reader, struct pipe_table *table,
                     const struct placeholder_use *use, size_t at)
{
    const char *name = use->placeholder.name;

    if (use->placeholder.kind == PLACEHOLDER_CLOSE) {
        if (!reader->open_count ||
            !name_match_equal(reader->open[reader->open_count - 1], name))
            return false;
        reader->open_count--;
    } else {
        if (reader->open_count == TABLE_COLUMNS_MAX ||
            !leads_to_rows(reader, at))
            return false;
        reader->open[reader->open_count++] = name;
    }
    add_line(reader, table, at)->tag = use;
    return true;
}

static bool is_caption(const char *text, size_t start)
{
    const char *at = text + start + strspn(text + start, " ");

    return at - (text + start) < 4 &&
           strncmp(at, caption_word, sizeof caption_word - 1) == 0;
}

/* A line without a bar is also a row if it follows one and does not begin
 * another block. */
static bool is_row(const char *text, size_t at, bool follows)
{
    const struct text_line line = text_line_at(text, at);
    const char first = text[line.content];

    if (!text[at] || is_caption(text, at))
        return false;
    if (has_bar(text, at))
        return follows || !is_head(text, at);
    return follows && line.content == at + strspn(text + at, " \t") &&
           !strchr("#`~", first) && line.content < line.end;
}

/* Reads rows and the tags between them. A blank line ends the table, except
 * next to a tag. @return the rest of the text */
static size_t read_rows(struct table_reader *reader, struct pipe_table *table,
                        size_t at)
{
    const char *text = reader->text;
    bool after_tag = false;

    reader->open_count = 0;
    for (;;) {
        const size_t next = skip_blank_lines(text, at);
        const bool follows = next == at;
        const struct placeholder_use *use = tag_at(reader, next);
        const bool parted = !use && !after_tag && !follows;
        if ((parted && !reader->open_count) ||
            (use ? !take_tag(reader, table, use, next)
                 : !is_row(text, next, follows)))
            return at;
        if (!use)
            add_line(reader, table, next)->text =
                add_cells(reader, next, table);
        after_tag = use != NULL;
        at = text_line_next(text, next);
    }
}

static size_t read_table(struct table_reader *reader, size_t start)
{
    struct pipe_table *table = begin_table(reader, start);
    size_t at = text_line_next(reader->text, start);

    at = read_rows(reader, table, text_line_next(reader->text, at));
    if (table->line_count == 0)
        report(reader, start + strspn(reader->text + start, " \t"),
               "the table has no rows, so no letter prints it");
    reader->copied = at;
    reader->last = table;
    reader->last_end = at;
    return at;
}

/* The table of a caption. */
enum caption_owner {
    CAPTION_NOBODY,
    CAPTION_ABOVE, /* of the table above it */
    CAPTION_BELOW,
    CAPTION_EITHER, /* between two tables, equally near */
};

static enum caption_owner find_owner(const struct table_reader *reader,
                                     size_t start, size_t end)
{
    const size_t next = skip_blank_lines(reader->text, end);
    const bool below = is_head(reader->text, next);
    const bool above =
        reader->last && reader->last->caption == SIZE_MAX &&
        skip_blank_lines(reader->text, reader->last_end) == start;

    if (!below || !above)
        return above ? CAPTION_ABOVE : below ? CAPTION_BELOW : CAPTION_NOBODY;
    if ((next > end) == (start > reader->last_end))
        return CAPTION_EITHER;
    return next > end ? CAPTION_ABOVE : CAPTION_BELOW;
}

/* @return the end of a caption's lines */
static size_t end_of_caption(const char *text, size_t at)
{
    do
        at = text_line_next(text, at);
    while (text[at] && !text_line_is_blank(text, at) && !is_head(text, at));
    return at;
}

/* Reads "Table: words". @return the rest of the text */
static size_t read_caption(struct table_reader *reader, size_t start)
{
    const char *text = reader->text;
    const size_t word = start + strspn(text + start, " ");
    const size_t from = skip_blanks(text, word + sizeof caption_word - 1,
                                    start + strcspn(text + start, "\n"));
    const size_t end = end_of_caption(text, start);
    const size_t to = end > start && text[end - 1] == '\n' ? end - 1 : end;

    if (from >= to)
        report(reader, word, "the caption has no words");
    switch (find_owner(reader, start, end)) {
    case CAPTION_NOBODY:
        report(reader, word,
               "a line that begins with Table: is a table's caption, and there "
               "is no table before or after it");
        break;
    case CAPTION_EITHER:
        report(reader, word,
               "the caption is between two tables; leave no blank line "
               "between it and its own");
        break;
    case CAPTION_ABOVE:
        reader->last->caption = add_text(reader, from, to);
        leave_out(reader, start, end);
        break;
    case CAPTION_BELOW:
        reader->caption = add_text(reader, from, to);
        reader->caption_at = start;
        return skip_blank_lines(text, end);
    }
    return end;
}

/* @return where the text continues */
static size_t read_line(struct table_reader *reader, size_t at,
                        struct fence *fence, bool begins)
{
    const struct text_line line = text_line_at(reader->text, at);

    if (text_line_pass_fence(reader->text, &line, fence))
        return text_line_next(reader->text, at);
    if (begins && is_caption(reader->text, at))
        return read_caption(reader, at);
    if (is_head(reader->text, at) &&
        reader->tables->count < SENTINEL_TABLE_COUNT)
        return read_table(reader, at);
    return text_line_next(reader->text, at);
}

void pipe_tables_read(struct compile_context *context,
                      struct preprocessed *preprocessed,
                      struct pipe_tables *tables)
{
    struct table_reader reader = {.context = context,
                                  .preprocessed = preprocessed,
                                  .tables = tables,
                                  .main = preprocessed->main,
                                  .text = mapped_text_text(preprocessed->main),
                                  .rest = mapped_text_new(),
                                  .caption = SIZE_MAX};
    struct fence fence = {0, 0};
    bool begins = true;

    *tables = (struct pipe_tables){NULL, 0, 0};
    for (size_t at = 0; reader.text[at];) {
        const bool blank = text_line_is_blank(reader.text, at);
        const size_t next = read_line(&reader, at, &fence, begins);
        begins = blank || next == reader.last_end;
        at = next;
    }
    mapped_text_join(reader.rest, preprocessed->main, reader.copied,
                     mapped_text_length(preprocessed->main));
    mapped_text_free(preprocessed->main);
    preprocessed->main = reader.rest;
}

const struct pipe_table *pipe_tables_find(const struct pipe_tables *tables,
                                          uint32_t codepoint)
{
    const size_t index = codepoint - SENTINEL_TABLE;

    return codepoint >= SENTINEL_TABLE && index < tables->count
               ? tables->items[index]
               : NULL;
}
