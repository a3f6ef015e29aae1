#ifndef PROOF_BASELINE_H
#define PROOF_BASELINE_H

#include "proof/proof_record.h"
#include "store/manifest.h"

/**
 * The baseline that a proof is compared with: the last proof in its place, or a
 * folder that was named. Never changed once open, so threads may read it.
 */
struct baseline {
    const char *what;           ///< "the last proof", the folder, or "": none
    const char *folder;         ///< where the record's pictures are
    struct proof_record record; ///< page by page
    const struct manifest_entry *letters; ///< of an output without a proof: by
                                          ///< code, letter by letter only
    size_t letter_count;
};

/** The change of a letter or a page since. */
enum baseline_change {
    BASELINE_SAME, ///< the same, or nothing to hold it against
    BASELINE_CHANGED,
    BASELINE_NEW,
};

/**
 * Finds the earlier proof that a proof is compared with.
 *
 * @param arena        owns the result
 * @param against      a folder with a proof, with an output that has one, or
 *                     with an output that has only its manifest; NULL: @p last
 * @param last         the record in the place of the proof to be made
 * @param folder       the place of the proof to be made
 * @param baseline     [out]
 * @param diagnostics  gets what is wrong
 * @errors RULE_FILE_MISSING: nothing of the three is in @p against;
 *         RULE_MANIFEST_DAMAGED
 */
enum status baseline_open(struct arena *arena, const char *against,
                          const struct proof_record *last, const char *folder,
                          struct baseline *baseline,
                          struct diagnostics *diagnostics) MUST_CHECK;

/** @return true if there is anything to compare a proof with */
bool baseline_exists(const struct baseline *baseline);

/** @return the manifest's entry of a letter, or NULL */
const struct manifest_entry *baseline_letter(const struct baseline *baseline,
                                             const char *code);

/** @return "unchanged", "changed", "new" */
const char *baseline_change_word(enum baseline_change change);

#endif
