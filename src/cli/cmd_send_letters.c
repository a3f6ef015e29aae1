#include <stdio.h>

#include "base/time.h"
#include "cli/result.h"
#include "cli/send_session.h"
#include "ledger/undelivered.h"
#include "mail/sender.h"
#include "run/signals.h"

/* Seconds to the first retry of a deferred letter, and of waiting for such. */
enum { RETRY = 60, WAIT = 15 * 60 };

static enum status check_embargo(struct send_session *send_session)
{
    const struct embargo embargo = send_session_embargo(send_session);
    char words[TIME_SIZE];

    if (time_now() >= embargo.moment)
        return STATUS_OK;
    diagnostics_add(
        send_session->session.diagnostics, RULE_MAIL_EMBARGO, embargo.location,
        NULL, embargo.by, "nothing is sent before %s%s",
        time_print_minute(words, embargo.moment),
        embargo.location.file ? "; --not-before sets another time" : "");
    return STATUS_AGAIN;
}

/* Reports letters that a killed run left in flight. */
static enum status open_ledger(struct send_session *send_session)
{
    struct error err = {.code = ""};
    const enum status status = send_session_add_error(
        send_session, &err,
        ledger_open_in(send_session->session.arena,
                       send_session->session.output, LEDGER_WRITE,
                       &send_session->ledger, &err));

    if (send_session->options->format == DIAGNOSTICS_JSON)
        return status; /* the summary says it */
    if (status == STATUS_OK && ledger_lost(send_session->ledger) == 1)
        fputs("1 letter was in flight when an earlier run ended; whether it "
              "arrived is unknown\n",
              stderr);
    else if (status == STATUS_OK && ledger_lost(send_session->ledger))
        fprintf(stderr,
                "%zu letters were in flight when an earlier run ended; whether "
                "they arrived is unknown\n",
                ledger_lost(send_session->ledger));
    return status;
}

static enum status check_count(struct send_session *send_session)
{
    const size_t given = send_session->options->mail.confirm;
    const size_t count = send_session->send_selection.count;

    if (given == count)
        return STATUS_OK;
    diagnostics_add(send_session->session.diagnostics, RULE_MAIL_COUNT,
                    NO_LOCATION, NULL, "--confirm",
                    "%zu letter%s to be sent, not %zu", count,
                    count == 1 ? " is" : "s are", given);
    return STATUS_INPUT;
}

/* Composes and reads back all letters before the first is sent: any error is
 * reported, and nothing is sent. */
static enum status rehearse(struct send_session *send_session)
{
    struct arena *passing = arena_new();
    struct readback_check *readback_check =
        readback_check_new(send_session->session.arena, send_session->mailout,
                           &send_session->rules);
    enum status first = STATUS_OK;

    for (size_t i = 0;
         i < send_session->send_selection.count && !signals_interrupted();
         i++) {
        const struct send_selection_letter *letter =
            &send_session->send_selection.letters[i];
        struct error err = {.code = ""};
        struct message message;
        enum status status;
        arena_reset(passing);
        status = send_selection_compose(send_session->mailout, letter,
                                        time_now(), passing, &message,
                                        send_session->session.diagnostics);
        if (status == STATUS_OK) {
            status = send_session_add_error(
                send_session, &err,
                readback_check_message(readback_check, letter->index, &message,
                                       &err));
            message_free(&message);
        }
        if (first == STATUS_OK)
            first = status;
    }
    arena_free(passing);
    return signals_interrupted() ? STATUS_STOPPED : first;
}

/* Makes letters of --resend ready again. */
static enum status release(struct send_session *send_session)
{
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    if (!send_session->options->mail.resend.items)
        return STATUS_OK;
    for (size_t i = 0;
         i < send_session->send_selection.count && status == STATUS_OK; i++)
        status = send_session_add_error(
            send_session, &err,
            ledger_release(send_session->ledger,
                           send_session->send_selection.letters[i].entry->code,
                           time_now(), &err));
    return status;
}

static void print_states(const struct send_selection *send_selection)
{
    const char *comma = "";

    for (int i = 0; i < LEDGER_STATES; i++) {
        if (!send_selection->states[i])
            continue;
        printf("%s%zu %s", comma, send_selection->states[i],
               ledger_state_word((enum ledger_state)i));
        comma = ", ";
    }
    putchar('\n');
}

/* @param summary  of a round; NULL: there was nothing to send */
static void print_json(const struct send_session *send_session,
                       const struct sender_summary *summary, size_t unsettled)
{
    static const struct sender_summary nothing;
    const struct sender_summary *round = summary ? summary : &nothing;
    struct result result = result_begin("summary", "send");
    char words[TIME_SIZE];

    result_flag(&result, "sent", summary != NULL);
    result_text(&result, "server", send_session->server.url);
    result_number(&result, "letters", send_session->send_selection.count);
    result_number(&result, "accepted", round->accepted);
    result_number(&result, "refused", round->refused);
    result_number(&result, "unknown", round->unknown);
    result_number(&result, "deferred", round->deferred);
    result_text(&result, "next",
                round->deferred ? time_print_minute(words, round->next) : NULL);
    result_number(&result, "untried", round->untried);
    result_number(&result, "lost", ledger_lost(send_session->ledger));
    result_number(&result, "unsettled", unsettled);
    result_end(&result);
}

static void print_sender(const struct send_session *send_session,
                         const struct sender_summary *summary)
{
    char words[TIME_SIZE];

    printf("%zu of %zu letters accepted by %s", summary->accepted,
           send_session->send_selection.count, send_session->server.url);
    if (summary->refused)
        printf(", %zu refused", summary->refused);
    if (summary->unknown)
        printf(", %zu unknown", summary->unknown);
    if (summary->deferred)
        printf(", %zu deferred until %s", summary->deferred,
               time_print_minute(words, summary->next));
    if (summary->untried)
        printf(", %zu not tried", summary->untried);
    putchar('\n');
}

static int finish_sender(struct send_session *send_session,
                         const struct sender_summary *summary,
                         enum status status)
{
    if (status == STATUS_OK && (summary->refused || summary->unknown))
        return EXIT_REFUSED;
    if (status == STATUS_OK && (summary->deferred || summary->untried))
        return EXIT_AGAIN;
    if (status == STATUS_OK || status == STATUS_AGAIN ||
        status == STATUS_STOPPED)
        return session_exit(status);
    if (summary->accepted + summary->refused + summary->unknown)
        return EXIT_REFUSED;
    return session_finish(&send_session->session, send_session->options,
                          status);
}

static int run_sender(struct send_session *send_session)
{
    const struct mail_options *options = &send_session->options->mail;
    const struct sender_options round = {
        .server = send_session->server,
        .connections = send_session->settings->connections,
        .rate = send_session->settings->rate,
        .rate_seconds = send_session->settings->rate_seconds,
        .retry = options->retry ? options->retry : RETRY,
        .wait = options->wait < 0 ? WAIT : options->wait,
        .progress = session_progress(send_session->options)};
    const bool is_json = send_session->options->format == DIAGNOSTICS_JSON;
    struct sender_summary summary;
    struct error err = {.code = ""};
    size_t unsettled = 0;
    const enum status status = sender_run(
        send_session->mailout, send_session->ledger,
        readback_check_new(send_session->session.arena, send_session->mailout,
                           &send_session->rules),
        &send_session->send_selection, &round, &summary,
        send_session->session.diagnostics);

    if (!send_session->options->quiet && !is_json)
        print_sender(send_session, &summary);
    if (!send_session->options->quiet)
        send_session_print_unmailed(send_session);
    if (undelivered_write(send_session->ledger, send_session->session.output,
                          &unsettled, &err) != STATUS_OK)
        diagnostics_add_error(send_session->session.diagnostics, &err);
    else if (unsettled && !send_session->options->quiet && !is_json)
        printf("%zu need%s a person, listed with reasons in "
               "%s/mail-rejected.csv\n",
               unsettled, unsettled == 1 ? "s" : "",
               send_session->session.output);
    if (!send_session->options->quiet && is_json)
        print_json(send_session, &summary, unsettled);
    return finish_sender(send_session, &summary, status);
}

static void print_nothing(const struct send_session *send_session)
{
    if (send_session->options->format == DIAGNOSTICS_JSON) {
        print_json(send_session, NULL, 0);
        return;
    }
    fputs("nothing is left to be sent: ", stdout);
    print_states(&send_session->send_selection);
}

int send_session_letters(struct send_session *send_session)
{
    enum status status = send_session_find_server(send_session);

    if (status == STATUS_OK)
        status = check_embargo(send_session);
    if (status == STATUS_OK)
        status = open_ledger(send_session);
    if (status == STATUS_OK)
        status =
            send_session_clear(send_session, send_session->session.diagnostics);
    if (status == STATUS_OK && !send_session->send_selection.count) {
        print_nothing(send_session);
        return EXIT_WELL;
    }
    if (status == STATUS_OK)
        status = check_count(send_session);
    if (status == STATUS_OK)
        status = rehearse(send_session);
    if (status == STATUS_OK)
        status = release(send_session);
    if (status == STATUS_OK)
        return run_sender(send_session);
    return session_finish(&send_session->session, send_session->options,
                          status);
}
