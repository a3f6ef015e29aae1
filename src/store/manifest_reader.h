#ifndef STORE_MANIFEST_READER_H
#define STORE_MANIFEST_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/manifest.h"

/**
 * A manifest read line by line, so that a million rows cost no memory: only
 * the offset of each line is kept.
 *
 * A journal, which a killed run may have left with a hole of NULs or half a
 * line, is read the same way: partial lines are skipped.
 */
struct manifest_reader;

/** One row of the file, its line end included. */
struct manifest_line {
    const char *bytes;
    size_t length;
    uint64_t offset; ///< of its first byte
};

/**
 * Opens a manifest.
 *
 * @param path  the file
 * @param file  [out]; NULL where there is none
 * @return STATUS_OK; STATUS_INPUT if another program wrote it; STATUS_IO
 * @owner the caller, who ends it with manifest_reader_close()
 */
enum status manifest_reader_open(const char *path,
                                 struct manifest_reader **file,
                                 struct error *err) MUST_CHECK;

/** Frees; NULL is allowed. */
void manifest_reader_close(struct manifest_reader *file);

/**
 * Reads the next line.
 *
 * @param file  the manifest
 * @param line  [out] good until the next call
 * @return false at the end
 */
bool manifest_reader_next(struct manifest_reader *file,
                          struct manifest_line *line);

/**
 * Reads one line again. Any thread may call it.
 *
 * @param file    the manifest
 * @param offset  of a line that manifest_reader_next() gave, or that was added
 *                since
 * @param arena   owns the bytes
 * @param line    [out]
 * @return true if a whole line is there
 */
bool manifest_reader_line_at(const struct manifest_reader *file,
                             uint64_t offset, struct arena *arena,
                             struct manifest_line *line);

/**
 * Reads a line.
 *
 * @param line   a line
 * @param arena  owns the entry's texts
 * @param entry  [out]
 * @return false if this program writes no such line
 */
bool manifest_reader_parse(const struct manifest_line *line,
                           struct arena *arena, struct manifest_entry *entry);

#endif
