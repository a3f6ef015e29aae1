#ifndef POST_MAILPIECE_H
#define POST_MAILPIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

/** A posted letter: the contents of one envelope. */
struct mailpiece {
    size_t row;     ///< in the roster
    int64_t number; ///< of the piece in its campaign, from 1; 0: none yet
    const char *code;
    const char *name;
    bool is_posted;       ///< false: the letter goes by e-mail
    bool is_wanted;       ///< to be printed
    const char *address;  ///< lines of addressee and address, joined by ", "
    const char *postcode; ///< or ""
    char content_sha256[HASH_HEX_SIZE]; ///< of the letter before its seal
    char sha256[HASH_HEX_SIZE];         ///< of the letter's file
    char inputs_sha256[HASH_HEX_SIZE];  ///< of that content's inputs; "":
                                        ///< unknown
    size_t pages;                       ///< without padding; 0: not known yet
    size_t sheets;
    size_t first_page; ///< in the job, from 1
};

#endif
