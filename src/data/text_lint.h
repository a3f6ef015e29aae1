#ifndef DATA_TEXT_LINT_H
#define DATA_TEXT_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rule.h"

/**
 * Finds unintended characters in cells: traces of a wrong encoding or of HTML,
 * control characters, invisible characters, double spaces.
 */
enum { TEXT_LINT_WORDS_SIZE = 96 };

struct text_lint {
    enum diagnostic_id rule; ///< RULE_TEXT_CONTROL, _MOJIBAKE, _INVISIBLE,
                             ///< _DOUBLE_SPACE or _ENTITY
    size_t offset;           ///< of its first byte
    char words[TEXT_LINT_WORDS_SIZE]; ///< the message
};

/**
 * Finds the first unintended characters of a text.
 *
 * @param text       valid UTF-8; line ends and tabs are allowed
 * @param text_lint  [out]
 * @return true if there are any
 */
bool text_lint_find(const char *text, struct text_lint *text_lint);

#endif
