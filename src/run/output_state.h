#ifndef BATCH_BOOKS_H
#define BATCH_BOOKS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "data/roster.h"
#include "run/shard.h"
#include "store/journal.h"
#include "store/manifest_reader.h"

/**
 * The books of an output folder: what earlier runs say they made, and what
 * this one has made so far.
 *
 *     manifest.csv             a run that came to its end
 *     manifest.unfinished.csv  the journal of one that is under way, or that
 *                              was killed
 *     gone.csv                 letters whose row has gone from the campaign
 *
 * A journal says of each letter that it is begun and that it is made. One that
 * was begun and not made was in hand when the program ended: it is a suspect,
 * to be made when all others are, alone. Where the program ended twice with it
 * alone in hand, it is refused; so one letter cannot hold up the rest.
 *
 * A shard has its own of each, as manifest.2-of-4.csv. When the first letter
 * is about to be made or removed the manifest becomes the journal, so that
 * there is no manifest while it would not be true. A shard does so to the
 * manifest of an undivided run or a merge, too; all shards still read it there.
 * What is kept of a row in memory is the place of its line: eight bytes.
 */
struct books {
    struct arena *arena; ///< owns the paths
    const char *output;
    const struct roster *roster;
    struct shard shard;
    struct manifest_file *files[6];
    unsigned char *ends; ///< by row: how often the program ended with it in
                         ///< hand, as books_ends() has it; or NULL: never
    uint64_t *where; ///< by row of the roster, then by row it refused; 0: none
    struct strays *strays;
    struct journal *journal; ///< or NULL: nothing was changed so far
    atomic_bool withdrawn;   ///< a row's letter of before is to be removed
};

/** A letter that no row stands for any longer. */
struct stray {
    uint64_t where;
    uint64_t file; ///< hash of its name
};

struct strays;

/**
 * Reads the books.
 *
 * @param books   filled in; close it whatever this returns
 * @param output  the folder; need not be there
 * @param roster  the campaign's
 * @param shard   which part of it this run is about
 * @param err     filled in on failure
 * @return STATUS_OK; STATUS_INPUT where the manifest is not ours
 */
enum status books_open(struct books *books, const char *output,
                       const struct roster *roster, const struct shard *shard,
                       struct error *err) MUST_CHECK;

void books_close(struct books *books);

/** @return the path of one of the books: "manifest", "gone", "rejected" */
const char *books_path(const struct books *books, struct arena *arena,
                       const char *name);

/**
 * Begins to change letters. May be called again.
 *
 * @errors RULE_FILE_WRITE, RULE_FILE_FULL
 */
enum status books_begin(struct books *books, struct error *err) MUST_CHECK;

/**
 * Finds what is on record of a row. Any thread may call it.
 *
 * @param books  the books
 * @param row    of the roster, or roster_count() + one that it refused
 * @param arena  owns the entry
 * @param entry  filled in
 * @return whether there is anything
 */
bool books_find(const struct books *books, size_t row, struct arena *arena,
                struct manifest_entry *entry);

/** Finds the line itself, as it stands on record. */
bool books_find_line(const struct books *books, size_t row, struct arena *arena,
                     struct manifest_line *line);

/** Forgets what is on record of a row: its letter is not there. */
void books_forget(struct books *books, size_t row);

/** What is known of a row that was in hand when the program ended. */
enum { BOOKS_NEVER, BOOKS_AMONG_OTHERS, BOOKS_ALONE, BOOKS_ALONE_TWICE };

/** @return one of the above */
unsigned books_ends(const struct books *books, size_t row);

/**
 * Notes that a letter is about to be made. Any thread may call it.
 *
 * @param books  begun
 * @param code   the council's
 * @param alone  whether no other is in hand
 * @param err    filled in on failure
 */
enum status books_note_begun(struct books *books, const char *code, bool alone,
                             struct error *err) MUST_CHECK;

/**
 * Notes that a letter was made. Any thread may call it, one a row.
 *
 * @param books  begun
 * @param row    of the roster
 * @param entry  the letter
 * @param err    filled in on failure
 */
enum status books_note(struct books *books, size_t row,
                       const struct manifest_entry *entry,
                       struct error *err) MUST_CHECK;

/** Puts what is on record of a row among the strays: it has no such letter
 *  any longer. Any thread may call it. */
void books_stray(struct books *books, size_t row,
                 const struct manifest_entry *entry);

/** @return the number of strays, each file once; sorts them */
size_t books_strays(struct books *books);

/** Reads a stray. @return false where its line cannot be read */
bool books_read_stray(const struct books *books, size_t index,
                      struct arena *arena, struct manifest_entry *entry);

/** Ends the books of a run that wrote its manifest. */
void books_settle(struct books *books);

/** @return the row of a code, as books_find() takes it, or SIZE_MAX */
size_t books_row(const struct roster *roster, const char *code);

#endif
