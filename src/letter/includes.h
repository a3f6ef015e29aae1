#ifndef LETTER_INCLUDES_H
#define LETTER_INCLUDES_H

#include "base/hash.h"
#include "letter/block_template.h"

/**
 * The Markdown files that cells name, each compiled once.
 */
struct includes;

/** A file that cells name. */
struct included_file {
    const char *path;
    struct block_template block_template;
    unsigned char digest[HASH_SIZE]; ///< of its text
    const struct error *fault; ///< the first error, which refuses the rows that
                               ///< name the file; NULL: none
};

/**
 * Compiles every file that a row names in a column of the block template's
 * includes, and what those include in turn.
 *
 * @param context         for looking up names; files' mistakes are not added
 * @param campaign        the rows
 * @param block_template  the letter text
 * @return the files; free them with includes_free()
 * @errors in the context's diagnostics, with the row's code: those of
 *         campaign_find_file() and block_template_compile(); RULE_INCLUDE_DEPTH
 */
struct includes *includes_new(struct compile_context *context,
                              const struct campaign *campaign,
                              const struct block_template *block_template);

/** NULL is allowed. */
void includes_free(struct includes *includes);

/** @return the file that a cell names, or NULL if it is missing */
const struct included_file *includes_find(const struct includes *includes,
                                          const char *text);

/**
 * Lists the files.
 *
 * @param includes  may be NULL @param paths [out] in any order; NULL: only
 *                  counted
 * @return the number of files
 */
size_t includes_paths(const struct includes *includes, const char **paths);

/**
 * Checks the files that a row names.
 *
 * @param includes        may be NULL @param block_template  the letter text
 * @param council         the row
 * @param diagnostics     gets what is wrong, with the council's code
 * @return true if all can be used
 */
bool includes_check(const struct includes *includes,
                    const struct block_template *block_template,
                    const struct council *council,
                    struct diagnostics *diagnostics);

/** Adds the digests of all files that a row names. */
void includes_hash(const struct includes *includes,
                   const struct block_template *block_template,
                   const struct council *council, struct hash *hash);

#endif
