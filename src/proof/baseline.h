#ifndef PROOF_BASELINE_H
#define PROOF_BASELINE_H

#include "proof/proof_record.h"
#include "store/manifest.h"

/**
 * The baseline of a proof: the last proof in its folder, or another folder.
 * Immutable once open, so threads may read it.
 */
struct baseline {
    const char *what;           ///< "the last proof", the folder, or "": none
    const char *folder;         ///< of the record's pictures
    struct proof_record record; ///< page by page
    const struct manifest_entry *letters; ///< of an output without a proof: by
                                          ///< code, without pages
    size_t letter_count;
};

/** The change of a letter or a page since the baseline. */
enum baseline_change {
    BASELINE_SAME, ///< equal, or there is no baseline
    BASELINE_CHANGED,
    BASELINE_NEW,
};

/**
 * Opens the baseline of a proof.
 *
 * @param arena        owns the result
 * @param against      a folder with a proof, or with an output that has a
 *                     proof or at least a manifest; NULL: @p last
 * @param last         the record in @p folder @param folder the new proof's
 * @param baseline     [out]
 * @param diagnostics  gets what is wrong
 * @errors RULE_FILE_MISSING: none of these is in @p against;
 *         RULE_MANIFEST_DAMAGED
 */
enum status baseline_open(struct arena *arena, const char *against,
                          const struct proof_record *last, const char *folder,
                          struct baseline *baseline,
                          struct diagnostics *diagnostics) MUST_CHECK;

/** @return true if there is a baseline */
bool baseline_exists(const struct baseline *baseline);

/** @return the manifest's entry of a letter, or NULL */
const struct manifest_entry *baseline_letter(const struct baseline *baseline,
                                             const char *code);

/** @return "unchanged", "changed", "new" */
const char *baseline_change_word(enum baseline_change change);

#endif
