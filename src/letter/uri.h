#ifndef LETTER_URI_H
#define LETTER_URI_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"

/**
 * Makes the URI of a link's target.
 *
 * "https://" is added before a bare "www.". Bytes that URIs do not allow
 * (white space, non-ASCII letters, a per cent sign without two digits) are
 * percent-encoded.
 *
 * @param arena   owns the URI
 * @param target  the target, with values
 * @param bare    "mailto:" is added before an e-mail address
 * @param uri     [out]
 * @return NULL, or the error, as a message about @p target
 * @source RFC 3986, sections 2 and 3; RFC 6068
 */
const char *uri_make(struct arena *arena, const char *target, bool bare,
                     const char **uri);

/**
 * Adds a value to a target. At the beginning and in the path a value may be a
 * path or a whole URI; in the query it is data, and & # + are encoded.
 */
void uri_add_value(struct buffer *target, const char *value);

/** @return true if a target that begins with this text and continues with
 *         values can be a URI */
bool uri_may_begin(const char *beginning);

#endif
