#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include <stdint.h>

#include "store/manifest.h"

/**
 * What a run has done so far, on disk as it happens: the lines of a manifest
 * in the order in which letters were finished. A run that is killed leaves it
 * behind, and the next one takes it up.
 *
 * While a run is under way its journal is locked. A second run in the same
 * folder keeps a journal of its own; both write the same letters, so it does
 * no harm that the work is done twice.
 */
struct journal;

/**
 * Opens a journal to add to; one that is there is gone on with.
 *
 * @param folder   where it is
 * @param name     its name there
 * @param journal  filled in on success
 * @param err      filled in on failure
 * @owner the caller, who ends it with journal_close() or journal_remove()
 */
enum status journal_open(const char *folder, const char *name,
                         struct journal **journal,
                         struct error *err) MUST_CHECK;

/** @return where it is */
const char *journal_path(const struct journal *journal);

/**
 * Adds a line. Any thread may call it; nobody waits for another.
 *
 * @param journal  the journal
 * @param entry    the line
 * @param offset   filled in: where the line begins
 * @param err      filled in on failure
 */
enum status journal_add(struct journal *journal,
                        const struct manifest_entry *entry, uint64_t *offset,
                        struct error *err) MUST_CHECK;

/** Leaves the journal for a later run; NULL is allowed. */
void journal_close(struct journal *journal);

/** Removes it: what it says stands in a manifest. NULL is allowed. */
void journal_remove(struct journal *journal);

#endif
