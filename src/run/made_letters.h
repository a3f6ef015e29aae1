#ifndef RUN_MADE_LETTERS_H
#define RUN_MADE_LETTERS_H

#include "run/engine.h"
#include "store/manifest.h"

/**
 * The letters of an output folder, held against the campaign as it is now: what
 * approve binds and send takes.
 */
struct made_letter {
    const struct manifest_entry *entry;
    size_t row;               ///< in the roster
    struct location location; ///< of the row
};

struct made_letters {
    struct made_letter *items; ///< in order of code
    size_t count;
    struct made_letter *kept; ///< those that stay as they were sent, though the
                              ///< comparison in them has changed since; not
                              ///< among the others
    size_t kept_count;
    char manifest_sha256[HASH_HEX_SIZE];
};

/**
 * Reads manifest.csv and finds the letters that the campaign would not make
 * now. A letter that another version of the program or of its libraries made,
 * or that bears another seal, holds as long as its content is the same.
 *
 * @param arena         owns the letters
 * @param engine        prepared
 * @param output        the folder with manifest.csv and letters/
 * @param made_letters  [out]
 * @param diagnostics   gets everything that is wrong
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_FILE_MISSING: nothing was rendered. RULE_LETTER_STALE: the
 *         letter would be another now, with what has changed; its row is gone;
 *         a row has no letter. RULE_MANIFEST_DAMAGED
 */
enum status made_letters_open(struct arena *arena, const struct engine *engine,
                              const char *output,
                              struct made_letters *made_letters,
                              struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Finds the letters that stay as they were sent, though the comparison in them
 * has changed since.
 *
 * @param engine  open; its letters that were sent are known
 * @param codes   gets their codes
 */
enum status made_letters_kept(struct arena *arena, const struct engine *engine,
                              const char *output, struct map *codes,
                              struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Proves that the files of letters are what the manifest says of them: the
 * letters of these contents, under whatever seal. Each letter is made again;
 * outside the signature each byte has to be the same.
 *
 * @param engine       prepared
 * @param output       the folder with letters/ and run.json
 * @param letters      of it
 * @param count        how many
 * @param diagnostics  gets each that is another
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_MAIL_LETTER, RULE_FILE_*
 */
enum status made_letters_prove(const struct engine *engine, const char *output,
                               const struct made_letter *letters, size_t count,
                               struct diagnostics *diagnostics) MUST_CHECK;

#endif
