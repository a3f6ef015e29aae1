#include "publish/site_catalogue.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/array.h"
#include "base/map.h"
#include "data/csv_table.h"
#include "layout/ui_strings.h"
#include "publish/letter_html.h"

static const char council_root[] = "../../";

/* --- reading ------------------------------------------------------------- */

const char *site_catalogue_slug(struct arena *arena, const char *page)
{
    const char *slug = strchr(page, '/');

    return slug ? arena_strndup(arena, slug + 1, strcspn(slug + 1, "/")) : "";
}

static void add_page(struct site_catalogue *catalogue, struct arena *arena,
                     struct site_page page)
{
    ARENA_GROW(arena, catalogue->pages, catalogue->count, catalogue->capacity);
    catalogue->pages[catalogue->count++] = page;
}

static void add_year(struct site_catalogue *catalogue, struct arena *arena,
                     int year)
{
    if (!catalogue->years)
        catalogue->years = ARENA_ARRAY(arena, int, YEAR_MAX - YEAR_MIN + 2);
    catalogue->years[catalogue->year_count++] = year;
}

/* Reads a page's identity; names may have the guard of buffer_add_csv(). */
static void read_pages(struct site_catalogue *catalogue, struct arena *arena,
                       const struct csv_table *csv, int year)
{
    const size_t code = csv_table_find(csv, "code");
    const size_t name = csv_table_find(csv, "name");
    const size_t page = csv_table_find(csv, "page");

    for (size_t i = 0; i < csv_table_rows(csv); i++) {
        struct value *cells =
            ARENA_ARRAY(arena, struct value, csv_table_columns(csv));
        csv_table_read(csv, i, arena, cells);
        add_page(
            catalogue, arena,
            (struct site_page){year, buffer_unguard_csv(cells[code].text),
                               buffer_unguard_csv(cells[name].text),
                               site_catalogue_slug(arena, cells[page].text)});
    }
}

static enum status read_year(struct site_catalogue *catalogue,
                             struct arena *arena, const char *path, int year,
                             struct diagnostics *diagnostics)
{
    struct csv_table *csv = NULL;
    enum status status =
        csv_table_open_any(arena, path, path, ENCODING_UTF8, &csv, diagnostics);

    if (status == STATUS_OK && csv_table_find(csv, "code") != SIZE_MAX &&
        csv_table_find(csv, "name") != SIZE_MAX &&
        csv_table_find(csv, "page") != SIZE_MAX) {
        read_pages(catalogue, arena, csv, year);
        add_year(catalogue, arena, year);
    }
    csv_table_close(csv);
    return status;
}

enum status site_catalogue_read(struct site_catalogue *catalogue,
                                struct arena *arena,
                                const struct site_folder *site, int year,
                                struct diagnostics *diagnostics)
{
    enum status status = STATUS_OK;

    for (int i = YEAR_MAX; status == STATUS_OK && i >= YEAR_MIN; i--) {
        const char *path = site_folder_old_path(
            site, arena, arena_printf(arena, "data/%d.csv", i));
        if (i != year && access(path, F_OK) == 0)
            status = read_year(catalogue, arena, path, i, diagnostics);
    }
    return status;
}

enum status site_catalogue_read_successors(struct site_catalogue *catalogue,
                                           struct arena *arena,
                                           const char *path,
                                           struct diagnostics *diagnostics)
{
    struct csv_table *csv = NULL;
    enum status status =
        csv_table_open_any(arena, path, path, ENCODING_UTF8, &csv, diagnostics);
    size_t code;
    size_t successor;

    if (status != STATUS_OK)
        return status;
    code = csv_table_find(csv, "code");
    successor = csv_table_find(csv, "replaced_by");
    catalogue->successors.arena = arena;
    if (code == SIZE_MAX || successor == SIZE_MAX) {
        diagnostics_add(diagnostics, RULE_COLUMN_MISSING,
                        (struct location){path, 1, 0}, NULL, "successors",
                        "the columns code and replaced_by are wanted");
        status = STATUS_INPUT;
    }
    for (size_t i = 0; status == STATUS_OK && i < csv_table_rows(csv); i++) {
        struct value *cells =
            ARENA_ARRAY(arena, struct value, csv_table_columns(csv));
        csv_table_read(csv, i, arena, cells);
        *map_at_text(&catalogue->successors, cells[code].text) =
            arena_strdup(arena, cells[successor].text);
    }
    csv_table_close(csv);
    return status;
}

/* --- sorting ------------------------------------------------------------- */

static int compare_pages(const void *a, const void *b)
{
    const struct site_page *first = a;
    const struct site_page *second = b;
    int order = (first->year < second->year) - (first->year > second->year);

    if (!order)
        order = strcasecmp(first->name, second->name);
    return order ? order : strcmp(first->code, second->code);
}

static int compare_years(const void *a, const void *b)
{
    const int first = *(const int *)a;
    const int second = *(const int *)b;

    return (first < second) - (first > second);
}

void site_catalogue_add(struct site_catalogue *catalogue, struct arena *arena,
                        const struct site_table *table, int year)
{
    for (size_t i = 0; i < table->count; i++) {
        const char *const *cells = table->rows[i].cells;
        add_page(
            catalogue, arena,
            (struct site_page){year, cells[SITE_CODE], cells[SITE_NAME],
                               site_catalogue_slug(arena, cells[SITE_PAGE])});
    }
    add_year(catalogue, arena, year);
    if (catalogue->count)
        qsort(catalogue->pages, catalogue->count, sizeof *catalogue->pages,
              compare_pages);
    qsort(catalogue->years, catalogue->year_count, sizeof *catalogue->years,
          compare_years);
}

/* --- navigation ---------------------------------------------------------- */

/* @return the newest page of a code, or NULL */
static const struct site_page *newest_of(const struct site_catalogue *catalogue,
                                         const char *code)
{
    for (size_t i = 0; i < catalogue->count; i++)
        if (strcmp(catalogue->pages[i].code, code) == 0)
            return &catalogue->pages[i];
    return NULL;
}

bool site_catalogue_is_newest(const struct site_catalogue *catalogue,
                              const struct site_page *page)
{
    for (size_t i = 0; i < catalogue->count; i++)
        if (strcmp(catalogue->pages[i].slug, page->slug) == 0)
            return catalogue->pages[i].year == page->year;
    return false;
}

static void add_link(struct buffer *html, const struct site_page *to,
                     const char *words)
{
    buffer_printf(html, "<a href=\"%scouncil/%s/%d.html\">", council_root,
                  to->slug, to->year);
    letter_html_add(html, "", words, "</a>");
}

static void add_years(struct buffer *html,
                      const struct site_catalogue *catalogue,
                      const struct site_page *page)
{
    bool is_first = true;

    for (size_t i = 0; i < catalogue->count; i++) {
        const struct site_page *other = &catalogue->pages[i];
        char year[16];
        if (other->year == page->year || strcmp(other->code, page->code) != 0)
            continue;
        snprintf(year, sizeof year, "%d", other->year);
        letter_html_add(html, is_first ? "<p>" : "",
                        is_first ? catalogue->words->other_years : ",", " ");
        add_link(html, other, year);
        is_first = false;
    }
    if (!is_first)
        buffer_add_text(html, "</p>\n");
}

static void add_successor(struct buffer *html,
                          const struct site_catalogue *catalogue,
                          const struct site_page *page)
{
    const char *code = map_find_text(&catalogue->successors, page->code);
    const struct site_page *successor =
        code ? newest_of(catalogue, code) : NULL;

    if (!successor)
        return;
    letter_html_add(html, "<p class=\"successor\">", catalogue->words->replaced,
                    " ");
    add_link(html, successor, successor->name);
    buffer_add_text(html, "</p>\n");
}

/* Adds links to the previous and next councils of its year. */
static void add_neighbours(struct buffer *html,
                           const struct site_catalogue *catalogue,
                           const struct site_page *page)
{
    const size_t at = (size_t)(page - catalogue->pages);
    const struct site_page *before =
        at > 0 && page[-1].year == page->year ? &page[-1] : NULL;
    const struct site_page *after =
        at + 1 < catalogue->count && page[1].year == page->year ? &page[1]
                                                                : NULL;

    if (!before && !after)
        return;
    buffer_add_text(html, "<p class=\"neighbours\">");
    if (before) {
        letter_html_add(html, "<span>", catalogue->words->before, " ");
        add_link(html, before, before->name);
        buffer_add_text(html, "</span> ");
    }
    if (after) {
        letter_html_add(html, "<span>", catalogue->words->after, " ");
        add_link(html, after, after->name);
        buffer_add_text(html, "</span>");
    }
    buffer_add_text(html, "</p>\n");
}

static const char *take_text(struct arena *arena, struct buffer *html)
{
    const char *text = arena_strndup(arena, buffer_text(html), html->length);

    buffer_free(html);
    return text;
}

const char *site_catalogue_navigation(const struct site_catalogue *catalogue,
                                      struct arena *arena,
                                      const struct site_page *page)
{
    struct buffer html = buffer_new(1024 * 1024);
    const char *year = arena_printf(arena, "%d", page->year);

    letter_html_add(&html, "<nav aria-label=\"", catalogue->words->navigation,
                    "\">\n");
    add_successor(&html, catalogue, page);
    add_years(&html, catalogue, page);
    add_neighbours(&html, catalogue, page);
    buffer_printf(&html, "<p><a href=\"%s%d/index.html\">", council_root,
                  page->year);
    letter_html_add(&html, "",
                    ui_strings_fill(arena, catalogue->words->all_of, &year),
                    "</a></p>\n</nav>");
    return take_text(arena, &html);
}

const char *site_catalogue_years(const struct site_catalogue *catalogue,
                                 struct arena *arena, int year,
                                 const char *const *files)
{
    struct buffer html = buffer_new(1024 * 1024);

    for (size_t i = 0; i < catalogue->year_count; i++) {
        if (catalogue->years[i] == year)
            continue;
        if (!html.length)
            letter_html_add(&html, "<p>", catalogue->words->other_years, " ");
        else
            buffer_add_text(&html, ", ");
        buffer_printf(&html, "<a href=\"../%d/%s\">%d</a>", catalogue->years[i],
                      files[i], catalogue->years[i]);
    }
    if (html.length)
        buffer_add_text(&html, "</p>\n");
    return take_text(arena, &html);
}
