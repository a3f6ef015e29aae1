#ifndef DELIVERY_FILING_H
#define DELIVERY_FILING_H

#include <stddef.h>

#include "base/report.h"

/**
 * Files written whole or not at all: under a temporary name in the same
 * folder, synced, renamed.
 */

enum filing_sync {
    FILING_SYNC_EACH, ///< each file and its folder before the next
    FILING_SYNC_NONE,
};

/** Makes a folder and those above it. @errors RULE_FILE_WRITE, RULE_FILE_FULL */
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

/** Makes renames in a folder last. */
enum status filing_sync_folder(const char *path, struct error *err) MUST_CHECK;

/** Removes temporary files that a killed run left in a folder. */
void filing_sweep(const char *folder);

#endif
