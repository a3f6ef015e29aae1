#ifndef DATA_EMAIL_ADDRESS_H
#define DATA_EMAIL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * E-mail addresses of councils.
 *
 * @source RFC 5321 for lengths; GOV.UK Notify's recipient check for the
 *         syntax: no quoted local parts, no address literals, no comments
 */

/** @return true if the text is exactly one address in ASCII */
bool email_address_is_valid(const char *address);

/**
 * Converts an address to the form for mail servers: "ceo@müller.example"
 * becomes "ceo@xn--mller-kva.example". An ASCII address is unchanged.
 *
 * @param arena    owns the result
 * @param address  UTF-8
 * @return a valid address, or NULL if the text is not an address
 * @source RFC 5891 (IDNA2008) with the mapping of UTS #46; libidn2
 */
const char *email_address_ascii(struct arena *arena, const char *address);

/** @return an address in the form used for comparison: email_address_ascii() in
 *         lower case; other text in lower case only. @owner @p arena */
const char *email_address_key(struct arena *arena, const char *address);

/** @return a domain of one or more labels in the form used for comparison; NULL
 *         if the text is not a domain. @owner @p arena */
const char *email_address_domain_key(struct arena *arena, const char *domain);

/** @return true if a valid address's domain is @p domain or a subdomain of it,
 *         in any spelling; @p arena is for scratch */
bool email_address_is_within(struct arena *arena, const char *address,
                             const char *domain);

/**
 * @return true if the domain of an address contains a part of the council's
 *         name: a word or its first four letters, the initials, or the usual
 *         short form of its county
 *
 * @param arena    scratch
 * @param address  a valid address
 * @param name     the council's
 */
bool email_address_resembles(struct arena *arena, const char *address,
                             const char *name);

#endif
