#ifndef RUN_OUTPUT_STATE_H
#define RUN_OUTPUT_STATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "data/roster.h"
#include "run/shard.h"
#include "store/journal.h"
#include "store/manifest_reader.h"

/**
 * The state of an output folder by row: what previous runs recorded as made,
 * and what this one has made so far.
 *
 *     manifest.csv             a run that came to its end
 *     manifest.unfinished.csv  the journal of one that is under way, or that
 *                              was killed
 *     gone.csv                 letters whose row has gone from the campaign
 *
 * A shard has its own of each, as manifest.2-of-4.csv. When the first letter
 * is about to be made or removed the manifest becomes the journal, so that
 * there is no manifest while it would not be true. A shard does so to the
 * manifest of an undivided run or a merge, too; all shards still read it there.
 * What is kept of a row in memory is the place of its line: eight bytes.
 */
struct output_state {
    struct arena *arena; ///< owns the paths
    const char *output;
    const struct roster *roster;
    struct shard shard;
    struct manifest_reader *files[6];
    uint64_t *where; ///< by row of the roster, then by row it refused; 0: none
    struct orphans *orphans;
    struct journal *journal; ///< or NULL: nothing was changed so far
    atomic_bool withdrawn;   ///< a row's letter of before is to be removed
};

/** A letter that no row stands for any longer. */
struct orphan {
    uint64_t where;
    uint64_t file; ///< hash of its name
};

struct orphans;

/**
 * Reads the state.
 *
 * @param output_state  filled in; close it whatever this returns
 * @param output        the folder; need not be there
 * @param roster        the campaign's
 * @param shard         which part of it this run is about
 * @param err           filled in on failure
 * @return STATUS_OK; STATUS_INPUT where the manifest is not ours
 */
enum status output_state_open(struct output_state *output_state,
                              const char *output, const struct roster *roster,
                              const struct shard *shard,
                              struct error *err) MUST_CHECK;

void output_state_close(struct output_state *output_state);

/** @return the path of one of the files: "manifest", "gone", "rejected" */
const char *output_state_path(const struct output_state *output_state,
                              struct arena *arena, const char *name);

/**
 * Begins to change letters. May be called again.
 *
 * @errors RULE_FILE_WRITE, RULE_FILE_FULL
 */
enum status output_state_begin(struct output_state *output_state,
                               struct error *err) MUST_CHECK;

/**
 * Finds what is on record of a row. Any thread may call it.
 *
 * @param output_state  the state
 * @param row           of the roster, or roster_count() + one that it refused
 * @param arena         owns the entry
 * @param entry         filled in
 * @return whether there is anything
 */
bool output_state_find(const struct output_state *output_state, size_t row,
                       struct arena *arena, struct manifest_entry *entry);

/** Finds the line itself, as it stands on record. */
bool output_state_find_line(const struct output_state *output_state, size_t row,
                            struct arena *arena, struct manifest_line *line);

/** Forgets what is on record of a row: its letter is not there. */
void output_state_forget(struct output_state *output_state, size_t row);

/**
 * Notes that a letter was made. Any thread may call it, one a row.
 *
 * @param output_state  begun
 * @param row           of the roster
 * @param entry         the letter
 * @param err           filled in on failure
 */
enum status output_state_record(struct output_state *output_state, size_t row,
                                const struct manifest_entry *entry,
                                struct error *err) MUST_CHECK;

/** Adds the recorded letter of a row to the orphans: it has no such letter
 *  any longer. Any thread may call it. */
void output_state_add_orphan(struct output_state *output_state, size_t row,
                             const struct manifest_entry *entry);

/** @return the number of orphans, each file once; sorts them */
size_t output_state_orphans(struct output_state *output_state);

/** Reads an orphan. @return false where its line cannot be read */
bool output_state_read_orphan(const struct output_state *output_state,
                              size_t index, struct arena *arena,
                              struct manifest_entry *entry);

/** Removes the journal of a run that wrote its manifest. */
void output_state_finish(struct output_state *output_state);

/** @return the row of a code, as output_state_find() takes it, or SIZE_MAX */
size_t output_state_row(const struct roster *roster, const char *code);

#endif
