#ifndef LETTER_WRITER_H
#define LETTER_WRITER_H

#include "letter/block_template.h"
#include "letter/includes.h"
#include "letter/letter.h"
#include "letter/run_builder.h"

/**
 * Walks a program for one row and writes the letter's words and blocks.
 */

/** What does not change from letter to letter. */
struct writing {
    const struct campaign *campaign;
    const struct inserts *inserts;
};

struct writer;

/**
 * @param writing  outlives the writer
 * @param council  the row
 * @param figures  its statistics
 * @param arena    owns what is written, and the writer
 * @param report   gets every fault of the row, with the council's code
 * @owner the caller, who ends it with writer_end()
 */
struct writer *writer_begin(const struct writing *writing,
                            const struct council *council,
                            const struct figures *figures, struct arena *arena,
                            struct report *report);

/** @return STATUS_OK, or STATUS_INPUT where something was refused */
enum status writer_end(struct writer *writer) MUST_CHECK;

/** Refuses the row. */
void writer_refuse(struct writer *writer, enum rule rule, struct place place,
                   const char *field, const char *format, ...)
    PRINTF_LIKE(5, 6);

/** @return the blocks of a letter text, included files and all */
struct block_list writer_blocks(struct writer *writer,
                                const struct program *program);

/** @return a phrase as words */
struct words writer_words(struct writer *writer, const struct phrase *phrase);

/** @return words as one text; hard line breaks are @p line_break */
const char *writer_join(struct arena *arena, struct words words,
                        const char *line_break);

/**
 * Writes whatever in a program is the same in all letters, once.
 *
 * @param arena    owns the blocks
 * @param program  its nodes get their `ready`
 */
void writer_prepare(struct arena *arena, const struct program *program);

#endif
