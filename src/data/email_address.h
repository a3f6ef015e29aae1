#ifndef DATA_EMAIL_ADDRESS_H
#define DATA_EMAIL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * E-mail addresses as councils have them.
 *
 * @source RFC 5321 for lengths; GOV.UK Notify's recipient check for what is
 *         let through: no quoted local parts, no address literals, no comments
 */

/** @return whether the text is one address and nothing else */
bool email_address_is_valid(const char *address);

/**
 * Whether a valid address's domain has anything of a council's name: a word of
 * it or its first four letters, its initials, or its county's usual short
 * form.
 *
 * @param arena    for passing needs
 * @param address  a valid one
 * @param name     the council's
 */
bool email_address_resembles(struct arena *arena, const char *address,
                             const char *name);

#endif
