#include "layout/table_columns.h"

#include <math.h>
#include <string.h>

#include "base/ascii.h"

/** Tolerance for rounding. */
static const double slack = 0.01;

/* A word of a line that may consist of several pieces. */
struct word_measure {
    struct table_column *column;
    const char *start;
    double width;
};

static void finish_word(struct word_measure *word, const char *end)
{
    if (word->width + slack > word->column->minimum) {
        word->column->minimum = word->width + slack;
        word->column->longest = word->start;
        word->column->longest_size = (size_t)(end - word->start);
    }
    word->width = 0;
}

static void measure_run(struct word_measure *word, const struct glyph_run *run)
{
    const double unit = run->size / face_metrics(run->face)->units_per_em;

    for (size_t i = 0; i < run->count; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        const char *at = run->text + glyph->text_start;
        if (glyph->text_size && (*at == ' ' || *at == '\n' || *at == '\t')) {
            finish_word(word, at);
            continue;
        }
        if (word->width == 0)
            word->start = at;
        word->width += glyph->advance * unit;
    }
}

static void measure_words(struct table_column *column,
                          const struct text_block *text_block)
{
    for (size_t i = 0; i < text_block->paragraph.count; i++) {
        const struct line *line = &text_block->paragraph.lines[i];
        struct word_measure word = {.column = column, .width = 0};
        const char *end = NULL;
        for (size_t j = 0; j < line->count; j++) {
            const struct glyph_run *run = &line->pieces[j].run;
            measure_run(&word, run);
            end = run->text + run->text_size;
        }
        finish_word(&word, end);
    }
}

/* Joins the text of a cell's only line. @return its length, or 0 if it is too
 * long for a number */
static size_t copy_text(const struct line *line, char *text, size_t size)
{
    size_t length = 0;

    for (size_t i = 0; i < line->count; i++) {
        const struct glyph_run *run = &line->pieces[i].run;
        if (length + run->text_size >= size)
            return 0;
        memcpy(text + length, run->text, run->text_size);
        length += run->text_size;
    }
    text[length] = '\0';
    return length;
}

/* @return the end of a number's whole part: after "£-1,250" in "£-1,250.50";
 *         0 if it is not a number */
static size_t find_tail(const char *text)
{
    static const char *const signs[] = {"-", "+", "£", "€", "$", "−"};
    size_t at = 0;
    size_t tail;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(text + at, signs[i], strlen(signs[i])) == 0) {
            at += strlen(signs[i]);
            i = SIZE_MAX; /* from the first sign again */
        }
    if (!ascii_is_digit(text[at]))
        return 0;
    tail = at + strspn(text + at, "0123456789,");
    at = tail;
    if (text[at] == '.' && ascii_is_digit(text[at + 1]))
        at += 1 + strspn(text + at + 1, "0123456789");
    at += text[at] == '%';
    return text[at] ? 0 : tail;
}

/* @return the width of a line's glyphs from byte @p from of its text */
static double measure_tail(const struct line *line, size_t from)
{
    size_t offset = 0;
    double width = 0;

    for (size_t i = 0; i < line->count; i++) {
        const struct glyph_run *run = &line->pieces[i].run;
        const double unit = run->size / face_metrics(run->face)->units_per_em;
        for (size_t j = 0; j < run->count; j++)
            if (offset + run->glyphs[j].text_start >= from)
                width += run->glyphs[j].advance * unit;
        offset += run->text_size;
    }
    return width;
}

static void measure_number(struct table_column *column, struct table_cell *cell)
{
    const struct paragraph *paragraph = &cell->text_block.paragraph;
    char text[64];
    size_t tail;

    if (column->align != TABLE_ALIGN_RIGHT || paragraph->count != 1 ||
        !copy_text(paragraph->lines, text, sizeof text))
        return;
    tail = find_tail(text);
    if (!tail)
        return;
    cell->is_number = true;
    cell->tail = measure_tail(paragraph->lines, tail);
    column->whole = fmax(column->whole, paragraph->lines[0].width - cell->tail);
    column->tail = fmax(column->tail, cell->tail);
}

void table_columns_measure(struct table_column *column, struct table_cell *cell)
{
    cell->natural = text_block_width(&cell->text_block) + slack;
    measure_words(column, &cell->text_block);
    measure_number(column, cell);
    column->natural = fmax(column->natural, cell->natural);
    column->natural = fmax(column->natural, column->whole + column->tail);
}

static double add_widths(const struct table_column *columns, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += columns[i].width;
    return sum;
}

/* Sets minimum widths: a column's longest word, and aligned decimals if there
 * is space. */
static void set_least(struct table_column *columns, size_t count,
                      double available)
{
    for (size_t i = 0; i < count; i++) {
        columns[i].least = fmax(columns[i].minimum,
                                columns[i].whole + columns[i].tail + slack);
        columns[i].width = columns[i].least;
    }
    if (add_widths(columns, count) <= available)
        return;
    for (size_t i = 0; i < count; i++)
        columns[i].width = columns[i].least = columns[i].minimum;
}

/* Gives every column its natural width, up to a limit. */
static double limit_widths(struct table_column *columns, size_t count,
                           double limit)
{
    for (size_t i = 0; i < count; i++)
        columns[i].width = fmin(fmax(columns[i].natural, columns[i].least),
                                fmax(columns[i].least, limit));
    return add_widths(columns, count);
}

/* Limits the widths so that all columns fit, by bisection. */
static void share_equally(struct table_column *columns, size_t count,
                          double available)
{
    enum { STEPS = 40 };
    double low = 0;
    double high = available;

    for (size_t i = 0; i < count; i++)
        high = fmax(high, columns[i].natural);
    if (limit_widths(columns, count, high) <= available)
        return;
    for (int i = 0; i < STEPS; i++) {
        const double middle = (low + high) / 2;
        if (limit_widths(columns, count, middle) <= available)
            low = middle;
        else
            high = middle;
    }
    (void)limit_widths(columns, count, low);
}

/* @return a column's width, blended from limited widths, at 0, and widths that
 *         shrink in proportion, at 1 */
static double blend(const struct table_column *column, double share,
                    double rest, double wanted)
{
    const double wish = fmax(column->natural - column->least, 0);
    const double proportional =
        column->least + (wanted > 0 ? wish * rest / wanted : 0);

    return column->width + share * (proportional - column->width);
}

/* @return the estimated lines of all rows */
static double count_lines(const struct table_cell *const *rows,
                          size_t row_count, const double *widths, size_t count)
{
    static const double filled = 0.9; /* of a broken line */
    double sum = 0;

    for (size_t row = 0; row < row_count; row++) {
        double lines = 1;
        for (size_t i = 0; i < count; i++) {
            const double natural = rows[row][i].natural;
            if (natural > widths[i])
                lines = fmax(lines, ceil(natural / (filled * widths[i])));
        }
        sum += lines;
    }
    return sum;
}

/* Chooses the blend that gives the table the fewest lines. */
static void give_way(struct table_column *columns, size_t count,
                     const struct table_cell *const *rows, size_t row_count,
                     double available)
{
    enum { BLENDS = 8 };
    double rest = available - slack;
    double wanted = 0;
    double fewest = 0;
    double best = 0;

    for (size_t i = 0; i < count; i++) {
        rest -= columns[i].least;
        wanted += fmax(columns[i].natural - columns[i].least, 0);
    }
    for (int step = 0; step <= BLENDS; step++) {
        const double share = (double)step / BLENDS;
        double widths[TABLE_COLUMNS_MAX];
        double lines;
        for (size_t i = 0; i < count; i++)
            widths[i] = blend(&columns[i], share, rest, wanted);
        lines = count_lines(rows, row_count, widths, count);
        if (step == 0 || lines < fewest) {
            fewest = lines;
            best = share;
        }
    }
    for (size_t i = 0; i < count; i++)
        columns[i].width = blend(&columns[i], best, rest, wanted);
}

bool table_columns_align_numbers(const struct table_column *column)
{
    return column->width >= column->whole + column->tail;
}

double table_columns_fit(struct table_column *columns, size_t count,
                         const struct table_cell *const *rows, size_t row_count,
                         double gap, double available)
{
    const double room = available - (double)(count - 1) * gap;
    double natural = 0;
    double left = 0;

    set_least(columns, count, room);
    for (size_t i = 0; i < count; i++)
        natural += fmax(columns[i].natural, columns[i].least);
    if (add_widths(columns, count) <= room) {
        share_equally(columns, count, room);
        if (natural > room)
            give_way(columns, count, rows, row_count, room);
    }
    for (size_t i = 0; i < count; i++) {
        columns[i].left = left;
        left += columns[i].width + gap;
    }
    return left - gap;
}
