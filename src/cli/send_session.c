#include "cli/send_session.h"
#include "cli/sent_letters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/core_dump.h"
#include "base/secret.h"
#include "base/time.h"
#include "run/signals.h"

/* Seconds; RFC 5321, 4.5.3.2.6 allows a server ten minutes for the final dot.
 */
enum { TIMEOUT = 600 };

enum status send_session_open(struct send_session *send_session,
                              const struct options *options)
{
    enum status status;

    *send_session = (struct send_session){
        .options = options,
        .rules = {.domains = options->mail.domains.items,
                  .domain_count = options->mail.domains.count}};
    status = session_open(&send_session->session, options);
    send_session->settings =
        &send_session->session.engine.campaign.settings.mail;
    if (status == STATUS_OK)
        status = sent_letters_recall(&send_session->session);
    if (status == STATUS_OK)
        status = engine_prepare(&send_session->session.engine,
                                send_session->session.diagnostics);
    if (status != STATUS_OK)
        return status;
    return mailout_open(send_session->session.arena,
                        &send_session->session.engine,
                        send_session->session.output, &send_session->mailout,
                        send_session->session.diagnostics);
}

void send_session_close(struct send_session *send_session)
{
    ledger_close(send_session->ledger);
    if (send_session->mailout)
        mailout_close(send_session->mailout);
    session_close(&send_session->session, send_session->options);
}

enum status send_session_add_error(struct send_session *send_session,
                                   const struct error *err, enum status status)
{
    if (status != STATUS_OK)
        diagnostics_add_error(send_session->session.diagnostics, err);
    return status;
}

/* Without a file and a variable there is no password, and libcurl uses netrc.
 */
static enum status find_password(struct send_session *send_session,
                                 struct error *err)
{
    const char *file = send_session->options->mail.password_file;
    const char *variable = getenv(secret_password.variable);
    const struct secret_ways ways = {.file = file, .variable = variable};
    struct secret secret;
    enum status status;

    core_dump_forbid();
    if (!file && (!variable || !*variable))
        return STATUS_OK;
    status = secret_find(&secret_password, &ways, send_session->server.url,
                         &secret, err);
    if (status == STATUS_OK && secret.length == 0)
        status = error_set(err, RULE_PASSWORD, (struct location){file, 1, 0},
                           NULL, "the first line has to be the password");
    if (status == STATUS_OK)
        send_session->server.password =
            arena_strdup(send_session->session.arena, secret.text);
    secret_forget(&secret);
    return status;
}

enum status send_session_find_server(struct send_session *send_session)
{
    const struct mail_options *options = &send_session->options->mail;
    const struct mail_settings *settings = send_session->settings;
    struct error err = {.code = ""};

    if (!settings->url) {
        diagnostics_add(
            send_session->session.diagnostics, RULE_SETTING_MISSING,
            settings->location, NULL, "mail.server",
            "is missing, as in: server: smtps://mail.example.org:465");
        return STATUS_INPUT;
    }
    send_session->server = (struct smtp_server){
        .url = settings->url,
        .user = settings->user.text,
        .trust = send_session->options->trust.count
                     ? send_session->options->trust.items[0]
                     : NULL,
        .seconds = options->timeout ? options->timeout : TIMEOUT,
        .interrupted = signals_interrupted};
    return send_session_add_error(send_session, &err,
                                  find_password(send_session, &err));
}

struct embargo send_session_embargo(const struct send_session *send_session)
{
    const struct settings *settings =
        &send_session->session.engine.campaign.settings;
    const struct mail_options *options = &send_session->options->mail;

    if (options->embargoed)
        return (struct embargo){options->not_before, "--not-before",
                                NO_LOCATION};
    if (date_is_given(settings->mail.not_before))
        return (struct embargo){time_of_date(settings->mail.not_before),
                                "mail.not_before",
                                settings->mail.not_before_location};
    if (date_is_given(settings->publication))
        return (struct embargo){time_of_date(settings->publication),
                                "dates.publication", settings->dates_location};
    return (struct embargo){time_of_date(settings->letter_date), "dates.letter",
                            settings->dates_location};
}

/* @return the letters that the command line selects */
static struct send_selection_choice
choose(const struct send_session *send_session)
{
    const struct options *options = send_session->options;

    if (options->mail.resend.items)
        return (struct send_selection_choice){
            .only = options->mail.resend.items,
            .only_count = options->mail.resend.count,
            .resend = true};
    return (struct send_selection_choice){
        .only = (const char *const *)options->only.items,
        .only_count = options->only.count,
        .limit = options->mail.limit};
}

enum status send_session_clear(struct send_session *send_session,
                               struct diagnostics *diagnostics)
{
    const struct send_selection_choice choice = choose(send_session);
    const enum status status =
        send_selection_make(send_session->session.arena, send_session->mailout,
                            send_session->ledger, &choice,
                            &send_session->send_selection, diagnostics);

    send_session->rules.entries = send_session->send_selection.entries;
    send_session->rules.entry_count = send_session->send_selection.entry_count;
    return status;
}

void send_session_print_unmailed(const struct send_session *send_session)
{
    const size_t count = mailout_unmailed_count(send_session->mailout);
    const bool posts =
        mailout_engine(send_session->mailout)->campaign.settings.post.given;

    for (size_t i = 0; i < count; i++)
        printf("%s%s",
               i       ? ", "
               : posts ? "to be posted, by print: "
                       : "not e-mailed, because they have no address: ",
               mailout_unmailed(send_session->mailout, i)->code);
    if (count)
        putchar('\n');
}

static bool is_wanted(const struct send_selection_choice *choice,
                      const char *code)
{
    for (size_t i = 0; i < choice->only_count; i++)
        if (strcmp(choice->only[i], code) == 0)
            return true;
    return !choice->only;
}

static bool is_there(const struct send_session *send_session, const char *code)
{
    for (size_t i = 0; i < mailout_count(send_session->mailout); i++)
        if (strcmp(mailout_entry(send_session->mailout, i)->code, code) == 0)
            return true;
    return false;
}

enum status send_session_find_wanted(struct send_session *send_session,
                                     size_t *indices, size_t *count)
{
    const struct send_selection_choice choice = choose(send_session);
    const size_t letters = mailout_count(send_session->mailout);
    enum status status = STATUS_OK;

    for (size_t i = 0; i < choice.only_count; i++) {
        if (is_there(send_session, choice.only[i]))
            continue;
        diagnostics_add(
            send_session->session.diagnostics, RULE_CODE_UNKNOWN, NO_LOCATION,
            choice.only[i], NULL, "%s: %s", choice.only[i],
            mailout_is_unmailed(send_session->mailout, choice.only[i])
                ? mailout_unmailed_reason(send_session->mailout)
                : "no letter has this code");
        status = STATUS_INPUT;
    }
    *count = 0;
    for (size_t i = 0; i < letters; i++)
        if (is_wanted(&choice, mailout_entry(send_session->mailout, i)->code))
            indices[(*count)++] = i;
    if (choice.limit && *count > choice.limit)
        *count = choice.limit;
    return status;
}
