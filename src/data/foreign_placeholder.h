#ifndef DATA_FOREIGN_PLACEHOLDER_H
#define DATA_FOREIGN_PLACEHOLDER_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Placeholders in the syntax of other programs, which a letter would print
 * unchanged: {{name}}, [[name]], <<name>>, ${name}, {name}, [name], and a name
 * between guillemets. The text inside shows that they are placeholders: it is
 * a known name, or begins with "insert" or "mergefield".
 */
struct foreign_placeholder {
    size_t offset; ///< of its first byte
    size_t length; ///< bytes, brackets included
};

enum { FOREIGN_PLACEHOLDER_SIZE = 80 };

/** @return true if the campaign has a placeholder of this name */
typedef bool foreign_placeholder_known(const char *name, void *context);

/**
 * Finds the next placeholder of another program.
 *
 * @param text     valid UTF-8
 * @param from     offset to begin at
 * @param known    asked for the names inside brackets
 * @param context  for @p known
 * @param found    [out]
 * @return true if one was found; link texts, "[name](...)", brackets after a
 *         backslash and texts over FOREIGN_PLACEHOLDER_SIZE bytes do not count
 */
bool foreign_placeholder_find(const char *text, size_t from,
                              foreign_placeholder_known *known, void *context,
                              struct foreign_placeholder *found);

#endif
