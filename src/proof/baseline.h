#ifndef BATCH_EARLIER_H
#define BATCH_EARLIER_H

#include "proof/proof_record.h"
#include "store/manifest.h"

/**
 * What a proof is held against: the proof that stood in its place, or a folder
 * that was named. Never changed once open, so threads may read it.
 */
struct earlier {
    const char *what;           ///< "the last proof", the folder, or "": none
    const char *folder;         ///< where the record's pictures are
    struct proof_record record; ///< page by page
    const struct manifest_entry *letters; ///< of an output without a proof: by
                                          ///< code, letter by letter only
    size_t letter_count;
};

/** What became of a letter or a page since. */
enum change {
    CHANGE_NONE, ///< the same, or nothing to hold it against
    CHANGE_CHANGED,
    CHANGE_NEW,
};

/**
 * Finds what a proof is to be held against.
 *
 * @param arena    owns the result
 * @param against  a folder with a proof, with an output that has one, or with
 *                 an output that has only its manifest; NULL: @p last
 * @param last     the record in the place of the proof to be made
 * @param folder   the place of the proof to be made
 * @param earlier  filled in on success
 * @param report   gets what is wrong
 * @errors RULE_FILE_MISSING: nothing of the three is in @p against;
 *         RULE_MANIFEST_DAMAGED
 */
enum status earlier_open(struct arena *arena, const char *against,
                         const struct proof_record *last, const char *folder,
                         struct earlier *earlier,
                         struct report *report) MUST_CHECK;

/** @return whether there is anything to hold a proof against */
bool earlier_exists(const struct earlier *earlier);

/** @return the manifest's entry of a letter, or NULL */
const struct manifest_entry *earlier_letter(const struct earlier *earlier,
                                            const char *code);

/** @return "unchanged", "changed", "new" */
const char *change_word(enum change change);

#endif
