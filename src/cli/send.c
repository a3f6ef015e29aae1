#include <stdio.h>
#include <string.h>

#include "batch/interrupt.h"
#include "cli/clock.h"
#include "cli/desk.h"
#include "mail/assay.h"
#include "mail/clearance.h"
#include "mail/moment.h"
#include "mail/outbox.h"
#include "mail/password.h"
#include "mail/post.h"
#include "mail/round.h"
#include "mail/unsettled.h"

/* Seconds; RFC 5321, 4.5.3.2.6 gives a server ten minutes for the last dot. */
enum { TIMEOUT = 600, RETRY = 60, WAIT = 15 * 60, SAMPLES = 5 };

/* What the steps of a mail-out have in common. */
struct office {
    struct desk desk;
    const struct options *options;
    const struct mail_settings *settings;
    struct mailing *mailing;
    struct ledger *ledger;
    struct clearance clearance;
    struct assay_rules rules;
    struct post_server server;
};

static enum status note(struct office *office, const struct error *err,
                        enum status status)
{
    if (status != STATUS_OK)
        report_add(office->desk.report, err);
    return status;
}

static enum status find_server(struct office *office)
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
        .trust = options->trust,
        .seconds = options->timeout ? options->timeout : TIMEOUT,
        .interrupted = interrupt_seen};
    return note(office, &err,
                password_find(office->desk.arena, options->password_file,
                              &office->server.password, &err));
}

/* The rule: not before the day of publication, or else of the letter. */
static enum status check_embargo(struct office *office)
{
    const struct settings *settings = &office->desk.press.campaign.settings;
    const struct mail_options *options = &office->options->mail;
    const bool is_published = date_is_given(settings->publication);
    const char *by = options->embargoed ? "--not-before"
                     : is_published     ? "dates.publication"
                                        : "dates.letter";
    const int64_t moment =
        options->embargoed
            ? options->not_before
            : moment_of_date(is_published ? settings->publication
                                          : settings->letter_date);
    char words[MOMENT_SIZE];

    if (clock_now() >= moment)
        return STATUS_OK;
    report_say(office->desk.report, RULE_MAIL_EMBARGO,
               options->embargoed ? NO_PLACE : settings->dates_place, NULL, by,
               "nothing is sent before %s%s", moment_print(words, moment),
               options->embargoed ? "" : "; --not-before sets another time");
    return STATUS_AGAIN;
}

static const char *ledger_path(struct office *office)
{
    return arena_printf(office->desk.arena, "%s/ledger.db",
                        office->desk.output);
}

/* What a run that died left in flight is nobody's guess any more. */
static enum status open_ledger(struct office *office)
{
    struct error err = {.code = ""};
    const enum status status =
        note(office, &err,
             ledger_open(office->desk.arena, ledger_path(office), LEDGER_WRITE,
                         &office->ledger, &err));

    if (status == STATUS_OK && ledger_lost(office->ledger))
        fprintf(stderr,
                "%zu letters were in flight when an earlier run ended; whether "
                "they arrived is unknown\n",
                ledger_lost(office->ledger));
    return status;
}

static struct clearance_choice choose(const struct options *options)
{
    if (options->mail.resend)
        return (struct clearance_choice){.only = options->mail.resend,
                                         .only_count =
                                             options->mail.resend_count,
                                         .resend = true};
    return (struct clearance_choice){.only = (const char *const *)options->only,
                                     .only_count = options->only_count,
                                     .limit = options->mail.limit};
}

static enum status check_count(struct office *office)
{
    const size_t given = office->options->mail.confirm;
    const size_t count = office->clearance.count;

    if (given == count)
        return STATUS_OK;
    report_say(office->desk.report, RULE_MAIL_COUNT, NO_PLACE, NULL,
               "--confirm", "%zu letters are to be sent, not %zu", count,
               given);
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
            status = note(office, &err,
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
        status = note(office, &err,
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
        printf("%zu need a person, listed with reasons in "
               "%s/mail-rejected.csv\n",
               unsettled, office->desk.output);
    return settle_round(office, &summary, status);
}

static int send_letters(struct office *office)
{
    const struct clearance_choice choice = choose(office->options);
    enum status status = find_server(office);

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

/* --- a dry run ----------------------------------------------------------- */

static bool is_wanted(const struct clearance_choice *choice, const char *code)
{
    for (size_t i = 0; i < choice->only_count; i++)
        if (strcmp(choice->only[i], code) == 0)
            return true;
    return !choice->only;
}

/* @return how many letters the command line asks for, approved or not */
static size_t find_wanted(const struct office *office,
                          const struct clearance_choice *choice,
                          size_t *indices)
{
    const size_t count = mailing_count(office->mailing);
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        if (is_wanted(choice, mailing_entry(office->mailing, i)->code))
            indices[found++] = i;
    return choice->limit && found > choice->limit ? choice->limit : found;
}

/* What would be sent is assayed even where nothing is. */
static enum status assay_wanted(struct office *office, const size_t *indices,
                                size_t count)
{
    struct arena *passing = arena_new();
    struct assay *assay =
        assay_new(office->desk.arena, office->mailing, &office->rules);
    enum status first = STATUS_OK;

    for (size_t i = 0; i < count && !interrupt_seen(); i++) {
        struct error err = {.code = ""};
        struct message message;
        enum status status;
        arena_reset(passing);
        status = mailing_compose(office->mailing, indices[i], clock_now(),
                                 passing, &message, office->desk.report);
        if (status == STATUS_OK) {
            status = note(office, &err,
                          assay_message(assay, indices[i], &message, &err));
            message_free(&message);
        }
        if (first == STATUS_OK)
            first = status;
    }
    arena_free(passing);
    return interrupt_seen() ? STATUS_STOPPED : first;
}

/* What keeps the letters from being sent is told in numbers; --confirm says
 * it in full. */
static void print_prospect(struct office *office,
                           const struct clearance_choice *choice)
{
    struct report *passing = report_new();
    struct clearance *clearance = &office->clearance;
    struct error err = {.code = ""};
    char words[MOMENT_SIZE];
    enum status status = ledger_open(office->desk.arena, ledger_path(office),
                                     LEDGER_READ, &office->ledger, &err);

    if (status == STATUS_OK)
        status = clearance_make(office->desk.arena, office->mailing,
                                office->ledger, choice, clearance, passing);
    if (!clearance->approval.by)
        puts("not approved yet; lettermill approve");
    else
        printf("approved by %s, %s: ", clearance->approval.by,
               moment_print(words, clearance->approval.at));
    if (clearance->approval.by &&
        (status != STATUS_OK || !clearance->same_manifest))
        puts("something has changed since; approve again");
    else if (clearance->approval.by)
        printf("--confirm %zu sends %s\n", clearance->count,
               clearance->count == 1 ? "it" : "them");
    report_free(passing);
}

static int write_outbox(struct office *office)
{
    const struct clearance_choice choice = choose(office->options);
    struct desk *desk = &office->desk;
    size_t *indices =
        ARENA_ARRAY(desk->arena, size_t, mailing_count(office->mailing) + 1);
    const size_t count = find_wanted(office, &choice, indices);
    struct outbox outbox = {.count = 0};
    enum status status =
        outbox_write(desk->arena, office->mailing, desk->output, indices, count,
                     clock_now(), &outbox, desk->report);

    if (status == STATUS_OK && !office->options->quiet)
        outbox_print(&outbox, stdout);
    if (status == STATUS_OK)
        status = assay_wanted(office, indices, count);
    if (!office->options->quiet) {
        printf("%zu messages in %s/outbox, nothing is sent\n", outbox.count,
               desk->output);
        print_prospect(office, &choice);
    }
    return desk_settle(desk, office->options, status);
}

/* --- samples to oneself -------------------------------------------------- */

static enum status send_sample(struct office *office, struct post *post,
                               size_t index, struct arena *passing)
{
    const char *address = office->options->mail.self;
    const struct place place = {office->server.url, 0, 0};
    struct post_receipt receipt;
    struct message message;
    enum status status;

    arena_reset(passing);
    status =
        mailing_compose_sample(office->mailing, index, clock_now(), address,
                               passing, &message, office->desk.report);
    if (status != STATUS_OK)
        return status;
    post_send(post, &message, NULL, NULL, &receipt);
    if (receipt.outcome == POST_ACCEPTED && !office->options->quiet)
        printf("sample for %s, to %s: %s\n", message.name, address,
               receipt.reply);
    message_free(&message);
    switch (receipt.outcome) {
    case POST_ACCEPTED:
        return STATUS_OK;
    case POST_STOPPED:
        return STATUS_STOPPED;
    case POST_AWAY:
    case POST_DEFERRED:
    case POST_UNKNOWN:
        report_say(office->desk.report, RULE_MAIL_AWAY, place, NULL, NULL, "%s",
                   receipt.reply);
        return STATUS_AGAIN;
    case POST_REFUSED:
    case POST_BARRED:
        break;
    }
    report_say(office->desk.report, RULE_MAIL_BARRED, place, NULL, NULL, "%s",
               receipt.reply);
    return STATUS_INPUT;
}

/* Samples are taken evenly from all, the first and the last among them. */
static int send_samples(struct office *office)
{
    const struct clearance_choice choice = choose(office->options);
    struct desk *desk = &office->desk;
    const size_t asked = office->options->mail.sample;
    size_t *indices =
        ARENA_ARRAY(desk->arena, size_t, mailing_count(office->mailing) + 1);
    const size_t count = find_wanted(office, &choice, indices);
    const size_t most = asked ? asked : SAMPLES;
    const size_t samples = most < count ? most : count;
    enum status status = find_server(office);
    struct arena *passing;
    struct post *post;

    if (status != STATUS_OK)
        return desk_settle(desk, office->options, status);
    passing = arena_new();
    post = post_open(&office->server);
    for (size_t i = 0; i < samples && status == STATUS_OK; i++)
        status = send_sample(
            office, post,
            indices[samples > 1 ? i * (count - 1) / (samples - 1) : 0],
            passing);
    post_close(post);
    arena_free(passing);
    return desk_settle(desk, office->options, status);
}

/* --- the command --------------------------------------------------------- */

static enum status check_usage(struct office *office)
{
    const struct mail_options *options = &office->options->mail;
    const char *wrong = NULL;

    if (options->self && (options->confirmed || options->resend))
        wrong = "--to-self sends samples; it goes with neither --confirm nor "
                "--resend";
    else if (options->sample && !options->self)
        wrong = "--sample needs --to-self ADDRESS";
    else if (options->resend && (office->options->only || options->limit))
        wrong = "--resend names its letters; it goes with neither --only nor "
                "--limit";
    if (!wrong)
        return STATUS_OK;
    report_say(office->desk.report, RULE_USAGE, NO_PLACE, NULL, NULL, "%s",
               wrong);
    return STATUS_INPUT;
}

static int run(struct office *office)
{
    if (office->options->mail.self)
        return send_samples(office);
    if (office->options->mail.confirmed)
        return send_letters(office);
    return write_outbox(office);
}

int command_send(const struct options *options)
{
    struct office office = {
        .options = options,
        .rules = {options->mail.domains, options->mail.domain_count}};
    enum status status = desk_open(&office.desk, options);
    int code;

    interrupt_watch();
    office.settings = &office.desk.press.campaign.settings.mail;
    if (status == STATUS_OK)
        status = check_usage(&office);
    if (status == STATUS_OK)
        status = mailing_open(office.desk.arena, &office.desk.press,
                              office.desk.output, &office.mailing,
                              office.desk.report);
    code = status == STATUS_OK ? run(&office)
                               : desk_settle(&office.desk, options, status);
    ledger_close(office.ledger);
    if (office.mailing)
        mailing_close(office.mailing);
    desk_close(&office.desk, options);
    return code;
}
