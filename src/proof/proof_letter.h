#ifndef PROOF_PROOF_LETTER_H
#define PROOF_PROOF_LETTER_H

#include "proof/baseline.h"
#include "run/engine.h"
#include "run/worker.h"
#include "store/atomic_file.h"

/** One letter of a proof: its drawing, and its facts for the HTML page. */

/** The settings that all letters of a proof share. */
struct proof_plan {
    const char *folder; ///< "<output>/proof"
    const struct baseline *baseline;
    const struct proof_record *last; ///< the record in the folder
    bool force;                      ///< write even unchanged drawings
    enum file_sync sync;
};

struct proof_letter_page {
    char sha256[HASH_HEX_SIZE]; ///< as in proof_record_page
    enum baseline_change change;
};

/** The result of one row; on the heap, because it outlives the letter's arena.
 */
struct proof_letter {
    char *file; ///< of the drawing: "<file>.js"; NULL: no letter
    struct proof_letter_page *pages;
    size_t page_count;
    enum baseline_change change;
    bool before; ///< the previous version is in "before/"
    char drawing_sha256[HASH_HEX_SIZE]; ///< of the drawing's file
    char content_sha256[HASH_HEX_SIZE]; ///< of the letter before its seal
    struct buffer facts; ///< a JSON object without its closing brace
    struct buffer words; ///< output of plain_text_write()
};

/**
 * Makes one letter's part of the proof.
 *
 * @param worker        this thread's, made after engine_prepare()
 * @param plan          the proof
 * @param council       the row
 * @param letter        its words
 * @param document      its pages; invalid after this call
 * @param proof_letter  [out] free it even after a failure
 * @param err           [out] on failure, with the council's code
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
