#ifndef LETTER_PLACEHOLDER_H
#define LETTER_PLACEHOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * The outer syntax of ((...)).
 */

/** The range of a placeholder. */
struct bracket {
    size_t from; ///< of its "(("
    size_t to;   ///< after its "))"; if not closed, the paragraph's end
    bool closed;
};

enum placeholder_kind {
    PLACEHOLDER_VALUE,    ///< ((name))
    PLACEHOLDER_OPTIONAL, ///< ((name?))
    PLACEHOLDER_CHOICE,   ///< ((flag??text)), ((^flag??text))
    PLACEHOLDER_OPEN,     ///< ((#flag)), ((^flag))
    PLACEHOLDER_CLOSE,    ///< ((/flag))
    PLACEHOLDER_INCLUDE,  ///< ((>column))
};

struct placeholder {
    enum placeholder_kind kind;
    bool negated;     ///< with ^
    const char *name; ///< as written, on one line, without sigil
    size_t text;      ///< choice: start of its text
    size_t text_end;  ///< choice: end of its text
};

/**
 * Finds the next placeholder.
 *
 * In a run of three or more brackets it begins at the last two, so that
 * `[map](((url)))` works. Inside, round brackets must balance, so that
 * `((flag??text (more)))` and `((rate (%)))` end correctly. A backslash escapes
 * the next character. A blank line ends the search for "))".
 *
 * @param bytes    a text
 * @param from     offset to begin at
 * @param end      end of the text
 * @param bracket  [out]
 * @return true if one was found
 */
bool placeholder_find(const char *bytes, size_t from, size_t end,
                      struct bracket *bracket);

/**
 * Reads the text of a closed bracket.
 *
 * @param arena        owns the name
 * @param bytes        the text
 * @param bracket      as found
 * @param placeholder  [out]
 * @return NULL, or the mistake as the end of a message
 */
const char *placeholder_read(struct arena *arena, const char *bytes,
                             struct bracket bracket,
                             struct placeholder *placeholder);

/** @return the placeholder, for messages: "((name))", "((#flag))" */
const char *placeholder_show(struct arena *arena,
                             const struct placeholder *placeholder,
                             const char *name);

/** @return true if only white space separates the offset from a blank line or
 *         the text's end */
bool placeholder_paragraph_ends(const char *bytes, size_t at, size_t end);

/** @return true if a backslash can escape this byte */
bool placeholder_is_punctuation(char byte);

#endif
