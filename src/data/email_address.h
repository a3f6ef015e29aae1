#ifndef DATA_EMAIL_ADDRESS_H
#define DATA_EMAIL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * E-mail addresses of councils.
 *
 * @source RFC 5321 for lengths; GOV.UK Notify's recipient check for what is
 *         let through: no quoted local parts, no address literals, no comments
 */

/** @return true if the text is one address in ASCII and nothing else */
bool email_address_is_valid(const char *address);

/**
 * Writes an address as mail servers take it: "ceo@müller.example" becomes
 * "ceo@xn--mller-kva.example". An address in ASCII stays as it is written.
 *
 * @param arena    owns the result
 * @param address  UTF-8
 * @return a valid address, or NULL: the text is none
 * @source RFC 5891 (IDNA2008) with the mapping of UTS #46; libidn2
 */
const char *email_address_ascii(struct arena *arena, const char *address);

/** @return the one form in which addresses are compared: email_address_ascii()
 *  in lower case; what is no address is only in lower case. @owner @p arena */
const char *email_address_key(struct arena *arena, const char *address);

/** @return the one form in which domains are compared, of one label or more;
 *  NULL: the text is no domain. @owner @p arena */
const char *email_address_domain_key(struct arena *arena, const char *domain);

/** @return true if a valid address's domain is @p domain or below it, however
 *  either is written; @p arena is for scratch */
bool email_address_is_within(struct arena *arena, const char *address,
                             const char *domain);

/**
 * Whether a valid address's domain has anything of a council's name: a word of
 * it or its first four letters, its initials, or its county's usual short
 * form.
 *
 * @param arena    scratch
 * @param address  a valid one
 * @param name     the council's
 */
bool email_address_resembles(struct arena *arena, const char *address,
                             const char *name);

#endif
