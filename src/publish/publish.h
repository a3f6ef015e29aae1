#ifndef PUBLISH_PUBLISH_H
#define PUBLISH_PUBLISH_H

#include "run/engine.h"
#include "run/progress.h"

/**
 * Publishes the public pages of a campaign: a folder for any web server, or to
 * be opened from disk, with a page a council, lists, maps, tables, the letters
 * and the data of all published years.
 *
 * Only approved letters are published, and only the figures that they print.
 * The new site is built next to the old one and replaces it in one step. Equal
 * inputs give equal bytes.
 */
struct publish_options {
    const char *output; ///< the folder with the letters
    const char **only;  ///< codes, or NULL: all
    size_t only_count;
    const char **withdraw; ///< codes to take out, or NULL
    size_t withdraw_count;
    bool embargoed; ///< before the day; marked on every page and in every file
    unsigned jobs;  ///< threads; 0: as many as processors
    enum progress_style progress;
};

struct publish_summary {
    const char *folder; ///< of the site
    size_t councils;    ///< of the campaign's year, on the new site
    size_t files;
    size_t written; ///< changed files
    size_t removed;
    size_t withdrawn; ///< withdrawn councils
};

/** Checks the files of `publish:`: the map, the successors.
 *  @errors RULE_FILE_*, RULE_PUBLISH_MAP, RULE_COLUMN_MISSING */
enum status publish_check(const struct engine *engine,
                          struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Publishes a campaign.
 *
 * @param engine       open; this prepares it
 * @param options      the command's
 * @param now          seconds since 1970, for the embargo and the ledger
 * @param summary      [out]
 * @param diagnostics  errors and warnings
 * @return STATUS_OK; after any other
 *                     status the old site is unchanged, unless only recording
 *                     the new one in the ledger failed
 * @errors RULE_SETTING_MISSING, RULE_PUBLISH_*, those of
 *         approved_letters_open(), site_record_open(),
 *         site_folder_open() and site_record_swap()
 */
enum status publish_run(struct engine *engine,
                        const struct publish_options *options, int64_t now,
                        struct publish_summary *summary,
                        struct diagnostics *diagnostics) MUST_CHECK;

#endif
