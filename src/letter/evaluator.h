#ifndef LETTER_EVALUATOR_H
#define LETTER_EVALUATOR_H

#include "letter/block_template.h"
#include "letter/includes.h"
#include "letter/letter.h"
#include "letter/run_builder.h"

/**
 * Evaluates a block template for one row: writes the letter's words and
 * blocks.
 */

/** The input that all letters share. */
struct evaluator_input {
    const struct campaign *campaign;
    const struct includes *includes;
};

struct evaluator;

/**
 * @param evaluator_input  outlives the evaluator
 * @param council          the row
 * @param figures          its statistics
 * @param arena            owns the output and the evaluator
 * @param diagnostics      every error in the row, with the council's code
 * @owner the caller, who ends it with evaluator_finish()
 */
struct evaluator *evaluator_begin(const struct evaluator_input *evaluator_input,
                                  const struct council *council,
                                  const struct figures *figures,
                                  struct arena *arena,
                                  struct diagnostics *diagnostics);

/** @return STATUS_OK, or STATUS_INPUT if the row was refused */
enum status evaluator_finish(struct evaluator *evaluator) MUST_CHECK;

/** From now on, a value that discloses a figure refuses the row, unless the
 *  council's letter prints that figure (`given`). */
void evaluator_confine(struct evaluator *evaluator);

/** @return the row's figures; `given` has their printed parts */
struct figures evaluator_figures(const struct evaluator *evaluator);

/** Refuses the row. */
void evaluator_refuse(struct evaluator *evaluator, enum diagnostic_id rule,
                      struct location location, const char *field,
                      const char *format, ...) PRINTF_LIKE(5, 6);

/** @return the blocks of a letter text and of its included files */
struct block_list evaluator_blocks(struct evaluator *evaluator,
                                   const struct block_template *block_template);

/** @return an inline template as text */
struct inline_text
evaluator_inline_text(struct evaluator *evaluator,
                      const struct inline_template *inline_template);

/** @return words as one text; hard line breaks are @p line_break */
const char *evaluator_join(struct arena *arena, struct inline_text words,
                           const char *line_break);

#endif
