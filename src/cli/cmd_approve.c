#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/clock.h"
#include "cli/sanitize.h"
#include "cli/session.h"
#include "mail/approval.h"
#include "mail/undelivered.h"
#include "run/preflight.h"
#include "run/render.h"
#include "run/row_selection.h"
#include "run/signals.h"
#include "store/manifest_index.h"

/** Most bytes of a name. */
enum { NAME_LIMIT = 200 };

/** What the command works with. */
struct approving {
    const struct options *options;
    struct desk desk;
    const char **refused; ///< codes of rows without a letter
    size_t refusals;
    size_t warnings;
    struct mailing *mailing;
    struct approval approval;
    struct ledger *ledger;
    int64_t now;
};

static enum status refuse_usage(struct approving *approving,
                                const char *message)
{
    report_say(approving->desk.report, RULE_USAGE, NO_PLACE, NULL, NULL, "%s",
               message);
    return STATUS_INPUT;
}

/* Who takes responsibility is kept in the ledger. */
static enum status check_usage(struct approving *approving)
{
    const struct options *options = approving->options;

    if (!options->by || text_is_blank(options->by))
        return refuse_usage(approving,
                            "who approves? as in: lettermill approve "
                            "input/2022 --by \"Jo Bloggs\"");
    if (!text_check(options->by, strlen(options->by), NULL) ||
        !text_is_line(options->by) || strlen(options->by) > NAME_LIMIT)
        return refuse_usage(approving, "--by is a name on one line");
    if (options->only)
        return refuse_usage(approving,
                            "a mail-out is approved as a whole, without "
                            "--only");
    return STATUS_OK;
}

/* --- the rows ------------------------------------------------------------ */

/* A row that was refused when the letters were made, and is well now. */
static void compare_row(struct approving *approving,
                        const struct registry *registry, size_t row,
                        bool faulty)
{
    const struct roster *roster = approving->desk.press.campaign.roster;
    const struct manifest_entry *entry =
        registry_by_code(registry, roster_code(roster, row));
    struct council council;

    if (!entry || entry->status == MANIFEST_MADE)
        return;
    if (faulty) {
        approving->refused[approving->refusals++] = roster_code(roster, row);
        return;
    }
    roster_read(roster, row, approving->desk.arena, &council);
    report_say(approving->desk.report, RULE_LETTER_STALE, council.place,
               council.code, NULL,
               "the row was refused, and no longer is; render again");
}

/* Rows that the roster itself refuses never had a letter. */
static void add_refused_rows(struct approving *approving)
{
    const struct roster *roster = approving->desk.press.campaign.roster;

    for (size_t i = 0; i < roster_refused(roster); i++) {
        struct refused_row row;
        roster_read_refused(roster, i, approving->desk.arena, &row);
        approving->refused[approving->refusals++] =
            *row.code ? row.code : "a row without code";
    }
}

static enum status compare_rows(struct approving *approving,
                                const struct inspection *inspection)
{
    struct desk *desk = &approving->desk;
    const struct roster *roster = desk->press.campaign.roster;
    const char *path =
        arena_printf(desk->arena, "%s/manifest.csv", desk->output);
    const size_t before = report_errors(desk->report);
    struct registry *registry;
    const enum status status =
        registry_open(desk->arena, path, &registry, desk->report);

    if (status != STATUS_OK)
        return status;
    approving->refused =
        ARENA_ARRAY(desk->arena, const char *,
                    roster_count(roster) + roster_refused(roster));
    for (size_t i = 0; i < roster_count(roster); i++)
        compare_row(approving, registry, i, inspection->faulty[i]);
    add_refused_rows(approving);
    return report_errors(desk->report) > before ? STATUS_INPUT : STATUS_OK;
}

/* Looks at all rows as check does. Its errors are those of rows that have no
 * letter; its warnings are what is accepted. */
static enum status inspect(struct approving *approving)
{
    struct desk *desk = &approving->desk;
    struct report *seen = report_new();
    struct inspection inspection;
    struct selection selection;
    struct crew crew;
    enum status status = selection_make(
        desk->arena, desk->press.campaign.roster, NULL, 0, &selection, seen);

    crew = (struct crew){
        .press = &desk->press,
        .rows = selection.rows,
        .count = selection.count,
        .jobs = run_jobs(approving->options->jobs),
        .progress = progress_start(desk_progress(approving->options),
                                   "rows checked", selection.count),
    };
    if (status == STATUS_OK)
        status = inspection_run(desk->arena, &crew, INSPECTION_PAGES,
                                &inspection, seen);
    progress_finish(crew.progress);
    approving->warnings = report_warnings(seen);
    report_join(desk->report, seen);
    report_free(seen);
    return status == STATUS_OK ? compare_rows(approving, &inspection) : status;
}

/* --- the run ------------------------------------------------------------- */

static enum status check_run(struct approving *approving)
{
    struct desk *desk = &approving->desk;
    const char *path =
        arena_printf(desk->arena, "%s/manifest.csv", desk->output);

    if (access(path, F_OK) == 0)
        return STATUS_OK;
    report_say(desk->report, RULE_FILE_MISSING, (struct place){path, 0, 0},
               NULL, NULL,
               "no run of render has come to its end here; render, proof, then "
               "approve");
    return rule_status(RULE_FILE_MISSING);
}

static enum status check_warnings(struct approving *approving)
{
    if (!approving->options->werror || !approving->warnings)
        return STATUS_OK;
    return refuse_usage(approving,
                        "there are warnings; without --werror they are "
                        "accepted");
}

static enum status gather(struct approving *approving)
{
    struct desk *desk = &approving->desk;
    const struct assay_rules rules = {approving->options->mail.domains,
                                      approving->options->mail.domain_count};
    enum status status = mailing_open(desk->arena, &desk->press, desk->output,
                                      &approving->mailing, desk->report);

    if (status != STATUS_OK)
        return status;
    if (!mailing_count(approving->mailing))
        return refuse_usage(approving, "there is no letter to approve");
    return approval_gather(desk->arena, &desk->press, approving->mailing,
                           &rules, approving->refused, approving->refusals,
                           approving->now, &approving->approval, desk->report);
}

/* --- the ledger ---------------------------------------------------------- */

static enum status record(struct approving *approving, struct error *err)
{
    struct approval *approval = &approving->approval;
    struct ledger_approval record = {
        .by = approving->options->by,
        .at = approving->now,
        .letters = approval->count,
        .warnings = approving->warnings,
        .summary = approval->summary,
    };

    memcpy(record.manifest_sha256, mailing_manifest_sha256(approving->mailing),
           HASH_HEX_SIZE);
    memcpy(record.messages_sha256, approval->messages_sha256, HASH_HEX_SIZE);
    return ledger_approve(approving->ledger, &record, approval->entries,
                          approval->count, err);
}

/* "3 ready, 1 accepted" */
static enum status print_states(struct approving *approving, struct error *err)
{
    size_t states[MAIL_STATES] = {0};
    const char *before = "";
    struct ledger_entry *entries;
    size_t count;
    const enum status status = ledger_entries(
        approving->ledger, approving->desk.arena, &entries, &count, err);

    for (size_t i = 0; i < count; i++)
        states[entries[i].state]++;
    for (int state = 0; state < MAIL_STATES; state++) {
        if (!states[state])
            continue;
        printf("%s%zu %s", before, states[state],
               mail_state_word((enum mail_state)state));
        before = ", ";
    }
    putchar('\n');
    return status;
}

static enum status print(struct approving *approving, struct error *err)
{
    char when[CLOCK_SIZE];

    if (approving->options->quiet)
        return STATUS_OK;
    fputs(plain_lines(approving->desk.arena, approving->approval.summary),
          stdout);
    printf("%zu warning%s accepted\n", approving->warnings,
           approving->warnings == 1 ? "" : "s");
    printf("approved by %s at %s; manifest %.12s...; ", approving->options->by,
           clock_print(when, approving->now),
           mailing_manifest_sha256(approving->mailing));
    return print_states(approving, err);
}

static enum status keep(struct approving *approving)
{
    struct desk *desk = &approving->desk;
    struct error err = {.code = ""};
    size_t unsettled;
    enum status status = ledger_open(
        desk->arena, arena_printf(desk->arena, "%s/ledger.db", desk->output),
        LEDGER_WRITE, &approving->ledger, &err);

    if (status == STATUS_OK)
        status = record(approving, &err);
    if (status == STATUS_OK)
        status =
            unsettled_write(approving->ledger, desk->output, &unsettled, &err);
    if (status == STATUS_OK)
        status = print(approving, &err);
    if (status != STATUS_OK)
        report_add(desk->report, &err);
    return status;
}

static enum status approve(struct approving *approving)
{
    enum status status = check_usage(approving);

    if (status == STATUS_OK)
        status = check_run(approving);
    if (status == STATUS_OK)
        status = inspect(approving);
    if (status == STATUS_OK)
        status = check_warnings(approving);
    if (status == STATUS_OK)
        status = gather(approving);
    if (status == STATUS_OK)
        status = keep(approving);
    return status;
}

/* Rows without a letter are seen and do not stand in the way. */
static int exit_of(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return EXIT_WELL;
    case STATUS_AGAIN:
        return EXIT_AGAIN;
    case STATUS_STOPPED:
        return EXIT_INTERRUPTED;
    case STATUS_INPUT:
    case STATUS_LAYOUT:
    case STATUS_IO:
        return EXIT_UNSTARTED;
    }
    return EXIT_UNSTARTED;
}

int command_approve(const struct options *options)
{
    struct options lenient = *options;
    struct approving approving = {.options = options, .now = clock_now()};
    enum status status;

    interrupt_watch();
    lenient.werror = false; /* see check_warnings() */
    status = desk_open_with_seal(&approving.desk, &lenient, SEAL_EXAMINE);
    if (status == STATUS_OK)
        status = approve(&approving);
    ledger_close(approving.ledger);
    mailing_close(approving.mailing);
    desk_close(&approving.desk, &lenient);
    return exit_of(status);
}
