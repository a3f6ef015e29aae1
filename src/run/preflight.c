#include "run/preflight.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/name_match.h"
#include "data/printed_cells.h"
#include "data/row_checks.h"
#include "run/worker.h"
#include "stats/average_checks.h"

/* The file name of a row's letter. */
struct named_row {
    const char *name;
    const char *code;
    struct location location;
    size_t index;
    bool asked; /* the pool's, not only for comparison */
};

struct row_pass {
    struct preflight *preflight;
    const struct engine *engine;
    unsigned tasks;
    pthread_mutex_t lock; /* of the members below */
    struct row_checks *row_checks;
    struct printed_cells *cells;
    struct average_checks *average_checks;
    void *channel_checks; /* NULL: the campaign has no channel */
    struct arena *names;
    struct named_row *named_row; /* in the order in which they were checked */
    size_t count;
    uint64_t sum[4]; /* of the digests of all rows */
};

/* The sum does not depend on the order of rows. */
static void add_digest(struct row_pass *row_pass, struct worker *worker,
                       const struct council *council)
{
    unsigned char digest[HASH_SIZE];
    uint64_t words[4];

    if (!(row_pass->tasks & PREFLIGHT_DIGEST))
        return;
    worker_digest(worker, council, digest);
    memcpy(words, digest, sizeof words);
    pthread_mutex_lock(&row_pass->lock);
    for (size_t i = 0; i < 4; i++)
        row_pass->sum[i] += words[i];
    pthread_mutex_unlock(&row_pass->lock);
}

/* Adds the inputs of all rows, those that the roster refused included. */
static void sum_up(const struct engine *engine, struct row_pass *row_pass,
                   unsigned char digest[static HASH_SIZE])
{
    const struct roster *roster = engine->campaign.roster;
    struct arena *arena = arena_new();
    struct hash *hash = hash_new();

    hash_add(hash, engine->digest, sizeof engine->digest);
    for (size_t i = 0; i < 4; i++)
        hash_add_integer(hash, (int64_t)row_pass->sum[i]);
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

static void note_name(struct row_pass *row_pass, const struct council *council,
                      bool asked, const char *file)
{
    pthread_mutex_lock(&row_pass->lock);
    row_pass->named_row[row_pass->count++] =
        (struct named_row){arena_strdup(row_pass->names, file), council->code,
                           council->location, council->index, asked};
    pthread_mutex_unlock(&row_pass->lock);
}

/* @param letter       NULL: the row has none @param diagnostics NULL: the row
 *                     is only compared with others
 * @return the status of the channel's check */
static enum status add_to_checks(struct row_pass *row_pass,
                                 const struct worker *worker,
                                 const struct council *council,
                                 const struct letter *letter,
                                 struct diagnostics *diagnostics)
{
    const struct channel *channel = row_pass->engine->channel;

    pthread_mutex_lock(&row_pass->lock);
    row_checks_add(row_pass->row_checks, council, diagnostics);
    printed_cells_look(row_pass->cells, council, diagnostics);
    average_checks_add(row_pass->average_checks, council, diagnostics);
    pthread_mutex_unlock(&row_pass->lock);
    return channel ? channel->check(row_pass->channel_checks, council, letter,
                                    worker->arena, diagnostics)
                   : STATUS_OK;
}

static void begin_checks(struct row_pass *row_pass, const bool *printed)
{
    const struct engine *engine = row_pass->engine;

    row_pass->row_checks =
        row_checks_new(&engine->campaign, row_pass->preflight->faulty);
    row_pass->cells = printed_cells_new(&engine->campaign, printed);
    row_pass->average_checks =
        average_checks_new(&engine->campaign, engine->averages);
    if (engine->channel)
        row_pass->channel_checks = engine->channel->checks_new(engine);
}

/* Compares the rows with each other. */
static void finish_checks(struct row_pass *row_pass,
                          struct diagnostics *diagnostics)
{
    const struct channel *channel = row_pass->engine->channel;

    row_checks_finish(row_pass->row_checks, diagnostics);
    printed_cells_finish(row_pass->cells, diagnostics);
    average_checks_finish(row_pass->average_checks, diagnostics);
    if (channel)
        channel->checks_finish(row_pass->channel_checks, diagnostics);
}

/* @return true if all pages of an evaluated letter can be laid out */
static enum status check_pages(struct worker *worker, unsigned tasks,
                               const struct letter *letter,
                               struct diagnostics *diagnostics)
{
    struct document document;
    struct error err = {.code = ""};
    enum status status;

    if (!(tasks & PREFLIGHT_PAGES))
        return STATUS_OK;
    status = worker_lay_out(worker, letter, &document, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

static enum status check_row(struct worker *worker, size_t index,
                             struct diagnostics *diagnostics, void *context)
{
    struct row_pass *row_pass = context;
    struct council council;
    struct letter letter;
    enum status status =
        worker_evaluate(worker, index, &council, &letter, diagnostics);
    const bool evaluated = status == STATUS_OK;
    enum status checked;

    add_digest(row_pass, worker, &council);
    if (evaluated) {
        note_name(row_pass, &council, true, letter.file);
        status = check_pages(worker, row_pass->tasks, &letter, diagnostics);
    }
    checked = add_to_checks(row_pass, worker, &council,
                            evaluated ? &letter : NULL, diagnostics);
    if (status == STATUS_OK)
        status = checked;
    row_pass->preflight->faulty[index] = status != STATUS_OK;
    return status;
}

/* Checks a row that is not selected: only its letter's file name, and
 * conflicts with other rows. */
static enum status add_neighbour(struct worker *worker, size_t index,
                                 struct diagnostics *diagnostics, void *context)
{
    struct row_pass *row_pass = context;
    struct council council;
    const char *file = worker_name(worker, index, &council, diagnostics);

    add_digest(row_pass, worker, &council);
    if (file)
        note_name(row_pass, &council, false, file);
    (void)!add_to_checks(row_pass, worker, &council, NULL, NULL);
    diagnostics_clear(diagnostics);
    return STATUS_OK;
}

static int by_name(const void *left, const void *right)
{
    const struct named_row *a = left;
    const struct named_row *b = right;
    const int order = strcmp(a->name, b->name);

    return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* Removes, from rows of one file name, those that are not selected and have no
 * letter. @return the number of the others */
static size_t drop_unsound(struct worker *worker, struct named_row *named_row,
                           size_t count, struct diagnostics *discarded)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        struct council council;
        struct letter letter;
        arena_reset(worker->arena);
        if (named_row[i].asked ||
            worker_evaluate(worker, named_row[i].index, &council, &letter,
                            discarded) == STATUS_OK)
            named_row[kept++] = named_row[i];
    }
    return kept;
}

static bool is_asked(const struct named_row *named_row, size_t count)
{
    while (count && !named_row[count - 1].asked)
        count--;
    return count > 0;
}

/* Reports each row of one file name, with the row before it. */
static void report_shared_names(const struct named_row *named_row, size_t count,
                                struct preflight *preflight,
                                struct diagnostics *diagnostics)
{
    for (size_t i = 0; count > 1 && i < count; i++) {
        const struct named_row *one = &named_row[i];
        const struct named_row *other = &named_row[i ? i - 1 : 1];
        if (!one->asked)
            continue;
        diagnostics_add(diagnostics, RULE_FILE_NAME_DUPLICATE, one->location,
                        one->code, NULL,
                        "the letter would be %s.pdf, as that of %s", one->name,
                        other->code);
        preflight->faulty[one->index] = true;
    }
}

static void find_shared_names(const struct engine *engine,
                              struct named_row *named_row, size_t count,
                              struct preflight *preflight,
                              struct diagnostics *diagnostics)
{
    struct worker *worker = worker_new(engine);
    struct diagnostics *discarded = diagnostics_new();
    size_t same;

    if (count)
        qsort(named_row, count, sizeof *named_row, by_name);
    for (size_t i = 0; i < count; i += same) {
        for (same = 1; i + same < count; same++)
            if (strcmp(named_row[i + same].name, named_row[i].name) != 0)
                break;
        if (same > 1 && is_asked(named_row + i, same))
            report_shared_names(
                named_row + i,
                drop_unsound(worker, named_row + i, same, discarded), preflight,
                diagnostics);
    }
    diagnostics_free(discarded);
    worker_free(worker);
}

/* Lists the rows of the roster that are not the pool's, in order. */
static size_t find_others(const struct worker_pool *worker_pool, size_t rows,
                          size_t *others)
{
    size_t count = 0;
    size_t next = 0;

    for (size_t i = 0; i < rows; i++) {
        if (next < worker_pool->count && worker_pool->rows[next] == i)
            next++;
        else
            others[count++] = i;
    }
    return count;
}

static enum status add_neighbours(const struct worker_pool *worker_pool,
                                  size_t rows, struct row_pass *row_pass)
{
    struct worker_pool around = *worker_pool;
    struct diagnostics *ignored;
    size_t *others;
    enum status status;

    if (worker_pool->count == rows)
        return STATUS_OK;
    ignored = diagnostics_new();
    others = memory_resize(NULL, rows - worker_pool->count, sizeof *others);
    around.rows = others;
    around.count = find_others(worker_pool, rows, others);
    around.progress = NULL;
    status = worker_pool_run(&around, add_neighbour, row_pass, ignored);
    free(others);
    diagnostics_free(ignored);
    return status;
}

struct fault_marking {
    const struct roster *roster;
    struct preflight *preflight;
};

static void mark_faulty(enum severity severity, const struct error *err,
                        void *context)
{
    const struct fault_marking *fault_marking = context;
    const size_t row = severity == SEVERITY_ERROR && *err->code
                           ? roster_find(fault_marking->roster, err->code)
                           : SIZE_MAX;

    if (row != SIZE_MAX)
        fault_marking->preflight->faulty[row] = true;
}

/* Marks rows with an error, or with a warning that counts as one. */
static void mark_faulty_rows(const struct engine *engine,
                             struct preflight *preflight,
                             struct diagnostics *diagnostics)
{
    struct fault_marking fault_marking = {engine->campaign.roster, preflight};

    diagnostics_each(diagnostics, mark_faulty, &fault_marking);
}

void preflight_figures(const struct engine *engine,
                       struct diagnostics *diagnostics)
{
    const struct campaign *campaign = &engine->campaign;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(campaign->roster); i++) {
        struct council council;
        struct figures figures;
        arena_reset(arena);
        roster_read(campaign->roster, i, arena, &council);
        (void)!figures_read(arena, campaign, engine->averages, &council,
                            &figures, diagnostics);
    }
    arena_free(arena);
    row_checks_run(campaign, NULL, diagnostics);
}

static bool is_named(const char *column, struct value setting)
{
    return setting.text && name_match_equal(column, setting.text);
}

static bool settings_use(const struct settings *settings, const char *column)
{
    /* of a rejected.csv that is rendered again */
    if (name_match_equal(column, "code") ||
        name_match_equal(column, "reason") ||
        is_named(column, settings->name) ||
        is_named(column, settings->group_column))
        return true;
    for (size_t i = 0; i < settings->statistic_count; i++) {
        const struct statistic_setting *statistic = &settings->statistics[i];
        if (is_named(column, statistic->count) ||
            is_named(column, statistic->total) ||
            is_named(column, statistic->stated))
            return true;
        for (size_t j = 0; j < statistic->part_count; j++)
            if (is_named(column, statistic->parts[j].count))
                return true;
    }
    return false;
}

static void report_unused(struct value column, struct diagnostics *diagnostics)
{
    diagnostics_add(diagnostics, RULE_COLUMN_UNUSED, column.location, NULL,
                    column.text, "nothing uses this column");
}

static void find_unused_list_columns(const struct engine *engine, size_t list,
                                     struct diagnostics *diagnostics)
{
    const struct row_list *rows = engine->campaign.lists[list];

    for (size_t i = 0; i < row_list_columns(rows); i++) {
        const struct value column = row_list_column(rows, i);
        if (!name_match_equal(column.text, "code") &&
            !template_uses_list_column(engine->template, list, i))
            report_unused(column, diagnostics);
    }
}

static void find_unused_columns(const struct engine *engine,
                                struct diagnostics *diagnostics)
{
    const struct roster *roster = engine->campaign.roster;

    for (size_t i = 0; i < roster_columns(roster); i++) {
        const struct value column = roster_column(roster, i);
        if (settings_use(&engine->campaign.settings, column.text) ||
            template_uses_column(engine->template, i))
            continue;
        report_unused(column, diagnostics);
    }
    for (size_t i = 0; i < engine->campaign.settings.list_count; i++)
        find_unused_list_columns(engine, i, diagnostics);
}

/* Marks the columns that letters print: every title has the council's name. */
static const bool *find_printed(struct arena *arena,
                                const struct engine *engine)
{
    const struct roster *roster = engine->campaign.roster;
    const struct campaign *campaign = &engine->campaign;
    bool *printed = ARENA_ARRAY(arena, bool, printed_cells_columns(campaign));
    size_t count = 0;

    while (count < roster_columns(roster)) {
        printed[count] = is_named(roster_column(roster, count).text,
                                  campaign->settings.name) ||
                         template_uses_column(engine->template, count);
        count++;
    }
    for (size_t i = 0; i < campaign->settings.list_count; i++)
        for (size_t j = 0; j < row_list_columns(campaign->lists[i]); j++)
            printed[count++] =
                template_uses_list_column(engine->template, i, j);
    return printed;
}

enum status preflight_run(struct arena *arena,
                          const struct worker_pool *worker_pool, unsigned tasks,
                          struct preflight *preflight,
                          struct diagnostics *diagnostics)
{
    const size_t rows = roster_count(worker_pool->engine->campaign.roster);
    struct named_row *named_row =
        memory_resize(NULL, rows + 1, sizeof *named_row);
    struct row_pass row_pass = {.preflight = preflight,
                                .engine = worker_pool->engine,
                                .tasks = tasks,
                                .lock = PTHREAD_MUTEX_INITIALIZER,
                                .names = arena_new(),
                                .named_row = named_row};
    enum status status;

    preflight->faulty = ARENA_ARRAY(arena, bool, rows);
    preflight->faults = 0;
    begin_checks(&row_pass, find_printed(arena, worker_pool->engine));
    status = worker_pool_run(worker_pool, check_row, &row_pass, diagnostics);
    if (status == STATUS_OK)
        status = add_neighbours(worker_pool, rows, &row_pass);
    if (status == STATUS_OK)
        find_shared_names(worker_pool->engine, named_row, row_pass.count,
                          preflight, diagnostics);
    free(named_row);
    arena_free(row_pass.names);
    if (tasks & PREFLIGHT_DIGEST)
        sum_up(worker_pool->engine, &row_pass, preflight->digest);
    finish_checks(&row_pass, diagnostics);
    find_unused_columns(worker_pool->engine, diagnostics);
    template_find_unused_files(worker_pool->engine->template, diagnostics);
    mark_faulty_rows(worker_pool->engine, preflight, diagnostics);
    if (status == STATUS_OK && diagnostics_stops_run(diagnostics))
        status = STATUS_INPUT;
    for (size_t i = 0; i < worker_pool->count; i++)
        preflight->faults += preflight->faulty[worker_pool->rows[i]];
    return status;
}
