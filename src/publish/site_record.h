#ifndef PUBLISH_SITE_RECORD_H
#define PUBLISH_SITE_RECORD_H

#include "base/map.h"
#include "ledger/ledger_site.h"
#include "publish/site.h"
#include "publish/site_withdrawal.h"

/**
 * Records the site in the ledger: the councils that a run publishes and
 * withdraws, if they differ from the last record.
 */
struct site_record {
    struct arena *arena;
    struct ledger *ledger;
    struct ledger_publication *last; ///< in order of code
    size_t last_count;
    bool open; ///< a run was killed while it replaced the site
    struct ledger_publication *news;
    size_t count;
    size_t capacity;
};

/** Opens the ledger of an output folder; close it even after a failure.
 *  @errors those of ledger_open() with LEDGER_WRITE */
enum status site_record_open(struct site_record *record, struct arena *arena,
                             const char *output, struct error *err) MUST_CHECK;

void site_record_close(struct site_record *record);

/**
 * Finds the changes to record.
 *
 * @param site       with its table, and the old site's folder
 * @param made       letters that this run publishes, by code: struct
 *                   made_letter
 * @param withdrawn  withdrawn councils
 */
void site_record_compare(struct site_record *record, const struct site *site,
                         const struct map *made,
                         const struct site_withdrawal *withdrawn);

/**
 * Replaces the site and records it. After a run that was killed in between,
 * the next one corrects the record.
 *
 * @param folder   of the site, which is freed in any case
 * @param path     its path
 * @param now      seconds since 1970
 * @param changes  [out]
 * @errors those of site_folder_swap(), ledger_site_begin(),
 *         ledger_site_record()
 */
enum status site_record_swap(struct site_record *record,
                             struct site_folder *folder, const char *path,
                             int64_t now, struct site_changes *changes,
                             struct error *err) MUST_CHECK;

#endif
