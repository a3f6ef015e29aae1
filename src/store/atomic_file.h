#ifndef DELIVERY_FILING_H
#define DELIVERY_FILING_H

#include <stddef.h>

#include "base/diagnostics.h"

/**
 * Files written whole or not at all: under a temporary name in the same
 * folder, synced, renamed.
 *
 * A temporary file is locked while its writer lives, so that filing_sweep()
 * can tell what a killed run left from what a neighbour is writing.
 */

enum filing_sync {
    FILING_SYNC_EACH, ///< each file before its rename
    FILING_SYNC_END,  ///< all at once, by filing_sync_folder()
    FILING_SYNC_NONE, ///< when the machine likes
};

/**
 * Makes a folder and those above it; one that is there is well.
 *
 * @errors RULE_FILE_WRITE, RULE_FILE_FULL
 */
enum status filing_make_folder(const char *path, struct error *err) MUST_CHECK;

/**
 * Writes a file.
 *
 * @param path   where it is in the end
 * @param bytes  the whole content
 * @param size   how many
 * @param sync   when it has to be on the disk
 * @param err    filled in on failure; nothing of the file is left then, and
 *               what stood at @p path before stands there still
 * @return STATUS_OK, STATUS_IO or STATUS_AGAIN
 */
enum status filing_write(const char *path, const void *bytes, size_t size,
                         enum filing_sync sync, struct error *err) MUST_CHECK;

/**
 * A file that is written piece by piece, and is there whole once it is closed
 * well. After the first fault nothing more is written; filing_close() tells.
 */
struct filing_stream;

/**
 * Opens a file to write to, under a temporary name beside @p path.
 *
 * @param path    where it is in the end; has to outlive the stream and errors
 * @param stream  filled in on success
 * @param err     filled in on failure
 * @owner the caller, who ends it with filing_close() or filing_drop()
 */
enum status filing_open(const char *path, struct filing_stream **stream,
                        struct error *err) MUST_CHECK;

void filing_add(struct filing_stream *stream, const void *bytes, size_t size);

/** Writes the rest, renames; frees the stream whatever this returns. A file
 *  that has these bytes already is left as it is. */
enum status filing_close(struct filing_stream *stream, enum filing_sync sync,
                         struct error *err) MUST_CHECK;

/** Forgets what was written and frees the stream; NULL is allowed. */
void filing_drop(struct filing_stream *stream);

/**
 * Makes what was written to a folder last: the renames, and under
 * FILING_SYNC_END the files.
 */
enum status filing_sync_folder(const char *path, enum filing_sync sync,
                               struct error *err) MUST_CHECK;

/** Removes temporary files that a killed run left in a folder. */
void filing_sweep(const char *folder);

/** Removes a file; one that is not there is well. */
enum status filing_remove(const char *path, struct error *err) MUST_CHECK;

#endif
