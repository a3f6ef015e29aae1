#ifndef VERIFY_VERIFICATION_H
#define VERIFY_VERIFICATION_H

#include "base/hash.h"
#include "seal/signature_check.h"
#include "store/manifest_index.h"
#include "verify/pdf_report.h"

/**
 * The provable facts about a PDF file: its council, its agreement with the
 * manifest, the correctness of its figures, its seals, and later additions.
 * Conformance to a standard is reported as a claim.
 */

enum verification_result {
    VERIFICATION_HOLDS,
    VERIFICATION_FAILS,
    VERIFICATION_UNREADABLE,
};

enum verification_manifest {
    VERIFICATION_NO_MANIFEST,
    VERIFICATION_MATCHES,
    VERIFICATION_DIFFERS,
    VERIFICATION_UNLISTED,
};

/** The result of all seals: that of the office's, which is the first, or a
 *  worse one of another. Time stamps prove a time, not a signer. */
enum verification_seal_state {
    VERIFICATION_UNSEALED,
    VERIFICATION_BLANK,     ///< an empty signature field
    VERIFICATION_BROKEN,    ///< the file was changed, or the seal is invalid
    VERIFICATION_UNTRUSTED, ///< unchanged, but its signer is not trusted
    VERIFICATION_VALID,     ///< unchanged; trust was not checked
    VERIFICATION_TRUSTED,
};

/** A seal and its result. */
struct verification_signature {
    const struct pdf_report_signature *pdf_report;
    struct signature_report signature_report; ///< empty if it could not be read
    bool first; ///< the office's, the only one that can be trusted
    bool whole; ///< it covers the file to its end
    bool is_valid;
};

/** A claim that is false. */
struct verification_fault {
    const char *claim;   ///< "PDF/UA-1", "manifest", "figures"
    const char *message; ///< one line
};

struct verification {
    struct arena *arena;
    enum verification_result word;
    const char *file;
    size_t size;                         ///< bytes
    char sha256[HASH_HEX_SIZE];          ///< "": no byte could be read
    struct pdf_report pdf_report;        ///< empty if it is not a PDF file
    const char *pdf_claims;              ///< "PDF/UA-1 and PDF/A-3a"; or ""
    enum verification_manifest manifest; ///< the agreement with the manifest
    const char *manifest_path;           ///< or NULL
    bool has_figures;                    ///< a letter's figures.csv
    bool figures_match;                  ///< recomputed, and equal
    size_t statistics;                   ///< in it
    enum verification_seal_state seal_state;
    struct verification_signature *seals; ///< as many as pdf_report.seal_count
    struct verification_fault
        *faults; ///< in the order in which they were found
    size_t fault_count;
};

/** The manifest to look a file up in. */
struct verification_lookup {
    const struct manifest_index *manifest_index; ///< NULL: no manifest
    const char *damaged; ///< a manifest that is there and cannot be read
    bool named;          ///< by the user, so that a file may have any name
    bool letters;        ///< the folder is one for letters and nothing else
};

/** The requirements for seals. */
struct verification_policy {
    const struct trust_store *trust; ///< NULL: trust is not checked
    bool sealed;                     ///< every file must have a seal
    time_t now;
};

/**
 * Verifies a file.
 *
 * @param arena         owns it
 * @param path          the file
 * @param lookup        the manifest
 * @param policy        the requirements for its seals
 * @param verification  [out] always written
 * @return STATUS_OK, or the status of the error that made it
 *         VERIFICATION_UNREADABLE
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE, RULE_FILE_TOO_LARGE,
 *         RULE_PDF_FOREIGN
 */
enum status verification_run(struct arena *arena, const char *path,
                             const struct verification_lookup *lookup,
                             const struct verification_policy *policy,
                             struct verification *verification,
                             struct error *err) MUST_CHECK;

/**
 * Like verification_run(), for a file that crashed the reader: without reading
 * it as a PDF file.
 */
enum status verification_run_unread(struct arena *arena, const char *path,
                                    const struct verification_lookup *lookup,
                                    const struct verification_policy *policy,
                                    struct verification *verification,
                                    struct error *err) MUST_CHECK;

/** Maximum seconds of processor time for a file; a letter takes a hundredth of
 *  one. */
enum { VERIFICATION_SECONDS = 10 };

/** Like verification_run_unread(), for a file that took longer than
 *  VERIFICATION_SECONDS. */
enum status
verification_give_up_costly(struct arena *arena, const char *path,
                            const struct verification_lookup *lookup,
                            const struct verification_policy *policy,
                            struct verification *verification,
                            struct error *err) MUST_CHECK;

/** Adds a fault; the result is VERIFICATION_FAILS from then on. */
void verification_add_fault(struct verification *verification,
                            const char *claim, const char *format, ...)
    PRINTF_LIKE(3, 4);

#endif
