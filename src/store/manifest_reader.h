#ifndef STORE_MANIFEST_READER_H
#define STORE_MANIFEST_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/manifest.h"

/**
 * Reads a manifest line by line, so that a million rows take little memory:
 * only the offset of each line is kept.
 *
 * A journal is read in the same way: the partial lines and holes of NULs that
 * a killed run leaves are skipped.
 */
struct manifest_reader;

/** A row of the file with its line end. */
struct manifest_line {
    const char *bytes;
    size_t length;
    uint64_t offset; ///< of its first byte
};

/**
 * Opens a manifest.
 *
 * @param path  the file
 * @param file  [out] NULL if it is missing
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
 * @param line  [out] valid until the next call
 * @return false at the end
 */
bool manifest_reader_next(struct manifest_reader *file,
                          struct manifest_line *line);

/**
 * Reads one line again. Thread-safe.
 *
 * @param file    the manifest
 * @param offset  of a line returned by manifest_reader_next(), or added since
 * @param arena   owns the bytes
 * @param line    [out]
 * @return true if the line is complete
 */
bool manifest_reader_line_at(const struct manifest_reader *file,
                             uint64_t offset, struct arena *arena,
                             struct manifest_line *line);

/**
 * Parses a line.
 *
 * @param line   a line
 * @param arena  owns the entry's texts
 * @param entry  [out]
 * @return false if this program would not write such a line
 */
bool manifest_reader_parse(const struct manifest_line *line,
                           struct arena *arena, struct manifest_entry *entry);

#endif
