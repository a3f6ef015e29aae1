#include "proof/proof.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proof/proof_html.h"
#include "run/preflight.h"
#include "run/render.h"
#include "run/row_selection.h"
#include "run/worker_pool.h"

/** More thumbnails than a browser should be handed at once. */
enum { MOST_THUMBS = 1500 };

/** Most bytes of the contact sheet. */
#define SHEET_LIMIT ((size_t)2048 * 1024 * 1024)

/* A proof in the making. */
struct proofing {
    struct press *press;
    const struct proofing_options *options;
    struct arena *arena;
    struct selection selection;
    const bool *faulty;
    struct proofed *proofed; /* by index in the roster */
    struct proof_plan plan;
    struct earlier earlier;
    struct proof_record last; /* what stood in this proof's place */
    struct proof_record record;
};

static enum status proof_row(struct hand *hand, size_t index,
                             struct report *report, void *context)
{
    struct proofing *proofing = context;
    struct council council;
    struct letter letter;
    struct document document;
    struct error err = {.code = ""};
    enum status status;

    if (proofing->faulty[index])
        return STATUS_INPUT;
    status = hand_write(hand, index, &council, &letter, report);
    if (status != STATUS_OK)
        return status;
    status = hand_set(hand, &letter, &document, &err);
    if (status == STATUS_OK)
        status = proof_letter_make(hand, &proofing->plan, &council, &letter,
                                   &document, &proofing->proofed[index], &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}

static const char *path_in(const struct proofing *proofing, const char *name)
{
    return arena_printf(proofing->arena, "%s/%s", proofing->plan.folder, name);
}

/* The last page goes first: its pictures are about to be replaced, and a run
 * that is interrupted must not leave it beside those of other letters. */
static enum status make_folders(const struct proofing *proofing,
                                struct report *report)
{
    const char *const folders[] = {path_in(proofing, "pages"),
                                   path_in(proofing, "before")};
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < 2 && status == STATUS_OK; i++)
        status = filing_make_folder(folders[i], &err);
    if (status == STATUS_OK)
        status = filing_remove(path_in(proofing, "index.html"), &err);
    if (status != STATUS_OK) {
        report_add(report, &err);
        return status == STATUS_AGAIN ? status : STATUS_INPUT;
    }
    filing_sweep(folders[0]);
    filing_sweep(folders[1]);
    filing_sweep(proofing->plan.folder);
    return STATUS_OK;
}

/* --- the record ---------------------------------------------------------- */

static void record_letter(struct proofing *proofing, size_t index)
{
    const struct proofed *proofed = &proofing->proofed[index];
    struct arena *arena = proofing->arena;
    struct council council;

    roster_read(proofing->press->campaign.roster, index, arena, &council);
    for (size_t i = 0; i < proofed->page_count; i++) {
        const struct proofed_page *from = &proofed->pages[i];
        struct proof_page *page =
            &proofing->record.pages[proofing->record.count++];
        page->code = council.code;
        page->name = council.name;
        page->program = LETTERMILL_VERSION;
        page->number = i + 1;
        page->picture =
            arena_printf(arena, "pages/%s-%zu.png", proofed->file, i + 1);
        page->before = from->before ? arena_printf(arena, "before/%s-%zu.png",
                                                   proofed->file, i + 1)
                                    : "";
        memcpy(page->sha256, from->sha256, sizeof page->sha256);
        memcpy(page->picture_sha256, from->picture_sha256,
               sizeof page->picture_sha256);
    }
}

/* With --only the other letters' pages and pictures stay. */
static bool is_kept(const struct proofing *proofing,
                    const struct proof_page *page)
{
    size_t row;

    if (!proofing->options->only)
        return false;
    row = roster_find(proofing->press->campaign.roster, page->code);
    return row != SIZE_MAX && !selection_holds(&proofing->selection, row);
}

static void make_record(struct proofing *proofing)
{
    const struct selection *selection = &proofing->selection;
    size_t count = proofing->last.count;

    for (size_t i = 0; i < selection->count; i++)
        count += proofing->proofed[selection->rows[i]].page_count;
    proofing->record.pages =
        ARENA_ARRAY(proofing->arena, struct proof_page, count);
    for (size_t i = 0; i < proofing->last.count; i++)
        if (is_kept(proofing, &proofing->last.pages[i]))
            proofing->record.pages[proofing->record.count++] =
                proofing->last.pages[i];
    for (size_t i = 0; i < selection->count; i++)
        if (proofing->proofed[selection->rows[i]].file)
            record_letter(proofing, selection->rows[i]);
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The pictures that a record names, sorted. @return how many */
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

/* Removes the pictures that the last proof had and this one has not. */
static enum status remove_stale(const struct proofing *proofing,
                                struct error *err)
{
    const char **old;
    const char **now;
    const size_t old_count =
        list_pictures(proofing->arena, &proofing->last, &old);
    const size_t count =
        list_pictures(proofing->arena, &proofing->record, &now);
    enum status status = STATUS_OK;

    for (size_t i = 0; i < old_count && status == STATUS_OK; i++)
        if (!count || !bsearch(&old[i], now, count, sizeof *now, by_text))
            status = filing_remove(path_in(proofing, old[i]), err);
    return status;
}

/* --- the page ------------------------------------------------------------ */

static bool is_gone(const struct proofing *proofing, const char *code)
{
    const size_t row = roster_find(proofing->press->campaign.roster, code);

    return row == SIZE_MAX || !proofing->proofed[row].file;
}

/* A page for each letter that the earlier proof had and this one has not. */
static size_t find_gone(const struct proofing *proofing,
                        const struct proof_page ***gone)
{
    const struct earlier *earlier = &proofing->earlier;
    const size_t most = earlier->record.count + earlier->letter_count;
    size_t count = 0;

    *gone = ARENA_ARRAY(proofing->arena, const struct proof_page *, most);
    if (proofing->options->only)
        return 0;
    for (size_t i = 0; i < earlier->record.count; i++) {
        const struct proof_page *page = &earlier->record.pages[i];
        if (page->number == 1 && is_gone(proofing, page->code))
            (*gone)[count++] = page;
    }
    for (size_t i = 0; i < earlier->letter_count; i++) {
        const struct manifest_entry *entry = &earlier->letters[i];
        struct proof_page *page;
        if (!is_gone(proofing, entry->code))
            continue;
        page = ARENA_NEW(proofing->arena, struct proof_page);
        page->code = entry->code;
        page->name = entry->name;
        (*gone)[count++] = page;
    }
    return count;
}

static size_t list_letters(const struct proofing *proofing,
                           const struct proofed ***letters)
{
    const struct selection *selection = &proofing->selection;
    size_t count = 0;

    *letters =
        ARENA_ARRAY(proofing->arena, const struct proofed *, selection->count);
    for (size_t i = 0; i < selection->count; i++) {
        const struct proofed *letter = &proofing->proofed[selection->rows[i]];
        if (letter->file)
            (*letters)[count++] = letter;
    }
    return count;
}

static struct contact_sheet sheet_of(const struct proofing *proofing,
                                     struct report *report)
{
    const struct proofed **letters;
    const struct proof_page **gone;
    struct contact_sheet sheet = {
        .campaign = &proofing->press->campaign,
        .earlier = &proofing->earlier,
        .dpi = proofing->plan.dpi,
        .report = report,
    };

    sheet.letter_count = list_letters(proofing, &letters);
    sheet.letters = letters;
    sheet.gone_count = find_gone(proofing, &gone);
    sheet.gone = gone;
    sheet.refused = proofing->selection.count - sheet.letter_count +
                    proofing->selection.absent_count;
    return sheet;
}

static enum status write_sheet(const struct proofing *proofing,
                               const struct contact_sheet *sheet,
                               struct error *err)
{
    struct buffer html = buffer_new(SHEET_LIMIT);
    const char *path = path_in(proofing, "index.html");
    enum status status;

    contact_sheet_write(sheet, &html);
    if (buffer_is_full(&html))
        status = error_set(err, RULE_FILE_TOO_LARGE, (struct place){path, 0, 0},
                           NULL,
                           "too many letters for one page; proof fewer with "
                           "--only");
    else
        status = filing_write(path, html.bytes, html.length,
                              proofing->plan.sync, err);
    buffer_free(&html);
    return status;
}

static void sum_up(const struct proofing *proofing,
                   const struct contact_sheet *sheet,
                   struct proofing_summary *summary)
{
    summary->against = proofing->options->against ? proofing->options->against
                       : earlier_exists(&proofing->earlier) ? "the last proof"
                                                            : "";
    summary->rows = sheet->letter_count + sheet->refused;
    summary->shown = sheet->letter_count;
    summary->refused = sheet->refused;
    summary->gone = sheet->gone_count;
    for (size_t i = 0; i < sheet->letter_count; i++) {
        summary->pages += sheet->letters[i]->page_count;
        summary->changed += sheet->letters[i]->change == CHANGE_CHANGED;
        summary->fresh += sheet->letters[i]->change == CHANGE_NEW;
    }
}

/* The record goes last: until it is there, what is there is the last proof's,
 * and another try compares with that. */
static enum status write_records(struct proofing *proofing,
                                 struct proofing_summary *summary,
                                 struct report *report)
{
    const struct contact_sheet sheet = sheet_of(proofing, report);
    const enum filing_sync sync = proofing->plan.sync;
    struct error err = {.code = ""};
    enum status status = write_sheet(proofing, &sheet, &err);

    sum_up(proofing, &sheet, summary);
    make_record(proofing);
    if (status == STATUS_OK)
        status = filing_sync_folder(path_in(proofing, "pages"), sync, &err);
    if (status == STATUS_OK)
        status = filing_sync_folder(path_in(proofing, "before"), sync, &err);
    if (status == STATUS_OK)
        status = proof_record_write(path_in(proofing, "proof.csv"),
                                    &proofing->record, sync, &err);
    if (status == STATUS_OK)
        status = filing_sync_folder(proofing->plan.folder, sync, &err);
    if (status == STATUS_OK)
        status = remove_stale(proofing, &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}

/* --- the run ------------------------------------------------------------- */

static enum status open_earlier(struct proofing *proofing,
                                struct report *report)
{
    const enum status status =
        proof_record_read(proofing->arena, path_in(proofing, "proof.csv"),
                          &proofing->last, report);

    if (status != STATUS_OK)
        return status;
    return earlier_open(proofing->arena, proofing->options->against,
                        &proofing->last, proofing->plan.folder,
                        &proofing->earlier, report);
}

static enum status inspect(struct proofing *proofing, const struct crew *crew,
                           struct report *report)
{
    struct inspection inspection;
    const enum status status =
        inspection_run(proofing->arena, crew, 0, &inspection, report);

    proofing->faulty = inspection.faulty;
    return status;
}

static enum status proof_letters(struct proofing *proofing,
                                 struct proofing_summary *summary,
                                 struct report *report)
{
    const struct proofing_options *options = proofing->options;
    struct crew crew = {
        .press = proofing->press,
        .rows = proofing->selection.rows,
        .count = proofing->selection.count,
        .jobs = run_jobs(options->jobs),
    };
    enum status status = inspect(proofing, &crew, report);

    if (status == STATUS_OK)
        status = open_earlier(proofing, report);
    if (status == STATUS_OK && proofing->earlier.letter_count)
        status = press_ready(proofing->press, report);
    if (status == STATUS_OK)
        status = make_folders(proofing, report);
    if (status != STATUS_OK)
        return status;
    crew.progress = progress_start(options->progress, "letters", crew.count);
    status = crew_run(&crew, proof_row, proofing, report);
    progress_finish(crew.progress);
    return status == STATUS_OK ? write_records(proofing, summary, report)
                               : status;
}

enum status proofing_run(struct press *press,
                         const struct proofing_options *options,
                         struct proofing_summary *summary,
                         struct report *report)
{
    const struct roster *roster = press->campaign.roster;
    const size_t rows = roster_count(roster);
    struct proofing proofing = {
        .press = press, .options = options, .arena = arena_new()};
    enum status status =
        selection_make(proofing.arena, roster, options->only,
                       options->only_count, &proofing.selection, report);

    *summary = (struct proofing_summary){.against = ""};
    proofing.plan = (struct proof_plan){
        .folder = arena_printf(proofing.arena, "%s/proof", options->output),
        .earlier = &proofing.earlier,
        .last = &proofing.last,
        .force = options->force,
        .dpi = options->dpi ? options->dpi : PROOFING_DPI,
        .thumbs = proofing.selection.count <= MOST_THUMBS,
        .sync = options->sync,
    };
    if (status == STATUS_OK) {
        proofing.proofed = ARENA_ARRAY(proofing.arena, struct proofed, rows);
        status = proof_letters(&proofing, summary, report);
        for (size_t i = 0; i < rows; i++)
            proofed_free(&proofing.proofed[i]);
    }
    arena_free(proofing.arena);
    return status;
}
