#ifndef DELIVERY_MANIFEST_H
#define DELIVERY_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/report.h"
#include "delivery/filing.h"

/**
 * manifest.csv: what a run made, a row a council, in order of code, without
 * times: the same inputs give the same bytes.
 *
 *     code,name,file,pages,bytes,sha256,inputs_sha256,status
 */
enum manifest_status {
    MANIFEST_MADE,    ///< the letter is there
    MANIFEST_REFUSED, ///< the row was at fault; file, pages, bytes are empty
};

struct manifest_entry {
    const char *code;
    const char *name;
    const char *file; ///< relative to the manifest: "letters/x.pdf"
    size_t pages;
    size_t bytes;
    char sha256[65];        ///< of the file, hexadecimal
    char inputs_sha256[65]; ///< of all that the letter was made from
    enum manifest_status status;
};

/**
 * Writes the manifest.
 *
 * @param path     "<output>/manifest.csv"
 * @param entries  in any order; sorted here
 * @param count    how many
 * @param sync     when it has to be on the disk
 * @param err      filled in on failure
 */
enum status manifest_write(const char *path, struct manifest_entry *entries,
                           size_t count, enum filing_sync sync,
                           struct error *err) MUST_CHECK;

/**
 * Reads a manifest back.
 *
 * @param arena    owns the entries
 * @param path     the file; one that is missing gives no entries
 * @param entries  filled in
 * @param count    filled in
 * @param err      filled in on failure
 */
enum status manifest_read(struct arena *arena, const char *path,
                          struct manifest_entry **entries, size_t *count,
                          struct error *err) MUST_CHECK;

#endif
