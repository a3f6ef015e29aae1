#ifndef DELIVERY_VERDICT_H
#define DELIVERY_VERDICT_H

#include "base/hash.h"
#include "seal/signature_check.h"
#include "store/manifest_index.h"
#include "verify/pdf_report.h"

/**
 * What a PDF file claims, and whether it holds.
 *
 * What is checked of PDF/UA and PDF/A are conditions that are necessary and
 * cheap: a file for which they hold may still fail before a full checker. What
 * is claimed and cannot be checked does not hold.
 */

enum verdict_word {
    VERDICT_HOLDS,
    VERDICT_FAILS,
    VERDICT_UNREADABLE,
};

enum verdict_manifest {
    VERDICT_NO_MANIFEST,
    VERDICT_MATCHES,
    VERDICT_DIFFERS,
    VERDICT_UNLISTED,
};

/** What the seals come to, the worst of them. */
enum verdict_sealing {
    VERDICT_UNSEALED,
    VERDICT_BLANK,     ///< a field for a seal, and none in it
    VERDICT_BROKEN,    ///< something was changed, or it is no seal at all
    VERDICT_UNTRUSTED, ///< whole, but who made it cannot be relied on
    VERDICT_VALID,     ///< whole; nobody asked whom to trust
    VERDICT_TRUSTED,
};

/** A seal, and what became of it. */
struct verdict_seal {
    const struct evidence_seal *evidence;
    struct testimony testimony; ///< empty where it could not be heard
    bool whole;                 ///< it covers the file to its end
    bool holds;
};

/** Something claimed that does not hold. */
struct verdict_fault {
    const char *claim;   ///< "PDF/UA-1", "manifest", "figures"
    const char *message; ///< one line
};

struct verdict {
    struct arena *arena;
    enum verdict_word word;
    const char *file;
    size_t size;                    ///< bytes
    char sha256[HASH_HEX_SIZE];     ///< "": no byte could be read
    struct evidence evidence;       ///< empty where it is no PDF file
    const char *claims;             ///< "PDF/UA-1 and PDF/A-3a"; or ""
    const char *checked;            ///< "tags, title, fonts"; or ""
    enum verdict_manifest manifest; ///< what the manifest says of it
    const char *manifest_path;      ///< or NULL
    bool has_figures;               ///< a letter's figures.csv
    bool figures_hold;              ///< reckoned again
    size_t statistics;              ///< in it
    enum verdict_sealing sealing;
    struct verdict_seal *seals;   ///< as many as evidence.seal_count
    struct verdict_fault *faults; ///< in the order of looking
    size_t fault_count;
};

/** Where a file is looked up. */
struct verdict_shelf {
    const struct registry *registry; ///< NULL: no manifest
    const char *damaged; ///< a manifest that is there and cannot be read
    bool named;          ///< by whoever asks; so a file may bear any name
    bool letters;        ///< the folder is one for letters and nothing else
};

/** What is asked of seals. */
struct verdict_terms {
    const struct trust *trust; ///< who is trusted; NULL: not asked
    bool sealed;               ///< every file has to bear a seal
    time_t now;
};

/**
 * Reaches a verdict on a file.
 *
 * @param arena    owns it
 * @param path     the file
 * @param shelf    where to look it up
 * @param terms    what is asked of its seals
 * @param verdict  filled in whatever the file is
 * @param err      filled in where nothing could be read
 * @return STATUS_OK, or why the word is VERDICT_UNREADABLE
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE, RULE_FILE_TOO_LARGE,
 *         RULE_PDF_FOREIGN
 */
enum status verdict_reach(struct arena *arena, const char *path,
                          const struct verdict_shelf *shelf,
                          const struct verdict_terms *terms,
                          struct verdict *verdict,
                          struct error *err) MUST_CHECK;

/**
 * As verdict_reach(), for a file that brought the reader down: what can be
 * said without reading it as a PDF file.
 */
enum status verdict_give_up(struct arena *arena, const char *path,
                            const struct verdict_shelf *shelf,
                            const struct verdict_terms *terms,
                            struct verdict *verdict,
                            struct error *err) MUST_CHECK;

/** Adds a fault; the verdict is VERDICT_FAILS from then on. */
void verdict_blame(struct verdict *verdict, const char *claim,
                   const char *format, ...) PRINTF_LIKE(3, 4);

#endif
