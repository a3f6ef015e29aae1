#include "run/render.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "run/folder_claim.h"
#include "run/manifest_writer.h"
#include "run/orphans.h"
#include "run/outdated.h"
#include "run/output_state.h"
#include "run/preflight.h"
#include "run/rejected_csv.h"
#include "run/row_selection.h"
#include "run/run_json.h"
#include "run/shard_merge.h"
#include "run/worker.h"
#include "run/worker_pool.h"

struct rendering {
    const struct engine *engine;
    const struct render_options *options;
    const char *letters; /* "<output>/letters" */
    const struct row_selection *selection;
    const bool *faulty;
    unsigned char *states; /* an enum row_state for each row of the roster */
    struct output_state *output_state;
    struct run_lock *run_lock;
    struct run_json record;
    atomic_size_t made;
    atomic_size_t unchanged;
    atomic_size_t kept;
    atomic_size_t pages;
    atomic_size_t bytes;
};

unsigned render_jobs(unsigned jobs)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (jobs)
        return jobs;
    return processors > 0 ? (unsigned)processors : 1;
}

static void count_letter(struct rendering *rendering,
                         const struct manifest_entry *entry)
{
    atomic_fetch_add(&rendering->pages, entry->pages);
    atomic_fetch_add(&rendering->bytes, entry->bytes);
}

/* Removes the letter of a row that is now refused. */
static void refuse(struct rendering *rendering, struct arena *arena,
                   size_t index)
{
    struct manifest_entry old;

    rendering->states[index] = ROW_REFUSED;
    if (output_state_find(rendering->output_state, index, arena, &old) &&
        *old.file)
        output_state_add_orphan(rendering->output_state, index, &old);
    output_state_forget(rendering->output_state, index);
}

/* @return true if a file of the recorded size exists */
static bool is_there(struct arena *arena, const struct rendering *rendering,
                     const struct manifest_entry *entry)
{
    const char *path =
        arena_printf(arena, "%s/%s", rendering->options->output, entry->file);
    struct stat facts;

    return stat(path, &facts) == 0 && (size_t)facts.st_size == entry->bytes;
}

/* @return true if a row's letter exists and is up to date, or is kept as sent
 */
static bool is_unchanged(struct worker *worker, struct rendering *rendering,
                         size_t index, struct manifest_entry *old)
{
    struct council council;
    enum letter_age age;

    worker_read_row(worker, index, &council);
    age = worker_letter_age(worker, &council, old);
    if (age == LETTER_STALE ||
        (age == LETTER_CURRENT && rendering->options->force) ||
        !orphans_is_intact(rendering->options->output, old, &worker->file))
        return false;
    atomic_fetch_add(&rendering->kept, age == LETTER_KEPT);
    return age == LETTER_KEPT || !rendering->faulty[index];
}

/* Decides the state of a row; changes nothing on disk. A sent letter is kept
 * even if errors in other rows leave it without its comparison. */
static enum status sort_out(struct worker *worker, size_t index,
                            struct diagnostics *diagnostics, void *context)
{
    struct rendering *rendering = context;
    struct manifest_entry old;
    const bool was =
        output_state_find(rendering->output_state, index, worker->arena, &old);

    (void)diagnostics;
    if (was && old.status == MANIFEST_MADE &&
        is_unchanged(worker, rendering, index, &old)) {
        rendering->states[index] = ROW_UNCHANGED;
        count_letter(rendering, &old);
        atomic_fetch_add(&rendering->unchanged, 1);
        return STATUS_OK;
    }
    if (rendering->faulty[index]) {
        refuse(rendering, worker->arena, index);
        return STATUS_INPUT;
    }
    rendering->states[index] = ROW_WAITING;
    if (was && (old.status != MANIFEST_MADE ||
                !is_there(worker->arena, rendering, &old))) {
        if (*old.file)
            output_state_add_orphan(rendering->output_state, index, &old);
        output_state_forget(rendering->output_state, index);
    }
    return STATUS_OK;
}

/* Records a letter on disk, and its previous name if it differs. */
static enum status note_letter(struct worker *worker,
                               struct rendering *rendering, size_t index,
                               const struct manifest_entry *entry,
                               struct error *err)
{
    struct manifest_entry old;

    if (output_state_find(rendering->output_state, index, worker->arena,
                          &old) &&
        *old.file && strcmp(old.file, entry->file) != 0)
        output_state_add_orphan(rendering->output_state, index, &old);
    count_letter(rendering, entry);
    atomic_fetch_add(&rendering->made, 1);
    rendering->states[index] = ROW_MADE;
    return output_state_record(rendering->output_state, index, entry, err);
}

/* @param content  of the letter before its seal; NULL: not sealed */
static enum status file_letter(struct worker *worker,
                               struct rendering *rendering,
                               const struct council *council,
                               const struct letter *letter, size_t pages,
                               const unsigned char *content, struct error *err)
{
    struct manifest_entry entry = {
        .code = council->code,
        .name = council->name,
        .file = arena_printf(worker->arena, "letters/%s.pdf", letter->file),
        .pages = pages,
        .bytes = worker->file.length,
        .status = MANIFEST_MADE,
    };
    const char *path = arena_printf(worker->arena, "%s/%s.pdf",
                                    rendering->letters, letter->file);
    unsigned char digest[HASH_SIZE];
    const enum status status =
        atomic_file_write(path, worker->file.bytes, worker->file.length,
                          rendering->options->sync, err);

    if (status != STATUS_OK)
        return status;
    pdf_painter_digest(worker->painter, &worker->file, digest);
    hash_hex(digest, entry.sha256);
    hash_hex(content ? content : digest, entry.content_sha256);
    worker_digest(worker, council, digest);
    hash_hex(digest, entry.inputs_sha256);
    return note_letter(worker, rendering, council->index, &entry, err);
}

static enum status print_letter(struct worker *worker,
                                struct rendering *rendering,
                                const struct council *council,
                                const struct letter *letter, struct error *err)
{
    const bool sealed = worker->maker != NULL;
    unsigned char content[HASH_SIZE];
    struct document document;
    enum status status = STATUS_OK;

    /* first: it lays the letter out, which invalidates other documents */
    if (sealed)
        status = worker_digest_content(worker, letter, content, err);
    if (status == STATUS_OK)
        status = worker_lay_out(worker, letter, &document, err);
    if (status == STATUS_OK)
        status = worker_print(worker, letter, &document, err);
    if (status == STATUS_OK)
        status = file_letter(worker, rendering, council, letter,
                             document.page_count, sealed ? content : NULL, err);
    return status;
}

static enum status make_letter(struct worker *worker, size_t index,
                               struct diagnostics *diagnostics, void *context)
{
    struct rendering *rendering = context;
    struct council council;
    struct letter letter;
    struct error err = {.code = ""};
    enum status status =
        worker_evaluate(worker, index, &council, &letter, diagnostics);

    if (status == STATUS_OK) {
        status = print_letter(worker, rendering, &council, &letter, &err);
        if (status != STATUS_OK)
            diagnostics_add_error(diagnostics, &err);
    }
    if (status == STATUS_INPUT || status == STATUS_LAYOUT)
        refuse(rendering, worker->arena, index);
    return status;
}

static enum status make_folders(const struct rendering *rendering,
                                struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    const enum status status =
        atomic_file_make_folder(rendering->letters, &err);

    if (status != STATUS_OK) {
        diagnostics_add_error(diagnostics, &err);
        return status == STATUS_AGAIN ? status : STATUS_INPUT;
    }
    atomic_file_sweep(rendering->letters);
    atomic_file_sweep(rendering->options->output);
    return STATUS_OK;
}

static enum status open_output_state(const struct rendering *rendering,
                                     struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    const enum status status = output_state_open(
        rendering->output_state, rendering->options->output,
        rendering->engine->campaign.roster, &rendering->options->shard, &err);

    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

/* Moves rows whose letters must be made to the front. @return their number */
static size_t select_waiting(const struct rendering *rendering,
                             struct row_selection *selection)
{
    size_t kept = 0;

    for (size_t i = 0; i < selection->count; i++)
        if (rendering->states[selection->rows[i]] == ROW_WAITING)
            selection->rows[kept++] = selection->rows[i];
    return kept;
}

static size_t count_refused(const struct rendering *rendering)
{
    const struct roster *roster = rendering->engine->campaign.roster;
    size_t count = rendering->selection->absent_count;

    for (size_t i = 0; i < roster_count(roster); i++)
        count += rendering->states[i] == ROW_REFUSED;
    return count;
}

static enum status make_letters(struct engine *engine,
                                struct rendering *rendering,
                                struct worker_pool *worker_pool,
                                struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    enum status status = engine_prepare(engine, diagnostics);

    if (status != STATUS_OK)
        return status;
    status = output_state_begin(rendering->output_state, &err);
    if (status != STATUS_OK) {
        diagnostics_add_error(diagnostics, &err);
        return status;
    }
    worker_pool->progress = progress_start(rendering->options->progress,
                                           "letters made", worker_pool->count);
    progress_refused(worker_pool->progress, count_refused(rendering));
    status = worker_pool_run(worker_pool, make_letter, rendering, diagnostics);
    progress_finish(worker_pool->progress);
    worker_pool->progress = NULL;
    return status;
}

/* Removes letters of rows that the roster refuses now. */
static void refuse_absent(struct rendering *rendering)
{
    const struct roster *roster = rendering->engine->campaign.roster;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_refused(roster); i++) {
        const size_t row = roster_count(roster) + i;
        struct manifest_entry old;
        arena_reset(arena);
        if (rendering->selection->absent[i] &&
            output_state_find(rendering->output_state, row, arena, &old) &&
            *old.file)
            output_state_add_orphan(rendering->output_state, row, &old);
    }
    arena_free(arena);
}

static void sum_up(struct rendering *rendering, size_t rows)
{
    struct render_summary *summary = &rendering->record.summary;

    summary->rows = rows + rendering->selection->absent_count;
    summary->refused = count_refused(rendering);
    summary->made = atomic_load(&rendering->made);
    summary->unchanged = atomic_load(&rendering->unchanged);
    summary->kept = atomic_load(&rendering->kept);
    summary->pages = atomic_load(&rendering->pages);
    summary->bytes = atomic_load(&rendering->bytes);
}

static enum status write_run_json(struct arena *arena,
                                  struct rendering *rendering,
                                  struct error *err)
{
    const struct render_options *options = rendering->options;
    char part[SHARD_NAME_SIZE];

    run_json_stop(&rendering->record);
    return run_json_write(arena_printf(arena, "%s/run%s.json", options->output,
                                       shard_name(&options->shard, part)),
                          &rendering->record, options->sync, err);
}

/* Letters that --only does not name are unchanged. */
static bool may_prune(const struct render_options *options)
{
    return options->prune && !options->only;
}

/* Writes rejected.csv, gone.csv, run.json and the manifest, in this order, so
 * that the journal remains if the run is killed among them. */
static enum status write_records(struct arena *arena,
                                 struct rendering *rendering,
                                 struct diagnostics *diagnostics)
{
    const struct render_options *options = rendering->options;
    struct render_summary *summary = &rendering->record.summary;
    struct output_state *output_state = rendering->output_state;
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    if (summary->made)
        status =
            atomic_file_sync_folder(rendering->letters, options->sync, &err);
    if (status == STATUS_OK)
        status = rejected_csv_write(
            output_state_path(output_state, arena, "rejected"),
            &rendering->engine->campaign, rendering->engine->template,
            rendering->states, &options->shard, options->sync, diagnostics,
            &err);
    if (status == STATUS_OK)
        status =
            orphans_process(output_state, may_prune(options), options->sync,
                            &summary->gone, &summary->pruned, diagnostics);
    if (status == STATUS_OK)
        status = write_run_json(arena, rendering, &err);
    if (status == STATUS_OK)
        status = manifest_writer_write(
            output_state_path(output_state, arena, "manifest"), output_state,
            &rendering->engine->campaign, rendering->states,
            rendering->selection->absent, options->sync, &err);
    if (status == STATUS_OK && output_state->journal)
        status = atomic_file_sync_folder(options->output, options->sync, &err);
    if (*err.message)
        diagnostics_add_error(diagnostics, &err);
    if (status != STATUS_OK)
        return status;
    output_state_finish(output_state);
    if (!options->shard.index)
        shard_merge_remove_parts(options->output);
    return status;
}

/* Even if no letter is made, one may need to be removed. */
static enum status begin_removing(struct rendering *rendering,
                                  struct diagnostics *diagnostics)
{
    struct output_state *output_state = rendering->output_state;
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    if (atomic_load(&output_state->withdrawn) ||
        (may_prune(rendering->options) && output_state_orphans(output_state)))
        status = output_state_begin(output_state, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

static enum status print_letters(struct arena *arena, struct engine *engine,
                                 struct rendering *rendering,
                                 struct worker_pool *worker_pool,
                                 struct row_selection *selection,
                                 struct diagnostics *diagnostics)
{
    const size_t rows = selection->count;
    enum status status = make_folders(rendering, diagnostics);
    enum status recorded;

    folder_claim_check(rendering->options->output, rendering->record.title,
                       diagnostics);
    /* before the output state is read, which must not change meanwhile */
    if (status == STATUS_OK)
        status = folder_claim_enter(rendering->options,
                                    rendering->record.inputs_sha256,
                                    &rendering->run_lock, diagnostics);
    if (status == STATUS_OK)
        status = open_output_state(rendering, diagnostics);
    if (status != STATUS_OK)
        return status;
    status = worker_pool_run(worker_pool, sort_out, rendering, diagnostics);
    if (status != STATUS_OK)
        return status; /* nothing was changed */
    worker_pool->count = select_waiting(rendering, selection);
    if (worker_pool->count)
        status = seal_setup_prepare(&engine->seal_setup, diagnostics);
    if (status != STATUS_OK)
        return status;
    if (worker_pool->count)
        status = make_letters(engine, rendering, worker_pool, diagnostics);
    refuse_absent(rendering);
    if (status == STATUS_OK && rendering->options->only)
        status =
            outdated_report(worker_pool, rendering->output_state,
                            rendering->states, rendering->faulty, diagnostics);
    recorded = begin_removing(rendering, diagnostics);
    rendering->record.ended = status == STATUS_OK ? "complete" : "interrupted";
    sum_up(rendering, rows);
    if (recorded == STATUS_OK)
        recorded = write_records(arena, rendering, diagnostics);
    return status != STATUS_OK ? status : recorded;
}

struct fault_search {
    const struct roster *roster;
    const struct row_selection *selection;
    bool stops;
};

static bool is_asked(const struct fault_search *fault_search, const char *code)
{
    const size_t row = roster_find(fault_search->roster, code);
    const size_t refused = roster_find_refused(fault_search->roster, code);

    if (row != SIZE_MAX)
        return row_selection_contains(fault_search->selection, row);
    return refused == SIZE_MAX || fault_search->selection->absent[refused];
}

static void note_fault(enum severity severity, const struct error *err,
                       void *context)
{
    struct fault_search *fault_search = context;

    if (severity == SEVERITY_ERROR &&
        (!*err->code || is_asked(fault_search, err->code)))
        fault_search->stops = true;
}

/* @return true if the campaign or a selected row has an error: other rows are
 *         neither reported nor stop the run */
static bool is_anything_wrong(const struct rendering *rendering,
                              struct diagnostics *diagnostics)
{
    struct fault_search fault_search = {rendering->engine->campaign.roster,
                                        rendering->selection, false};

    diagnostics_each(diagnostics, note_fault, &fault_search);
    return fault_search.stops;
}

/* Checks the rows before anything is changed. */
static enum status inspect(struct arena *arena, struct rendering *rendering,
                           struct worker_pool *worker_pool,
                           struct diagnostics *diagnostics)
{
    const struct render_options *options = rendering->options;
    struct preflight preflight;
    enum status status;

    worker_pool->progress =
        progress_start(options->progress, "rows inspected", worker_pool->count);
    status = preflight_run(arena, worker_pool,
                           PREFLIGHT_DIGEST |
                               (options->strict ? PREFLIGHT_PAGES : 0),
                           &preflight, diagnostics);
    progress_finish(worker_pool->progress);
    worker_pool->progress = NULL;
    if (status != STATUS_OK)
        return status;
    rendering->faulty = preflight.faulty;
    hash_hex(preflight.digest, rendering->record.inputs_sha256);
    return options->strict && is_anything_wrong(rendering, diagnostics)
               ? STATUS_INPUT
               : STATUS_OK;
}

enum status render_run(struct engine *engine,
                       const struct render_options *options,
                       struct render_summary *summary,
                       struct diagnostics *diagnostics)
{
    const struct roster *roster = engine->campaign.roster;
    const size_t rows = roster_count(roster);
    struct arena *arena = arena_new();
    struct output_state output_state = {.output = NULL};
    struct row_selection selection;
    struct rendering rendering = {
        .engine = engine,
        .options = options,
        .selection = &selection,
        .letters = arena_printf(arena, "%s/letters", options->output),
        .states = ARENA_ARRAY(arena, unsigned char, rows + 1),
        .output_state = &output_state,
        .record = {.title = engine->campaign.settings.title.text,
                   .rows = rows + roster_refused(roster),
                   .sealed_by = engine->seal_setup.signer
                                    ? signer_subject(engine->seal_setup.signer)
                                    : NULL,
                   .seal_name = engine->seal_setup.words.name,
                   .stamped_by = engine->seal_setup.url,
                   .shard = options->shard}};
    struct worker_pool worker_pool = {.engine = engine,
                                      .jobs = render_jobs(options->jobs)};
    enum status status =
        row_selection_make(arena, roster, options->only, options->only_count,
                           &selection, diagnostics);

    if (engine->seal_setup.signer)
        hash_hex(engine->seal_setup.digest, rendering.record.seal_sha256);
    for (int i = 0; i < ENGINE_PARTS; i++)
        hash_hex(engine->parts[i], rendering.record.parts[i]);
    run_json_start(&rendering.record);
    row_selection_limit_to_shard(&selection, roster, &options->shard);
    worker_pool.rows = selection.rows;
    worker_pool.count = selection.count;
    if (status == STATUS_OK)
        status = inspect(arena, &rendering, &worker_pool, diagnostics);
    if (status == STATUS_OK)
        status = print_letters(arena, engine, &rendering, &worker_pool,
                               &selection, diagnostics);
    output_state_close(&output_state);
    run_lock_release(rendering.run_lock);
    *summary = rendering.record.summary;
    summary->seconds = rendering.record.seconds;
    arena_free(arena);
    return status;
}
