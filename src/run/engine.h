#ifndef BATCH_PRESS_H
#define BATCH_PRESS_H

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
 * hands may print from it at the same time.
 */
struct press {
    struct arena *arena;
    struct campaign campaign;
    struct averages *averages;
    struct template *template;
    struct layout_kit layout;
    struct pdf_kit *pdf; ///< NULL: not ready to print
    struct sealing sealing;
    struct face *faces[16]; ///< opened from fonts/, owned
    size_t face_count;
    unsigned char inputs[HASH_SIZE]; ///< of all inputs but row and seal
    unsigned char digest[HASH_SIZE]; ///< of all inputs but the row
};

/** Where the program's own files are. */
struct press_paths {
    const char *campaign; ///< the campaign's folder
    const char *fonts;    ///< the folder with fonts.yaml
    const char *theme;    ///< the house theme, or NULL: the built-in one
    const struct seal_options *seal; ///< or NULL: letters are not sealed
};

/**
 * Reads a campaign and readies everything that letters share.
 *
 * @param press   filled in; close it whatever this returns
 * @param paths   what to read
 * @param report  gets everything that is wrong with the campaign
 * @return STATUS_OK where letters can be made, even if some rows are at fault
 */
enum status press_open(struct press *press, const struct press_paths *paths,
                       struct report *report) MUST_CHECK;

/**
 * Readies an open press to print: what takes its time and only a letter's file
 * needs. Hands that are to print are made after it.
 *
 * @param press   open; may be readied twice
 * @param report  gets what is wrong
 */
enum status press_ready(struct press *press, struct report *report) MUST_CHECK;

/**
 * Takes the letters of an earlier run for sealed as that run sealed them, by
 * what it noted in run.json: so that their digests can be worked out where the
 * certificate is not at hand. Nothing is sealed by it.
 *
 * @param press   open, without a signer; else this does nothing
 * @param output  the earlier run's folder; without a record of seals there
 *                nothing changes
 */
void press_recall_seal(struct press *press, const char *output);

void press_close(struct press *press);

/** Adds to @p hash what a council's letter is made from and other letters are
 *  not: its row, its averages, the letter text with the files it includes. */
void press_hash_row(const struct press *press, const struct council *council,
                    struct hash *hash);

/** What one thread needs to print. */
struct hand {
    const struct press *press;
    struct arena *arena; ///< for the letter in hand; reset by the caller
    struct layout_tools tools;
    struct pdf_painter *painter;   ///< NULL: made before the press was ready
    struct signature_maker *maker; ///< likewise; or letters are not sealed
    struct buffer file;            ///< the letter printed last
    struct hash *hash;
    struct digester *digester; ///< of letters that were made before
    struct forecast *forecast; ///< NULL: nothing was foretold yet
};

/** @return a hand for one thread. @owner the caller: hand_free() */
struct hand *hand_new(const struct press *press);

void hand_free(struct hand *hand);

/**
 * Makes the words of one letter, as far as a check without pages goes.
 *
 * @param hand     this thread's
 * @param index    of the council in the roster
 * @param council  filled in always
 * @param letter   filled in on success, in the hand's arena
 * @param report   gets every fault of the row
 */
enum status hand_write(struct hand *hand, size_t index, struct council *council,
                       struct letter *letter, struct report *report) MUST_CHECK;

/**
 * Makes the file name of one letter, in the hand's arena, and no more of it.
 *
 * @param council  filled in always
 * @return the name; NULL: hand_write() would refuse the row; a name says
 *         nothing about that
 */
const char *hand_name(struct hand *hand, size_t index, struct council *council,
                      struct report *report);

/** @return whether a written letter is certain to be set; false says nothing */
bool hand_foresees(struct hand *hand, const struct letter *letter);

/**
 * Writes the e-mail that goes with a written letter.
 *
 * @param hand     this thread's
 * @param council  as hand_write() read it
 * @param letter   as hand_write() wrote it
 * @param note     filled in on success, in the hand's arena; left as it is
 *                 where the campaign has no `mail:`
 * @param report   gets every fault of the row
 */
enum status hand_note(struct hand *hand, const struct council *council,
                      const struct letter *letter, struct note *note,
                      struct report *report) MUST_CHECK;

/** Sets a written letter. */
enum status hand_set(struct hand *hand, const struct letter *letter,
                     struct document *document, struct error *err) MUST_CHECK;

/** Prints a set letter to hand->file; the press was readied before the hand. */
enum status hand_print(struct hand *hand, const struct letter *letter,
                       const struct document *document,
                       struct error *err) MUST_CHECK;

/** Reads a row, no further. */
void hand_read(struct hand *hand, size_t index, struct council *council);

/** Writes the digest of all that a council's letter is made from. */
void hand_digest(struct hand *hand, const struct council *council,
                 unsigned char digest[static HASH_SIZE]);

#endif
