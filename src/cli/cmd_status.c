#include <stdio.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/sanitize.h"
#include "cli/session.h"
#include "cli/table_print.h"
#include "ledger/ledger.h"
#include "mail/undelivered.h"

/** What the command reads. */
struct reading {
    const struct options *options;
    struct arena *arena;
    struct ledger *ledger;
    struct ledger_approval approval;
    bool approved;
    struct ledger_entry *entries;
    size_t count;
    size_t states[MAIL_STATES]; ///< of the entries asked for
    size_t asked;
    size_t bounced;
    size_t unsettled;
};

static const struct listing_column columns[] = {
    {"code", true, false},        {"name", true, false},
    {"state", true, false},       {"since", true, false},
    {"recipients", true, false},  {"reason", true, false},
    {"attempts", false, true},    {"next", false, false},
    {"reply_code", false, true},  {"reply", false, false},
    {"queue_id", false, false},   {"bounced", false, false},
    {"bounce", false, false},     {"file", false, false},
    {"message_id", false, false}, {"letter_sha256", false, false}};

enum { COLUMNS = sizeof columns / sizeof *columns };

static bool is_asked(const struct options *options, const char *code)
{
    for (size_t i = 0; i < options->only_count; i++)
        if (strcmp(options->only[i], code) == 0)
            return true;
    return !options->only;
}

static const char *moment(struct arena *arena, int64_t at)
{
    char words[CLOCK_SIZE];

    return at ? arena_string(arena, clock_print(words, at)) : "";
}

/* Why it is as it is, in a few words. */
static const char *reason_of(struct arena *arena,
                             const struct ledger_entry *entry)
{
    const char *reason = unsettled_reason(arena, entry);

    if (reason)
        return reason;
    if (entry->state == MAIL_DEFERRED)
        return arena_printf(arena, "not before %s: %s",
                            moment(arena, entry->next), entry->reply);
    if (entry->state == MAIL_ACCEPTED && *entry->queue_id)
        return arena_printf(arena, "queued as %s", entry->queue_id);
    return entry->reply;
}

static void add_row(struct listing *listing, struct arena *arena,
                    const struct ledger_entry *entry)
{
    const char *cells[COLUMNS] = {
        entry->code,
        entry->name,
        mail_state_word(entry->state),
        moment(arena, entry->since),
        entry->recipients,
        reason_of(arena, entry),
        arena_printf(arena, "%d", entry->attempts),
        moment(arena, entry->next),
        arena_printf(arena, "%d", entry->reply_code),
        entry->reply,
        entry->queue_id,
        moment(arena, entry->bounced),
        entry->bounce,
        entry->file,
        entry->message_id,
        entry->letter_sha256,
    };

    listing_add(listing, cells);
}

static void count_states(struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        const struct ledger_entry *entry = &reading->entries[i];
        if (!is_asked(reading->options, entry->code))
            continue;
        reading->asked++;
        reading->states[entry->state]++;
        reading->bounced += entry->bounced != 0;
        reading->unsettled += unsettled_reason(reading->arena, entry) != NULL;
    }
}

static void print_state(size_t count, const char *word, const char *remark)
{
    if (count)
        printf("  %-10s %zu%s\n", word, count, remark);
}

static void print_summary(const struct reading *reading)
{
    const bool live = ledger_is_live(reading->ledger);

    printf("%zu letter%s", reading->asked, reading->asked == 1 ? "" : "s");
    if (reading->approved)
        printf(", approved by %s at %s",
               plain_text(reading->arena, reading->approval.by),
               moment(reading->arena, reading->approval.at));
    puts(live ? "; a run is at work" : "");
    for (int state = 0; state < MAIL_STATES; state++)
        print_state(reading->states[state],
                    mail_state_word((enum mail_state)state), "");
    print_state(reading->bounced, "bounced", " of these");
    if (reading->unsettled)
        printf("%zu need%s a person: refused, unknown or bounced\n",
               reading->unsettled, reading->unsettled == 1 ? "s" : "");
}

/* With -q those alone that need a person. */
static void print_rows(const struct reading *reading)
{
    const struct options *options = reading->options;
    struct listing *listing = listing_new(reading->arena, columns, COLUMNS);

    for (size_t i = 0; i < reading->count; i++) {
        const struct ledger_entry *entry = &reading->entries[i];
        if (is_asked(options, entry->code) &&
            (!options->quiet || unsettled_reason(reading->arena, entry)))
            add_row(listing, reading->arena, entry);
    }
    if (options->format == REPORT_TEXT && reading->asked && !options->quiet)
        putchar('\n');
    listing_print(listing, options->format, stdout);
}

static const struct listing_column event_columns[] = {
    {"at", true, false},   {"code", true, false},       {"event", true, false},
    {"text", true, false}, {"reply_code", false, true},
};

/* With -v all that happened. */
static enum status print_history(struct reading *reading, struct error *err)
{
    struct listing *listing = listing_new(reading->arena, event_columns, 5);
    struct ledger_event *events;
    size_t count;
    const enum status status = ledger_history(reading->ledger, reading->arena,
                                              NULL, &events, &count, err);

    for (size_t i = 0; i < count; i++) {
        const char *cells[] = {
            moment(reading->arena, events[i].at), events[i].code,
            events[i].event, events[i].text,
            arena_printf(reading->arena, "%d", events[i].reply_code)};
        if (is_asked(reading->options, events[i].code))
            listing_add(listing, cells);
    }
    if (reading->options->format == REPORT_TEXT)
        putchar('\n');
    listing_print(listing, reading->options->format, stdout);
    return status;
}

static enum status print_all(struct reading *reading, struct error *err)
{
    const struct options *options = reading->options;
    const enum status status =
        ledger_entries(reading->ledger, reading->arena, &reading->entries,
                       &reading->count, err);

    if (status != STATUS_OK)
        return status;
    reading->approved =
        ledger_approval(reading->ledger, reading->arena, &reading->approval);
    count_states(reading);
    if (options->format == REPORT_TEXT && !options->quiet)
        print_summary(reading);
    if (options->verbose && options->format != REPORT_TEXT)
        return print_history(reading, err);
    print_rows(reading);
    return options->verbose ? print_history(reading, err) : STATUS_OK;
}

static int exit_of(enum status status, const struct reading *reading)
{
    if (status == STATUS_AGAIN)
        return EXIT_AGAIN;
    if (status != STATUS_OK)
        return EXIT_UNSTARTED;
    return reading->unsettled ? EXIT_REFUSED : EXIT_WELL;
}

int command_status(const struct options *options)
{
    struct reading reading = {.options = options, .arena = arena_new()};
    struct error err = {.code = ""};
    const char *output;
    enum status status =
        desk_find_output(reading.arena, options, &output, &err);
    int code;

    if (status == STATUS_OK)
        status = ledger_open(
            reading.arena, arena_printf(reading.arena, "%s/ledger.db", output),
            LEDGER_READ, &reading.ledger, &err);
    if (status == STATUS_OK)
        status = print_all(&reading, &err);
    if (status != STATUS_OK)
        error_print(SEVERITY_ERROR, &err, stderr);
    code = exit_of(status, &reading);
    ledger_close(reading.ledger);
    arena_free(reading.arena);
    return code;
}
