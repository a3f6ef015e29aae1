#ifndef DATA_MAIL_SETTINGS_H
#define DATA_MAIL_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/error.h"

/**
 * The settings under `mail:` in campaign.yaml: sender, recipients, text and
 * server of the e-mails.
 *
 * `bcc` and `password` are refused by name.
 */

/** "Name <name@example.org>", or the address alone. */
struct mailbox {
    const char *name;    ///< UTF-8 without control characters, or ""
    const char *address; ///< a valid one; NULL: not given
    struct location location;
};

struct mail_settings {
    bool given; ///< `mail:` exists; else all other members are unset
    struct location location; ///< of the key

    struct mailbox from;     ///< required
    struct mailbox reply_to; ///< or address NULL
    struct value to;         ///< required; may hold placeholders
    const struct value *cc;  ///< each may hold placeholders
    size_t cc_count;
    const struct value *allow_domains; ///< no warning for these domains
    size_t allow_domain_count;
    bool shared_recipients; ///< one address may receive two councils' letters
    struct value subject;   ///< required; may hold placeholders
    struct value body;      ///< required; a Markdown file in the folder

    struct value server; ///< as written; none: a warning, and nothing can be
                         ///< sent
    const char *url;     ///< "smtps://host:465", always with the port; or NULL
    bool implicit_tls;   ///< smtps; false: STARTTLS is required
    const char *host;
    int port;
    struct value user; ///< login name, or none

    int rate;         ///< maximum messages in rate_seconds; 60
    int rate_seconds; ///< 1, 60 or 3600; 60
    int connections;  ///< 1 to 10; 2

    struct date not_before; ///< first day to send on, UTC; none: day of
                            ///< publication
    struct location not_before_location; ///< of the date
};

struct settings_reader;
struct yaml;

/** Reads `mail:` of @p root into the settings.
 *  @errors RULE_SETTING_* */
void mail_settings_read(struct settings_reader *reader,
                        const struct yaml *root);

struct arena;

/** @return true if an address's domain is in allow_domains or is a subdomain of
 *  one; @p arena is for scratch */
bool mail_settings_allow(struct arena *arena, const struct mail_settings *mail,
                         const char *address);

/**
 * Splits "Name <address>", or an address alone, into name and address.
 *
 * @param arena    owns the parts
 * @param text     UTF-8; a domain in letters beyond ASCII is converted
 * @param mailbox  [out] name and address
 * @return NULL, or the error as the end of a sentence
 * @source RFC 5322, 3.4, its common forms only
 */
const char *mail_settings_parse_mailbox(struct arena *arena, const char *text,
                                        struct mailbox *mailbox);

#endif
