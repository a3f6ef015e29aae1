#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/**
 * A passphrase or a password, on its way from where it is kept to the library
 * that needs it. It comes from a file, else from the environment, else from a
 * person at the terminal; never from the command line, which all users of a
 * machine can read. No error repeats it.
 */

enum { SECRET_SIZE = 4096 };

/** What a secret is for, in the words of messages. */
struct secret_kind {
    const char *name;        ///< "passphrase"
    const char *option;      ///< that names its file
    const char *variable;    ///< that holds it, by its name
    enum diagnostic_id rule; ///< reported
};

extern const struct secret_kind secret_passphrase; ///< of the key that seals
extern const struct secret_kind secret_password;   ///< of the mail server

/** Where a secret may come from, in this order. */
struct secret_ways {
    const char *file;     ///< its first line, in UTF-8, or in UTF-16 with a
                          ///< byte-order mark; or NULL
    const char *variable; ///< the variable's value; NULL: not set
    bool ask;             ///< at the terminal
};

struct secret {
    char text[SECRET_SIZE]; ///< any bytes but NUL
    size_t length;
};

/**
 * Finds a secret.
 *
 * @param kind    what it is for
 * @param ways    where to look
 * @param owner   the key or the server, for the question and for errors
 * @param secret  [out] secret_forget() it whatever this returns
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE; the kind's rule: there is no
 *         secret, it is longer than 4095 bytes, or no text
 */
enum status secret_find(const struct secret_kind *kind,
                        const struct secret_ways *ways, const char *owner,
                        struct secret *secret, struct error *err) MUST_CHECK;

/** Overwrites the secret; the compiler may not leave this out. */
void secret_forget(struct secret *secret);

#endif
