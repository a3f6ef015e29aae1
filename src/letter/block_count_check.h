#ifndef LETTER_BLOCK_COUNT_CHECK_H
#define LETTER_BLOCK_COUNT_CHECK_H

#include "letter/compile_context.h"

/**
 * Counts the subjects and signatures that letters can have, for all rows:
 * `((#a))` one `((/a))` `((^a))` another `((/a))` is exactly one.
 */

/** A condition under which a block is printed. */
struct block_condition {
    const struct symbol *symbol;
    bool negated;
    const struct block_condition *outer; ///< or NULL
};

/** A block of the text, with its conditions. */
struct block_sighting {
    struct location location;
    const struct block_condition
        *condition; ///< innermost; NULL: always printed
};

struct block_count_check {
    struct block_sighting *items; ///< in the order of the text
    size_t count;
    size_t capacity;
};

void block_count_check_add(struct block_count_check *block_count_check,
                           struct location location,
                           const struct block_condition *condition);

void block_count_check_free(struct block_count_check *block_count_check);

/**
 * Tries all combinations of flags.
 *
 * @param block_count_check  the blocks of the text
 * @param fewest             [out] the smallest number in any row
 * @param again              [out] a block that is the second in some row, or
 *                           NULL
 * @return the block that goes before @p again, or NULL
 */
const struct block_sighting *
block_count_check_run(const struct block_count_check *block_count_check,
                      size_t *fewest, const struct block_sighting **again);

#endif
