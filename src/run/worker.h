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

/** What one thread needs to make letters. */
struct worker {
    const struct engine *engine;
    struct arena *arena; ///< for the current letter; reset by the caller
    struct layout_tools tools;
    struct pdf_painter *painter; ///< NULL: made before engine_prepare()
    struct cms_sign *maker;      ///< likewise; or letters are not sealed
    struct buffer file;          ///< the letter printed last
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
 * @param diagnostics  gets every fault of the row
 */
enum status worker_evaluate(struct worker *worker, size_t index,
                            struct council *council, struct letter *letter,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Evaluates the file name of one letter alone, in the worker's arena.
 *
 * @param council  [out] always
 * @return the name; NULL: worker_evaluate() would refuse the row; a name says
 *         nothing about that
 */
const char *worker_name(struct worker *worker, size_t index,
                        struct council *council,
                        struct diagnostics *diagnostics);

/** Lays out an evaluated letter. The document lasts until this worker lays out
 *  another, or the same one again: the caches of lines are trimmed then. */
enum status worker_lay_out(struct worker *worker, const struct letter *letter,
                           struct document *document,
                           struct error *err) MUST_CHECK;

/** Writes a laid out letter to worker->file; engine_prepare() came before. */
enum status worker_print(struct worker *worker, const struct letter *letter,
                         const struct document *document,
                         struct error *err) MUST_CHECK;

/**
 * Makes a letter's file with another seal than the engine's.
 *
 * @param worker  made after engine_prepare(); worker->file gets the bytes
 * @param letter  as worker_evaluate() wrote it
 * @param seal    its description is set here; NULL: none
 */
enum status worker_print_again(struct worker *worker,
                               const struct letter *letter,
                               struct pdf_seal *seal,
                               struct error *err) MUST_CHECK;

/**
 * Digests a letter before its seal: the file that render without --seal makes
 * of it. The same on every machine, whoever seals and with which libraries,
 * as long as the letter itself is the same.
 *
 * @param worker  made after engine_prepare(); worker->file is overwritten
 * @param letter  as worker_evaluate() wrote it
 * @param digest  [out] SHA-256
 */
enum status worker_digest_content(struct worker *worker,
                                  const struct letter *letter,
                                  unsigned char digest[static HASH_SIZE],
                                  struct error *err) MUST_CHECK;

/** Reads a row without evaluating it. */
void worker_read_row(struct worker *worker, size_t index,
                     struct council *council);

/**
 * Writes the digest of all that a council's letter is made from: ten bytes each
 * of what is its own and of what it has of other rows, twelve of what all
 * letters share.
 */
void worker_digest(struct worker *worker, const struct council *council,
                   unsigned char digest[static HASH_SIZE]);

enum letter_age {
    LETTER_CURRENT,
    LETTER_KEPT,  ///< it was sent, and nothing but the comparison with other
                  ///< rows would be another now: it stays as it was sent
    LETTER_STALE, ///< made from other inputs than the campaign has now
};

/** Holds the record of a letter against its row. */
enum letter_age worker_letter_age(struct worker *worker,
                                  const struct council *council,
                                  const struct manifest_entry *entry);

#endif
