#ifndef DATA_TEXT_LINT_H
#define DATA_TEXT_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rule.h"

/**
 * Characters in a cell that nobody typed on purpose: traces of a file saved in
 * the wrong encoding or as HTML, control characters, characters that cannot be
 * seen, doubled spaces.
 */
enum { TEXT_LINT_WORDS_SIZE = 96 };

struct text_lint {
    enum diagnostic_id rule; ///< RULE_TEXT_CONTROL, _MOJIBAKE, _INVISIBLE,
                             ///< _DOUBLE_SPACE or _ENTITY
    size_t offset;           ///< of its first byte
    char words[TEXT_LINT_WORDS_SIZE]; ///< the fault, for a message
};

/**
 * Finds the first fault of a text.
 *
 * @param text       valid UTF-8; line ends and tabs are no fault
 * @param text_lint  filled in where there is one
 * @return true if there is one
 */
bool text_lint_find(const char *text, struct text_lint *text_lint);

#endif
