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
    const struct error *fault;       ///< the first; rows that name the file are
                                     ///< refused; NULL: none
};

/**
 * Compiles every file that a row names in a column of the block template's
 * includes, and what those include in turn.
 *
 * @param context         gets no mistakes of files; names are looked up there
 * @param campaign        the rows
 * @param block_template  the letter text
 * @return the files; free them with includes_free()
 * @errors to the context's diagnostics, with the code of the row: what
 *         campaign_find_file() and block_template_compile() report,
 *         RULE_INCLUDE_DEPTH
 */
struct includes *includes_new(struct compile_context *context,
                              const struct campaign *campaign,
                              const struct block_template *block_template);

/** NULL is allowed. */
void includes_free(struct includes *includes);

/** @return the file that a cell names, or NULL where there is none */
const struct included_file *includes_find(const struct includes *includes,
                                          const char *text);

/**
 * Lists the files.
 *
 * @param includes  as made; NULL: nothing is included
 * @param paths     [out] in no order; NULL: only counted
 * @return how many there are
 */
size_t includes_paths(const struct includes *includes, const char **paths);

/**
 * Checks whether all files that a row names can be used.
 *
 * @param includes        as made; NULL: nothing is included
 * @param block_template  the letter text
 * @param council         the row
 * @param diagnostics     gets what is wrong, with the council's code
 * @return true if they can
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
