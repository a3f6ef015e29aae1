#include "publish/panel_table.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "layout/ui_strings.h"
#include "stats/figure.h"

enum { COLUMNS = 4 };

/** A line of the table: year, figure, cases, average. */
struct panel_line {
    const char *cells[COLUMNS];
};

struct panel_lines {
    struct panel_line items[FIGURE_YEARS_MAX];
    size_t count;
    bool has[COLUMNS]; ///< a column that is not empty
};

static void add_line(struct panel_lines *lines, struct panel_line line)
{
    for (size_t i = 0; i < COLUMNS; i++)
        lines->has[i] = lines->has[i] || *line.cells[i];
    lines->items[lines->count++] = line;
}

static const char *print_year(struct arena *arena, int year)
{
    return arena_printf(arena, "%d", year);
}

/* "fewer than 5" */
static const char *fewer(const struct letter_html *page,
                         const struct figure *figure)
{
    char minimum[NUMBER_COUNT_SIZE];
    const char *value = number_print_count(minimum, figure->minimum);

    return ui_strings_fill(page->arena, page->site->words->fewer, &value);
}

/* "12 of 17", or the reason for a missing figure. */
static const char *year_cases(const struct letter_html *page,
                              const struct figure *figure,
                              const struct figure_year *year)
{
    char count[NUMBER_COUNT_SIZE];
    char total[NUMBER_COUNT_SIZE];

    if (year->withheld)
        return fewer(page, figure);
    if (!format_is_share(&figure->format))
        return "";
    return ARENA_JOIN(page->arena,
                      number_print_count(count, year->counted.count),
                      page->site->words->out_of,
                      number_print_count(total, year->counted.total));
}

static void add_past_year(const struct letter_html *page,
                          const struct figure *figure,
                          struct panel_lines *lines)
{
    struct arena *arena = page->arena;
    char text[FIGURE_TEXT_SIZE];

    for (size_t i = 0; i + 1 < figure->year_count; i++) {
        const struct figure_year *year = &figure->years[i];
        struct panel_line line = {{print_year(arena, year->year)}};
        if (!year->exists)
            continue;
        line.cells[1] =
            arena_strdup(arena, figure_print_year(text, figure, year));
        if (!*line.cells[1])
            line.cells[1] = page->site->words->no_figure;
        line.cells[2] = year_cases(page, figure, year);
        line.cells[3] =
            !figure_gives(figure, FIGURE_AVERAGE)
                ? ""
                : arena_strdup(
                      arena, figure_print_average(text, figure, year->average));
        add_line(lines, line);
    }
}

static const char *own_cases(const struct letter_html *page,
                             const struct figure *figure)
{
    if (figure->withheld)
        return fewer(page, figure);
    return figure_gives(figure, FIGURE_COUNT) &&
                   figure_gives(figure, FIGURE_TOTAL)
               ? figure_cases(page->arena, figure, page->site->words->out_of)
               : "";
}

static void add_own(const struct letter_html *page, const struct figure *figure,
                    struct panel_lines *lines)
{
    struct arena *arena = page->arena;
    char text[FIGURE_TEXT_SIZE];
    const char *value = figure_print_given(text, figure, FIGURE_RATE);
    struct panel_line line = {{print_year(arena, page->site->year)}};

    line.cells[1] =
        *value ? arena_strdup(arena, value) : page->site->words->no_figure;
    line.cells[2] = own_cases(page, figure);
    line.cells[3] =
        arena_strdup(arena, figure_print_given(text, figure, FIGURE_AVERAGE));
    add_line(lines, line);
}

static void add_cells(struct buffer *html, const struct panel_lines *lines,
                      const struct panel_line *line, bool is_head)
{
    buffer_add_text(html, "<tr>");
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!lines->has[i])
            continue;
        buffer_add_text(html, is_head  ? "<th scope=\"col\">"
                              : i == 0 ? "<th scope=\"row\">"
                                       : "<td>");
        buffer_add_xml(html, line->cells[i]);
        buffer_add_text(html, is_head || i == 0 ? "</th>" : "</td>");
    }
    buffer_add_text(html, "</tr>\n");
}

static void open_table(const struct letter_html *page,
                       const struct figure *figure)
{
    letter_html_open_table(page->html, figure->label);
    letter_html_add(page->html, "<caption>", figure->label, "</caption>\n");
}

static void add_parts(const struct letter_html *page,
                      const struct figure *figure)
{
    const struct site_strings *words = page->site->words;
    struct buffer *html = page->html;
    char text[FIGURE_TEXT_SIZE];
    const char *total = figure_print_given(text, figure, FIGURE_TOTAL);

    if (!figure_gives(figure, FIGURE_PARTS) || !figure->part_count)
        return;
    open_table(page, figure);
    letter_html_add(html, "<thead><tr><th scope=\"col\">", words->part,
                    "</th>");
    letter_html_add(html, "<th scope=\"col\">", words->number,
                    "</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < figure->part_count; i++) {
        char count[NUMBER_COUNT_SIZE];
        letter_html_add(html, "<tr><th scope=\"row\">", figure->parts[i].label,
                        "</th>");
        letter_html_add(html, "<td>",
                        number_print_count(count, figure->parts[i].count),
                        "</td></tr>\n");
    }
    if (*total)
        letter_html_add(html, "<tr><th scope=\"row\">", words->total,
                        "</th><td>");
    if (*total)
        letter_html_add(html, "", total, "</td></tr>\n");
    buffer_add_text(html, "</tbody>\n</table>\n</div>\n");
}

void panel_table_write(const struct letter_html *page,
                       const struct figure *figure)
{
    const struct site_strings *words = page->site->words;
    const struct panel_line heads = {
        {words->year, words->figure, words->cases, words->average}};
    struct panel_lines lines = {.count = 0};

    add_parts(page, figure);
    if (!figure_is_given(figure) || figure->part_columns)
        return;
    if (figure_gives(figure, FIGURE_YEARS))
        add_past_year(page, figure, &lines);
    add_own(page, figure, &lines);
    open_table(page, figure);
    buffer_add_text(page->html, "<thead>");
    add_cells(page->html, &lines, &heads, true);
    buffer_add_text(page->html, "</thead>\n<tbody>\n");
    for (size_t i = 0; i < lines.count; i++)
        add_cells(page->html, &lines, &lines.items[i], false);
    buffer_add_text(page->html, "</tbody>\n</table>\n</div>\n");
}
