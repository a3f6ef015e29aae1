#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buffer.h"

/**
 * JSON, member by member: commas come by themselves. The caller opens and
 * closes objects and lists with their brackets.
 *
 * @source RFC 8259
 */

/** Begins a member, after a comma unless it is the first.
 *  @param name  NULL: an item of a list */
void json_begin(struct buffer *json, const char *name);

/** Adds a text; NULL is null. */
void json_add_text(struct buffer *json, const char *name, const char *text);

/** Adds an object or a list that is open: '{' or '['. */
void json_open(struct buffer *json, const char *name, char bracket);

#endif
