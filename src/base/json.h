#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buffer.h"

/**
 * Writes JSON member by member and adds the commas. The caller writes the
 * brackets of objects and lists.
 *
 * @source RFC 8259
 */

/** Begins a member, after a comma unless it is the first.
 *  @param name  NULL: an item of a list */
void json_begin(struct buffer *json, const char *name);

/** Adds a text; NULL is null. */
void json_add_text(struct buffer *json, const char *name, const char *text);

/** Begins an object or a list with its bracket, '{' or '['. */
void json_open(struct buffer *json, const char *name, char bracket);

#endif
