#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "store/manifest.h"

/**
 * ledger.db: who approved what, and what became of each letter, in SQLite
 * (WAL, synchronous=FULL).
 *
 * An approval binds what a letter says (`content_sha256`, of the letter before
 * its seal) and what its e-mail says (`message_sha256`). The file's own digest
 * is kept for the record: a new seal of the same letter has another.
 *
 *     READY ----> IN_FLIGHT ----> ACCEPTED
 *       ^             |---------> REFUSED     permanent (5xx)
 *       |             |---------> DEFERRED    temporary (4xx), tried again
 *       |             `---------> UNKNOWN     lost after the final dot
 *       `-- DEFERRED when its time has come; UNKNOWN only by --resend
 *
 * An entry is IN_FLIGHT, committed to the disk, before the message's last byte
 * leaves. One that is IN_FLIGHT when a ledger is opened was left by a run that
 * died: it becomes UNKNOWN. Only a bounce that says
 * that the letter did not arrive, and then --resend, leads away from ACCEPTED.
 *
 * The steps are enforced by the database too, which keeps each of them with
 * its time (ledger_history()): nothing that was recorded is ever lost.
 *
 * All functions but opening and closing may be called from any thread.
 */
enum ledger_state {
    LEDGER_READY,
    LEDGER_IN_FLIGHT,
    LEDGER_ACCEPTED,
    LEDGER_REFUSED,
    LEDGER_DEFERRED,
    LEDGER_UNKNOWN,
    LEDGER_UNMAILED, ///< approved, and e-mailed to nobody
};

enum { LEDGER_STATES = LEDGER_UNMAILED + 1 };

/** @return "ready", "in flight", "accepted", ... */
const char *ledger_state_word(enum ledger_state state);

/** That somebody read a letter that was approved, or that it was approved
 *  though nobody had. */
struct ledger_reading {
    const char *code;
    char content_sha256[HASH_HEX_SIZE];
    const char *by; ///< "": nobody
    int64_t at;     ///< when
};

/** What was approved, by whom. */
struct ledger_approval {
    const char *by;
    int64_t at;                          ///< seconds since 1970, UTC
    char manifest_sha256[HASH_HEX_SIZE]; ///< of manifest.csv
    char messages_sha256[HASH_HEX_SIZE]; ///< of all contents and messages, in
                                         ///< order
    size_t letters;
    size_t warnings;     ///< that were seen and accepted
    const char *summary; ///< counts by group, warnings, as shown; lines
    struct ledger_reading *readings; ///< from sign-off files; may be none
    size_t reading_count;
};

struct ledger_entry {
    const char *code;
    const char *name;
    const char *recipients; ///< bare addresses, joined by ", "; "": UNMAILED
    const char *file;       ///< "letters/x.pdf"
    const char *message_id; ///< "": UNMAILED
    char file_sha256[HASH_HEX_SIZE];    ///< as approved; as sent once it left
    char content_sha256[HASH_HEX_SIZE]; ///< of the letter before its seal
    char message_sha256
        [HASH_HEX_SIZE]; ///< of what the e-mail says; "": UNMAILED
    enum ledger_state state;
    int attempts;
    int64_t since;        ///< when the state began
    int64_t next;         ///< DEFERRED: not tried before
    int reply_code;       ///< of SMTP, 0: none
    const char *reply;    ///< the server's last line, or why there is none
    const char *queue_id; ///< the server's, or ""
    int64_t bounced;      ///< when a bounce was read, 0: none
    const char *bounce;   ///< its status and diagnostic, or ""
};

/** @return what is recorded of a letter that is e-mailed to nobody, with texts
 *          of @p letter */
struct ledger_entry ledger_entry_of(const struct manifest_entry *letter);

/** @return true if the e-mail went, or is to go, to @p address: one in ASCII,
 *          in whatever case */
bool ledger_entry_names(const struct ledger_entry *entry, const char *address);

/** @return true if the e-mail did arrive, or may have */
bool ledger_entry_has_left(const struct ledger_entry *entry);

struct ledger;

enum ledger_access {
    LEDGER_READ,  ///< status; beside a run that sends
    LEDGER_WRITE, ///< approve, send, bounces: one at a time
};

/**
 * Opens a ledger; LEDGER_WRITE makes it if it is missing.
 *
 * The writer's lock is on the file itself and ends with its process.
 *
 * @param arena   owns the ledger
 * @param path    of the file
 * @param access  see there
 * @param ledger  [out]; close it
 * @errors RULE_LEDGER_BUSY (STATUS_AGAIN): another run has it open to write;
 *         RULE_LEDGER_DAMAGED, also if another program changed it;
 *         RULE_LEDGER_MISSING under LEDGER_READ;
 *         RULE_FILE_WRITE, RULE_FILE_UNREADABLE, RULE_FILE_FULL
 */
enum status ledger_open(struct arena *arena, const char *path,
                        enum ledger_access access, struct ledger **ledger,
                        struct error *err) MUST_CHECK;

/** Like ledger_open() for the ledger of an output folder. */
enum status ledger_open_in(struct arena *arena, const char *output,
                           enum ledger_access access, struct ledger **ledger,
                           struct error *err) MUST_CHECK;

/** Closes the ledger; NULL is allowed. */
void ledger_close(struct ledger *ledger);

/** @return how many a run that died had left in flight, which this opening
 *  made UNKNOWN */
size_t ledger_lost(const struct ledger *ledger);

/** @return true if a run has the ledger open to write, now */
bool ledger_is_live(const struct ledger *ledger);

/**
 * Records an approval with its letters, READY, or UNMAILED where they have no
 * recipients. An entry that was accepted, is
 * unknown or was refused keeps its state; if its letter or message differs
 * from the one that has left, that is refused. One that was refused or has
 * bounced did not arrive, so it may differ, and is READY then.
 *
 * Entries that are approved no longer are withdrawn, unless they have left.
 *
 * @errors RULE_LEDGER_STATE: one that has left differs, or a letter or a
 *         Message-ID stands twice; nothing is recorded then
 */
enum status ledger_approve(struct ledger *ledger,
                           const struct ledger_approval *approval,
                           const struct ledger_entry *entries, size_t count,
                           struct error *err) MUST_CHECK;

/** @return true if there is one; @p approval filled in, of @p arena */
bool ledger_approval(struct ledger *ledger, struct arena *arena,
                     struct ledger_approval *approval);

/** Reads the readings of the letters as they were approved, in order of code.
 *  @owner @p arena */
enum status ledger_readings(struct ledger *ledger, struct arena *arena,
                            struct ledger_reading **readings, size_t *count,
                            struct error *err) MUST_CHECK;

/** Reads all entries in order of code. @owner @p arena */
enum status ledger_entries(struct ledger *ledger, struct arena *arena,
                           struct ledger_entry **entries, size_t *count,
                           struct error *err) MUST_CHECK;

/**
 * Marks a letter as in flight, on the disk when this returns.
 *
 * @param file_sha256  of the file that leaves, in hex
 * @errors RULE_LEDGER_STATE: it is not READY or DEFERRED any more
 */
enum status ledger_begin(struct ledger *ledger, const char *code,
                         const char *file_sha256, int64_t now,
                         struct error *err) MUST_CHECK;

/** The outcome of one attempt. */
struct ledger_outcome {
    enum ledger_state state;
    int reply_code;
    const char *reply;
    const char *queue_id;
    int64_t next;
};

/**
 * Records what became of a letter that is in flight; READY: its last byte has
 * not left. One that is not in flight may become REFUSED or DEFERRED: the
 * server did not let it come that far.
 *
 * @errors RULE_LEDGER_STATE: no step leads there
 */
enum status ledger_record_outcome(struct ledger *ledger, const char *code,
                                  int64_t now,
                                  const struct ledger_outcome *outcome,
                                  struct error *err) MUST_CHECK;

/** Makes one READY again that is UNKNOWN, REFUSED or has bounced: --resend
 *  CODE. */
enum status ledger_release(struct ledger *ledger, const char *code, int64_t now,
                           struct error *err) MUST_CHECK;

/**
 * Notes a bounce: a report that the e-mail with this Message-ID did not
 * arrive.
 *
 * @param ledger      open to write
 * @param message_id  with its angle brackets
 * @param now         when it is read
 * @param text        its status and diagnostic; a report is known again by it,
 *                    so it holds the report's own date
 * @return STATUS_INPUT: there is no such entry
 */
enum status ledger_note_bounce(struct ledger *ledger, const char *message_id,
                               int64_t now, const char *text,
                               struct error *err) MUST_CHECK;

/**
 * Notes what else is reported of an e-mail: "delayed", "delivered". It changes
 * no state.
 *
 * @param ledger      open to write
 * @param message_id  with its angle brackets
 * @param now         when it is read
 * @param event       a bounce is "bounced"
 * @param text        as for ledger_note_bounce()
 * @param news        [out] whether it was not known before
 */
enum status ledger_note(struct ledger *ledger, const char *message_id,
                        int64_t now, const char *event, const char *text,
                        bool *news, struct error *err) MUST_CHECK;

/** An event in a letter's history. */
struct ledger_event {
    const char *code;
    int64_t at;
    const char *event; ///< a state's word, "bounced", "withdrawn"
    int reply_code;
    const char *text; ///< the server's line, a bounce's diagnostic, or ""
};

/** Reads what happened to one letter, or to all (@p code is NULL), in order.
 *  @owner @p arena */
enum status ledger_history(struct ledger *ledger, struct arena *arena,
                           const char *code, struct ledger_event **events,
                           size_t *count, struct error *err) MUST_CHECK;

#endif
