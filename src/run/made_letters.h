#ifndef RUN_MADE_LETTERS_H
#define RUN_MADE_LETTERS_H

#include "run/engine.h"
#include "store/manifest.h"

/**
 * The letters of an output folder, compared with the current campaign, for
 * approve, send and print.
 */
struct made_letter {
    const struct manifest_entry *entry;
    size_t row;               ///< in the roster
    struct location location; ///< of the row
};

struct made_letters {
    struct made_letter *items; ///< in order of code
    size_t count;
    struct made_letter *kept; ///< kept as sent, although their comparison has
                              ///< changed; not in items
    size_t kept_count;
    char manifest_sha256[HASH_HEX_SIZE];
};

/**
 * Reads manifest.csv and finds the letters that the campaign would now make
 * differently. A letter of another version of the program or of its libraries,
 * or with another seal, is valid if its content is equal.
 *
 * @param arena         owns the letters
 * @param engine        prepared
 * @param output        the folder with manifest.csv and letters/
 * @param made_letters  [out]
 * @param diagnostics   gets everything that is wrong
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_FILE_MISSING: nothing was rendered. RULE_LETTER_STALE: the
 *         letter would now be different (with the changed part); its row is
 *         missing; a row has no letter. RULE_MANIFEST_DAMAGED
 */
enum status made_letters_open(struct arena *arena, const struct engine *engine,
                              const char *output,
                              struct made_letters *made_letters,
                              struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Finds the letters that are kept as sent, although their comparison has
 * changed.
 *
 * @param engine  open, with its sent letters
 * @param codes   their codes are added
 */
enum status made_letters_kept(struct arena *arena, const struct engine *engine,
                              const char *output, struct map *codes,
                              struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Proves that the files of letters have the contents in the manifest, with any
 * seal. Each letter is made again; outside the signature all bytes must be
 * equal.
 *
 * @param engine       prepared
 * @param output       the folder with letters/ and run.json
 * @param letters      of it
 * @param count        how many
 * @param diagnostics  each letter that differs
 * @return STATUS_OK, or the status of the first error
 * @errors RULE_MAIL_LETTER, RULE_FILE_*
 */
enum status made_letters_prove(const struct engine *engine, const char *output,
                               const struct made_letter *letters, size_t count,
                               struct diagnostics *diagnostics) MUST_CHECK;

#endif
