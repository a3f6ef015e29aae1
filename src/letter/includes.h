#ifndef LETTER_INSERTS_H
#define LETTER_INSERTS_H

#include "base/hash.h"
#include "letter/block_template.h"

/**
 * The Markdown files that cells name, each compiled once.
 */
struct inserts;

/** A file that cells name. */
struct insert {
    const char *path;
    struct program program;
    unsigned char digest[HASH_SIZE]; ///< of its text
    const struct error *fault;       ///< the first; rows that name the file are
                                     ///< refused; NULL: none
};

/**
 * Compiles every file that a row names in a column of @p program's includes,
 * and what those include in turn.
 *
 * @param compiler  gets no mistakes of files; names are looked up there
 * @param campaign  the rows
 * @param program   the letter text
 * @return the files; free them with inserts_free()
 * @errors to the compiler's report, with the code of the row: what
 *         campaign_find_file() and program_compile() report,
 *         RULE_INCLUDE_DEPTH
 */
struct inserts *inserts_new(struct compiler *compiler,
                            const struct campaign *campaign,
                            const struct program *program);

/** Writes what is the same in all letters, once, as writer_prepare() does. */
void inserts_prepare(struct arena *arena, struct inserts *inserts);

/** NULL is allowed. */
void inserts_free(struct inserts *inserts);

/** @return the file that a cell names, or NULL where there is none */
const struct insert *inserts_find(const struct inserts *inserts,
                                  const char *text);

/**
 * Lists the files.
 *
 * @param inserts  as made; NULL: nothing is included
 * @param paths    filled in, in no order; NULL: only counted
 * @return how many there are
 */
size_t inserts_paths(const struct inserts *inserts, const char **paths);

/**
 * Looks whether all files that a row names can be used.
 *
 * @param inserts  as made; NULL: nothing is included
 * @param program  the letter text
 * @param council  the row
 * @param report   gets what is wrong, with the council's code
 * @return whether they can
 */
bool inserts_check(const struct inserts *inserts, const struct program *program,
                   const struct council *council, struct report *report);

/** Adds the digests of all files that a row names. */
void inserts_hash(const struct inserts *inserts, const struct program *program,
                  const struct council *council, struct hash *hash);

#endif
