#include "run/preflight.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/name_match.h"
#include "data/row_checks.h"
#include "run/recipient_checks.h"
#include "stats/average_checks.h"

/* A row's file name, short, to find two that are equal. */
struct filed {
    uint64_t name;
    uint32_t index;
    bool asked; /* the crew's, not a neighbour */
};

/* What one thread sees of rows side by side. */
struct sight {
    const struct hand *hand;
    struct scrutiny *scrutiny;
    struct plausibility *plausibility;
    struct directory *directory;
    struct sight *next;
};

struct looking {
    struct inspection *inspection;
    const struct press *press;
    pthread_mutex_t lock;
    struct sight *sights; /* under the lock */
    struct filed *filed;  /* in the order in which they were looked at */
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
                      const char *file)
{
    const size_t at = atomic_fetch_add(&looking->count, 1);

    looking->filed[at] =
        (struct filed){hash_short(file), (uint32_t)index, asked};
}

static struct sight *sight_new(const struct looking *looking,
                               const struct hand *hand, struct sight *next)
{
    const struct press *press = looking->press;
    struct sight *sight = memory_alloc(sizeof *sight);

    *sight = (struct sight){
        .hand = hand,
        .scrutiny = scrutiny_new(&press->campaign, looking->inspection->faulty),
        .plausibility = plausibility_new(&press->campaign, press->averages),
        .directory = recipients_new(press),
        .next = next};
    return sight;
}

/* @return the sight of this thread's hand */
static struct sight *sight_of(struct looking *looking, const struct hand *hand)
{
    struct sight *sight;

    pthread_mutex_lock(&looking->lock);
    for (sight = looking->sights; sight && sight->hand != hand;)
        sight = sight->next;
    if (!sight)
        sight = looking->sights = sight_new(looking, hand, looking->sights);
    pthread_mutex_unlock(&looking->lock);
    return sight;
}

/* @param note    the row's e-mail if it is written, or NULL
 * @param report  NULL: the row is only a neighbour */
static void look_aside(struct looking *looking, const struct hand *hand,
                       const struct council *council, const struct note *note,
                       struct report *report)
{
    struct sight *sight = sight_of(looking, hand);

    scrutiny_look(sight->scrutiny, council, report);
    plausibility_look(sight->plausibility, council, report);
    recipients_look(sight->directory, council, note ? &note->recipients : NULL,
                    report);
}

/* Joins what all threads saw, and says what is wrong with it. */
static void compare_sights(struct looking *looking, struct report *report)
{
    struct sight *all = sight_of(looking, NULL);

    for (struct sight *sight = all->next; sight; sight = all->next) {
        scrutiny_join(all->scrutiny, sight->scrutiny);
        plausibility_join(all->plausibility, sight->plausibility);
        recipients_join(all->directory, sight->directory);
        all->next = sight->next;
        free(sight);
    }
    scrutiny_finish(all->scrutiny, report);
    plausibility_finish(all->plausibility, report);
    recipients_finish(all->directory, RULE_EMAIL_DUPLICATE, report);
    free(all);
}

/* Whether all pages of a written letter can be set. */
static enum status look_at_pages(struct hand *hand, unsigned tasks,
                                 const struct letter *letter,
                                 struct report *report)
{
    struct document document;
    struct error err = {.code = ""};
    enum status status;

    if (!(tasks & INSPECTION_PAGES) || hand_foresees(hand, letter))
        return STATUS_OK;
    status = hand_set(hand, letter, &document, &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}

static enum status look_at(struct hand *hand, size_t index,
                           struct report *report, void *context)
{
    struct looking *looking = context;
    struct council council;
    struct letter letter;
    struct note note;
    enum status status = hand_write(hand, index, &council, &letter, report);
    enum status noted = STATUS_INPUT;

    add_digest(looking, hand, &council);
    if (status == STATUS_OK) {
        note_name(looking, index, true, letter.file);
        noted = hand_note(hand, &council, &letter, &note, report);
        status = look_at_pages(hand, looking->tasks, &letter, report);
    }
    if (status == STATUS_OK)
        status = noted;
    looking->inspection->faulty[index] = status != STATUS_OK;
    look_aside(looking, hand, &council, noted == STATUS_OK ? &note : NULL,
               report);
    return status;
}

/* A row that is not asked about: only what its letter would be called, and
 * what it has in common with others. */
static enum status pass_by(struct hand *hand, size_t index,
                           struct report *report, void *context)
{
    struct looking *looking = context;
    struct council council;
    const char *file = hand_name(hand, index, &council, report);

    add_digest(looking, hand, &council);
    if (file)
        note_name(looking, index, false, file);
    look_aside(looking, hand, &council, NULL, NULL);
    report_clear(report);
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

/* Of rows of one name, leaves out those that were passed by and have no letter
 * at all. @return how many are left */
static size_t drop_unsound(struct hand *hand, struct filed *filed, size_t count,
                           struct report *unsaid)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        struct council council;
        struct letter letter;
        arena_reset(hand->arena);
        if (filed[i].asked || hand_write(hand, filed[i].index, &council,
                                         &letter, unsaid) == STATUS_OK)
            filed[kept++] = filed[i];
    }
    return kept;
}

static bool is_asked(const struct filed *filed, size_t count)
{
    while (count && !filed[count - 1].asked)
        count--;
    return count > 0;
}

/* Rows of one name are blamed, each for the one before it. */
static void blame_all(struct hand *hand, const struct filed *filed,
                      size_t count, struct inspection *inspection,
                      struct report *report)
{
    for (size_t i = 0; count > 1 && i < count; i++)
        blame(hand, &filed[i], &filed[i ? i - 1 : 1], inspection, report);
}

static void find_shared_names(const struct press *press, struct filed *filed,
                              size_t count, struct inspection *inspection,
                              struct report *report)
{
    struct hand *hand = hand_new(press);
    struct report *unsaid = report_new();
    size_t same;

    if (count)
        qsort(filed, count, sizeof *filed, by_name);
    for (size_t i = 0; i < count; i += same) {
        for (same = 1; i + same < count; same++)
            if (filed[i + same].name != filed[i].name)
                break;
        if (same > 1 && is_asked(filed + i, same))
            blame_all(hand, filed + i,
                      drop_unsound(hand, filed + i, same, unsaid), inspection,
                      report);
    }
    report_free(unsaid);
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

enum status inspection_run(struct arena *arena, const struct crew *crew,
                           unsigned tasks, struct inspection *inspection,
                           struct report *report)
{
    const size_t rows = roster_count(crew->press->campaign.roster);
    struct filed *filed = memory_resize(NULL, rows + 1, sizeof *filed);
    struct looking looking = {.inspection = inspection,
                              .press = crew->press,
                              .lock = PTHREAD_MUTEX_INITIALIZER,
                              .filed = filed,
                              .tasks = tasks};
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
    compare_sights(&looking, report);
    find_unused_columns(crew->press, report);
    template_find_leftovers(crew->press->template, report);
    blame_rows(crew->press, inspection, report);
    if (status == STATUS_OK && report_stops(report))
        status = STATUS_INPUT;
    for (size_t i = 0; i < crew->count; i++)
        inspection->faults += inspection->faulty[crew->rows[i]];
    return status;
}
