#ifndef LETTER_BLOCK_COUNT_CHECK_H
#define LETTER_BLOCK_COUNT_CHECK_H

#include "letter/compile_context.h"

/**
 * How many subjects and signatures a letter can have, whatever its row says:
 * `((#a))` one `((/a))` `((^a))` another `((/a))` is exactly one.
 */

/** What must hold for a block to be printed. */
struct block_condition {
    const struct symbol *symbol;
    bool negated;
    const struct block_condition *outer; ///< or NULL
};

/** A block that was met, under its conditions. */
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
 * Goes through all rows there could be.
 *
 * @param block_count_check  what was met
 * @param fewest             [out] the smallest number that some row prints
 * @param again              [out] a block that some row prints as its
 *                           second one, or NULL
 * @return the block that goes before @p again, or NULL
 */
const struct block_sighting *
block_count_check_run(const struct block_count_check *block_count_check,
                      size_t *fewest, const struct block_sighting **again);

#endif
