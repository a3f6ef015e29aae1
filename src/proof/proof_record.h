#ifndef PROOF_PROOF_RECORD_H
#define PROOF_PROOF_RECORD_H

#include <stddef.h>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "store/atomic_file.h"

/**
 * proof.csv: the record of a proof, a row a page, in order of code and page,
 * without times. The next proof finds changes by it.
 *
 *     code,name,page,picture,sha256,picture_sha256,before,program
 */
struct proof_record_page {
    const char *code;
    const char *name;
    size_t number;       ///< from 1
    const char *picture; ///< its letter's drawing, relative to the record:
                         ///< "pages/x.js"
    char sha256[HASH_HEX_SIZE]; ///< of the page's marks, machine-independent
    char picture_sha256[HASH_HEX_SIZE]; ///< of the drawing's file
    const char *before;  ///< drawing of the letter's previous version; or ""
    const char *program; ///< the version that drew it
};

struct proof_record {
    struct proof_record_page *pages; ///< by code, then number
    size_t count;
};

/** The pages of one letter. */
struct proof_record_pages {
    const struct proof_record_page *items; ///< by number
    size_t count;
};

/**
 * Writes the record; one without pages is removed.
 *
 * @param path    "<output>/proof/proof.csv"
 * @param record  in any order; sorted here
 * @param sync    when it must be on the disk
 */
enum status proof_record_write(const char *path, struct proof_record *record,
                               enum file_sync sync,
                               struct error *err) MUST_CHECK;

/**
 * Reads a record back.
 *
 * @param arena        owns the pages
 * @param path         the file; if it is missing, there are no pages
 * @param record       [out]
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_MANIFEST_DAMAGED: this program did not write it
 */
enum status proof_record_read(struct arena *arena, const char *path,
                              struct proof_record *record,
                              struct diagnostics *diagnostics) MUST_CHECK;

/** @return the pages of a letter; none if the record does not have the code */
struct proof_record_pages proof_record_find(const struct proof_record *record,
                                            const char *code);

#endif
