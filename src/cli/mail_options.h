#ifndef CLI_MAIL_OPTIONS_H
#define CLI_MAIL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

/** What the command line says of a mail-out. */
struct mail_options {
    bool confirmed;   ///< --confirm was given:
    size_t confirm;   ///< the number of letters that are to be sent
    const char *self; ///< --to-self: an address for samples, or NULL
    size_t sample;    ///< how many of them; 0: not said
    size_t limit;     ///< at most so many letters; 0: all
    bool embargoed;   ///< --not-before was given:
    int64_t not_before;
    const char **domains; ///< --allow-domain
    size_t domain_count;
    const char **resend; ///< --resend: codes, or NULL
    size_t resend_count;
    const char *password_file; ///< or NULL
    int timeout;               ///< seconds to wait for an answer; 0: not said
    int retry;                 ///< seconds to the first new try; 0: not said
    int wait; ///< seconds to wait for letters put off; -1: not said
};

/** The options as getopt() gives them, above those of options.c. */
enum mail_option {
    MAIL_OPTION_CONFIRM = 512,
    MAIL_OPTION_TO_SELF,
    MAIL_OPTION_SAMPLE,
    MAIL_OPTION_LIMIT,
    MAIL_OPTION_NOT_BEFORE,
    MAIL_OPTION_ALLOW_DOMAIN,
    MAIL_OPTION_RESEND,
    MAIL_OPTION_PASSWORD_FILE,
    MAIL_OPTION_TIMEOUT,
    MAIL_OPTION_RETRY,
    MAIL_OPTION_WAIT,
};

/**
 * Reads one of them.
 *
 * @param arena    owns what @p options points to
 * @param option   one of enum mail_option
 * @param value    what stands behind it
 * @param options  added to
 * @param err      RULE_USAGE on failure
 */
enum status mail_options_read(struct arena *arena, int option,
                              const char *value, struct mail_options *options,
                              struct error *err) MUST_CHECK;

#endif
