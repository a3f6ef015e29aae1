#ifndef PUBLISH_PUBLISH_H
#define PUBLISH_PUBLISH_H

#include "run/engine.h"
#include "run/progress.h"

/**
 * The public pages of a campaign: a folder that any web server, or a double
 * click, shows. A page a council, lists, maps, tables, the letters and the data
 * of all years that were published into it.
 *
 * Only approved letters are published, and of their figures only what they
 * print. The site is built beside the one that is there and put in its place
 * whole. The same inputs give the same bytes.
 */
struct publish_options {
    const char *output; ///< the folder with the letters
    const char **only;  ///< codes, or NULL: all
    size_t only_count;
    const char **withdraw; ///< codes to take out, or NULL
    size_t withdraw_count;
    bool embargoed; ///< before the day; every page and file says so
    unsigned jobs;  ///< threads; 0: as many as processors
    enum progress_style progress;
};

struct publish_summary {
    const char *folder; ///< of the site
    size_t councils;    ///< of the campaign's year, on the site now
    size_t files;
    size_t written; ///< of them, because they have changed
    size_t removed;
    size_t withdrawn; ///< councils that are kept out
};

/** Checks what `publish:` names: the map, the successors.
 *  @errors RULE_FILE_*, RULE_PUBLISH_MAP, RULE_COLUMN_MISSING */
enum status publish_check(const struct engine *engine,
                          struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Publishes.
 *
 * @param engine       open; this prepares it
 * @param options      what to publish
 * @param now          seconds since 1970, for the embargo and the ledger
 * @param summary      [out]
 * @param diagnostics  gets everything that is wrong
 * @return STATUS_OK; anything else: the old site is as it was, unless the
 *         ledger could not be written after the new one was there
 * @errors RULE_SETTING_MISSING, RULE_PUBLISH_*, those of
 *         approved_letters_open(), site_record_open(),
 *         site_folder_open() and site_record_swap()
 */
enum status publish_run(struct engine *engine,
                        const struct publish_options *options, int64_t now,
                        struct publish_summary *summary,
                        struct diagnostics *diagnostics) MUST_CHECK;

#endif
