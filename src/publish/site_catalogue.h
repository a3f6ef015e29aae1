#ifndef PUBLISH_SITE_CATALOGUE_H
#define PUBLISH_SITE_CATALOGUE_H

#include "base/map.h"
#include "base/words.h"
#include "publish/site_folder.h"
#include "publish/site_table.h"

/**
 * The pages of a site: every council's of every year, including those of
 * earlier runs, which are read from data/<year>.csv. It provides each page's
 * navigation: council/<name>/index.html redirects to council/<name>/<newest
 * year>.html, and index.html is the newest overview.
 */
struct site_page {
    int year;
    const char *code;
    const char *name;
    const char *slug;
};

struct site_catalogue {
    const struct site_strings *words;
    struct site_page *pages; ///< by year, newest first, then by name
    size_t count;
    size_t capacity;
    int *years; ///< newest first
    size_t year_count;
    struct map successors; ///< code to code
};

/** @return the slug of a page's path, "council/<slug>/2022.html".
 *  @owner @p arena */
const char *site_catalogue_slug(struct arena *arena, const char *page);

/**
 * Reads the pages of other years from the old site.
 *
 * @param year  the campaign's, which is left out
 * @errors those of csv_table_open()
 */
enum status site_catalogue_read(struct site_catalogue *catalogue,
                                struct arena *arena,
                                const struct site_folder *site, int year,
                                struct diagnostics *diagnostics) MUST_CHECK;

/** Reads `code,replaced_by`. @errors RULE_COLUMN_MISSING, those of
 *  csv_table_open() */
enum status
site_catalogue_read_successors(struct site_catalogue *catalogue,
                               struct arena *arena, const char *path,
                               struct diagnostics *diagnostics) MUST_CHECK;

/** Adds the pages of the campaign's year, and sorts. */
void site_catalogue_add(struct site_catalogue *catalogue, struct arena *arena,
                        const struct site_table *table, int year);

/** @return the navigation of a council's page. @owner @p arena */
const char *site_catalogue_navigation(const struct site_catalogue *catalogue,
                                      struct arena *arena,
                                      const struct site_page *page);

/** @return the navigation of a year's overview
 *  @param files  the overview's name in each year's folder
 *  @owner @p arena */
const char *site_catalogue_years(const struct site_catalogue *catalogue,
                                 struct arena *arena, int year,
                                 const char *const *files);

/** @return true if no page of the same slug is of a later year */
bool site_catalogue_is_newest(const struct site_catalogue *catalogue,
                              const struct site_page *page);

#endif
