#include "mail/circuit_breaker.h"

void fuse_note(struct fuse *fuse, enum mail_state state)
{
    const bool failed = state == MAIL_REFUSED || state == MAIL_UNKNOWN;

    if (state == MAIL_DEFERRED) {
        fuse->put_off++;
        return;
    }
    fuse->put_off = 0;
    fuse->tried++;
    fuse->failed += failed;
    fuse->in_a_row = failed ? fuse->in_a_row + 1 : 0;
}

bool fuse_is_blown(const struct fuse *fuse)
{
    return fuse->in_a_row >= FUSE_IN_A_ROW ||
           (fuse->tried >= FUSE_LEAST &&
            fuse->failed * 100 > fuse->tried * FUSE_PERCENT);
}

bool fuse_is_stuck(const struct fuse *fuse)
{
    return fuse->put_off >= FUSE_PUT_OFF_ROW;
}
