#ifndef DATA_ODDITY_H
#define DATA_ODDITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rule.h"

/**
 * Letters in a cell that nobody typed on purpose: traces of a file saved in
 * the wrong encoding, characters that cannot be seen, doubled spaces.
 */
enum { ODDITY_WORDS_SIZE = 96 };

struct oddity {
    enum rule rule; ///< RULE_TEXT_MOJIBAKE, _INVISIBLE or _DOUBLE_SPACE
    size_t offset;  ///< of its first byte
    char words[ODDITY_WORDS_SIZE]; ///< what is wrong, for a message
};

/**
 * Finds the first oddity of a text.
 *
 * @param text    valid UTF-8; line ends and tabs are no oddity
 * @param oddity  filled in where there is one
 * @return whether there is one
 */
bool oddity_find(const char *text, struct oddity *oddity);

#endif
