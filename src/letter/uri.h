#ifndef LETTER_URI_H
#define LETTER_URI_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"

/**
 * Makes a URI of what a link leads to.
 *
 * A bare "www." gets "https://" before it. Whatever a URI may not hold (white
 * space, letters that are not ASCII, a per cent sign without two digits) is
 * percent-encoded.
 *
 * @param arena   owns the URI
 * @param target  what was written, values in their places
 * @param bare    an e-mail address gets "mailto:" before it
 * @param uri     [out]
 * @return NULL, or what is wrong, as a message about @p target
 * @source RFC 3986, sections 2 and 3; RFC 6068
 */
const char *uri_make(struct arena *arena, const char *target, bool bare,
                     const char **uri);

/**
 * Adds a value to a target. At its beginning and in its path the value may
 * hold a path or a whole URI; in the query it is data, and & # + are encoded.
 */
void uri_add_value(struct buffer *target, const char *value);

/** @return true if a target that begins like this, and continues with values,
 *  can be a URI */
bool uri_may_begin(const char *beginning);

#endif
