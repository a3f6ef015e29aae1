#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/**
 * Reads a passphrase or a password: from a file, else from the environment,
 * else at the terminal; never from the command line, which all users of a
 * machine can read. No error message repeats it.
 */

enum { SECRET_SIZE = 4096 };

/** The use of a secret, as messages name it. */
struct secret_kind {
    const char *name;        ///< "passphrase"
    const char *option;      ///< that names its file
    const char *variable;    ///< that holds it, by its name
    enum diagnostic_id rule; ///< reported
};

extern const struct secret_kind secret_passphrase; ///< of the key that seals
extern const struct secret_kind secret_password;   ///< of the mail server

/** The sources of a secret, in this order. */
struct secret_ways {
    const char *file;     ///< to read the first line of; NULL: none
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
 * @param ways    its possible sources
 * @param owner   the key or the server, for the question and for errors
 * @param secret  [out] call secret_forget() for it even after a failure
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE; the kind's rule: the secret
 *         is missing, longer than 4095 bytes, or not text
 */
enum status secret_find(const struct secret_kind *kind,
                        const struct secret_ways *ways, const char *owner,
                        struct secret *secret, struct error *err) MUST_CHECK;

/** Overwrites the secret; the compiler cannot optimise this away. */
void secret_forget(struct secret *secret);

#endif
