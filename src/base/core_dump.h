#ifndef BASE_CORE_DUMP_H
#define BASE_CORE_DUMP_H

/**
 * Keeps this process out of core dumps, and other processes of the same user
 * out of its memory, from now on: to be called before a password, a passphrase
 * or a private key comes into it. Libraries copy such secrets and free the
 * copies without wiping them, so no part of the memory can be left in.
 *
 * @source prctl(2), PR_SET_DUMPABLE; unlike RLIMIT_CORE it also holds where the
 *         system pipes dumps to a program
 */
void core_dump_forbid(void);

#endif
