#ifndef BASE_CORE_DUMP_H
#define BASE_CORE_DUMP_H

/**
 * Forbids core dumps of this process, and access to its memory by other
 * processes of the same user. Call it before the process reads a password, a
 * passphrase or a private key. It covers all memory, because libraries free
 * their copies of secrets without wiping them.
 *
 * @source prctl(2), PR_SET_DUMPABLE; unlike RLIMIT_CORE it also holds where the
 *         system pipes dumps to a program
 */
void core_dump_forbid(void);

#endif
