#ifndef DATA_MAIL_SETTINGS_H
#define DATA_MAIL_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/error.h"

/**
 * The settings under `mail:` in campaign.yaml: who writes to whom, what the
 * e-mail says, and by which server it is sent.
 *
 * There is no hidden recipient and no password here: `bcc` and `password` are
 * refused by name.
 */

/** "Name <name@example.org>", or the address alone. */
struct mailbox {
    const char *name;    ///< UTF-8 without control characters, or ""
    const char *address; ///< a valid one; NULL: not given
    struct location location;
};

struct mail_settings {
    bool given; ///< there is a `mail:`; what follows holds only then
    struct location location; ///< of the key

    struct mailbox from;     ///< required
    struct mailbox reply_to; ///< or address NULL
    struct value to;         ///< required; may hold placeholders
    const struct value *cc;  ///< each may hold placeholders
    size_t cc_count;
    const struct value *allow_domains; ///< domains that are right though they
                                       ///< have nothing of the council's name
    size_t allow_domain_count;
    bool shared_recipients; ///< an address may get the letters of two councils,
                            ///< in an e-mail each
    struct value subject;   ///< required; may hold placeholders
    struct value body;      ///< required; a Markdown file in the folder

    struct value server; ///< as written, or none: nothing can be sent yet,
                         ///< and a warning says so
    const char *url;     ///< "smtps://host:465", the port always there; or NULL
    bool implicit_tls;   ///< smtps; else STARTTLS, which is then required
    const char *host;
    int port;
    struct value user; ///< to log in as, or none

    int rate;         ///< maximum messages in rate_seconds; 60
    int rate_seconds; ///< 1, 60 or 3600; 60
    int connections;  ///< 1 to 10; 2

    struct date not_before; ///< the first day to send on, UTC; or none:
                            ///< the day of publication
    struct location not_before_location; ///< of the date
};

struct settings_reader;
struct yaml;

/** Reads `mail:` of @p root into the settings that are being read.
 *  @errors RULE_SETTING_* */
void mail_settings_read(struct settings_reader *reader,
                        const struct yaml *root);

struct arena;

/** @return true if an address's domain is one of allow_domains or below one;
 *  @p arena is for scratch */
bool mail_settings_allow(struct arena *arena, const struct mail_settings *mail,
                         const char *address);

/**
 * Takes "Name <address>" or an address apart.
 *
 * @param arena    owns the parts
 * @param text     UTF-8; a domain in letters beyond ASCII is converted
 * @param mailbox  its name and address filled in on success
 * @return NULL, or what is wrong, as the end of a sentence
 * @source RFC 5322, 3.4, of which it takes what people write
 */
const char *mail_settings_parse_mailbox(struct arena *arena, const char *text,
                                        struct mailbox *mailbox);

#endif
