#ifndef MAIL_FUSE_H
#define MAIL_FUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger/ledger.h"

/**
 * What stops a round that goes wrong: letters refused or lost one after
 * another, or too many of those tried; or a server that puts all of them off.
 */
enum {
    FUSE_IN_A_ROW = 5,     ///< refused or unknown, none accepted between
    FUSE_PERCENT = 10,     ///< more than this of all that were tried,
    FUSE_LEAST = 20,       ///< once so many were
    FUSE_PUT_OFF_ROW = 20, ///< deferred, none with another outcome between
};

struct fuse {
    size_t tried;  ///< accepted, refused or unknown
    size_t failed; ///< of these, refused or unknown
    size_t in_a_row;
    size_t put_off; ///< in a row
};

/** Counts what became of one letter. */
void fuse_note(struct fuse *fuse, enum mail_state state);

/** @return whether so many failed that the round has to stop */
bool fuse_is_blown(const struct fuse *fuse);

/** @return whether the server puts everything off */
bool fuse_is_stuck(const struct fuse *fuse);

#endif
