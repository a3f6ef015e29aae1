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
 * The state of an output folder by row: the letters of previous runs, and
 * those made so far in this run.
 *
 *     manifest.csv             of a completed run
 *     manifest.unfinished.csv  the journal of a live or killed run
 *     gone.csv                 letters whose row is no longer in the campaign
 *
 * Each shard has its own files, such as manifest.2-of-4.csv. Before the first
 * letter is made or removed, the manifest becomes the journal, so that there is
 * never a false manifest. A shard renames the manifest of an undivided run or a
 * merge in the same way; all shards read it under the new name. In memory a row
 * takes eight bytes, the position of its line.
 */
struct output_state {
    struct arena *arena; ///< owns the paths
    const char *output;
    const struct roster *roster;
    struct shard shard;
    struct manifest_reader *files[6];
    uint64_t *where; ///< by row of the roster, then by refused row; 0: none
    struct orphans *orphans;
    struct journal *journal; ///< NULL: nothing changed yet
    atomic_bool withdrawn;   ///< a row's previous letter must be removed
};

/** A letter that no longer belongs to a row. */
struct orphan {
    uint64_t where;
    uint64_t file; ///< hash of its name
};

struct orphans;

/**
 * Reads the state.
 *
 * @param output_state  [out] close it even after a failure
 * @param output        the folder, which need not exist
 * @param roster        the campaign's
 * @param shard         the part of it that this run includes
 * @return STATUS_OK; STATUS_INPUT if this program did not write the manifest
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
 * Makes the manifest the journal, before letters are changed. May be called
 * again.
 *
 * @errors RULE_FILE_WRITE, RULE_FILE_FULL
 */
enum status output_state_begin(struct output_state *output_state,
                               struct error *err) MUST_CHECK;

/**
 * Finds the record of a row. Thread-safe.
 *
 * @param output_state  the state
 * @param row           of the roster, or roster_count() + index of a refused
 *                      row
 * @param arena         owns the entry
 * @param entry         [out]
 * @return true if there is a record
 */
bool output_state_find(const struct output_state *output_state, size_t row,
                       struct arena *arena, struct manifest_entry *entry);

/** Finds the recorded line itself. */
bool output_state_find_line(const struct output_state *output_state, size_t row,
                            struct arena *arena, struct manifest_line *line);

/** Drops the record of a row whose letter does not exist. */
void output_state_forget(struct output_state *output_state, size_t row);

/**
 * Records that a letter was made. Thread-safe, for different rows.
 *
 * @param output_state  after output_state_begin()
 * @param row           of the roster
 * @param entry         the letter
 */
enum status output_state_record(struct output_state *output_state, size_t row,
                                const struct manifest_entry *entry,
                                struct error *err) MUST_CHECK;

/** Adds the recorded letter of a row to the orphans. Thread-safe. */
void output_state_add_orphan(struct output_state *output_state, size_t row,
                             const struct manifest_entry *entry);

/** Sorts the orphans and removes duplicates. @return their number */
size_t output_state_orphans(struct output_state *output_state);

/** Reads an orphan. @return false if its line is unreadable */
bool output_state_read_orphan(const struct output_state *output_state,
                              size_t index, struct arena *arena,
                              struct manifest_entry *entry);

/** Removes the journal after the manifest was written. */
void output_state_finish(struct output_state *output_state);

/** @return the row of a code, for output_state_find(), or SIZE_MAX */
size_t output_state_row(const struct roster *roster, const char *code);

#endif
