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
 * ledger.db: the approvals and the state of each letter, in SQLite (WAL,
 * synchronous=FULL).
 *
 * An approval binds the contents of a letter (`content_sha256`, before its
 * seal) and of its e-mail (`message_sha256`). The file's digest is only
 * recorded: it differs for a new seal of the same letter.
 *
 *     READY ----> IN_FLIGHT ----> ACCEPTED
 *       ^             |---------> REFUSED     permanent (5xx)
 *       |             |---------> DEFERRED    temporary (4xx), tried again
 *       |             `---------> UNKNOWN     lost after the final dot
 *       `-- DEFERRED when its time has come; UNKNOWN only by --resend
 *
 * An entry is IN_FLIGHT, committed to the disk, before the message's last byte
 * is sent. When a ledger is opened, entries that a killed run left IN_FLIGHT
 * become UNKNOWN. An entry leaves ACCEPTED only by a bounce followed by
 * --resend.
 *
 * The database also enforces these steps, and records each with its time
 * (ledger_history()); records are never removed.
 *
 * All functions except opening and closing are thread-safe.
 */
enum ledger_state {
    LEDGER_READY,
    LEDGER_IN_FLIGHT,
    LEDGER_ACCEPTED,
    LEDGER_REFUSED,
    LEDGER_DEFERRED,
    LEDGER_UNKNOWN,
    LEDGER_UNMAILED, ///< approved, without e-mail
};

enum { LEDGER_STATES = LEDGER_UNMAILED + 1 };

/** @return "ready", "in flight", "accepted", ... */
const char *ledger_state_word(enum ledger_state state);

/** A record that a person read an approved letter, or that it was approved
 *  unread. */
struct ledger_reading {
    const char *code;
    char content_sha256[HASH_HEX_SIZE];
    const char *by; ///< "": unread
    int64_t at;     ///< when
};

/** An approval. */
struct ledger_approval {
    const char *by;
    int64_t at;                          ///< seconds since 1970, UTC
    char manifest_sha256[HASH_HEX_SIZE]; ///< of manifest.csv
    char messages_sha256[HASH_HEX_SIZE]; ///< of all contents and messages
    size_t letters;
    size_t warnings;     ///< accepted by the approver
    const char *summary; ///< lines as shown: counts by group, warnings
    struct ledger_reading *readings; ///< from sign-off files; may be none
    size_t reading_count;
};

struct ledger_entry {
    const char *code;
    const char *name;
    const char *recipients; ///< bare addresses, joined by ", "; "": UNMAILED
    const char *file;       ///< "letters/x.pdf"
    const char *message_id; ///< "": UNMAILED
    char file_sha256[HASH_HEX_SIZE];    ///< as approved; once sent, as sent
    char content_sha256[HASH_HEX_SIZE]; ///< of the letter before its seal
    char message_sha256
        [HASH_HEX_SIZE]; ///< of the e-mail's content; "": UNMAILED
    enum ledger_state state;
    int attempts;
    int64_t since;        ///< when the state began
    int64_t next;         ///< DEFERRED: earliest next attempt
    int reply_code;       ///< of SMTP, 0: none
    const char *reply;    ///< the server's last line, or the reason for its
                          ///< absence
    const char *queue_id; ///< the server's, or ""
    int64_t bounced;      ///< when a bounce was read, 0: none
    const char *bounce;   ///< its status and diagnostic, or ""
};

/** @return the entry of a letter without e-mail, with texts of @p letter */
struct ledger_entry ledger_entry_of(const struct manifest_entry *letter);

/** @return true if the e-mail has @p address, ASCII in any case, as recipient
 */
bool ledger_entry_names(const struct ledger_entry *entry, const char *address);

/** @return true if the e-mail has arrived or may have arrived */
bool ledger_entry_has_left(const struct ledger_entry *entry);

struct ledger;

enum ledger_access {
    LEDGER_READ,  ///< status; also during a run that sends
    LEDGER_WRITE, ///< approve, send, bounces: one process at a time
};

/**
 * Opens a ledger; LEDGER_WRITE makes it if it is missing.
 *
 * The writer's lock is on the file and ends with its process.
 *
 * @param arena   owns the ledger
 * @param path    of the file
 * @param access  the kind of access
 * @param ledger  [out]; close it
 * @errors RULE_LEDGER_BUSY (STATUS_AGAIN): another run has it open for
 *         writing; RULE_LEDGER_DAMAGED, also if another program changed it;
 *         RULE_LEDGER_MISSING under LEDGER_READ; RULE_FILE_WRITE,
 *         RULE_FILE_UNREADABLE, RULE_FILE_FULL
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

/** @return the number of entries of a killed run that this opening made UNKNOWN
 */
size_t ledger_lost(const struct ledger *ledger);

/** @return true if a live run has the ledger open for writing */
bool ledger_is_live(const struct ledger *ledger);

/**
 * Records an approval with its letters, as READY, or as UNMAILED if they have
 * no recipients. Entries that are ACCEPTED, UNKNOWN or REFUSED keep their
 * state; it is an error if the letter or message differs from the sent one. A
 * REFUSED or bounced one did not arrive, so it may differ and is then READY.
 *
 * Entries that are no longer approved are withdrawn, unless they have left.
 *
 * @errors RULE_LEDGER_STATE: one that has left differs, or a letter or a
 *         Message-ID occurs twice; then nothing is recorded
 */
enum status ledger_approve(struct ledger *ledger,
                           const struct ledger_approval *approval,
                           const struct ledger_entry *entries, size_t count,
                           struct error *err) MUST_CHECK;

/** @return true if there is an approval; @p approval [out] is owned by @p arena
 */
bool ledger_approval(struct ledger *ledger, struct arena *arena,
                     struct ledger_approval *approval);

/** Reads who read the approved letters, in order of code.
 *  @owner @p arena */
enum status ledger_readings(struct ledger *ledger, struct arena *arena,
                            struct ledger_reading **readings, size_t *count,
                            struct error *err) MUST_CHECK;

/** Reads all entries in order of code. @owner @p arena */
enum status ledger_entries(struct ledger *ledger, struct arena *arena,
                           struct ledger_entry **entries, size_t *count,
                           struct error *err) MUST_CHECK;

/**
 * Records a letter as in flight, synced to the disk.
 *
 * @param file_sha256  of the file to be sent, in hexadecimal
 * @errors RULE_LEDGER_STATE: it is no longer READY or DEFERRED
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
 * Records the outcome of a letter in flight; READY: its last byte was not
 * sent. A letter that is not in flight may become REFUSED or DEFERRED, if the
 * server stopped it before.
 *
 * @errors RULE_LEDGER_STATE: the step is not allowed
 */
enum status ledger_record_outcome(struct ledger *ledger, const char *code,
                                  int64_t now,
                                  const struct ledger_outcome *outcome,
                                  struct error *err) MUST_CHECK;

/** Makes an UNKNOWN, REFUSED or bounced entry READY again: --resend CODE. */
enum status ledger_release(struct ledger *ledger, const char *code, int64_t now,
                           struct error *err) MUST_CHECK;

/**
 * Records a bounce: a report that the e-mail with this Message-ID did not
 * arrive.
 *
 * @param ledger      open to write
 * @param message_id  with its angle brackets
 * @param now         when it is read
 * @param text        its status and diagnostic, with the report's date:
 *                    reports with equal texts are duplicates
 * @return STATUS_OK or STATUS_INPUT: there is no such entry
 */
enum status ledger_note_bounce(struct ledger *ledger, const char *message_id,
                               int64_t now, const char *text,
                               struct error *err) MUST_CHECK;

/**
 * Records another report about an e-mail, "delayed" or "delivered", which does
 * not change its state.
 *
 * @param ledger      open to write
 * @param message_id  with its angle brackets
 * @param now         when it is read
 * @param event       a bounce is "bounced"
 * @param text        as for ledger_note_bounce()
 * @param news        [out] true if it was not known before
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

/** Reads the events of one letter, or of all (@p code is NULL), in order.
 *  @owner @p arena */
enum status ledger_history(struct ledger *ledger, struct arena *arena,
                           const char *code, struct ledger_event **events,
                           size_t *count, struct error *err) MUST_CHECK;

#endif
