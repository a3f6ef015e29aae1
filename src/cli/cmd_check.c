#include <stdint.h>
#include <stdio.h>

#include "base/name_match.h"
#include "cli/session.h"
#include "run/preflight.h"
#include "run/render.h"
#include "run/row_selection.h"
#include "run/signals.h"

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

static void count_row(struct tallies *tallies, const char *group, bool faulty)
{
    struct tally *tally = tally_of(tallies, group);

    tally->rows++;
    tally->faults += faulty;
}

static size_t group_column(const struct campaign *campaign)
{
    const char *name = campaign->settings.group_column.text;

    return name ? roster_find_column(campaign->roster, name) : SIZE_MAX;
}

/* @p faulty may be NULL: no letter can be made of any row */
static void count_groups(struct desk *desk, const struct selection *selection,
                         const bool *faulty, struct tallies *tallies)
{
    const struct campaign *campaign = &desk->press.campaign;
    const struct value_list groups = campaign->settings.groups_compared;
    const size_t column = group_column(campaign);
    struct arena *row;

    if (column == SIZE_MAX)
        return;
    tallies->groups = ARENA_ARRAY(desk->arena, struct tally, groups.count + 1);
    tallies->group_count = groups.count + 1;
    for (size_t i = 0; i < groups.count; i++)
        tallies->groups[i].group = groups.items[i].text;
    tallies->groups[groups.count].group = "not compared";
    row = arena_new();
    for (size_t i = 0; i < selection->count; i++) {
        const size_t index = selection->rows[i];
        arena_reset(row);
        count_row(tallies,
                  roster_read_cell(campaign->roster, index, column, row).text,
                  !faulty || faulty[index]);
    }
    for (size_t i = 0; i < roster_refused(campaign->roster); i++) {
        struct refused_row refused;
        arena_reset(row);
        if (!selection->absent[i])
            continue;
        roster_read_refused(campaign->roster, i, row, &refused);
        count_row(tallies, refused.values[column].text, true);
    }
    arena_free(row);
}

static void count(struct desk *desk, const struct selection *selection,
                  const struct inspection *inspection, struct tallies *tallies)
{
    const size_t rows = selection->count + selection->absent_count;

    tallies->all = (struct tally){
        NULL, rows,
        inspection ? inspection->faults + selection->absent_count : rows};
    count_groups(desk, selection, inspection ? inspection->faulty : NULL,
                 tallies);
}

static enum status look_at_rows(struct desk *desk,
                                const struct options *options,
                                const struct selection *selection,
                                struct inspection *inspection)
{
    struct crew crew = {
        .press = &desk->press,
        .rows = selection->rows,
        .count = selection->count,
        .jobs = run_jobs(options->jobs),
    };
    enum status status = press_ready(&desk->press, desk->report);

    if (status != STATUS_OK)
        return status;
    crew.progress =
        progress_start(desk_progress(options), "rows checked", crew.count);
    status = inspection_run(desk->arena, &crew, INSPECTION_PAGES, inspection,
                            desk->report);
    progress_finish(crew.progress);
    return status;
}

/* @param fine  whether letters can be made at all */
static enum status inspect(struct desk *desk, const struct options *options,
                           bool fine, struct tallies *tallies)
{
    struct inspection inspection;
    struct selection selection;
    enum status status =
        selection_make(desk->arena, desk->press.campaign.roster, options->only,
                       options->only_count, &selection, desk->report);

    if (status == STATUS_OK && fine)
        status = look_at_rows(desk, options, &selection, &inspection);
    count(desk, &selection, fine && status == STATUS_OK ? &inspection : NULL,
          tallies);
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
    if (desk->press.campaign.roster)
        print_count(tallies->all.rows, "row", ", ");
    else
        fputs("no rows read, ", stdout);
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
    enum status status = desk_open_with_seal(&desk, options, SEAL_EXAMINE);
    int code;

    interrupt_watch();
    if (desk.press.campaign.roster) {
        const enum status looked =
            inspect(&desk, options, status == STATUS_OK, &tallies);
        if (status == STATUS_OK)
            status = looked;
    }
    code = desk_settle(&desk, options, status);
    if (!options->quiet)
        print_summary(&desk, &tallies);
    desk_close(&desk, options);
    return code;
}
