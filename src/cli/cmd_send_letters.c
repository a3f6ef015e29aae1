#include <stdio.h>

#include "cli/clock.h"
#include "cli/send_session.h"
#include "mail/moment.h"
#include "mail/sender.h"
#include "mail/undelivered.h"
#include "run/signals.h"

/* Seconds to the first new try of a letter put off; to wait for such. */
enum { RETRY = 60, WAIT = 15 * 60 };

static enum status check_embargo(struct office *office)
{
    const struct embargo embargo = office_embargo(office);
    char words[MOMENT_SIZE];

    if (clock_now() >= embargo.moment)
        return STATUS_OK;
    report_say(office->desk.report, RULE_MAIL_EMBARGO, embargo.place, NULL,
               embargo.by, "nothing is sent before %s%s",
               moment_print(words, embargo.moment),
               embargo.place.file ? "; --not-before sets another time" : "");
    return STATUS_AGAIN;
}

/* What a run that died left in flight is nobody's guess any more. */
static enum status open_ledger(struct office *office)
{
    struct error err = {.code = ""};
    const enum status status =
        office_note(office, &err,
                    ledger_open(office->desk.arena, office_ledger_path(office),
                                LEDGER_WRITE, &office->ledger, &err));

    if (status == STATUS_OK && ledger_lost(office->ledger) == 1)
        fputs("1 letter was in flight when an earlier run ended; whether it "
              "arrived is unknown\n",
              stderr);
    else if (status == STATUS_OK && ledger_lost(office->ledger))
        fprintf(stderr,
                "%zu letters were in flight when an earlier run ended; whether "
                "they arrived is unknown\n",
                ledger_lost(office->ledger));
    return status;
}

static enum status check_count(struct office *office)
{
    const size_t given = office->options->mail.confirm;
    const size_t count = office->clearance.count;

    if (given == count)
        return STATUS_OK;
    report_say(office->desk.report, RULE_MAIL_COUNT, NO_PLACE, NULL,
               "--confirm", "%zu letter%s to be sent, not %zu", count,
               count == 1 ? " is" : "s are", given);
    return STATUS_INPUT;
}

/* Composes and assays all that is to be sent, before the first leaves: what is
 * wrong with any is said, and nothing is sent. */
static enum status rehearse(struct office *office)
{
    struct arena *passing = arena_new();
    struct assay *assay =
        assay_new(office->desk.arena, office->mailing, &office->rules);
    enum status first = STATUS_OK;

    for (size_t i = 0; i < office->clearance.count && !interrupt_seen(); i++) {
        const struct cleared_letter *letter = &office->clearance.letters[i];
        struct error err = {.code = ""};
        struct message message;
        enum status status;
        arena_reset(passing);
        status = clearance_compose(office->mailing, letter, clock_now(),
                                   passing, &message, office->desk.report);
        if (status == STATUS_OK) {
            status = office_note(
                office, &err,
                assay_message(assay, letter->index, &message, &err));
            message_free(&message);
        }
        if (first == STATUS_OK)
            first = status;
    }
    arena_free(passing);
    if (first == STATUS_OK && !office->clearance.same_manifest) {
        report_say(office->desk.report, RULE_MAIL_CHANGED, NO_PLACE, NULL, NULL,
                   "manifest.csv is not the one that was approved");
        first = STATUS_INPUT;
    }
    return interrupt_seen() ? STATUS_STOPPED : first;
}

/* Those that may go again are ready again. */
static enum status release(struct office *office)
{
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    if (!office->options->mail.resend)
        return STATUS_OK;
    for (size_t i = 0; i < office->clearance.count && status == STATUS_OK; i++)
        status =
            office_note(office, &err,
                        ledger_release(office->ledger,
                                       office->clearance.letters[i].entry->code,
                                       clock_now(), &err));
    return status;
}

static void print_states(const struct clearance *clearance)
{
    const char *comma = "";

    for (int i = 0; i < MAIL_STATES; i++) {
        if (!clearance->states[i])
            continue;
        printf("%s%zu %s", comma, clearance->states[i],
               mail_state_word((enum mail_state)i));
        comma = ", ";
    }
    putchar('\n');
}

static void print_round(const struct office *office,
                        const struct round_summary *summary)
{
    char words[MOMENT_SIZE];

    printf("%zu of %zu letters accepted by %s", summary->accepted,
           office->clearance.count, office->server.url);
    if (summary->refused)
        printf(", %zu refused", summary->refused);
    if (summary->unknown)
        printf(", %zu unknown", summary->unknown);
    if (summary->deferred)
        printf(", %zu put off until %s", summary->deferred,
               moment_print(words, summary->next));
    if (summary->untried)
        printf(", %zu not tried", summary->untried);
    putchar('\n');
}

static int settle_round(struct office *office,
                        const struct round_summary *summary, enum status status)
{
    const bool begun = summary->accepted + summary->refused + summary->unknown;

    switch (status) {
    case STATUS_OK:
        return summary->refused || summary->unknown    ? EXIT_REFUSED
               : summary->deferred || summary->untried ? EXIT_AGAIN
                                                       : EXIT_WELL;
    case STATUS_AGAIN:
        return EXIT_AGAIN;
    case STATUS_STOPPED:
        return EXIT_INTERRUPTED;
    case STATUS_INPUT:
    case STATUS_LAYOUT:
    case STATUS_IO:
        return begun ? EXIT_REFUSED
                     : desk_settle(&office->desk, office->options, status);
    }
    return EXIT_UNSTARTED;
}

static int go_round(struct office *office)
{
    const struct mail_options *options = &office->options->mail;
    const struct round_options round = {
        .server = office->server,
        .connections = office->settings->connections,
        .rate = office->settings->rate,
        .rate_seconds = office->settings->rate_seconds,
        .retry = options->retry ? options->retry : RETRY,
        .wait = options->wait < 0 ? WAIT : options->wait,
        .progress = desk_progress(office->options)};
    struct round_summary summary;
    struct error err = {.code = ""};
    size_t unsettled = 0;
    const enum status status = round_run(
        office->mailing, office->ledger,
        assay_new(office->desk.arena, office->mailing, &office->rules),
        &office->clearance, &round, &summary, office->desk.report);

    if (!office->options->quiet)
        print_round(office, &summary);
    if (unsettled_write(office->ledger, office->desk.output, &unsettled,
                        &err) != STATUS_OK)
        report_add(office->desk.report, &err);
    else if (unsettled && !office->options->quiet)
        printf("%zu need%s a person, listed with reasons in "
               "%s/mail-rejected.csv\n",
               unsettled, unsettled == 1 ? "s" : "", office->desk.output);
    return settle_round(office, &summary, status);
}

int office_send_letters(struct office *office)
{
    const struct clearance_choice choice = office_choice(office);
    enum status status = office_find_server(office);

    if (status == STATUS_OK)
        status = check_embargo(office);
    if (status == STATUS_OK)
        status = open_ledger(office);
    if (status == STATUS_OK)
        status =
            clearance_make(office->desk.arena, office->mailing, office->ledger,
                           &choice, &office->clearance, office->desk.report);
    if (status == STATUS_OK && !office->clearance.count) {
        fputs("nothing is left to be sent: ", stdout);
        print_states(&office->clearance);
        return EXIT_WELL;
    }
    if (status == STATUS_OK)
        status = check_count(office);
    if (status == STATUS_OK)
        status = rehearse(office);
    if (status == STATUS_OK)
        status = release(office);
    if (status == STATUS_OK)
        return go_round(office);
    return desk_settle(&office->desk, office->options, status);
}
