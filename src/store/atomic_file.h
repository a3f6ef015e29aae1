#ifndef STORE_ATOMIC_FILE_H
#define STORE_ATOMIC_FILE_H

#include <stddef.h>

#include "base/diagnostics.h"

/**
 * Files written whole or not at all: under a temporary name in the same
 * folder, synced, renamed.
 *
 * A temporary file is locked while its writer lives, so that
 * atomic_file_sweep() can tell files that a killed run left from files that
 * another run is writing.
 */

enum file_sync {
    FILE_SYNC_EACH, ///< each file before its rename
    FILE_SYNC_END,  ///< all at once, by atomic_file_sync_folder()
    FILE_SYNC_NONE, ///< left to the system
};

/**
 * Makes a folder and its parents; succeeds if it already exists.
 *
 * @errors RULE_FILE_WRITE, RULE_FILE_FULL
 */
enum status atomic_file_make_folder(const char *path,
                                    struct error *err) MUST_CHECK;

/**
 * Writes a file.
 *
 * @param path   its final path
 * @param bytes  the whole content
 * @param size   how many
 * @param sync   when it must be on the disk
 * @param err    filled in on failure; nothing of the file is left then, and
 *               what stood at @p path before stands there still
 * @return STATUS_OK, STATUS_IO or STATUS_AGAIN
 */
enum status atomic_file_write(const char *path, const void *bytes, size_t size,
                              enum file_sync sync,
                              struct error *err) MUST_CHECK;

/**
 * A file that is written piece by piece and appears whole when it is closed.
 * After the first fault nothing more is written; atomic_file_close() returns
 * it.
 */
struct atomic_file;

/**
 * Opens a file to write to, under a temporary name beside @p path.
 *
 * @param path    where it is in the end; has to outlive the stream and errors
 * @param stream  [out]
 * @owner the caller, who ends it with atomic_file_close() or atomic_file_drop()
 */
enum status atomic_file_open(const char *path, struct atomic_file **stream,
                             struct error *err) MUST_CHECK;

void atomic_file_add(struct atomic_file *stream, const void *bytes,
                     size_t size);

/** Writes the rest, renames; frees the stream whatever this returns. A file
 *  that has these bytes already is left as it is. */
enum status atomic_file_close(struct atomic_file *stream, enum file_sync sync,
                              struct error *err) MUST_CHECK;

/** Discards the file and frees the stream; NULL is allowed. */
void atomic_file_drop(struct atomic_file *stream);

/**
 * Makes what was written to a folder last: the renames, and under
 * FILE_SYNC_END the files.
 */
enum status atomic_file_sync_folder(const char *path, enum file_sync sync,
                                    struct error *err) MUST_CHECK;

/** Removes temporary files that a killed run left in a folder. */
void atomic_file_sweep(const char *folder);

/** Removes a file; succeeds if there is none. */
enum status atomic_file_remove(const char *path, struct error *err) MUST_CHECK;

#endif
