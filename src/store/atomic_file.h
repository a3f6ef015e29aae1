#ifndef STORE_ATOMIC_FILE_H
#define STORE_ATOMIC_FILE_H

#include <stddef.h>

#include "base/diagnostics.h"

/**
 * Writes files whole or not at all: under a temporary name in the same folder,
 * then synced and renamed.
 *
 * A temporary file is locked while its writer lives, so that
 * atomic_file_sweep() can distinguish a killed run's files from another live
 * run's.
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
 * @param size   of the content @param sync when it must be on the disk
 * @param err    [out] on failure; then a file at @p path is unchanged
 * @return STATUS_OK, STATUS_IO or STATUS_AGAIN
 */
enum status atomic_file_write(const char *path, const void *bytes, size_t size,
                              enum file_sync sync,
                              struct error *err) MUST_CHECK;

/**
 * A file that is written in pieces and appears whole when it is closed. After
 * the first error nothing is written; atomic_file_close() returns the error.
 */
struct atomic_file;

/**
 * Opens a file for writing, under a temporary name next to @p path.
 *
 * @param path    its final path; must outlive the stream and errors
 * @param stream  [out]
 * @owner the caller, who ends it with atomic_file_close() or atomic_file_drop()
 */
enum status atomic_file_open(const char *path, struct atomic_file **stream,
                             struct error *err) MUST_CHECK;

void atomic_file_add(struct atomic_file *stream, const void *bytes,
                     size_t size);

/** Writes the rest, renames the file and frees the stream, even on failure. An
 *  existing file with equal bytes is left unchanged. */
enum status atomic_file_close(struct atomic_file *stream, enum file_sync sync,
                              struct error *err) MUST_CHECK;

/** Discards the file and frees the stream; NULL is allowed. */
void atomic_file_drop(struct atomic_file *stream);

/**
 * Syncs a folder's renames and, for FILE_SYNC_END, its files.
 */
enum status atomic_file_sync_folder(const char *path, enum file_sync sync,
                                    struct error *err) MUST_CHECK;

/** Removes a killed run's temporary files from a folder. */
void atomic_file_sweep(const char *folder);

/** Removes a file; succeeds if there is none. */
enum status atomic_file_remove(const char *path, struct error *err) MUST_CHECK;

#endif
