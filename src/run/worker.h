#ifndef RUN_WORKER_H
#define RUN_WORKER_H

#include "base/buffer.h"
#include "base/diagnostics.h"
#include "base/hash.h"
#include "canvas/display_list.h"
#include "layout/layout.h"
#include "letter/letter.h"
#include "pdf/pdf_painter.h"
#include "run/engine.h"
#include "store/manifest.h"

/** The tools of one thread for making letters. */
struct worker {
    const struct engine *engine;
    struct arena *arena; ///< for the current letter; reset by the caller
    struct layout_tools tools;
    struct pdf_painter *painter; ///< NULL: made before engine_prepare()
    struct cms_sign *maker;      ///< NULL also if letters are not sealed
    struct buffer file;          ///< the last letter
    struct hash *hash;
};

/** @return a worker for one thread. @owner the caller: worker_free() */
struct worker *worker_new(const struct engine *engine);

void worker_free(struct worker *worker);

/**
 * Evaluates the words of one letter.
 *
 * @param worker       this thread's
 * @param index        of the council in the roster
 * @param council      [out] always
 * @param letter       [out] on success in the worker's arena
 * @param diagnostics  every error in the row
 */
enum status worker_evaluate(struct worker *worker, size_t index,
                            struct council *council, struct letter *letter,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Evaluates only the file name of a letter, in the worker's arena.
 *
 * @param council  [out] always
 * @return the name, or NULL; worker_evaluate() may refuse a row even if it has
 *         a name
 */
const char *worker_name(struct worker *worker, size_t index,
                        struct council *council,
                        struct diagnostics *diagnostics);

/** Lays out an evaluated letter. The next layout by this worker invalidates
 *  the document, because it trims the caches of lines. */
enum status worker_lay_out(struct worker *worker, const struct letter *letter,
                           struct document *document,
                           struct error *err) MUST_CHECK;

/** Writes a laid out letter to worker->file, after engine_prepare(). */
enum status worker_print(struct worker *worker, const struct letter *letter,
                         const struct document *document,
                         struct error *err) MUST_CHECK;

/**
 * Makes a letter's file with a seal other than the engine's.
 *
 * @param worker  made after engine_prepare(); worker->file is set
 * @param letter  of worker_evaluate() @param seal    its description is set
 *                here; NULL: none
 */
enum status worker_print_again(struct worker *worker,
                               const struct letter *letter,
                               struct pdf_seal *seal,
                               struct error *err) MUST_CHECK;

/**
 * Digests a letter before its seal: the file that render makes without --seal.
 * It depends only on the letter itself, not on the machine, the seal or its
 * libraries.
 *
 * @param worker  made after engine_prepare(); worker->file is overwritten
 * @param letter  of worker_evaluate() @param digest  [out] SHA-256
 */
enum status worker_digest_content(struct worker *worker,
                                  const struct letter *letter,
                                  unsigned char digest[static HASH_SIZE],
                                  struct error *err) MUST_CHECK;

/** Reads a row without evaluating it. */
void worker_read_row(struct worker *worker, size_t index,
                     struct council *council);

/**
 * Writes the digest of a letter's inputs: ten bytes each for its own data and
 * for data of other rows, twelve for the parts that all letters share.
 */
void worker_digest(struct worker *worker, const struct council *council,
                   unsigned char digest[static HASH_SIZE]);

enum letter_age {
    LETTER_CURRENT,
    LETTER_KEPT, ///< sent, and only the comparison with other rows has changed:
                 ///< kept as sent
    LETTER_STALE, ///< its inputs differ from the campaign's current ones
};

/** Compares the record of a letter with its row. */
enum letter_age worker_letter_age(struct worker *worker,
                                  const struct council *council,
                                  const struct manifest_entry *entry);

#endif
