#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include <stdint.h>

#include "store/manifest.h"

/**
 * The journal of a run: the lines of a manifest in the order in which letters
 * are finished. After a killed run, the next run continues its journal.
 *
 * A live run locks its journal. A second run in the same folder has its own
 * journal; both write the same letters, so the duplicate work is harmless.
 */
struct journal;

/**
 * Opens a journal for writing; an existing one is continued.
 *
 * @param folder   its folder @param name its name
 * @param journal  [out]
 * @owner the caller, who ends it with journal_close() or journal_remove()
 */
enum status journal_open(const char *folder, const char *name,
                         struct journal **journal,
                         struct error *err) MUST_CHECK;

/** @return its path */
const char *journal_path(const struct journal *journal);

/**
 * Adds a line. Thread-safe without locks.
 *
 * @param journal  the journal
 * @param entry    the line
 * @param offset   [out] of the line
 */
enum status journal_add(struct journal *journal,
                        const struct manifest_entry *entry, uint64_t *offset,
                        struct error *err) MUST_CHECK;

/** Closes the journal for a later run to continue; NULL is allowed. */
void journal_close(struct journal *journal);

/** Closes and removes the journal, whose lines are now in a manifest; NULL is
 *  allowed. */
void journal_remove(struct journal *journal);

#endif
