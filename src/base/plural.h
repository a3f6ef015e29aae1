#ifndef BASE_PLURAL_H
#define BASE_PLURAL_H

#include <stddef.h>
#include <stdint.h>

/** The plural categories, in CLDR's order. */
enum plural {
    PLURAL_ZERO,
    PLURAL_ONE,
    PLURAL_TWO,
    PLURAL_FEW,
    PLURAL_MANY,
    PLURAL_OTHER,
};

enum { PLURAL_FORMS = PLURAL_OTHER + 1 };

/**
 * Chooses the form of a noun that a number takes.
 *
 * @param language  BCP 47
 * @param number    the quantity
 * @param forms     1 (the same for all numbers), 2 (one and other) or
 *                  PLURAL_FORMS, in CLDR's order
 * @return the index of the form
 * @source CLDR plural rules (cardinal); words_<subtag>.c has a language's rule
 */
size_t plural_choose(const char *language, int64_t number, size_t forms);

/** @return the plural ending of an English noun: "" for 1, else "s" */
const char *plural_s(size_t count);

#endif
