#include <stdint.h>
#include <stdio.h>

#include "base/name.h"
#include "batch/inspection.h"
#include "batch/interrupt.h"
#include "batch/run.h"
#include "batch/selection.h"
#include "cli/desk.h"

/* What was found, over all and for each group. */
struct tally {
    const char *group;
    size_t rows;
    size_t faults;
};

struct tallies {
    struct tally all;
    struct tally *groups;
    size_t group_count;
};

/* The tally of a group; the last is that of all groups not compared. */
static struct tally *tally_of(struct tallies *tallies, const char *group)
{
    for (size_t i = 0; i + 1 < tallies->group_count; i++)
        if (name_equal(tallies->groups[i].group, group))
            return &tallies->groups[i];
    return &tallies->groups[tallies->group_count - 1];
}

static void count_groups(struct desk *desk, const struct selection *selection,
                         const struct inspection *inspection,
                         struct tallies *tallies)
{
    const struct settings *settings = &desk->press.campaign.settings;
    const struct roster *roster = desk->press.campaign.roster;
    const size_t compared = settings->groups_compared.count;
    const size_t column =
        settings->group_column.text
            ? roster_find_column(roster, settings->group_column.text)
            : SIZE_MAX;
    struct arena *row;

    if (column == SIZE_MAX)
        return;
    tallies->groups = ARENA_ARRAY(desk->arena, struct tally, compared + 1);
    tallies->group_count = compared + 1;
    for (size_t i = 0; i < compared; i++)
        tallies->groups[i].group = settings->groups_compared.items[i].text;
    tallies->groups[compared].group = "not compared";
    row = arena_new();
    for (size_t i = 0; i < selection->count; i++) {
        struct tally *tally;
        arena_reset(row);
        tally = tally_of(
            tallies,
            roster_read_cell(roster, selection->rows[i], column, row).text);
        tally->rows++;
        tally->faults += inspection->faulty[selection->rows[i]];
    }
    arena_free(row);
}

static enum status inspect(struct desk *desk, const struct options *options,
                           struct tallies *tallies)
{
    const struct roster *roster = desk->press.campaign.roster;
    const size_t absent = options->only ? 0 : roster_refused(roster);
    struct inspection inspection;
    struct selection selection;
    struct crew crew;
    enum status status =
        selection_make(desk->arena, roster, options->only, options->only_count,
                       &selection, desk->report);

    if (status == STATUS_OK)
        status = press_ready(&desk->press, desk->report);
    if (status != STATUS_OK)
        return status;
    crew = (struct crew){
        .press = &desk->press,
        .rows = selection.rows,
        .count = selection.count,
        .jobs = run_jobs(options->jobs),
        .progress = progress_start(desk_progress(options), "rows checked",
                                   selection.count),
    };
    status = inspection_run(desk->arena, &crew, INSPECTION_PAGES, &inspection,
                            desk->report);
    progress_finish(crew.progress);
    if (status != STATUS_OK)
        return status;
    inspection_overview(&desk->press, desk->report);
    tallies->all = (struct tally){NULL, selection.count + absent,
                                  inspection.faults + absent};
    count_groups(desk, &selection, &inspection, tallies);
    return status;
}

/* "13 rows, " or "1 row, " */
static void print_count(size_t count, const char *noun, const char *end)
{
    printf("%zu %s%s%s", count, noun, count == 1 ? "" : "s", end);
}

static void print_summary(const struct desk *desk,
                          const struct tallies *tallies)
{
    print_count(tallies->all.rows, "row", ", ");
    print_count(tallies->all.rows - tallies->all.faults, "letter",
                " can be made, ");
    print_count(report_errors(desk->report), "error", ", ");
    print_count(report_warnings(desk->report), "warning", "\n");
    for (size_t i = 0; i < tallies->group_count; i++) {
        const struct tally *tally = &tallies->groups[i];
        if (!tally->rows)
            continue;
        printf("  %s: ", tally->group);
        print_count(tally->rows, "row", ", ");
        print_count(tally->rows - tally->faults, "letter", "\n");
    }
}

int command_check(const struct options *options)
{
    struct tallies tallies = {.group_count = 0};
    struct desk desk;
    enum status status = desk_open(&desk, options);
    int code;

    interrupt_watch();
    if (status == STATUS_OK)
        status = inspect(&desk, options, &tallies);
    else if (desk.press.campaign.roster && desk.press.averages)
        inspection_figures(&desk.press, desk.report);
    code = desk_settle(&desk, options, status);
    if (!options->quiet)
        print_summary(&desk, &tallies);
    desk_close(&desk, options);
    return code;
}
