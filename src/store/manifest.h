#ifndef STORE_MANIFEST_H
#define STORE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/diagnostics.h"
#include "base/hash.h"
#include "store/atomic_file.h"

/**
 * manifest.csv: the letters of a run, a row a council, in order of code. It
 * has no times, so that equal inputs give equal bytes.
 *
 *     code,name,file,pages,bytes,sha256,inputs_sha256,status,content_sha256
 *
 * A refused row has the status "refused" and no file, pages, bytes or hashes.
 */
enum manifest_status {
    MANIFEST_MADE,
    MANIFEST_REFUSED,
};

struct manifest_entry {
    const char *code;
    const char *name;
    const char *file; ///< relative to the manifest: "letters/x.pdf"; or ""
    size_t pages;
    size_t bytes;
    char sha256[HASH_HEX_SIZE];        ///< of the file
    char inputs_sha256[HASH_HEX_SIZE]; ///< of the letter's inputs: three
                                       ///< truncated digests
    enum manifest_status status;
    char content_sha256[HASH_HEX_SIZE]; ///< of the letter before its seal: of
                                        ///< the file that render makes without
                                        ///< --seal
};

/** Adds the header line. */
void manifest_add_header(struct buffer *csv);

/** Adds the line of one entry. */
void manifest_add(struct buffer *csv, const struct manifest_entry *entry);

/** @return true if a name is of the form "letters/x.pdf" */
bool manifest_file_is_ours(const char *file);

/**
 * Reads the cells of one line.
 *
 * @param cells  one for each column of the header
 * @param entry  [out] with texts of @p cells
 * @return false if this program
 *               would not write such a line
 */
bool manifest_read_cells(const struct value *cells,
                         struct manifest_entry *entry);

enum { MANIFEST_COLUMNS = 9 };

/**
 * Writes the manifest.
 *
 * @param path     "<output>/manifest.csv"
 * @param entries  in any order; sorted here
 * @param count    how many
 * @param sync     when it must be on the disk
 */
enum status manifest_write(const char *path, struct manifest_entry *entries,
                           size_t count, enum file_sync sync,
                           struct error *err) MUST_CHECK;

/** @return @p sync, or FILE_SYNC_EACH instead of FILE_SYNC_END: a manifest is
 *         synced before its rename, so that a power cut cannot leave half of
 *         it */
enum file_sync manifest_sync(enum file_sync sync);

/**
 * Reads a manifest back.
 *
 * @param arena        owns the entries
 * @param path         the file; if it is missing, there are no entries
 * @param entries      [out] in the file's order
 * @param count        [out]
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK, or the status of the first error
 */
enum status manifest_read(struct arena *arena, const char *path,
                          struct manifest_entry **entries, size_t *count,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
