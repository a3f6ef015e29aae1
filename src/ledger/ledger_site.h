#ifndef LEDGER_LEDGER_SITE_H
#define LEDGER_LEDGER_SITE_H

#include "ledger/ledger.h"

/**
 * Publication on the site, as events in the history of ledger.db.
 *
 * A run records its start before it replaces the old site
 * (ledger_site_begin()), and the new state after that (ledger_site_record()).
 * If it is killed in between, the site may be the old or the new one: the next
 * run detects that and records the actual state.
 */
enum ledger_site_state {
    LEDGER_SITE_NONE, ///< never published
    LEDGER_SITE_PUBLISHED,
    LEDGER_SITE_EMBARGOED, ///< published before its day, marked as such
    LEDGER_SITE_WITHDRAWN,
};

enum { LEDGER_SITE_STATES = LEDGER_SITE_WITHDRAWN + 1 };

/** @return "published", "published under embargo", "withdrawn from the site" */
const char *ledger_site_word(enum ledger_site_state state);

/** @return true if an event of a history is one of the site's */
bool ledger_site_has_event(const char *event);

/** A council's page, as last recorded. */
struct ledger_publication {
    const char *code;
    enum ledger_site_state state;
    int64_t at;
    const char *text; ///< the page's address, or the reason for its withdrawal
    char file_sha256[HASH_HEX_SIZE];    ///< of the PDF on the site; "": none
    char content_sha256[HASH_HEX_SIZE]; ///< of the letter; for recording, "":
                                        ///< the file's
};

/**
 * Reads each council's last publication, in order of code.
 *
 * @param open  [out] true if a run began to publish and did not finish
 * @owner @p arena
 */
enum status ledger_site_read(struct ledger *ledger, struct arena *arena,
                             struct ledger_publication **publications,
                             size_t *count, bool *open,
                             struct error *err) MUST_CHECK;

/** Records that a site will be replaced, synced to the disk.
 *  @param folder  of the site */
enum status ledger_site_begin(struct ledger *ledger, int64_t now,
                              const char *folder, struct error *err) MUST_CHECK;

/**
 * Records the result, in one transaction.
 *
 * @param folder        of the site; NULL: the old one was not replaced
 * @param publications  the changed ones
 */
enum status ledger_site_record(struct ledger *ledger, int64_t now,
                               const char *folder,
                               const struct ledger_publication *publications,
                               size_t count, struct error *err) MUST_CHECK;

#endif
