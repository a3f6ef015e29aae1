#ifndef LETTER_PLACEHOLDER_H
#define LETTER_PLACEHOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * The syntax of ((...)), apart from what is in it.
 */

/** Where a placeholder is. */
struct bracket {
    size_t from; ///< of its "(("
    size_t to;   ///< after its "))"; where it is not closed, the end of the
                 ///< paragraph
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
    size_t text;      ///< choice: where its text begins
    size_t text_end;  ///< choice: after its text
};

/**
 * Finds the next placeholder.
 *
 * In a run of three or more brackets it begins at the last two, so that
 * `[map](((url)))` works. Inside, round brackets are balanced, so that
 * `((flag??text (more)))` and `((rate (%)))` end where they should. A
 * backslash takes the next character's meaning away. A blank line ends the
 * search for "))".
 *
 * @param bytes    a text
 * @param from     where to begin
 * @param end      where the text ends
 * @param bracket  [out] where one was found
 * @return true if there is one
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
 * @return NULL, or what is wrong, as the end of a message
 */
const char *placeholder_read(struct arena *arena, const char *bytes,
                             struct bracket bracket,
                             struct placeholder *placeholder);

/** @return the placeholder as a message shows it: "((name))", "((#flag))" */
const char *placeholder_show(struct arena *arena,
                             const struct placeholder *placeholder,
                             const char *name);

/** @return true if the offset is at white space followed by a blank line or
 *  the end, that is, at the end of a paragraph's line */
bool placeholder_paragraph_ends(const char *bytes, size_t at, size_t end);

/** @return true if a backslash before this byte takes its meaning away */
bool placeholder_is_punctuation(char byte);

#endif
