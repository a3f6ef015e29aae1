#ifndef SEAL_PASSPHRASE_H
#define SEAL_PASSPHRASE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/**
 * The passphrase of a key, on its way from where it is kept to the library that
 * needs it. It comes from a file, else from the environment, else from a person
 * at the terminal; never from the command line, which all users of a machine
 * can read.
 */

enum { PASSPHRASE_SIZE = 1024 };

#define PASSPHRASE_VARIABLE "LETTERMILL_PASSPHRASE"

/** Where a passphrase may come from, in this order. */
struct passphrase_ways {
    const char *file;     ///< its first line, in UTF-8, or in UTF-16 with a
                          ///< byte-order mark; or NULL
    const char *variable; ///< the environment's word; or NULL: not set
    bool ask;             ///< at the terminal
};

struct passphrase {
    char text[PASSPHRASE_SIZE]; ///< any bytes but NUL
    size_t length;
};

/**
 * Finds the passphrase of a key.
 *
 * @param ways        where to look
 * @param key         whose it is, for the question and for diagnostics
 * @param passphrase  filled in; passphrase_forget() it whatever this returns
 * @param err         filled in on failure
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE; RULE_SEAL_PASSPHRASE: none
 *         is to be had, it is longer than 1023 bytes, or no text
 */
enum status passphrase_find(const struct passphrase_ways *ways, const char *key,
                            struct passphrase *passphrase,
                            struct error *err) MUST_CHECK;

/** Overwrites the passphrase, and the compiler may not leave it out. */
void passphrase_forget(struct passphrase *passphrase);

#endif
