#ifndef CLI_SEND_SESSION_H
#define CLI_SEND_SESSION_H

#include "cli/session.h"
#include "mail/readback_check.h"
#include "mail/send_selection.h"
#include "mail/smtp_client.h"

/** The state that the forms of `send` share: a session, and the parts of the
 *  mail-out. */
struct send_session {
    struct session session;
    const struct options *options;
    const struct mail_settings *settings;
    struct mailout *mailout;
    struct ledger *ledger;                ///< or NULL: not open
    struct send_selection send_selection; ///< once made
    struct readback_check_rules rules;
    struct smtp_server server; ///< once found
};

/**
 * Opens campaign and mail-out.
 *
 * @param send_session  [out] close it even after a failure
 * @param options       the command line
 * @return STATUS_OK, or the status of the error, which is reported
 */
enum status send_session_open(struct send_session *send_session,
                              const struct options *options) MUST_CHECK;

/** Closes everything, and prints the report. */
void send_session_close(struct send_session *send_session);

/** Reports @p err unless @p status is STATUS_OK. @return @p status */
enum status send_session_add_error(struct send_session *send_session,
                                   const struct error *err, enum status status);

/** Finds server and password. @errors RULE_SETTING_MISSING, those of
 *  password_find() */
enum status
send_session_find_server(struct send_session *send_session) MUST_CHECK;

/** The time before which no letter is sent. */
struct embargo {
    int64_t moment;           ///< @units as base/time.h
    const char *by;           ///< the option or setting that sets it
    struct location location; ///< of the setting; or NO_LOCATION
};

/** @return the embargo of the command line, else the first given of
 *         mail.not_before, the day of publication and the letter's date */
struct embargo send_session_embargo(const struct send_session *send_session);

/** Makes the selection of letters; its addresses then count as approved. The
 *  ledger must be open. @errors those of send_selection_make() */
enum status send_session_clear(struct send_session *send_session,
                               struct diagnostics *diagnostics) MUST_CHECK;

/** Prints the codes of all letters without e-mail, if there are any. */
void send_session_print_unmailed(const struct send_session *send_session);

/**
 * Finds the letters that the command line selects, approved or not.
 *
 * @param indices  [out] ascending; with capacity for all of the mail-out
 * @param count    [out]
 * @errors RULE_CODE_UNKNOWN
 */
enum status send_session_find_wanted(struct send_session *send_session,
                                     size_t *indices, size_t *count) MUST_CHECK;

/** The three forms of `send`. @return the exit status */
int send_session_letters(struct send_session *send_session); ///< --confirm
int send_session_samples(struct send_session *send_session); ///< --to-self
int send_session_outbox(
    struct send_session *send_session); ///< neither: a dry run

#endif
