#include "publish/site_pages.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "publish/overview.h"
#include "publish/page_frame.h"
#include "publish/publish_assets.h"

/** Maximum bytes of a page. */
enum { PAGE_LIMIT = 256 * 1024 * 1024 };

/** Two buffers for the changes of a page. */
struct writing {
    const struct site *site;
    struct buffer page;
    struct buffer changed;
};

/* @return the location of a page of the site, which outlives the run */
static struct location place_of(const struct writing *writing, const char *name)
{
    const struct site *site = writing->site;

    return (struct location){
        site_folder_old_path(site->folder, site->arena, name), 0, 0};
}

static enum status write_page(struct writing *writing, const char *name,
                              const struct buffer *page, struct error *err)
{
    if (buffer_is_full(page))
        return error_set(err, RULE_FILE_TOO_LARGE, place_of(writing, name),
                         NULL, "too much for one page");
    return site_folder_write(writing->site->folder, name, buffer_text(page),
                             page->length, err);
}

/* --- councils ------------------------------------------------------------ */

static enum status write_council(struct writing *writing,
                                 const struct map *pages,
                                 const struct site_page *page,
                                 struct arena *arena, struct error *err)
{
    const struct site *site = writing->site;
    const char *name =
        arena_printf(arena, "council/%s/%d.html", page->slug, page->year);
    const struct buffer *made =
        page->year == site->year ? map_find_text(pages, page->code) : NULL;
    const char *text = made ? buffer_text(made) : NULL;
    enum status status;

    if (!made) {
        if (!site_folder_read_old(site->folder, name, &writing->page))
            return error_set(err, RULE_PUBLISH_OTHER, place_of(writing, name),
                             NULL,
                             "is missing from the site; publish all letters of "
                             "that year again");
        text = buffer_text(&writing->page);
    }
    buffer_clear(&writing->changed);
    page_frame_set_navigation(
        text, site_catalogue_navigation(&site->catalogue, arena, page),
        &writing->changed);
    status = write_page(writing, name, &writing->changed, err);
    if (status != STATUS_OK ||
        !site_catalogue_is_newest(&site->catalogue, page))
        return status;
    buffer_clear(&writing->page);
    page_frame_lead_on(site, page->name,
                       arena_printf(arena, "%d.html", page->year),
                       &writing->page);
    return write_page(writing,
                      arena_printf(arena, "council/%s/index.html", page->slug),
                      &writing->page, err);
}

/* --- years --------------------------------------------------------------- */

/* @return the names of the overviews in this language, by year; in the first
 *         language if a year does not have this one */
static const char *const *name_overviews(const struct site *site)
{
    const size_t count = site->catalogue.year_count;
    const char **files = ARENA_ARRAY(site->arena, const char *, count);

    for (size_t i = 0; i < count; i++) {
        const int year = site->catalogue.years[i];
        const char *name = site_index_name(site, site->language_index);
        const char *old = site_folder_old_path(
            site->folder, site->arena,
            arena_printf(site->arena, "%d/%s", year, name));
        files[i] = year == site->year || access(old, F_OK) == 0
                       ? name
                       : site_index_name(site, 0);
    }
    return files;
}

/* Writes the overviews in one language: the campaign's year, and other years
 * with new navigation. */
static enum status write_overview(struct writing *writing, int year,
                                  struct error *err)
{
    const struct site *site = writing->site;
    const char *file = site_index_name(site, site->language_index);
    const char *name = arena_printf(site->arena, "%d/%s", year, file);
    enum status status;

    buffer_clear(&writing->page);
    if (year == site->year)
        overview_write(site, &writing->page);
    else if (!site_folder_read_old(site->folder, name, &writing->page))
        return site->language_index /* that year does not have the language */
                   ? STATUS_OK
                   : error_set(err, RULE_PUBLISH_OTHER, place_of(writing, name),
                               NULL,
                               "is missing from the site; publish that year "
                               "again");
    buffer_clear(&writing->changed);
    page_frame_set_navigation(buffer_text(&writing->page),
                              site_catalogue_years(&site->catalogue,
                                                   site->arena, year,
                                                   name_overviews(site)),
                              &writing->changed);
    status = write_page(writing, name, &writing->changed, err);
    if (status != STATUS_OK || year != site->catalogue.years[0])
        return status;
    buffer_clear(&writing->page);
    page_frame_move(buffer_text(&writing->changed), OVERVIEW_ROOT, "",
                    &writing->page);
    return write_page(writing, file, &writing->page, err);
}

static enum status write_statistics(struct writing *writing, struct error *err)
{
    const struct site *site = writing->site;
    enum status status = STATUS_OK;

    for (size_t i = 0;
         status == STATUS_OK && i < site->settings->statistic_count; i++) {
        if (!overview_has_statistic(site, i))
            continue;
        buffer_clear(&writing->page);
        overview_write_statistic(site, i, &writing->page);
        status = write_page(
            writing,
            arena_printf(site->arena, "%d/%s/%s", site->year,
                         overview_slug(site, i),
                         site_index_name(site, site->language_index)),
            &writing->page, err);
    }
    return status;
}

/* Writes the pages about all councils, in one language. */
static enum status write_years(struct writing *writing, struct error *err)
{
    const struct site_catalogue *catalogue = &writing->site->catalogue;
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < catalogue->year_count; i++)
        status = write_overview(writing, catalogue->years[i], err);
    return status == STATUS_OK ? write_statistics(writing, err) : status;
}

/* --- the style sheet ----------------------------------------------------- */

static void add_colour(struct buffer *css, const char *name,
                       struct colour colour)
{
    buffer_printf(css, "--theme-%s: #%02x%02x%02x; ", name,
                  (unsigned)(colour.red * 255 + 0.5),
                  (unsigned)(colour.green * 255 + 0.5),
                  (unsigned)(colour.blue * 255 + 0.5));
}

static enum status write_style(struct writing *writing, struct error *err)
{
    const struct site *site = writing->site;
    const struct theme *theme = &site->engine->layout.theme;
    struct buffer *css = &writing->page;

    buffer_clear(css);
    if (site->embargo)
        buffer_printf(css, "/* %s */\n", site->embargo);
    buffer_add_text(css, ":root { ");
    add_colour(css, "heading", theme->heading);
    add_colour(css, "link", theme->link);
    buffer_add_text(css, "}\n");
    buffer_add_text(css, (const char *)publish_css);
    return write_page(writing, "site.css", css, err);
}

enum status site_pages_write(const struct site *site, const struct map *pages,
                             struct error *err)
{
    struct writing writing = {site, buffer_new(PAGE_LIMIT),
                              buffer_new(PAGE_LIMIT)};
    struct arena *arena = arena_new();
    enum status status = write_style(&writing, err);

    for (size_t i = 0; status == STATUS_OK && i < site->catalogue.count; i++) {
        arena_reset(arena);
        status = write_council(&writing, pages, &site->catalogue.pages[i],
                               arena, err);
    }
    for (size_t i = 0;
         status == STATUS_OK && i < site->settings->languages.count; i++) {
        const struct site part = site_in_language(site, i);
        writing.site = &part;
        status = write_years(&writing, err);
    }
    buffer_free(&writing.page);
    buffer_free(&writing.changed);
    arena_free(arena);
    return status;
}

/* --- what stays ---------------------------------------------------------- */

/* @return true if a name is "<year>" and one of the endings */
static bool is_of_year(const char *name, int year)
{
    char *end;

    return strtol(name, &end, 10) == year && (*end == '.' || *end == '/');
}

bool site_pages_keeps(const struct site *site, const char *name)
{
    const char *below = strchr(name, '/');
    const char *after = below ? strchr(below + 1, '/') : NULL;

    if (strncmp(name, "data/", 5) == 0)
        return !is_of_year(below + 1, site->year);
    if (strncmp(name, "council/", 8) == 0 && after)
        return strcmp(after, "/index.html") != 0 &&
               !is_of_year(after + 1, site->year);
    return !is_of_year(name, site->year) && strncmp(name, "index.", 6) != 0;
}
