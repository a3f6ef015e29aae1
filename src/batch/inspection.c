#include "batch/inspection.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/name.h"
#include "data/scrutiny.h"
#include "stats/plausibility.h"

/* A row's file name, short, to find two that are equal. */
struct filed {
    uint64_t name;
    size_t index;
};

struct looking {
    struct inspection *inspection;
    struct filed *filed; /* by index in the roster */
    bool pages;
};

static enum status look_at(struct hand *hand, size_t index,
                           struct report *report, void *context)
{
    struct looking *looking = context;
    struct council council;
    struct letter letter;
    struct document document;
    struct error err = {.code = ""};
    enum status status = hand_write(hand, index, &council, &letter, report);

    looking->filed[index] = (struct filed){0, index};
    if (status == STATUS_OK)
        looking->filed[index].name = hash_short(letter.file);
    if (status == STATUS_OK && looking->pages) {
        status = hand_set(hand, &letter, &document, &err);
        if (status != STATUS_OK)
            report_add(report, &err);
    }
    looking->inspection->faulty[index] = status != STATUS_OK;
    return status;
}

static int by_name(const void *left, const void *right)
{
    const struct filed *a = left;
    const struct filed *b = right;

    if (a->name != b->name)
        return a->name < b->name ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Blames @p index for sharing the file name of @p other. */
static void blame(struct hand *hand, size_t index, size_t other,
                  struct inspection *inspection, struct report *report)
{
    const struct roster *roster = hand->press->campaign.roster;
    struct council council;
    struct letter letter;

    arena_reset(hand->arena);
    if (hand_write(hand, index, &council, &letter, report) != STATUS_OK)
        return;
    report_say(report, RULE_FILE_NAME_DUPLICATE, council.place, council.code,
               NULL, "the letter would be %s.pdf, as that of %s", letter.file,
               roster_code(roster, other));
    inspection->faulty[index] = true;
}

static void find_shared_names(const struct press *press, struct filed *filed,
                              size_t count, struct inspection *inspection,
                              struct report *report)
{
    struct hand *hand = hand_new(press);

    if (count)
        qsort(filed, count, sizeof *filed, by_name);
    for (size_t i = 0; i + 1 < count; i++) {
        if (filed[i].name != filed[i + 1].name)
            continue;
        if (!i || filed[i - 1].name != filed[i].name)
            blame(hand, filed[i].index, filed[i + 1].index, inspection, report);
        blame(hand, filed[i + 1].index, filed[i].index, inspection, report);
    }
    hand_free(hand);
}

/* Moves the rows that have a file name to the front. @return how many */
static size_t keep_filed(const struct crew *crew, const struct filed *by_index,
                         struct filed *filed)
{
    size_t kept = 0;

    for (size_t i = 0; i < crew->count; i++) {
        const struct filed row = by_index[crew->rows[i]];
        if (row.name)
            filed[kept++] = row;
    }
    return kept;
}

enum status inspection_run(struct arena *arena, const struct crew *crew,
                           bool pages, struct inspection *inspection,
                           struct report *report)
{
    const size_t rows = roster_count(crew->press->campaign.roster);
    struct filed *by_index = memory_resize(NULL, rows, sizeof *by_index);
    struct filed *filed = memory_resize(NULL, crew->count, sizeof *filed);
    struct looking looking = {inspection, by_index, pages};
    enum status status;

    inspection->faulty = ARENA_ARRAY(arena, bool, rows);
    inspection->faults = 0;
    status = crew_run(crew, look_at, &looking, report);
    if (status == STATUS_OK)
        find_shared_names(crew->press, filed, keep_filed(crew, by_index, filed),
                          inspection, report);
    scrutiny_check(&crew->press->campaign, inspection->faulty, report);
    for (size_t i = 0; i < crew->count; i++)
        inspection->faults += inspection->faulty[crew->rows[i]];
    free(filed);
    free(by_index);
    return status;
}

static bool is_named(const char *column, struct value setting)
{
    return setting.text && name_equal(column, setting.text);
}

static bool settings_use(const struct settings *settings, const char *column)
{
    if (name_equal(column, "code") || is_named(column, settings->name) ||
        is_named(column, settings->group_column))
        return true;
    for (size_t i = 0; i < settings->statistic_count; i++) {
        const struct statistic_setting *statistic = &settings->statistics[i];
        if (is_named(column, statistic->count) ||
            is_named(column, statistic->total) ||
            is_named(column, statistic->stated))
            return true;
    }
    return false;
}

static void find_unused_columns(const struct press *press,
                                struct report *report)
{
    const struct roster *roster = press->campaign.roster;

    for (size_t i = 0; i < roster_columns(roster); i++) {
        const struct value column = roster_column(roster, i);
        if (settings_use(&press->campaign.settings, column.text) ||
            template_uses_column(press->template, i))
            continue;
        report_say(report, RULE_COLUMN_UNUSED, column.place, NULL, column.text,
                   "nothing uses this column");
    }
}

void inspection_overview(const struct press *press, struct report *report)
{
    plausibility_check(&press->campaign, press->averages, report);
    find_unused_columns(press, report);
}
