#include <stdio.h>
#include <unistd.h>

#include "base/plural.h"
#include "base/time.h"
#include "cli/result.h"
#include "cli/session.h"
#include "cli/table_print.h"
#include "cli/terminal.h"
#include "ledger/undelivered.h"
#include "mail/bounce_match.h"

/** The state of the command. */
struct sorting {
    const struct options *options;
    struct arena *arena;
    struct diagnostics *diagnostics;
    const char *output;
    size_t first; ///< argument that is a mailbox
    struct ledger *ledger;
    struct bounce_match bounce_match;
    size_t unsettled;
};

static const struct table_print_column columns[] = {
    {"code", true, false}, {"name", true, false},       {"action", true, false},
    {"text", true, false}, {"recipient", false, false}, {"news", false, false},
};

static void print_lines(const struct sorting *sorting)
{
    const struct bounce_match *bounce_match = &sorting->bounce_match;
    struct table_print *table_print =
        table_print_new(sorting->arena, columns, 6);

    for (size_t i = 0; i < bounce_match->count; i++) {
        const struct bounce_match_line *line = &bounce_match->lines[i];
        const char *cells[] = {
            line->code, line->name,      bounce_action_word(line->action),
            line->text, line->recipient, line->news ? "yes" : "no"};
        if (line->news || !sorting->options->quiet)
            table_print_add(table_print, cells);
    }
    table_print_write(table_print, sorting->options->format, stdout);
}

static size_t count_lines(const struct bounce_match *bounce_match, bool news,
                          enum bounce_action action)
{
    size_t count = 0;

    for (size_t i = 0; i < bounce_match->count; i++)
        count += bounce_match->lines[i].news == news &&
                 bounce_match->lines[i].action == action;
    return count;
}

static void print_count(size_t count, const char *what)
{
    if (count)
        printf(", %zu %s", count, what);
}

static void print_summary(const struct sorting *sorting)
{
    const struct bounce_match *bounce_match = &sorting->bounce_match;
    const size_t failed = count_lines(bounce_match, true, BOUNCE_FAILED);
    const size_t delayed = count_lines(bounce_match, true, BOUNCE_DELAYED);
    const size_t delivered = count_lines(bounce_match, true, BOUNCE_DELIVERED);

    printf("%zu message%s read", bounce_match->messages,
           plural_s(bounce_match->messages));
    print_count(failed, "not delivered");
    print_count(delayed, "delayed");
    print_count(delivered, "delivered");
    print_count(bounce_match->count - failed - delayed - delivered,
                "known already");
    print_count(bounce_match->unmatched, "about no letter of this mail-out");
    print_count(bounce_match->opaque, "that cannot be read");
    print_count(bounce_match->others, "no report");
    putchar('\n');
    if (sorting->unsettled)
        printf("%zu letter%s need%s a person: %s/mail-rejected.csv\n",
               sorting->unsettled, plural_s(sorting->unsettled),
               sorting->unsettled == 1 ? "s" : "", sorting->output);
}

static void print_json(const struct sorting *sorting)
{
    const struct bounce_match *bounce_match = &sorting->bounce_match;
    struct result result = result_begin("summary", "bounces");

    result_number(&result, "messages", bounce_match->messages);
    result_number(&result, "failed",
                  count_lines(bounce_match, true, BOUNCE_FAILED));
    result_number(&result, "delayed",
                  count_lines(bounce_match, true, BOUNCE_DELAYED));
    result_number(&result, "delivered",
                  count_lines(bounce_match, true, BOUNCE_DELIVERED));
    result_number(&result, "unmatched", bounce_match->unmatched);
    result_number(&result, "unreadable", bounce_match->opaque);
    result_number(&result, "others", bounce_match->others);
    result_number(&result, "unsettled", sorting->unsettled);
    result_end(&result);
}

/* The first argument is a campaign, which is optional with --output. */
static enum status find_output(struct sorting *sorting, struct error *err)
{
    const struct options *options = sorting->options;
    const char *settings =
        options->argument_count
            ? arena_printf(sorting->arena, "%s/campaign.yaml",
                           options->arguments[0])
            : NULL;

    sorting->first =
        !options->output || (settings && access(settings, F_OK) == 0);
    if (options->argument_count <= sorting->first)
        return error_set(err, RULE_USAGE, NO_LOCATION, NULL,
                         "bounces needs a campaign and mailboxes, as in: "
                         "lettermill bounces input/2022 Maildir");
    return session_find_output(sorting->arena, options, &sorting->output, err);
}

static enum status open_ledger(struct sorting *sorting, struct error *err)
{
    struct ledger *ledger;
    enum status status = ledger_open_in(sorting->arena, sorting->output,
                                        LEDGER_READ, &ledger, err);

    if (status != STATUS_OK)
        return status; /* none is made */
    ledger_close(ledger);
    return ledger_open_in(sorting->arena, sorting->output, LEDGER_WRITE,
                          &sorting->ledger, err);
}

/* Continues after a mailbox that cannot be read. */
static enum status read_all(struct sorting *sorting)
{
    const struct options *options = sorting->options;
    enum status worst = STATUS_OK;

    for (size_t i = sorting->first; i < options->argument_count; i++) {
        const enum status status = bounce_match_read(
            &sorting->bounce_match, sorting->ledger, options->arguments[i],
            time_now(), sorting->diagnostics);
        if (worst == STATUS_OK)
            worst = status;
    }
    return worst;
}

static enum status sort_mail(struct sorting *sorting)
{
    struct error err = {.code = ""};
    enum status status = find_output(sorting, &err);
    enum status listed;

    if (status == STATUS_OK)
        status = open_ledger(sorting, &err);
    if (status != STATUS_OK) {
        diagnostics_add_error(sorting->diagnostics, &err);
        return status;
    }
    status = read_all(sorting);
    listed = undelivered_write(sorting->ledger, sorting->output,
                               &sorting->unsettled, &err);
    if (listed != STATUS_OK)
        diagnostics_add_error(sorting->diagnostics, &err);
    print_lines(sorting);
    if (sorting->options->format == DIAGNOSTICS_TEXT &&
        !sorting->options->quiet)
        print_summary(sorting);
    if (sorting->options->format == DIAGNOSTICS_JSON &&
        !sorting->options->quiet)
        print_json(sorting);
    return status != STATUS_OK ? status : listed;
}

static int exit_of(enum status status, const struct bounce_match *bounce_match)
{
    if (status != STATUS_OK)
        return session_exit(status);
    return bounce_match->unmatched || bounce_match->opaque ? EXIT_REFUSED
                                                           : EXIT_WELL;
}

int cmd_bounces(const struct options *options)
{
    struct sorting sorting = {.options = options,
                              .arena = arena_new(),
                              .diagnostics = diagnostics_new()};
    enum status status;
    int code;

    sorting.bounce_match = bounce_match_new(sorting.arena);
    status = sort_mail(&sorting);
    code = exit_of(status, &sorting.bounce_match);
    terminal_diagnostics(sorting.diagnostics, options->format);
    bounce_match_free(&sorting.bounce_match);
    ledger_close(sorting.ledger);
    diagnostics_free(sorting.diagnostics);
    arena_free(sorting.arena);
    return code;
}
