#include "proof/proof.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proof/proof_html.h"
#include "proof/proof_shared.h"
#include "run/preflight.h"
#include "run/render.h"
#include "run/row_selection.h"
#include "run/worker.h"
#include "run/worker_pool.h"

/** Maximum bytes of the HTML page. */
#define SHEET_LIMIT ((size_t)2048 * 1024 * 1024)

/* The proof that is being made. */
struct proof {
    struct engine *engine;
    const struct proof_options *options;
    struct arena *arena;
    struct row_selection selection;
    const bool *faulty;
    struct proof_letter *proof_letter; /* by index in the roster */
    struct proof_plan plan;
    struct baseline baseline;
    struct proof_record last; /* the previous proof's record */
    struct proof_record record;
};

static enum status proof_row(struct worker *worker, size_t index,
                             struct diagnostics *diagnostics, void *context)
{
    struct proof *proof = context;
    struct council council;
    struct letter letter;
    struct document document;
    struct error err = {.code = ""};
    enum status status;

    if (proof->faulty[index])
        return STATUS_INPUT;
    status = worker_evaluate(worker, index, &council, &letter, diagnostics);
    if (status != STATUS_OK)
        return status;
    status = worker_lay_out(worker, &letter, &document, &err);
    if (status == STATUS_OK)
        status =
            proof_letter_make(worker, &proof->plan, &council, &letter,
                              &document, &proof->proof_letter[index], &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

static const char *path_in(const struct proof *proof, const char *name)
{
    return arena_printf(proof->arena, "%s/%s", proof->plan.folder, name);
}

/* Removes the last HTML page first: its drawings will be replaced, and an
 * interrupted run must not leave it with drawings of other letters. */
static enum status make_folders(const struct proof *proof,
                                struct diagnostics *diagnostics)
{
    const char *const folders[] = {path_in(proof, "pages"),
                                   path_in(proof, "before")};
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < 2 && status == STATUS_OK; i++)
        status = atomic_file_make_folder(folders[i], &err);
    if (status == STATUS_OK)
        status = atomic_file_remove(path_in(proof, "index.html"), &err);
    if (status != STATUS_OK) {
        diagnostics_add_error(diagnostics, &err);
        return status == STATUS_AGAIN ? status : STATUS_INPUT;
    }
    atomic_file_sweep(folders[0]);
    atomic_file_sweep(folders[1]);
    atomic_file_sweep(proof->plan.folder);
    return STATUS_OK;
}

/* --- the record ---------------------------------------------------------- */

static void record_letter(struct proof *proof, size_t index)
{
    const struct proof_letter *proof_letter = &proof->proof_letter[index];
    struct arena *arena = proof->arena;
    const char *picture =
        arena_printf(arena, "pages/%s.js", proof_letter->file);
    const char *before =
        proof_letter->before
            ? arena_printf(arena, "before/%s.js", proof_letter->file)
            : "";
    struct council council;

    roster_read(proof->engine->campaign.roster, index, arena, &council);
    for (size_t i = 0; i < proof_letter->page_count; i++) {
        struct proof_record_page *page =
            &proof->record.pages[proof->record.count++];
        page->code = council.code;
        page->name = council.name;
        page->program = LETTERMILL_VERSION;
        page->number = i + 1;
        page->picture = picture;
        page->before = before;
        memcpy(page->sha256, proof_letter->pages[i].sha256,
               sizeof page->sha256);
        memcpy(page->picture_sha256, proof_letter->drawing_sha256,
               sizeof page->picture_sha256);
    }
}

/* With --only the other letters' pages and drawings are kept. */
static bool is_kept(const struct proof *proof,
                    const struct proof_record_page *page)
{
    size_t row;

    if (!proof->options->only)
        return false;
    row = roster_find(proof->engine->campaign.roster, page->code);
    return row != SIZE_MAX && !row_selection_contains(&proof->selection, row);
}

static void make_record(struct proof *proof)
{
    const struct row_selection *selection = &proof->selection;
    size_t count = proof->last.count;

    for (size_t i = 0; i < selection->count; i++)
        count += proof->proof_letter[selection->rows[i]].page_count;
    proof->record.pages =
        ARENA_ARRAY(proof->arena, struct proof_record_page, count);
    for (size_t i = 0; i < proof->last.count; i++)
        if (is_kept(proof, &proof->last.pages[i]))
            proof->record.pages[proof->record.count++] = proof->last.pages[i];
    for (size_t i = 0; i < selection->count; i++)
        if (proof->proof_letter[selection->rows[i]].file)
            record_letter(proof, selection->rows[i]);
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Collects the drawings in a record, sorted. @return their number */
static size_t list_pictures(struct arena *arena,
                            const struct proof_record *record,
                            const char ***pictures)
{
    size_t count = 0;

    *pictures = ARENA_ARRAY(arena, const char *, record->count * 2 + 1);
    for (size_t i = 0; i < record->count; i++) {
        (*pictures)[count++] = record->pages[i].picture;
        if (*record->pages[i].before)
            (*pictures)[count++] = record->pages[i].before;
    }
    if (count)
        qsort(*pictures, count, sizeof **pictures, by_text);
    return count;
}

/* Removes the drawing "pages/x.js" and the small picture "pages/x.png". */
static enum status remove_drawing(const struct proof *proof, const char *path,
                                  struct error *err)
{
    const int stem = (int)(strlen(path) - strlen(".js"));
    enum status status = atomic_file_remove(path_in(proof, path), err);

    if (status == STATUS_OK && stem > 0 && strcmp(path + stem, ".js") == 0)
        status =
            atomic_file_remove(arena_printf(proof->arena, "%s/%.*s.png",
                                            proof->plan.folder, stem, path),
                               err);
    return status;
}

/* Removes the drawings of the last proof that this one does not have. */
static enum status remove_old_pictures(const struct proof *proof,
                                       struct error *err)
{
    const char **old;
    const char **now;
    const size_t old_count = list_pictures(proof->arena, &proof->last, &old);
    const size_t count = list_pictures(proof->arena, &proof->record, &now);
    enum status status = STATUS_OK;

    for (size_t i = 0; i < old_count && status == STATUS_OK; i++)
        if (!count || !bsearch(&old[i], now, count, sizeof *now, by_text))
            status = remove_drawing(proof, old[i], err);
    return status;
}

/* --- the page ------------------------------------------------------------ */

static bool is_gone(const struct proof *proof, const char *code)
{
    const size_t row = roster_find(proof->engine->campaign.roster, code);

    return row == SIZE_MAX || !proof->proof_letter[row].file;
}

/* Collects a page of each letter of the baseline that this proof does not
 * have. */
static size_t find_gone(const struct proof *proof,
                        const struct proof_record_page ***gone)
{
    const struct baseline *baseline = &proof->baseline;
    const size_t max = baseline->record.count + baseline->letter_count;
    size_t count = 0;

    *gone = ARENA_ARRAY(proof->arena, const struct proof_record_page *, max);
    if (proof->options->only)
        return 0;
    for (size_t i = 0; i < baseline->record.count; i++) {
        const struct proof_record_page *page = &baseline->record.pages[i];
        if (page->number == 1 && is_gone(proof, page->code))
            (*gone)[count++] = page;
    }
    for (size_t i = 0; i < baseline->letter_count; i++) {
        const struct manifest_entry *entry = &baseline->letters[i];
        struct proof_record_page *page;
        if (!is_gone(proof, entry->code))
            continue;
        page = ARENA_NEW(proof->arena, struct proof_record_page);
        page->code = entry->code;
        page->name = entry->name;
        (*gone)[count++] = page;
    }
    return count;
}

static size_t list_letters(const struct proof *proof,
                           const struct proof_letter ***letters)
{
    const struct row_selection *selection = &proof->selection;
    size_t count = 0;

    *letters = ARENA_ARRAY(proof->arena, const struct proof_letter *,
                           selection->count);
    for (size_t i = 0; i < selection->count; i++) {
        const struct proof_letter *letter =
            &proof->proof_letter[selection->rows[i]];
        if (letter->file)
            (*letters)[count++] = letter;
    }
    return count;
}

static struct proof_html html_of(const struct proof *proof,
                                 struct diagnostics *diagnostics)
{
    const struct proof_letter **letters;
    const struct proof_record_page **gone;
    struct proof_html sheet = {
        .campaign = &proof->engine->campaign,
        .baseline = &proof->baseline,
        .diagnostics = diagnostics,
    };

    sheet.letter_count = list_letters(proof, &letters);
    sheet.letters = letters;
    sheet.gone_count = find_gone(proof, &gone);
    sheet.gone = gone;
    sheet.refused = proof->selection.count - sheet.letter_count +
                    proof->selection.absent_count;
    return sheet;
}

static enum status write_html(const struct proof *proof,
                              const struct proof_html *sheet, struct error *err)
{
    struct buffer html = buffer_new(SHEET_LIMIT);
    const char *path = path_in(proof, "index.html");
    enum status status;

    proof_html_write(sheet, &html);
    if (buffer_is_full(&html))
        status = error_set(err, RULE_FILE_TOO_LARGE,
                           (struct location){path, 0, 0}, NULL,
                           "too many letters for one page; proof fewer with "
                           "--only");
    else
        status = atomic_file_write(path, html.bytes, html.length,
                                   proof->plan.sync, err);
    buffer_free(&html);
    return status;
}

static void sum_up(const struct proof *proof, const struct proof_html *sheet,
                   struct proof_summary *summary)
{
    summary->against = proof->options->against ? proof->options->against
                       : baseline_exists(&proof->baseline) ? "the last proof"
                                                           : "";
    summary->rows = sheet->letter_count + sheet->refused;
    summary->shown = sheet->letter_count;
    summary->refused = sheet->refused;
    summary->gone = sheet->gone_count;
    for (size_t i = 0; i < sheet->letter_count; i++) {
        summary->pages += sheet->letters[i]->page_count;
        summary->changed += sheet->letters[i]->change == BASELINE_CHANGED;
        summary->fresh += sheet->letters[i]->change == BASELINE_NEW;
    }
}

/* The record is written last: after an interrupted run, the next one compares
 * with the old record. */
static enum status write_records(struct proof *proof,
                                 struct proof_summary *summary,
                                 struct diagnostics *diagnostics)
{
    const struct proof_html sheet = html_of(proof, diagnostics);
    const enum file_sync sync = proof->plan.sync;
    struct error err = {.code = ""};
    enum status status = proof_shared_write(proof->engine, proof->plan.folder,
                                            proof->baseline.folder, sync, &err);

    if (status == STATUS_OK)
        status = write_html(proof, &sheet, &err);
    sum_up(proof, &sheet, summary);
    make_record(proof);
    if (status == STATUS_OK)
        status = atomic_file_sync_folder(path_in(proof, "pages"), sync, &err);
    if (status == STATUS_OK)
        status = atomic_file_sync_folder(path_in(proof, "before"), sync, &err);
    if (status == STATUS_OK)
        status = proof_record_write(path_in(proof, "proof.csv"), &proof->record,
                                    sync, &err);
    if (status == STATUS_OK)
        status = atomic_file_sync_folder(proof->plan.folder, sync, &err);
    if (status == STATUS_OK)
        status = remove_old_pictures(proof, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

/* --- the run ------------------------------------------------------------- */

static enum status open_baseline(struct proof *proof,
                                 struct diagnostics *diagnostics)
{
    const enum status status = proof_record_read(
        proof->arena, path_in(proof, "proof.csv"), &proof->last, diagnostics);

    if (status != STATUS_OK)
        return status;
    return baseline_open(proof->arena, proof->options->against, &proof->last,
                         proof->plan.folder, &proof->baseline, diagnostics);
}

static enum status inspect(struct proof *proof,
                           const struct worker_pool *worker_pool,
                           struct diagnostics *diagnostics)
{
    struct preflight preflight;
    const enum status status =
        preflight_run(proof->arena, worker_pool, 0, &preflight, diagnostics);

    proof->faulty = preflight.faulty;
    return status;
}

static enum status proof_letters(struct proof *proof,
                                 struct proof_summary *summary,
                                 struct diagnostics *diagnostics)
{
    const struct proof_options *options = proof->options;
    struct worker_pool worker_pool = {
        .engine = proof->engine,
        .rows = proof->selection.rows,
        .count = proof->selection.count,
        .jobs = render_jobs(options->jobs),
    };
    enum status status = inspect(proof, &worker_pool, diagnostics);

    if (status == STATUS_OK)
        status = open_baseline(proof, diagnostics);
    if (status == STATUS_OK)
        status = engine_prepare(proof->engine, diagnostics);
    if (status == STATUS_OK)
        status = make_folders(proof, diagnostics);
    if (status != STATUS_OK)
        return status;
    worker_pool.progress =
        progress_start(options->progress, "letters", worker_pool.count);
    status = worker_pool_run(&worker_pool, proof_row, proof, diagnostics);
    progress_finish(worker_pool.progress);
    return status == STATUS_OK ? write_records(proof, summary, diagnostics)
                               : status;
}

enum status proof_run(struct engine *engine,
                      const struct proof_options *options,
                      struct proof_summary *summary,
                      struct diagnostics *diagnostics)
{
    const struct roster *roster = engine->campaign.roster;
    const size_t rows = roster_count(roster);
    struct proof proof = {
        .engine = engine, .options = options, .arena = arena_new()};
    enum status status =
        row_selection_make(proof.arena, roster, options->only,
                           options->only_count, &proof.selection, diagnostics);

    *summary = (struct proof_summary){.against = ""};
    proof.plan = (struct proof_plan){
        .folder = arena_printf(proof.arena, "%s/proof", options->output),
        .baseline = &proof.baseline,
        .last = &proof.last,
        .force = options->force,
        .sync = options->sync,
    };
    if (status == STATUS_OK) {
        proof.proof_letter =
            ARENA_ARRAY(proof.arena, struct proof_letter, rows);
        status = proof_letters(&proof, summary, diagnostics);
        for (size_t i = 0; i < rows; i++)
            proof_letter_free(&proof.proof_letter[i]);
    }
    arena_free(proof.arena);
    return status;
}
