#include "publish/council_page.h"

#include <stdlib.h>

#include "layout/ui_strings.h"
#include "publish/data_files.h"
#include "publish/letter_html.h"
#include "publish/page_frame.h"

/* "38 kB", "1.2 MB": thousands and millions, rounded up. */
static const char *print_size(struct arena *arena, long long bytes)
{
    const long long tenths = (bytes + 99999) / 100000;

    return bytes < 1000000
               ? arena_printf(arena, "%lld kB", (bytes + 999) / 1000)
               : arena_printf(arena, "%lld.%lld MB", tenths / 10, tenths % 10);
}

static void add_letter_link(const struct council_page *page,
                            struct buffer *html)
{
    const struct site_strings *words = page->site->words;
    const char *const *cells = page->row->cells;
    const char *pages = cells[SITE_LETTER_PAGES];
    const char *values[] = {
        pages,
        print_size(page->arena, strtoll(cells[SITE_LETTER_BYTES], NULL, 10))};

    if (!*cells[SITE_LETTER])
        return;
    letter_html_add(html, "<p class=\"download\"><a href=\"" COUNCIL_PAGE_ROOT,
                    cells[SITE_LETTER], "\">");
    letter_html_add(html, "",
                    ui_strings_fill(page->arena,
                                    pages[0] == '1' && !pages[1]
                                        ? words->letter_pages
                                        : words->letter_link,
                                    values),
                    "</a></p>\n");
}

static void add_statistic(const struct council_page *page, size_t statistic,
                          struct buffer *html)
{
    const struct site_table *table = &page->site->table;
    const struct site_row *row = page->row;
    const size_t average = site_table_column(table, statistic, SITE_AVERAGE);
    const size_t note = site_table_column(table, statistic, SITE_NOTE);
    const char *figure = site_table_figure(table, page->arena, row, statistic);

    letter_html_add(html, "<tr><th scope=\"row\">",
                    page->letter->figures.items[statistic].label, "</th>");
    letter_html_add(html, "<td>", *figure ? figure : row->cells[note], "</td>");
    letter_html_add(
        html, "<td>",
        *figure ? site_table_cases(table, page->arena, row, statistic) : "",
        "</td>");
    letter_html_add(html, "<td>",
                    average == SIZE_MAX
                        ? ""
                        : site_table_print(table, page->arena, row, average),
                    "</td></tr>\n");
}

static void add_figures(const struct council_page *page, struct buffer *html)
{
    const struct settings *settings = page->site->settings;
    const struct site_strings *words = page->site->words;
    const char *const heads[] = {words->statistic, words->figure, words->cases,
                                 words->average};

    letter_html_add(html, "<h2>", words->figures, "</h2>\n");
    letter_html_open_table(html, words->figures);
    buffer_add_text(html, "<thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        letter_html_add(html, "<th scope=\"col\">", heads[i], "</th>");
    buffer_add_text(html, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < settings->statistic_count; i++)
        if (!settings->statistics[i].hidden)
            add_statistic(page, i, html);
    buffer_add_text(html, "</tbody>\n</table>\n</div>\n");
}

static enum status add_content(const struct council_page *page,
                               struct buffer *html, struct error *err)
{
    const struct letter_html letter_html = {.site = page->site,
                                            .tools = page->tools,
                                            .arena = page->arena,
                                            .letter = page->letter,
                                            .html = html};

    letter_html_add(html, "<h1>", page->letter->name, "</h1>\n");
    letter_html_add(html, "<p class=\"lead\">", page->letter->campaign_title,
                    "</p>\n");
    page_frame_add_navigation(html);
    add_letter_link(page, html);
    if (page->site->settings->statistic_count)
        add_figures(page, html);
    return letter_html_write(&letter_html, err);
}

enum status council_page_write(const struct council_page *page,
                               struct buffer *html, struct error *err)
{
    const struct site *site = page->site;
    struct arena *arena = page->arena;
    const char *names[] = {page->letter->name, page->letter->campaign_title};
    const char *description =
        ui_strings_fill(arena, site->words->description, names);
    struct buffer data = buffer_new(64 * 1024);
    const struct page_frame frame = {
        .site = site,
        .title = page->letter->title,
        .description = description,
        .address =
            arena_printf(arena, "council/%s/%d.html", page->slug, site->year),
        .root = COUNCIL_PAGE_ROOT,
        .data = &data};
    enum status status;

    data_files_describe(site,
                        &(struct data_set){page->letter->title, description,
                                           frame.address,
                                           page->row->cells[SITE_LETTER]},
                        &data);
    page_frame_open(&frame, html);
    status = add_content(page, html, err);
    page_frame_close(&frame, html);
    buffer_free(&data);
    return status;
}
