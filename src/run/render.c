#include "run/render.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash_prefix_cache.h"
#include "base/utf8.h"
#include "run/folder_claim.h"
#include "run/manifest_writer.h"
#include "run/orphans.h"
#include "run/output_state.h"
#include "run/preflight.h"
#include "run/rejected_csv.h"
#include "run/row_selection.h"
#include "run/run_json.h"
#include "run/shard_merge.h"
#include "run/worker_pool.h"

struct printing {
    const struct press *press;
    const struct run_options *options;
    const char *letters; /* "<output>/letters" */
    const struct selection *selection;
    const bool *faulty;
    unsigned char *states; /* an enum row_state for each row of the roster */
    struct books *books;
    struct presence *presence;
    bool alone; /* one letter at a time */
    struct run_record record;
    atomic_size_t made;
    atomic_size_t unchanged;
    atomic_size_t pages;
    atomic_size_t bytes;
};

unsigned run_jobs(unsigned jobs)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (jobs)
        return jobs;
    return processors > 0 ? (unsigned)processors : 1;
}

static void count_letter(struct printing *printing,
                         const struct manifest_entry *entry)
{
    atomic_fetch_add(&printing->pages, entry->pages);
    atomic_fetch_add(&printing->bytes, entry->bytes);
}

/* The letter of a row that is refused now may not lie about. */
static void refuse(struct printing *printing, struct arena *arena, size_t index)
{
    struct manifest_entry old;

    printing->states[index] = ROW_REFUSED;
    if (books_find(printing->books, index, arena, &old) && *old.file)
        books_stray(printing->books, index, &old);
    books_forget(printing->books, index);
}

/* Whether a file of the recorded size is there. */
static bool is_there(struct arena *arena, const struct printing *printing,
                     const struct manifest_entry *entry)
{
    const char *path =
        arena_printf(arena, "%s/%s", printing->options->output, entry->file);
    struct stat facts;

    return stat(path, &facts) == 0 && (size_t)facts.st_size == entry->bytes;
}

/* Whether a row's letter is there and would come out the same. */
static bool is_unchanged(struct hand *hand, const struct printing *printing,
                         size_t index, struct manifest_entry *old)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    struct council council;

    if (printing->options->force)
        return false;
    hand_read(hand, index, &council);
    hand_digest(hand, &council, digest);
    return strcmp(hash_hex(digest, hex), old->inputs_sha256) == 0 &&
           stale_is_whole(printing->options->output, old, hand->digester,
                          &hand->file);
}

/* Decides what is to be done about a row; changes nothing on disk. */
static enum status sort_out(struct hand *hand, size_t index,
                            struct report *report, void *context)
{
    struct printing *printing = context;
    struct manifest_entry old;

    (void)report;
    if (printing->faulty[index]) {
        refuse(printing, hand->arena, index);
        return STATUS_INPUT;
    }
    printing->states[index] = ROW_WAITING;
    if (!books_find(printing->books, index, hand->arena, &old))
        return STATUS_OK;
    if (old.status == MANIFEST_MADE &&
        is_unchanged(hand, printing, index, &old)) {
        printing->states[index] = ROW_UNCHANGED;
        count_letter(printing, &old);
        atomic_fetch_add(&printing->unchanged, 1);
    } else if (old.status != MANIFEST_MADE ||
               !is_there(hand->arena, printing, &old)) {
        if (*old.file)
            books_stray(printing->books, index, &old);
        books_forget(printing->books, index);
    }
    return STATUS_OK;
}

/* Notes a letter that is on disk now, and its old name if it had another. */
static enum status note_letter(struct hand *hand, struct printing *printing,
                               size_t index, const struct manifest_entry *entry,
                               struct error *err)
{
    struct manifest_entry old;

    if (books_find(printing->books, index, hand->arena, &old) && *old.file &&
        strcmp(old.file, entry->file) != 0)
        books_stray(printing->books, index, &old);
    count_letter(printing, entry);
    atomic_fetch_add(&printing->made, 1);
    printing->states[index] = ROW_MADE;
    return books_note(printing->books, index, entry, err);
}

static enum status file_letter(struct hand *hand, struct printing *printing,
                               const struct council *council,
                               const struct letter *letter, size_t pages,
                               struct error *err)
{
    struct manifest_entry entry = {
        .code = council->code,
        .name = council->name,
        .file = arena_printf(hand->arena, "letters/%s.pdf", letter->file),
        .pages = pages,
        .bytes = hand->file.length,
        .status = MANIFEST_MADE,
    };
    const char *path =
        arena_printf(hand->arena, "%s/%s.pdf", printing->letters, letter->file);
    unsigned char digest[HASH_SIZE];
    const enum status status =
        filing_write(path, hand->file.bytes, hand->file.length,
                     printing->options->sync, err);

    if (status != STATUS_OK)
        return status;
    pdf_painter_digest(hand->painter, &hand->file, digest);
    hash_hex(digest, entry.sha256);
    hand_digest(hand, council, digest);
    hash_hex(digest, entry.inputs_sha256);
    return note_letter(hand, printing, council->index, &entry, err);
}

static enum status print_letter(struct hand *hand, struct printing *printing,
                                const struct council *council,
                                const struct letter *letter, struct error *err)
{
    struct document document;
    enum status status =
        books_note_begun(printing->books, council->code, printing->alone, err);

    if (status == STATUS_OK)
        status = hand_set(hand, letter, &document, err);
    if (status == STATUS_OK)
        status = hand_print(hand, letter, &document, err);
    if (status == STATUS_OK)
        status = file_letter(hand, printing, council, letter,
                             document.page_count, err);
    return status;
}

static enum status make_letter(struct hand *hand, size_t index,
                               struct report *report, void *context)
{
    struct printing *printing = context;
    struct council council;
    struct letter letter;
    struct error err = {.code = ""};
    enum status status = hand_write(hand, index, &council, &letter, report);

    if (status == STATUS_OK) {
        status = print_letter(hand, printing, &council, &letter, &err);
        if (status != STATUS_OK)
            report_add(report, &err);
    }
    if (status == STATUS_INPUT || status == STATUS_LAYOUT)
        refuse(printing, hand->arena, index);
    return status;
}

/* A letter with which the program ended, when nothing else was left to do. */
static enum status make_suspect(struct hand *hand, size_t index,
                                struct report *report, void *context)
{
    struct printing *printing = context;
    struct council council;

    if (books_ends(printing->books, index) < BOOKS_ALONE_TWICE)
        return make_letter(hand, index, report, context);
    hand_read(hand, index, &council);
    report_say(report, RULE_LETTER_CRASHED, council.place, council.code, NULL,
               "the program ended twice while it made this letter, which is "
               "left out; run it again to try again");
    refuse(printing, hand->arena, index);
    return STATUS_INPUT;
}

static enum status make_folders(const struct printing *printing,
                                struct report *report)
{
    struct error err = {.code = ""};
    const enum status status = filing_make_folder(printing->letters, &err);

    if (status != STATUS_OK) {
        report_add(report, &err);
        return status == STATUS_AGAIN ? status : STATUS_INPUT;
    }
    filing_sweep(printing->letters);
    filing_sweep(printing->options->output);
    return STATUS_OK;
}

static enum status open_books(const struct printing *printing,
                              struct report *report)
{
    struct error err = {.code = ""};
    const enum status status = books_open(
        printing->books, printing->options->output,
        printing->press->campaign.roster, &printing->options->shard, &err);

    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}

/* The rows whose letters have to be made move to the front, suspects behind
 * the others. @return how many; @p suspects gets how many of them */
static size_t keep_waiting(const struct printing *printing,
                           struct selection *selection, size_t *suspects)
{
    size_t *held = memory_resize(NULL, selection->count + 1, sizeof *held);
    size_t kept = 0;

    *suspects = 0;
    for (size_t i = 0; i < selection->count; i++) {
        const size_t row = selection->rows[i];
        if (printing->states[row] != ROW_WAITING)
            continue;
        if (books_ends(printing->books, row) != BOOKS_NEVER)
            held[(*suspects)++] = row;
        else
            selection->rows[kept++] = row;
    }
    memcpy(selection->rows + kept, held, *suspects * sizeof *held);
    free(held);
    return kept + *suspects;
}

/* Suspects come last, one at a time: should the program end with one, all the
 * others are made. */
static enum status run_crews(struct printing *printing, const struct crew *crew,
                             size_t suspects, struct report *report)
{
    struct crew first = *crew;
    struct crew last = *crew;
    enum status status = STATUS_OK;

    first.count -= suspects;
    last.rows += first.count;
    last.count = suspects;
    last.jobs = 1;
    printing->alone = false;
    if (first.count)
        status = crew_run(&first, make_letter, printing, report);
    printing->alone = true;
    if (status == STATUS_OK && suspects)
        status = crew_run(&last, make_suspect, printing, report);
    return status;
}

static size_t count_refused(const struct printing *printing)
{
    const struct roster *roster = printing->press->campaign.roster;
    size_t count = printing->selection->absent_count;

    for (size_t i = 0; i < roster_count(roster); i++)
        count += printing->states[i] == ROW_REFUSED;
    return count;
}

static enum status make_letters(struct press *press, struct printing *printing,
                                struct crew *crew, size_t suspects,
                                struct report *report)
{
    struct error err = {.code = ""};
    enum status status = press_ready(press, report);

    if (status != STATUS_OK)
        return status;
    status = books_begin(printing->books, &err);
    if (status != STATUS_OK) {
        report_add(report, &err);
        return status;
    }
    crew->progress = progress_start(printing->options->progress, "letters made",
                                    crew->count);
    progress_refused(crew->progress, count_refused(printing));
    status = run_crews(printing, crew, suspects, report);
    progress_finish(crew->progress);
    crew->progress = NULL;
    return status;
}

/* Letters of rows that the roster refuses now. */
static void refuse_absent(struct printing *printing)
{
    const struct roster *roster = printing->press->campaign.roster;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_refused(roster); i++) {
        const size_t row = roster_count(roster) + i;
        struct manifest_entry old;
        arena_reset(arena);
        if (printing->selection->absent[i] &&
            books_find(printing->books, row, arena, &old) && *old.file)
            books_stray(printing->books, row, &old);
    }
    arena_free(arena);
}

static void sum_up(struct printing *printing, size_t rows)
{
    struct run_summary *summary = &printing->record.summary;

    summary->rows = rows + printing->selection->absent_count;
    summary->refused = count_refused(printing);
    summary->made = atomic_load(&printing->made);
    summary->unchanged = atomic_load(&printing->unchanged);
    summary->pages = atomic_load(&printing->pages);
    summary->bytes = atomic_load(&printing->bytes);
}

static enum status write_run_record(struct arena *arena,
                                    struct printing *printing,
                                    struct error *err)
{
    const struct run_options *options = printing->options;
    char part[SHARD_NAME_SIZE];

    run_record_stop(&printing->record);
    return run_record_write(arena_printf(arena, "%s/run%s.json",
                                         options->output,
                                         shard_name(&options->shard, part)),
                            &printing->record, options->sync, err);
}

/* Letters that --only does not name stay as they are. */
static bool may_prune(const struct run_options *options)
{
    return options->prune && !options->only;
}

/* rejected.csv, gone.csv, run.json, the manifest: in this order, so that a run
 * that is killed among them finds its journal again. */
static enum status write_records(struct arena *arena, struct printing *printing,
                                 struct report *report)
{
    const struct run_options *options = printing->options;
    struct run_summary *summary = &printing->record.summary;
    struct books *books = printing->books;
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    if (summary->made)
        status = filing_sync_folder(printing->letters, options->sync, &err);
    if (status == STATUS_OK)
        status = rejects_write(books_path(books, arena, "rejected"),
                               &printing->press->campaign,
                               printing->press->template, printing->states,
                               &options->shard, options->sync, report, &err);
    if (status == STATUS_OK)
        status = stale_settle(books, may_prune(options), options->sync,
                              &summary->gone, &summary->pruned, report);
    if (status == STATUS_OK)
        status = write_run_record(arena, printing, &err);
    if (status == STATUS_OK)
        status = closing_write_manifest(
            books_path(books, arena, "manifest"), books,
            &printing->press->campaign, printing->states,
            printing->selection->absent, options->sync, &err);
    if (status == STATUS_OK && books->journal)
        status = filing_sync_folder(options->output, options->sync, &err);
    if (*err.message)
        report_add(report, &err);
    if (status != STATUS_OK)
        return status;
    books_settle(books);
    if (!options->shard.index)
        merge_forget_parts(options->output);
    return status;
}

/* Where no letter is made, one may have to be removed. */
static enum status begin_removing(struct printing *printing,
                                  struct report *report)
{
    struct books *books = printing->books;
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    if (atomic_load(&books->withdrawn) ||
        (may_prune(printing->options) && books_strays(books)))
        status = books_begin(books, &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}

static enum status print_letters(struct arena *arena, struct press *press,
                                 struct printing *printing, struct crew *crew,
                                 struct selection *selection,
                                 struct report *report)
{
    const size_t rows = selection->count;
    size_t suspects;
    enum status status = make_folders(printing, report);
    enum status recorded;

    tenant_check(printing->options->output, printing->record.title, report);
    /* before the books are read: they may not change under this run */
    if (status == STATUS_OK)
        status = tenant_enter(printing->options, printing->record.inputs_sha256,
                              &printing->presence, report);
    if (status == STATUS_OK)
        status = open_books(printing, report);
    if (status != STATUS_OK)
        return status;
    status = crew_run(crew, sort_out, printing, report);
    if (status != STATUS_OK)
        return status; /* nothing was changed */
    crew->count = keep_waiting(printing, selection, &suspects);
    if (crew->count)
        status = sealing_ready(&press->sealing, report);
    if (status != STATUS_OK)
        return status;
    if (crew->count)
        status = make_letters(press, printing, crew, suspects, report);
    refuse_absent(printing);
    recorded = begin_removing(printing, report);
    printing->record.ended = status == STATUS_OK ? "complete" : "interrupted";
    sum_up(printing, rows);
    if (recorded == STATUS_OK)
        recorded = write_records(arena, printing, report);
    return status != STATUS_OK ? status : recorded;
}

struct blaming {
    const struct roster *roster;
    const struct selection *selection;
    bool stops;
};

static bool is_asked(const struct blaming *blaming, const char *code)
{
    const size_t row = roster_find(blaming->roster, code);
    const size_t refused = roster_find_refused(blaming->roster, code);

    if (row != SIZE_MAX)
        return selection_holds(blaming->selection, row);
    return refused == SIZE_MAX || blaming->selection->absent[refused];
}

static void blame(enum severity severity, const struct error *err,
                  void *context)
{
    struct blaming *blaming = context;

    if (severity == SEVERITY_ERROR &&
        (!*err->code || is_asked(blaming, err->code)))
        blaming->stops = true;
}

/* Whether anything is wrong with the campaign or a row that the run is about:
 * rows of others do not stop it, as they are not spoken of either. */
static bool is_anything_wrong(const struct printing *printing,
                              struct report *report)
{
    struct blaming blaming = {printing->press->campaign.roster,
                              printing->selection, false};

    report_each(report, blame, &blaming);
    return blaming.stops;
}

/* Looks at the rows before anything is changed. */
static enum status inspect(struct arena *arena, struct printing *printing,
                           struct crew *crew, struct report *report)
{
    const struct run_options *options = printing->options;
    struct inspection inspection;
    enum status status;

    crew->progress =
        progress_start(options->progress, "rows inspected", crew->count);
    status = inspection_run(arena, crew,
                            INSPECTION_DIGEST |
                                (options->strict ? INSPECTION_PAGES : 0),
                            &inspection, report);
    progress_finish(crew->progress);
    crew->progress = NULL;
    if (status != STATUS_OK)
        return status;
    printing->faulty = inspection.faulty;
    hash_hex(inspection.digest, printing->record.inputs_sha256);
    return options->strict && is_anything_wrong(printing, report) ? STATUS_INPUT
                                                                  : STATUS_OK;
}

enum status run_render(struct press *press, const struct run_options *options,
                       struct run_summary *summary, struct report *report)
{
    const struct roster *roster = press->campaign.roster;
    const size_t rows = roster_count(roster);
    struct arena *arena = arena_new();
    struct books books = {.output = NULL};
    struct selection selection;
    struct printing printing = {
        .press = press,
        .options = options,
        .selection = &selection,
        .letters = arena_printf(arena, "%s/letters", options->output),
        .states = ARENA_ARRAY(arena, unsigned char, rows + 1),
        .books = &books,
        .record = {.title = press->campaign.settings.title.text,
                   .rows = rows + roster_refused(roster),
                   .sealed_by = press->sealing.signer
                                    ? signer_subject(press->sealing.signer)
                                    : NULL,
                   .stamped_by = press->sealing.url,
                   .shard = options->shard}};
    struct crew crew = {.press = press, .jobs = run_jobs(options->jobs)};
    enum status status = selection_make(
        arena, roster, options->only, options->only_count, &selection, report);

    if (press->sealing.signer)
        hash_hex(press->sealing.digest, printing.record.seal_sha256);
    run_record_start(&printing.record);
    selection_keep_shard(&selection, roster, &options->shard);
    crew.rows = selection.rows;
    crew.count = selection.count;
    if (status == STATUS_OK)
        status = inspect(arena, &printing, &crew, report);
    if (status == STATUS_OK)
        status =
            print_letters(arena, press, &printing, &crew, &selection, report);
    books_close(&books);
    presence_end(printing.presence);
    *summary = printing.record.summary;
    summary->seconds = printing.record.seconds;
    arena_free(arena);
    return status;
}
