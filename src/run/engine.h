#ifndef RUN_ENGINE_H
#define RUN_ENGINE_H

#include "base/buffer.h"
#include "base/diagnostics.h"
#include "base/hash.h"
#include "canvas/display_list.h"
#include "data/campaign.h"
#include "layout/layout.h"
#include "letter/email_template.h"
#include "letter/template.h"
#include "pdf/pdf_painter.h"
#include "run/seal_setup.h"
#include "stats/averages.h"

/**
 * What is set up once for the run, and never changed after: any number of
 * workers may use it at the same time.
 */
struct engine {
    struct arena *arena;
    struct campaign campaign;
    struct averages *averages;
    struct template *template;
    struct layout_kit layout;
    struct shared_resources *pdf; ///< NULL: not ready to print
    struct seal_setup seal_setup;
    struct face *faces[16]; ///< opened from fonts/, owned
    size_t face_count;
    unsigned char inputs[HASH_SIZE]; ///< of all inputs but row and seal
    unsigned char digest[HASH_SIZE]; ///< of all inputs but the row
};

/** Where the program's own files are. */
struct engine_paths {
    const char *campaign; ///< the campaign's folder
    const char *fonts;    ///< the folder with fonts.yaml
    const char *theme;    ///< the house theme, or NULL: the built-in one
    const struct seal_options *seal; ///< or NULL: letters are not sealed
};

/**
 * Reads a campaign and readies everything that letters share.
 *
 * @param engine       filled in; close it whatever this returns
 * @param paths        what to read
 * @param diagnostics  gets everything that is wrong with the campaign
 * @return STATUS_OK where letters can be made, even if some rows are at fault
 */
enum status engine_open(struct engine *engine, const struct engine_paths *paths,
                        struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Prepares an open engine to print: the slow part that only a letter's file
 * needs. Workers that are to print are made after it.
 *
 * @param engine       open; may be prepared twice
 * @param diagnostics  gets what is wrong
 */
enum status engine_prepare(struct engine *engine,
                           struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Takes the letters of a previous run for sealed as that run sealed them, by
 * what it noted in run.json: so that their digests can be worked out where the
 * certificate is not available. Nothing is sealed by it.
 *
 * @param engine  open, without a signer; else this does nothing
 * @param output  the previous run's folder; without a record of seals there
 *                nothing changes
 */
void engine_recall_seal(struct engine *engine, const char *output);

void engine_close(struct engine *engine);

/** Adds to @p hash what a council's letter is made from and other letters are
 *  not: its row, its averages, the letter text with the files it includes. */
void engine_hash_row(const struct engine *engine, const struct council *council,
                     struct hash *hash);

/** What one thread needs to make letters. */
struct worker {
    const struct engine *engine;
    struct arena *arena; ///< for the current letter; reset by the caller
    struct layout_tools tools;
    struct pdf_painter *painter; ///< NULL: made before engine_prepare()
    struct cms_sign *maker;      ///< likewise; or letters are not sealed
    struct buffer file;          ///< the letter printed last
    struct hash *hash;
    struct hash_prefix_cache
        *hash_prefix_cache;            ///< of letters that were made before
    struct fit_estimate *fit_estimate; ///< NULL: nothing was foretold yet
};

/** @return a worker for one thread. @owner the caller: worker_free() */
struct worker *worker_new(const struct engine *engine);

void worker_free(struct worker *worker);

/**
 * Makes the words of one letter, as far as a check without pages goes.
 *
 * @param worker       this thread's
 * @param index        of the council in the roster
 * @param council      filled in always
 * @param letter       filled in on success, in the worker's arena
 * @param diagnostics  gets every fault of the row
 */
enum status worker_evaluate(struct worker *worker, size_t index,
                            struct council *council, struct letter *letter,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Makes the file name of one letter, in the worker's arena, and no more of it.
 *
 * @param council  filled in always
 * @return the name; NULL: worker_evaluate() would refuse the row; a name says
 *         nothing about that
 */
const char *worker_name(struct worker *worker, size_t index,
                        struct council *council,
                        struct diagnostics *diagnostics);

/** @return whether a written letter is certain to be set; false says nothing */
bool worker_foresees(struct worker *worker, const struct letter *letter);

/**
 * Writes the e-mail that goes with a written letter.
 *
 * @param worker       this thread's
 * @param council      as worker_evaluate() read it
 * @param letter       as worker_evaluate() wrote it
 * @param note         filled in on success, in the worker's arena; left as it
 *                     is where the campaign has no `mail:`
 * @param diagnostics  gets every fault of the row
 */
enum status worker_evaluate_email(struct worker *worker,
                                  const struct council *council,
                                  const struct letter *letter,
                                  struct email_content *note,
                                  struct diagnostics *diagnostics) MUST_CHECK;

/** Sets a written letter. */
enum status worker_lay_out(struct worker *worker, const struct letter *letter,
                           struct document *document,
                           struct error *err) MUST_CHECK;

/** Prints a laid out letter to worker->file; engine_prepare() came before. */
enum status worker_print(struct worker *worker, const struct letter *letter,
                         const struct document *document,
                         struct error *err) MUST_CHECK;

/** Reads a row, no further. */
void worker_read_row(struct worker *worker, size_t index,
                     struct council *council);

/** Writes the digest of all that a council's letter is made from. */
void worker_digest(struct worker *worker, const struct council *council,
                   unsigned char digest[static HASH_SIZE]);

#endif
