#include "batch/run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "batch/crew.h"
#include "batch/inspection.h"
#include "batch/rejects.h"
#include "batch/selection.h"
#include "delivery/manifest.h"

/* What became of one row. */
struct outcome {
    unsigned char sha256[HASH_SIZE];
    unsigned char inputs[HASH_SIZE];
    char *file; /* heap; NULL: no letter was made */
    uint32_t pages;
    uint32_t bytes;
};

struct printing {
    const struct press *press;
    const struct run_options *options;
    const char *letters; /* "<output>/letters" */
    const bool *faulty;
    bool *refused;            /* by index in the roster */
    struct outcome *outcomes; /* likewise */
};

unsigned run_jobs(unsigned jobs)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (jobs)
        return jobs;
    return processors > 0 ? (unsigned)processors : 1;
}

static enum status file_letter(struct hand *hand,
                               const struct printing *printing,
                               const struct council *council,
                               const struct letter *letter, size_t pages,
                               struct outcome *outcome, struct error *err)
{
    const char *path =
        arena_printf(hand->arena, "%s/%s.pdf", printing->letters, letter->file);
    const enum status status =
        filing_write(path, hand->file.bytes, hand->file.length,
                     printing->options->sync, err);

    if (status != STATUS_OK)
        return status;
    hash_bytes(hand->file.bytes, hand->file.length, outcome->sha256);
    hand_digest(hand, council, outcome->inputs);
    outcome->file = memory_alloc(strlen(letter->file) + 1);
    text_copy(outcome->file, strlen(letter->file) + 1, letter->file);
    outcome->pages = (uint32_t)pages;
    outcome->bytes = (uint32_t)hand->file.length;
    return STATUS_OK;
}

static enum status make_letter(struct hand *hand, size_t index,
                               struct report *report, void *context)
{
    struct printing *printing = context;
    struct council council;
    struct letter letter;
    struct document document;
    struct error err = {.code = ""};
    enum status status;

    if (printing->faulty[index]) {
        printing->refused[index] = true;
        return STATUS_INPUT;
    }
    status = hand_write(hand, index, &council, &letter, report);
    if (status == STATUS_OK) {
        status = hand_set(hand, &letter, &document, &err);
        if (status == STATUS_OK)
            status = hand_print(hand, &letter, &document, &err);
        if (status == STATUS_OK)
            status = file_letter(hand, printing, &council, &letter,
                                 document.page_count,
                                 &printing->outcomes[index], &err);
        if (status != STATUS_OK)
            report_add(report, &err);
    }
    printing->refused[index] =
        status == STATUS_INPUT || status == STATUS_LAYOUT;
    return status;
}

static struct manifest_entry
entry_of(struct arena *arena, const struct printing *printing, size_t index)
{
    const struct roster *roster = printing->press->campaign.roster;
    const struct outcome *outcome = &printing->outcomes[index];
    struct manifest_entry entry = {.file = "", .status = MANIFEST_REFUSED};
    struct council council;

    roster_read(roster, index, arena, &council);
    entry.code = council.code;
    entry.name = council.name;
    if (!outcome->file)
        return entry;
    entry.status = MANIFEST_MADE;
    entry.file = arena_printf(arena, "letters/%s.pdf", outcome->file);
    entry.pages = outcome->pages;
    entry.bytes = outcome->bytes;
    hash_hex(outcome->sha256, entry.sha256);
    hash_hex(outcome->inputs, entry.inputs_sha256);
    return entry;
}

static struct manifest_entry entry_of_refused(struct arena *arena,
                                              const struct campaign *campaign,
                                              size_t index)
{
    const size_t name =
        roster_find_column(campaign->roster, campaign->settings.name.text);
    struct manifest_entry entry = {.file = "", .status = MANIFEST_REFUSED};
    struct refused_row row;

    roster_read_refused(campaign->roster, index, arena, &row);
    entry.code = row.code;
    entry.name = name != SIZE_MAX ? row.values[name].text : "";
    return entry;
}

/* Rows of an earlier manifest that this run was not asked about stay. */
static size_t keep_entries(const struct roster *roster,
                           const struct selection *selection,
                           const struct manifest_entry *old, size_t count,
                           struct manifest_entry *kept)
{
    size_t keeping = 0;

    for (size_t i = 0; i < count; i++) {
        const size_t row = roster_find(roster, old[i].code);
        if (row == SIZE_MAX || selection_holds(selection, row))
            continue;
        kept[keeping++] = old[i];
    }
    return keeping;
}

static enum status write_manifest(struct arena *arena,
                                  const struct printing *printing,
                                  const struct selection *selection,
                                  struct report *report)
{
    const struct roster *roster = printing->press->campaign.roster;
    const char *path =
        arena_printf(arena, "%s/manifest.csv", printing->options->output);
    struct manifest_entry *old = NULL;
    struct manifest_entry *entries;
    struct error err = {.code = ""};
    size_t old_count = 0;
    size_t count = 0;
    enum status status = STATUS_OK;

    if (printing->options->only)
        status = manifest_read(arena, path, &old, &old_count, report);
    if (status != STATUS_OK)
        return status;
    entries =
        ARENA_ARRAY(arena, struct manifest_entry,
                    old_count + selection->count + roster_refused(roster));
    count = keep_entries(roster, selection, old, old_count, entries);
    for (size_t i = 0; i < selection->count; i++)
        if (printing->outcomes[selection->rows[i]].file ||
            printing->refused[selection->rows[i]])
            entries[count++] = entry_of(arena, printing, selection->rows[i]);
    for (size_t i = 0; !printing->options->only && i < roster_refused(roster);
         i++)
        entries[count++] =
            entry_of_refused(arena, &printing->press->campaign, i);
    status =
        manifest_write(path, entries, count, printing->options->sync, &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
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

static enum status write_records(struct arena *arena,
                                 const struct printing *printing,
                                 const struct selection *selection,
                                 struct report *report)
{
    const struct run_options *options = printing->options;
    struct error err = {.code = ""};
    enum status status =
        filing_sync_folder(printing->letters, options->sync, &err);

    if (status == STATUS_OK)
        status = rejects_write(
            arena_printf(arena, "%s/rejected.csv", options->output),
            &printing->press->campaign, printing->refused, options->sync,
            report, &err);
    if (status != STATUS_OK) {
        report_add(report, &err);
        return status;
    }
    status = write_manifest(arena, printing, selection, report);
    if (status == STATUS_OK) {
        status = filing_sync_folder(options->output, options->sync, &err);
        if (status != STATUS_OK)
            report_add(report, &err);
    }
    return status;
}

static void sum_up(const struct printing *printing,
                   const struct selection *selection,
                   struct run_summary *summary)
{
    const struct roster *roster = printing->press->campaign.roster;
    const size_t absent = printing->options->only ? 0 : roster_refused(roster);

    *summary = (struct run_summary){.rows = selection->count + absent,
                                    .refused = absent};
    for (size_t i = 0; i < selection->count; i++) {
        const struct outcome *outcome = &printing->outcomes[selection->rows[i]];
        summary->refused += printing->refused[selection->rows[i]];
        summary->made += outcome->file != NULL;
        summary->pages += outcome->pages;
        summary->bytes += outcome->bytes;
    }
}

static enum status print_letters(struct arena *arena, struct printing *printing,
                                 struct crew *crew,
                                 const struct selection *selection,
                                 struct run_summary *summary,
                                 struct report *report)
{
    enum status status = make_folders(printing, report);
    enum status recorded;

    if (status != STATUS_OK)
        return status;
    crew->progress = progress_start(printing->options->progress, "letters",
                                    selection->count);
    status = crew_run(crew, make_letter, printing, report);
    progress_finish(crew->progress);
    recorded = write_records(arena, printing, selection, report);
    sum_up(printing, selection, summary);
    return status != STATUS_OK ? status : recorded;
}

enum status run_render(const struct press *press,
                       const struct run_options *options,
                       struct run_summary *summary, struct report *report)
{
    const struct roster *roster = press->campaign.roster;
    const size_t rows = roster_count(roster);
    struct arena *arena = arena_new();
    struct printing printing = {.press = press, .options = options};
    struct inspection inspection;
    struct selection selection;
    struct crew crew;
    enum status status = selection_make(
        arena, roster, options->only, options->only_count, &selection, report);

    *summary = (struct run_summary){.rows = 0};
    crew = (struct crew){.press = press,
                         .rows = selection.rows,
                         .count = selection.count,
                         .jobs = run_jobs(options->jobs)};
    if (status == STATUS_OK)
        status =
            inspection_run(arena, &crew, options->strict, &inspection, report);
    if (status == STATUS_OK && options->strict && report_errors(report))
        status = STATUS_INPUT;
    if (status == STATUS_OK) {
        printing.letters = arena_printf(arena, "%s/letters", options->output);
        printing.faulty = inspection.faulty;
        printing.refused = ARENA_ARRAY(arena, bool, rows);
        printing.outcomes = ARENA_ARRAY(arena, struct outcome, rows);
        status =
            print_letters(arena, &printing, &crew, &selection, summary, report);
        for (size_t i = 0; i < rows; i++)
            free(printing.outcomes[i].file);
    }
    arena_free(arena);
    return status;
}
