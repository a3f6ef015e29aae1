#include "cli/send_session.h"

#include <string.h>

#include "mail/moment.h"
#include "mail/password.h"
#include "run/signals.h"

/* Seconds; RFC 5321, 4.5.3.2.6 gives a server ten minutes for the last dot. */
enum { TIMEOUT = 600 };

enum status office_open(struct office *office, const struct options *options)
{
    enum status status;

    *office = (struct office){
        .options = options,
        .rules = {options->mail.domains, options->mail.domain_count}};
    status = desk_open(&office->desk, options);
    office->settings = &office->desk.press.campaign.settings.mail;
    if (status != STATUS_OK)
        return status;
    return mailing_open(office->desk.arena, &office->desk.press,
                        office->desk.output, &office->mailing,
                        office->desk.report);
}

void office_close(struct office *office)
{
    ledger_close(office->ledger);
    if (office->mailing)
        mailing_close(office->mailing);
    desk_close(&office->desk, office->options);
}

enum status office_note(struct office *office, const struct error *err,
                        enum status status)
{
    if (status != STATUS_OK)
        report_add(office->desk.report, err);
    return status;
}

enum status office_find_server(struct office *office)
{
    const struct mail_options *options = &office->options->mail;
    const struct mail_settings *settings = office->settings;
    struct error err = {.code = ""};

    if (!settings->url) {
        report_say(office->desk.report, RULE_SETTING_MISSING, settings->place,
                   NULL, "mail.server",
                   "is missing, as in: server: smtps://mail.example.org:465");
        return STATUS_INPUT;
    }
    office->server = (struct post_server){
        .url = settings->url,
        .user = settings->user.text,
        .trust =
            office->options->trust_count ? office->options->trust[0] : NULL,
        .seconds = options->timeout ? options->timeout : TIMEOUT,
        .interrupted = interrupt_seen};
    return office_note(office, &err,
                       password_find(office->desk.arena, options->password_file,
                                     &office->server.password, &err));
}

struct embargo office_embargo(const struct office *office)
{
    const struct settings *settings = &office->desk.press.campaign.settings;
    const struct mail_options *options = &office->options->mail;

    if (options->embargoed)
        return (struct embargo){options->not_before, "--not-before", NO_PLACE};
    if (date_is_given(settings->mail.not_before))
        return (struct embargo){moment_of_date(settings->mail.not_before),
                                "mail.not_before",
                                settings->mail.not_before_place};
    if (date_is_given(settings->publication))
        return (struct embargo){moment_of_date(settings->publication),
                                "dates.publication", settings->dates_place};
    return (struct embargo){moment_of_date(settings->letter_date),
                            "dates.letter", settings->dates_place};
}

const char *office_ledger_path(struct office *office)
{
    return arena_printf(office->desk.arena, "%s/ledger.db",
                        office->desk.output);
}

struct clearance_choice office_choice(const struct office *office)
{
    const struct options *options = office->options;

    if (options->mail.resend)
        return (struct clearance_choice){.only = options->mail.resend,
                                         .only_count =
                                             options->mail.resend_count,
                                         .resend = true};
    return (struct clearance_choice){.only = (const char *const *)options->only,
                                     .only_count = options->only_count,
                                     .limit = options->mail.limit};
}

static bool is_wanted(const struct clearance_choice *choice, const char *code)
{
    for (size_t i = 0; i < choice->only_count; i++)
        if (strcmp(choice->only[i], code) == 0)
            return true;
    return !choice->only;
}

static bool is_there(const struct office *office, const char *code)
{
    for (size_t i = 0; i < mailing_count(office->mailing); i++)
        if (strcmp(mailing_entry(office->mailing, i)->code, code) == 0)
            return true;
    return false;
}

enum status office_find_wanted(struct office *office, size_t *indices,
                               size_t *count)
{
    const struct clearance_choice choice = office_choice(office);
    const size_t letters = mailing_count(office->mailing);
    enum status status = STATUS_OK;

    for (size_t i = 0; i < choice.only_count; i++) {
        if (is_there(office, choice.only[i]))
            continue;
        report_say(office->desk.report, RULE_CODE_UNKNOWN, NO_PLACE,
                   choice.only[i], NULL, "%s: no letter has this code",
                   choice.only[i]);
        status = STATUS_INPUT;
    }
    *count = 0;
    for (size_t i = 0; i < letters; i++)
        if (is_wanted(&choice, mailing_entry(office->mailing, i)->code))
            indices[(*count)++] = i;
    if (choice.limit && *count > choice.limit)
        *count = choice.limit;
    return status;
}
