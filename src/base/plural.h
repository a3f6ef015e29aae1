#ifndef BASE_PLURAL_H
#define BASE_PLURAL_H

#include <stddef.h>
#include <stdint.h>

/** Maximum number of forms of a noun: CLDR's zero, one, two, few, many and
 *  other. */
enum { PLURAL_FORMS = 6 };

/**
 * Chooses the form of a noun that a number takes.
 *
 * @param language  BCP 47
 * @param number    how many there are
 * @param forms     1 (the same for all numbers), 2 (one and other) or
 *                  PLURAL_FORMS, in CLDR's order
 * @return the index of the form
 * @source CLDR plural rules (cardinal): English and Welsh
 */
size_t plural_choose(const char *language, int64_t number, size_t forms);

#endif
