#ifndef LETTER_SETTING_LINES_H
#define LETTER_SETTING_LINES_H

#include "letter/evaluator.h"

/**
 * Settings that are printed as lines: the addressee, the address. A value may
 * have several lines; empty lines are left out.
 */
struct setting_lines {
    const char *const *texts;
    const struct text_origins *origins; ///< of each line
    const size_t *sources; ///< for each line the index of its template
    size_t count;
};

/** Writes the lines of one row. @owner @p arena */
struct setting_lines
setting_lines_write(struct evaluator *evaluator,
                    const struct inline_template *const *inline_templates,
                    size_t template_count, struct arena *arena);

/** @return the origins of the parts of inline text that is joined into one
 *         text.
 *  @owner @p arena */
struct text_origins setting_lines_origins(struct arena *arena,
                                          struct inline_text words);

#endif
