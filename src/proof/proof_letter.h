#ifndef PROOF_PROOF_LETTER_H
#define PROOF_PROOF_LETTER_H

#include "proof/proof_page.h"
#include "run/engine.h"
#include "run/worker.h"

/** One letter of a proof: its pictures, and its facts for the HTML page. */

/** What of a page goes into the record. */
struct proof_letter_page {
    char sha256[HASH_HEX_SIZE];
    char picture_sha256[HASH_HEX_SIZE];
    bool before;
};

/** The result of one row; on the heap, because it outlives the letter's arena.
 *  */
struct proof_letter {
    char *file; ///< of the pictures: "<file>-1.png"; NULL: no letter was made
    struct proof_letter_page *pages;
    size_t page_count;
    enum baseline_change change;
    struct buffer facts; ///< a JSON object without its closing brace
    struct buffer words; ///< for each paragraph: a letter for its kind (see
                         ///< contact_sheet.h), its text, a NUL
};

/**
 * Makes one letter's part of the proof.
 *
 * @param worker        this thread's
 * @param plan          the proof
 * @param council       the row
 * @param letter        its words
 * @param document      its pages
 * @param proof_letter  [out] free it whatever this returns
 * @param err           filled in on failure, with the council's code
 */
enum status proof_letter_make(struct worker *worker,
                              const struct proof_plan *plan,
                              const struct council *council,
                              const struct letter *letter,
                              const struct document *document,
                              struct proof_letter *proof_letter,
                              struct error *err) MUST_CHECK;

void proof_letter_free(struct proof_letter *proof_letter);

/** @return a file's name in the campaign's folder, without that folder */
const char *proof_letter_place_file(const struct campaign *campaign,
                                    const char *file);

#endif
