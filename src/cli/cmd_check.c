#include <stdint.h>
#include <stdio.h>

#include "base/name_match.h"
#include "base/number.h"
#include "base/plural.h"
#include "cli/result.h"
#include "cli/session.h"
#include "publish/publish.h"
#include "run/preflight.h"
#include "run/render.h"
#include "run/row_selection.h"
#include "run/signals.h"

/* The counts, over all and by group. */
struct check_tally {
    const char *group;
    size_t rows;
    size_t faults;
};

struct check_tallies {
    struct check_tally all;
    struct check_tally *groups;
    size_t group_count;
};

/* @return the tally of a group; the last one is for all groups not compared */
static struct check_tally *tally_of(struct check_tallies *check_tallies,
                                    const char *group)
{
    for (size_t i = 0; i + 1 < check_tallies->group_count; i++)
        if (name_match_equal(check_tallies->groups[i].group, group))
            return &check_tallies->groups[i];
    return &check_tallies->groups[check_tallies->group_count - 1];
}

static void count_row(struct check_tallies *check_tallies, const char *group,
                      bool faulty)
{
    struct check_tally *check_tally = tally_of(check_tallies, group);

    check_tally->rows++;
    check_tally->faults += faulty;
}

static size_t group_column(const struct campaign *campaign)
{
    const char *name = campaign->settings.group_column.text;

    return name ? roster_find_column(campaign->roster, name) : SIZE_MAX;
}

/* @param faulty  NULL: no row can have a letter */
static void count_groups(struct session *session,
                         const struct row_selection *selection,
                         const bool *faulty,
                         struct check_tallies *check_tallies)
{
    const struct campaign *campaign = &session->engine.campaign;
    const struct value_list groups = campaign->settings.groups_compared;
    const size_t column = group_column(campaign);
    struct arena *row;

    if (column == SIZE_MAX)
        return;
    check_tallies->groups =
        ARENA_ARRAY(session->arena, struct check_tally, groups.count + 1);
    check_tallies->group_count = groups.count + 1;
    for (size_t i = 0; i < groups.count; i++)
        check_tallies->groups[i].group = groups.items[i].text;
    check_tallies->groups[groups.count].group = "not compared";
    row = arena_new();
    for (size_t i = 0; i < selection->count; i++) {
        const size_t index = selection->rows[i];
        arena_reset(row);
        count_row(check_tallies,
                  roster_read_cell(campaign->roster, index, column, row).text,
                  !faulty || faulty[index]);
    }
    for (size_t i = 0; i < roster_refused(campaign->roster); i++) {
        struct refused_row refused;
        arena_reset(row);
        if (!selection->absent[i])
            continue;
        roster_read_refused(campaign->roster, i, row, &refused);
        count_row(check_tallies, refused.values[column].text, true);
    }
    arena_free(row);
}

static void count(struct session *session,
                  const struct row_selection *selection,
                  const struct preflight *preflight,
                  struct check_tallies *check_tallies)
{
    const size_t rows = selection->count + selection->absent_count;

    check_tallies->all = (struct check_tally){
        NULL, rows,
        preflight ? preflight->faults + selection->absent_count : rows};
    count_groups(session, selection, preflight ? preflight->faulty : NULL,
                 check_tallies);
}

static enum status check_rows(struct session *session,
                              const struct options *options,
                              const struct row_selection *selection,
                              struct preflight *preflight)
{
    struct worker_pool worker_pool = {
        .engine = &session->engine,
        .rows = selection->rows,
        .count = selection->count,
        .jobs = render_jobs(options->jobs),
    };
    enum status status = engine_prepare(&session->engine, session->diagnostics);

    if (status != STATUS_OK)
        return status;
    worker_pool.progress = progress_start(session_progress(options),
                                          "rows checked", worker_pool.count);
    status = preflight_run(session->arena, &worker_pool, PREFLIGHT_PAGES,
                           preflight, session->diagnostics);
    progress_finish(worker_pool.progress);
    return status;
}

/* @param fine  true if letters can be made */
static enum status inspect(struct session *session,
                           const struct options *options, bool fine,
                           struct check_tallies *check_tallies)
{
    struct preflight preflight;
    struct row_selection selection;
    enum status status = row_selection_make(
        session->arena, session->engine.campaign.roster, options->only.items,
        options->only.count, &selection, session->diagnostics);

    if (status == STATUS_OK && fine)
        status = check_rows(session, options, &selection, &preflight);
    count(session, &selection, fine && status == STATUS_OK ? &preflight : NULL,
          check_tallies);
    return status;
}

/* "13 rows, " or "1 row, " */
static void print_count(size_t count, const char *noun, const char *end)
{
    char number[NUMBER_COUNT_SIZE];

    printf("%s %s%s%s", number_print_count(number, (int64_t)count), noun,
           plural_s(count), end);
}

static void print_json(const struct session *session,
                       const struct check_tallies *check_tallies)
{
    struct result result = result_begin("summary", "check");

    result_number(&result, "rows", check_tallies->all.rows);
    result_number(&result, "letters",
                  check_tallies->all.rows - check_tallies->all.faults);
    result_number(&result, "errors",
                  diagnostics_error_count(session->diagnostics));
    result_number(&result, "warnings",
                  diagnostics_warning_count(session->diagnostics));
    result_open(&result, "groups", '[');
    for (size_t i = 0; i < check_tallies->group_count; i++) {
        const struct check_tally *check_tally = &check_tallies->groups[i];
        if (!check_tally->rows)
            continue;
        result_open(&result, NULL, '{');
        result_text(&result, "group", check_tally->group);
        result_number(&result, "rows", check_tally->rows);
        result_number(&result, "letters",
                      check_tally->rows - check_tally->faults);
        result_close(&result, '}');
    }
    result_close(&result, ']');
    result_end(&result);
}

static void print_summary(const struct session *session,
                          const struct check_tallies *check_tallies)
{
    if (session->engine.campaign.roster)
        print_count(check_tallies->all.rows, "row", ", ");
    else
        fputs("no rows read, ", stdout);
    print_count(check_tallies->all.rows - check_tallies->all.faults, "letter",
                " can be made, ");
    print_count(diagnostics_error_count(session->diagnostics), "error", ", ");
    print_count(diagnostics_warning_count(session->diagnostics), "warning",
                "\n");
    for (size_t i = 0; i < check_tallies->group_count; i++) {
        const struct check_tally *check_tally = &check_tallies->groups[i];
        if (!check_tally->rows)
            continue;
        printf("  %s: ", check_tally->group);
        print_count(check_tally->rows, "row", ", ");
        print_count(check_tally->rows - check_tally->faults, "letter", "\n");
    }
}

int cmd_check(const struct options *options)
{
    struct check_tallies check_tallies = {.group_count = 0};
    struct session session;
    enum status status =
        session_open_with_seal(&session, options, SEAL_EXAMINE);
    int code;

    signals_watch();
    if (status == STATUS_OK)
        status = publish_check(&session.engine, session.diagnostics);
    if (session.engine.campaign.roster) {
        const enum status looked =
            inspect(&session, options, status == STATUS_OK, &check_tallies);
        if (status == STATUS_OK)
            status = looked;
    }
    code = session_finish(&session, options, status);
    session_print_diagnostics(&session, options);
    if (!options->quiet && options->format == DIAGNOSTICS_JSON)
        print_json(&session, &check_tallies);
    else if (!options->quiet)
        print_summary(&session, &check_tallies);
    session_close(&session, options);
    return code;
}
