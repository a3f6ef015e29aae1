#ifndef LETTER_CENSUS_H
#define LETTER_CENSUS_H

#include "letter/compile_context.h"

/**
 * How many subjects and signatures a letter can have, whatever its row says:
 * `((#a))` one `((/a))` `((^a))` another `((/a))` is exactly one.
 */

/** What must hold for a block to be printed. */
struct condition {
    const struct binding *binding;
    bool negated;
    const struct condition *outer; ///< or NULL
};

/** A block that was met, under its conditions. */
struct sighting {
    struct place place;
    const struct condition *condition; ///< innermost; NULL: always printed
};

struct census {
    struct sighting *items; ///< in the order of the text
    size_t count;
    size_t room;
};

void census_add(struct census *census, struct place place,
                const struct condition *condition);

void census_free(struct census *census);

/**
 * Goes through all rows there could be.
 *
 * @param census  what was met
 * @param fewest  filled in: the smallest number that some row prints
 * @param again   filled in: a sighting that some row prints as its second one,
 *                or NULL
 * @return the sighting that goes before @p again, or NULL
 */
const struct sighting *census_count(const struct census *census, size_t *fewest,
                                    const struct sighting **again);

#endif
