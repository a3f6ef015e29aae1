#include "batch/inspection.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/name.h"
#include "batch/recipients.h"
#include "data/scrutiny.h"
#include "stats/plausibility.h"

/* A row's file name, short, to find two that are equal. */
struct filed {
    uint64_t name;
    uint32_t index;
    bool asked; /* the crew's, not a neighbour */
};

struct looking {
    struct inspection *inspection;
    struct filed *filed; /* in the order in which they were looked at */
    atomic_size_t count;
    atomic_ullong sum[4]; /* of the digests of all rows */
    unsigned tasks;
};

/* In whatever order the rows come, the sum is the same. */
static void add_digest(struct looking *looking, struct hand *hand,
                       const struct council *council)
{
    unsigned char digest[HASH_SIZE];
    unsigned long long words[4];

    if (!(looking->tasks & INSPECTION_DIGEST))
        return;
    hand_digest(hand, council, digest);
    memcpy(words, digest, sizeof words);
    for (size_t i = 0; i < 4; i++)
        atomic_fetch_add(&looking->sum[i], words[i]);
}

/* What all rows are made of, those that the roster refused among them. */
static void sum_up(const struct press *press, struct looking *looking,
                   unsigned char digest[static HASH_SIZE])
{
    const struct roster *roster = press->campaign.roster;
    struct arena *arena = arena_new();
    struct hash *hash = hash_new();

    hash_add(hash, press->digest, sizeof press->digest);
    for (size_t i = 0; i < 4; i++)
        hash_add_integer(hash, (int64_t)atomic_load(&looking->sum[i]));
    for (size_t i = 0; i < roster_refused(roster); i++) {
        struct refused_row row;
        arena_reset(arena);
        roster_read_refused(roster, i, arena, &row);
        hash_add_text(hash, row.code);
        hash_add_text(hash, row.reason);
    }
    hash_finish(hash, digest);
    hash_free(hash);
    arena_free(arena);
}

static void note_name(struct looking *looking, size_t index, bool asked,
                      const struct letter *letter)
{
    const size_t at = atomic_fetch_add(&looking->count, 1);

    looking->filed[at] =
        (struct filed){hash_short(letter->file), (uint32_t)index, asked};
}

static enum status look_at(struct hand *hand, size_t index,
                           struct report *report, void *context)
{
    struct looking *looking = context;
    struct council council;
    struct letter letter;
    struct note note;
    struct document document;
    struct error err = {.code = ""};
    enum status status = hand_write(hand, index, &council, &letter, report);
    enum status noted = STATUS_OK;

    add_digest(looking, hand, &council);
    if (status == STATUS_OK)
        note_name(looking, index, true, &letter);
    if (status == STATUS_OK)
        noted = hand_note(hand, &council, &letter, &note, report);
    if (status == STATUS_OK && (looking->tasks & INSPECTION_PAGES) &&
        !hand_foresees(hand, &letter)) {
        status = hand_set(hand, &letter, &document, &err);
        if (status != STATUS_OK)
            report_add(report, &err);
    }
    if (status == STATUS_OK)
        status = noted;
    looking->inspection->faulty[index] = status != STATUS_OK;
    return status;
}

/* A row that is not asked about: only what its letter would be called. */
static enum status pass_by(struct hand *hand, size_t index,
                           struct report *report, void *context)
{
    struct looking *looking = context;
    struct council council;
    struct letter letter;
    const enum status status =
        hand_write(hand, index, &council, &letter, report);

    add_digest(looking, hand, &council);
    if (status == STATUS_OK)
        note_name(looking, index, false, &letter);
    return STATUS_OK;
}

static int by_name(const void *left, const void *right)
{
    const struct filed *a = left;
    const struct filed *b = right;

    if (a->name != b->name)
        return a->name < b->name ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Blames one for sharing its file name with another. */
static void blame(struct hand *hand, const struct filed *one,
                  const struct filed *other, struct inspection *inspection,
                  struct report *report)
{
    const struct roster *roster = hand->press->campaign.roster;
    struct council council;
    struct letter letter;

    arena_reset(hand->arena);
    if (!one->asked ||
        hand_write(hand, one->index, &council, &letter, report) != STATUS_OK)
        return;
    report_say(report, RULE_FILE_NAME_DUPLICATE, council.place, council.code,
               NULL, "the letter would be %s.pdf, as that of %s", letter.file,
               roster_code(roster, other->index));
    inspection->faulty[one->index] = true;
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
            blame(hand, &filed[i], &filed[i + 1], inspection, report);
        blame(hand, &filed[i + 1], &filed[i], inspection, report);
    }
    hand_free(hand);
}

/* The rows of the roster that are not the crew's, which rise. */
static size_t find_others(const struct crew *crew, size_t rows, size_t *others)
{
    size_t count = 0;
    size_t next = 0;

    for (size_t i = 0; i < rows; i++) {
        if (next < crew->count && crew->rows[next] == i)
            next++;
        else
            others[count++] = i;
    }
    return count;
}

static enum status look_around(const struct crew *crew, size_t rows,
                               struct looking *looking)
{
    struct crew around = *crew;
    struct report *ignored;
    size_t *others;
    enum status status;

    if (crew->count == rows)
        return STATUS_OK;
    ignored = report_new();
    others = memory_resize(NULL, rows - crew->count, sizeof *others);
    around.rows = others;
    around.count = find_others(crew, rows, others);
    around.progress = NULL;
    status = crew_run(&around, pass_by, looking, ignored);
    free(others);
    report_free(ignored);
    return status;
}

struct blaming {
    const struct roster *roster;
    struct inspection *inspection;
};

static void blame_row(enum severity severity, const struct error *err,
                      void *context)
{
    const struct blaming *blaming = context;
    const size_t row = severity == SEVERITY_ERROR && *err->code
                           ? roster_find(blaming->roster, err->code)
                           : SIZE_MAX;

    if (row != SIZE_MAX)
        blaming->inspection->faulty[row] = true;
}

/* A row with an error is at fault, a warning that counts as one included. */
static void blame_rows(const struct press *press, struct inspection *inspection,
                       struct report *report)
{
    struct blaming blaming = {press->campaign.roster, inspection};

    report_each(report, blame_row, &blaming);
}

void inspection_figures(const struct press *press, struct report *report)
{
    const struct campaign *campaign = &press->campaign;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(campaign->roster); i++) {
        struct council council;
        struct figures figures;
        arena_reset(arena);
        roster_read(campaign->roster, i, arena, &council);
        (void)!figures_read(arena, campaign, press->averages, &council,
                            &figures, report);
    }
    arena_free(arena);
    scrutiny_check(campaign, NULL, report);
}

static bool is_named(const char *column, struct value setting)
{
    return setting.text && name_equal(column, setting.text);
}

static bool settings_use(const struct settings *settings, const char *column)
{
    /* reasons come with a rejected.csv that is run again */
    if (name_equal(column, "code") || name_equal(column, "reason") ||
        is_named(column, settings->name) ||
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

static void look_over(const struct press *press, struct report *report)
{
    plausibility_check(&press->campaign, press->averages, report);
    recipients_check(press, RULE_EMAIL_DUPLICATE, report);
    find_unused_columns(press, report);
    template_find_leftovers(press->template, report);
}

enum status inspection_run(struct arena *arena, const struct crew *crew,
                           unsigned tasks, struct inspection *inspection,
                           struct report *report)
{
    const size_t rows = roster_count(crew->press->campaign.roster);
    struct filed *filed = memory_resize(NULL, rows + 1, sizeof *filed);
    struct looking looking = {
        .inspection = inspection, .filed = filed, .tasks = tasks};
    enum status status;

    atomic_init(&looking.count, 0);
    for (size_t i = 0; i < 4; i++)
        atomic_init(&looking.sum[i], 0);
    inspection->faulty = ARENA_ARRAY(arena, bool, rows);
    inspection->faults = 0;
    status = crew_run(crew, look_at, &looking, report);
    if (status == STATUS_OK)
        status = look_around(crew, rows, &looking);
    if (status == STATUS_OK)
        find_shared_names(crew->press, filed, atomic_load(&looking.count),
                          inspection, report);
    free(filed);
    if (tasks & INSPECTION_DIGEST)
        sum_up(crew->press, &looking, inspection->digest);
    scrutiny_check(&crew->press->campaign, inspection->faulty, report);
    look_over(crew->press, report);
    blame_rows(crew->press, inspection, report);
    if (status == STATUS_OK && report_stops(report))
        status = STATUS_INPUT;
    for (size_t i = 0; i < crew->count; i++)
        inspection->faults += inspection->faulty[crew->rows[i]];
    return status;
}
