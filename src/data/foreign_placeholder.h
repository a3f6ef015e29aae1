#ifndef DATA_FOREIGN_PLACEHOLDER_H
#define DATA_FOREIGN_PLACEHOLDER_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Placeholders of other programs, which a letter would print as they are:
 * {{name}}, [[name]], <<name>>, ${name}, {name}, [name], and a name between
 * guillemets. They are recognised by their inside: a name that a placeholder
 * could say, or words that begin with "insert" or "mergefield".
 */
struct foreign_placeholder {
    size_t offset; ///< of its first byte
    size_t length; ///< bytes, brackets included
};

enum { FOREIGN_PLACEHOLDER_SIZE = 80 };

/** @return true if the campaign has something of this name */
typedef bool foreign_placeholder_known(const char *name, void *context);

/**
 * Finds the next one.
 *
 * @param text     valid UTF-8
 * @param from     where to begin
 * @param known    asked for the names inside brackets
 * @param context  handed on
 * @param found    [out]
 * @return true if there is one. Text of links, "[name](...)", and brackets
 *         after a backslash are none, nor are more than
 *         FOREIGN_PLACEHOLDER_SIZE bytes
 */
bool foreign_placeholder_find(const char *text, size_t from,
                              foreign_placeholder_known *known, void *context,
                              struct foreign_placeholder *found);

#endif
