#ifndef LEDGER_LEDGER_SITE_H
#define LEDGER_LEDGER_SITE_H

#include "ledger/ledger.h"

/**
 * What was published on the site, as events in the history of ledger.db.
 *
 * A run says that it begins before the new site takes the old one's place
 * (ledger_site_begin()), and records what is there now after that
 * (ledger_site_record()). Between the two nobody knows which of the sites is
 * there: a run that was killed is found by the next one, which records what it
 * finds.
 */
enum ledger_site_state {
    LEDGER_SITE_NONE, ///< never published
    LEDGER_SITE_PUBLISHED,
    LEDGER_SITE_EMBARGOED, ///< published before its day, and says so
    LEDGER_SITE_WITHDRAWN,
};

enum { LEDGER_SITE_STATES = LEDGER_SITE_WITHDRAWN + 1 };

/** @return "published", "published under embargo", "withdrawn from the site" */
const char *ledger_site_word(enum ledger_site_state state);

/** @return true if an event of a history is one of the site's */
bool ledger_site_has_event(const char *event);

/** A council's page, as it was recorded last. */
struct ledger_publication {
    const char *code;
    enum ledger_site_state state;
    int64_t at;
    const char *text;                   ///< the page's address, or why it is
                                        ///< withdrawn
    char file_sha256[HASH_HEX_SIZE];    ///< of the PDF on the site; "": none
    char content_sha256[HASH_HEX_SIZE]; ///< of the letter; "" to be recorded:
                                        ///< that of the file
};

/**
 * Reads each council's last publication, in order of code.
 *
 * @param open  [out] true if a run began to publish and did not say how that
 *              ended
 * @owner @p arena
 */
enum status ledger_site_read(struct ledger *ledger, struct arena *arena,
                             struct ledger_publication **publications,
                             size_t *count, bool *open,
                             struct error *err) MUST_CHECK;

/** Records that a site is about to be replaced, on the disk when this returns.
 *  @param folder  of the site */
enum status ledger_site_begin(struct ledger *ledger, int64_t now,
                              const char *folder, struct error *err) MUST_CHECK;

/**
 * Records how that ended, in one transaction.
 *
 * @param folder        of the site; NULL: the old one is there still
 * @param publications  that are new
 */
enum status ledger_site_record(struct ledger *ledger, int64_t now,
                               const char *folder,
                               const struct ledger_publication *publications,
                               size_t count, struct error *err) MUST_CHECK;

#endif
