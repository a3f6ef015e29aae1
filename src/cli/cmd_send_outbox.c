#include <stdio.h>

#include "cli/clock.h"
#include "cli/send_session.h"
#include "cli/table_print.h"
#include "mail/moment.h"
#include "mail/outbox.h"
#include "run/signals.h"

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
            status = office_note(
                office, &err, assay_message(assay, indices[i], &message, &err));
            message_free(&message);
        }
        if (first == STATUS_OK)
            first = status;
    }
    arena_free(passing);
    return interrupt_seen() ? STATUS_STOPPED : first;
}

/* What --confirm would do now with what is approved and unchanged. */
static void print_offer(const struct office *office, size_t shown)
{
    const struct embargo embargo = office_embargo(office);
    const size_t count = office->clearance.count;
    char words[MOMENT_SIZE];

    if (count == 0) {
        puts("nothing is left to be sent");
        return;
    }
    printf("--confirm %zu sends %s", count,
           count < shown ? "what is left"
           : count == 1  ? "it"
                         : "them");
    if (clock_now() < embargo.moment)
        printf(", but not before %s (%s)", moment_print(words, embargo.moment),
               embargo.by);
    putchar('\n');
}

/* Says whether the @p shown letters could be sent; what keeps them back,
 * --confirm says in full. */
static void print_prospect(struct office *office, size_t shown)
{
    const struct clearance_choice choice = office_choice(office);
    struct report *passing = report_new();
    struct clearance *clearance = &office->clearance;
    struct error err = {.code = ""};
    char words[MOMENT_SIZE];
    enum status status =
        ledger_open(office->desk.arena, office_ledger_path(office), LEDGER_READ,
                    &office->ledger, &err);

    if (status == STATUS_OK)
        status = clearance_make(office->desk.arena, office->mailing,
                                office->ledger, &choice, clearance, passing);
    report_free(passing);
    if (!clearance->approval.by) {
        puts("not approved yet; lettermill approve");
        return;
    }
    printf("approved by %s, %s: ", clearance->approval.by,
           moment_print(words, clearance->approval.at));
    if (status != STATUS_OK || !clearance->same_manifest)
        puts("something has changed since; approve again");
    else
        print_offer(office, shown);
}

/* A line a message. */
static void print_outbox(struct arena *arena, const struct outbox *outbox)
{
    static const struct listing_column columns[] = {
        {"code", true, false},    {"name", true, false},
        {"size", true, false},    {"recipients", true, false},
        {"subject", true, false},
    };
    struct listing *listing =
        listing_new(arena, columns, sizeof columns / sizeof *columns);

    for (size_t i = 0; i < outbox->count; i++) {
        const struct outbox_line *line = &outbox->lines[i];
        const char *size =
            arena_printf(arena, "%zu kB", (line->size + 1023) / 1024);
        const char *const cells[] = {line->code, line->name, size,
                                     line->recipients, line->subject};
        listing_add(listing, cells);
    }
    listing_print(listing, REPORT_TEXT, stdout);
}

int office_write_outbox(struct office *office)
{
    struct desk *desk = &office->desk;
    struct outbox outbox = {.count = 0};
    size_t *indices =
        ARENA_ARRAY(desk->arena, size_t, mailing_count(office->mailing) + 1);
    size_t count;
    enum status status = office_find_wanted(office, indices, &count);

    if (status == STATUS_OK)
        status =
            outbox_write(desk->arena, office->mailing, desk->output, indices,
                         count, clock_now(), &outbox, desk->report);
    if (status != STATUS_OK)
        return desk_settle(desk, office->options, status);
    if (!office->options->quiet)
        print_outbox(desk->arena, &outbox);
    status = assay_wanted(office, indices, count);
    if (!office->options->quiet) {
        printf("%zu messages in %s/outbox, nothing is sent\n", outbox.count,
               desk->output);
        print_prospect(office, outbox.count);
    }
    return desk_settle(desk, office->options, status);
}
