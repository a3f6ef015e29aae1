#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include <stdint.h>

#include "store/manifest.h"

/**
 * The journal of a run: the lines of a manifest, in the order in which letters
 * were finished. A killed run leaves it, and the next run continues it.
 *
 * While a run is under way its journal is locked. A second run in the same
 * folder keeps a journal of its own; both write the same letters, so it does
 * no harm to do the work twice.
 */
struct journal;

/**
 * Opens a journal to add to; an existing one is continued.
 *
 * @param folder   where it is
 * @param name     its name there
 * @param journal  [out]
 * @owner the caller, who ends it with journal_close() or journal_remove()
 */
enum status journal_open(const char *folder, const char *name,
                         struct journal **journal,
                         struct error *err) MUST_CHECK;

/** @return its path */
const char *journal_path(const struct journal *journal);

/**
 * Adds a line. Any thread may call it without waiting.
 *
 * @param journal  the journal
 * @param entry    the line
 * @param offset   [out] where the line begins
 */
enum status journal_add(struct journal *journal,
                        const struct manifest_entry *entry, uint64_t *offset,
                        struct error *err) MUST_CHECK;

/** Leaves the journal for a later run; NULL is allowed. */
void journal_close(struct journal *journal);

/** Removes it: its lines are in a manifest now. NULL is allowed. */
void journal_remove(struct journal *journal);

#endif
