#ifndef CLI_OFFICE_H
#define CLI_OFFICE_H

#include "cli/session.h"
#include "mail/readback_check.h"
#include "mail/send_selection.h"
#include "mail/smtp_client.h"

/** What the steps of `send` have in common: a desk, and what is on it of the
 *  mail-out. */
struct office {
    struct desk desk;
    const struct options *options;
    const struct mail_settings *settings;
    struct mailing *mailing;
    struct ledger *ledger;      ///< or NULL: not open
    struct clearance clearance; ///< once made
    struct assay_rules rules;
    struct post_server server; ///< once found
};

/**
 * Opens campaign and mailing.
 *
 * @param office   filled in; close it whatever this returns
 * @param options  the command line
 * @return STATUS_OK, or why nothing can start; the report says it
 */
enum status office_open(struct office *office,
                        const struct options *options) MUST_CHECK;

/** Closes everything, and prints the report. */
void office_close(struct office *office);

/** Reports @p err unless @p status is STATUS_OK. @return @p status */
enum status office_note(struct office *office, const struct error *err,
                        enum status status);

/** Finds server and password. @errors RULE_SETTING_MISSING, those of
 *  password_find() */
enum status office_find_server(struct office *office) MUST_CHECK;

/** The moment before which no letter leaves. */
struct embargo {
    int64_t moment;     ///< @units as mail/moment.h
    const char *by;     ///< the option or setting that says so
    struct place place; ///< of the setting; or NO_PLACE
};

/** @return that of the command line; else the day of mail.not_before, of
 *          publication, of the letter, the first that is given */
struct embargo office_embargo(const struct office *office);

/** @return "<output>/ledger.db" */
const char *office_ledger_path(struct office *office);

/** @return the letters that the command line asks for */
struct clearance_choice office_choice(const struct office *office);

/**
 * Finds the letters that the command line asks for, approved or not.
 *
 * @param indices  filled in, rising; there is room for all of the mailing
 * @param count    filled in
 * @errors RULE_CODE_UNKNOWN
 */
enum status office_find_wanted(struct office *office, size_t *indices,
                               size_t *count) MUST_CHECK;

/** The three things that `send` does. @return the exit status */
int office_send_letters(struct office *office); ///< --confirm
int office_send_samples(struct office *office); ///< --to-self
int office_write_outbox(struct office *office); ///< neither: a dry run

#endif
