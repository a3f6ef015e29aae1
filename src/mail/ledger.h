#ifndef MAIL_LEDGER_H
#define MAIL_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"

/**
 * ledger.db: who approved what, and what became of each letter's e-mail. The
 * one place that knows SQLite (WAL, synchronous=FULL).
 *
 *     READY ----> IN_FLIGHT ----> ACCEPTED
 *       ^             |---------> REFUSED     permanent (5xx)
 *       |             |---------> DEFERRED    temporary (4xx), tried again
 *       |             `---------> UNKNOWN     lost after the final dot
 *       `-- DEFERRED when its time has come; UNKNOWN only by --resend
 *
 * An entry is IN_FLIGHT, committed to the disk, before the message's last byte
 * leaves. One that is IN_FLIGHT when a ledger is opened was left by a run that
 * died: it becomes UNKNOWN. Nothing leads from ACCEPTED.
 */
enum mail_state {
    MAIL_READY,
    MAIL_IN_FLIGHT,
    MAIL_ACCEPTED,
    MAIL_REFUSED,
    MAIL_DEFERRED,
    MAIL_UNKNOWN,
};

enum { MAIL_STATES = MAIL_UNKNOWN + 1 };

/** What was approved, by whom. */
struct ledger_approval {
    const char *by;
    int64_t at;                          ///< seconds since 1970, UTC
    char manifest_sha256[HASH_HEX_SIZE]; ///< of manifest.csv
    char messages_sha256[HASH_HEX_SIZE]; ///< of all content_sha256, in order
    size_t letters;
    size_t warnings;     ///< that were seen and accepted
    const char *summary; ///< counts by group, warnings, as shown; lines
};

struct ledger_entry {
    const char *code;
    const char *name;
    const char *recipients; ///< bare addresses, joined by ", "
    const char *file;       ///< "letters/x.pdf"
    const char *message_id;
    char letter_sha256[HASH_HEX_SIZE];
    char content_sha256[HASH_HEX_SIZE]; ///< of the message approved
    enum mail_state state;
    int attempts;
    int64_t since;        ///< when the state began
    int64_t next;         ///< DEFERRED: not tried before
    int reply_code;       ///< of SMTP, 0: none
    const char *reply;    ///< the server's last line, or why there is none
    const char *queue_id; ///< the server's, or ""
    int64_t bounced;      ///< when a bounce was read, 0: none
    const char *bounce;   ///< its status and diagnostic, or ""
};

struct ledger;

enum ledger_access {
    LEDGER_READ,  ///< status; beside a run that sends
    LEDGER_WRITE, ///< approve, send, bounces: one at a time
};

/**
 * Opens `<output>/ledger.db`; LEDGER_WRITE makes it if it is missing.
 *
 * @errors RULE_LEDGER_BUSY (STATUS_AGAIN): another run has it open to write;
 *         RULE_LEDGER_DAMAGED; RULE_LEDGER_MISSING under LEDGER_READ
 */
enum status ledger_open(struct arena *arena, const char *path,
                        enum ledger_access access, struct ledger **ledger,
                        struct error *err) MUST_CHECK;

void ledger_close(struct ledger *ledger);

/**
 * Records an approval with its letters, READY. An entry that was accepted, is
 * unknown or was refused keeps its state; if its letter or message differs
 * from the one that has left, that is refused.
 */
enum status ledger_approve(struct ledger *ledger,
                           const struct ledger_approval *approval,
                           const struct ledger_entry *entries, size_t count,
                           struct error *err) MUST_CHECK;

/** @return whether there is one; @p approval filled in, of @p arena */
bool ledger_approval(struct ledger *ledger, struct arena *arena,
                     struct ledger_approval *approval);

/** Reads all entries in order of code. @owner @p arena */
enum status ledger_entries(struct ledger *ledger, struct arena *arena,
                           struct ledger_entry **entries, size_t *count,
                           struct error *err) MUST_CHECK;

/**
 * Marks a letter as in flight, on the disk when this returns.
 *
 * @errors RULE_LEDGER_STATE: it is not READY or DEFERRED any more
 */
enum status ledger_begin(struct ledger *ledger, const char *code, int64_t now,
                         struct error *err) MUST_CHECK;

/** What became of it. */
struct ledger_outcome {
    enum mail_state state;
    int reply_code;
    const char *reply;
    const char *queue_id;
    int64_t next;
};

/** Records what became of a letter that is in flight. */
enum status ledger_settle(struct ledger *ledger, const char *code, int64_t now,
                          const struct ledger_outcome *outcome,
                          struct error *err) MUST_CHECK;

/** Makes an UNKNOWN or REFUSED one READY again: --resend CODE. */
enum status ledger_release(struct ledger *ledger, const char *code, int64_t now,
                           struct error *err) MUST_CHECK;

/** Notes a bounce for the entry with this Message-ID. @return STATUS_INPUT:
 *  there is no such entry */
enum status ledger_note_bounce(struct ledger *ledger, const char *message_id,
                               int64_t now, const char *text,
                               struct error *err) MUST_CHECK;

#endif
