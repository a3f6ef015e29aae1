#include "proof/proof_letter.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "proof/plain_text.h"
#include "run/worker.h"
#include "stats/figure.h"

/** Maximum bytes of what the HTML page says of one letter. */
enum { FACTS_LIMIT = 16 * 1024 * 1024 };

const char *proof_letter_place_file(const struct campaign *campaign,
                                    const char *file)
{
    const size_t length = strlen(campaign->folder);

    if (file && strncmp(file, campaign->folder, length) == 0 &&
        file[length] == '/')
        return file + length + 1;
    return file ? file : "";
}

/* --- facts -------------------------------------------------------------- */

static void add_member(struct buffer *json, const char *name, const char *text)
{
    buffer_printf(json, ",\"%s\":", name);
    buffer_add_json(json, text);
}

static void add_print(struct buffer *json,
                      const struct proof_page_result *print)
{
    buffer_printf(json, "{\"width\":%zu,\"height\":%zu,\"state\":\"%s\"",
                  print->width, print->height,
                  baseline_change_word(print->change));
    buffer_printf(json, ",\"before\":%s,\"regions\":[",
                  print->before ? "true" : "false");
    for (size_t i = 0; i < print->regions.count; i++) {
        const struct image_diff_region *image_diff_region =
            &print->regions.items[i];
        buffer_printf(json, "%s[%d,%d,%d,%d]", i ? "," : "",
                      image_diff_region->left, image_diff_region->top,
                      image_diff_region->width, image_diff_region->height);
    }
    buffer_add_text(json, "]}");
}

static void add_number(struct buffer *json, const char *name, bool given,
                       long long number)
{
    buffer_printf(json, ",\"%s\":", name);
    if (given)
        buffer_add_integer(json, number);
    else
        buffer_add_text(json, "null");
}

/* A whole per cent, for bars; null where the figure is no rate. */
static void add_percent(struct buffer *json, const char *name,
                        const struct figure *figure, int64_t scaled)
{
    const int64_t power = format_power(figure->format.decimals);

    add_number(json, name, scaled >= 0 && format_is_share(&figure->format),
               (long long)((scaled + power / 2) / power));
}

/* What the page prints, and the numbers for bars and for sorting. */
static void add_figure(struct buffer *json, struct arena *arena,
                       const struct figure *figure)
{
    const bool rate = figure_gives(figure, FIGURE_RATE);
    const bool count = figure_gives(figure, FIGURE_COUNT);
    const bool total = figure_gives(figure, FIGURE_TOTAL);
    char text[FIGURE_TEXT_SIZE];

    add_member(json, "label", figure->label);
    add_member(
        json, "rate",
        figure_print_given(text, figure,
                           figure->part_columns ? FIGURE_TOTAL : FIGURE_RATE));
    add_member(json, "average",
               figure_print_given(text, figure, FIGURE_AVERAGE));
    add_member(json, "cases",
               count && total ? figure_cases(arena, figure, " of ")
                              : figure_print_given(text, figure, FIGURE_COUNT));
    add_percent(json, "percent", figure,
                rate && rate_exists(figure->rate)
                    ? format_scale(&figure->format, figure->rate)
                    : -1);
    add_percent(json, "mean", figure,
                figure_gives(figure, FIGURE_AVERAGE) && figure->average.exists
                    ? figure->average.scaled
                    : -1);
    add_number(json, "count", count, (long long)figure->counted.count);
    add_number(json, "total", total, (long long)figure->counted.total);
}

static void add_figures(struct buffer *json, struct arena *arena,
                        const struct figures *figures)
{
    const char *comma = "";

    buffer_add_text(json, ",\"figures\":[");
    for (size_t i = 0; i < figures->count; i++) {
        if (!figure_is_given(&figures->items[i]))
            continue;
        buffer_printf(json, "%s{\"at\":%zu", comma, i);
        add_figure(json, arena, &figures->items[i]);
        buffer_add_char(json, '}');
        comma = ",";
    }
    buffer_add_char(json, ']');
}

/* Sections by the place of their heading in the template: the same section
 * may be headed "your Council" here and "your Authority" there. */
static void add_section(struct buffer *json, struct arena *arena,
                        const struct campaign *campaign,
                        const struct block *block)
{
    struct buffer title = buffer_new(FACTS_LIMIT);

    buffer_add_char(json, '[');
    buffer_add_json(json, arena_printf(arena, "%s:%d",
                                       proof_letter_place_file(
                                           campaign, block->location.file),
                                       block->location.line));
    buffer_add_char(json, ',');
    plain_text_flatten(&block->words, &title);
    buffer_add_json(json, buffer_text(&title));
    buffer_add_char(json, ']');
    buffer_free(&title);
}

static void add_sections(struct buffer *json, struct arena *arena,
                         const struct campaign *campaign,
                         const struct letter *letter)
{
    const char *comma = "";

    buffer_add_text(json, ",\"sections\":[");
    for (; letter; letter = letter->next)
        for (size_t i = 0; i < letter->blocks.count; i++) {
            if (letter->blocks.items[i]->kind != BLOCK_SECTION)
                continue;
            buffer_add_text(json, comma);
            add_section(json, arena, campaign, letter->blocks.items[i]);
            comma = ",";
        }
    buffer_add_char(json, ']');
}

static void add_row(struct buffer *json, const struct roster *roster,
                    const struct council *council)
{
    buffer_add_text(json, ",\"row\":[");
    for (size_t i = 0; i < roster_columns(roster); i++) {
        buffer_add_text(json, i ? ",[" : "[");
        buffer_add_json(json, council->values[i].text);
        buffer_printf(json, ",%d]", council->values[i].location.line);
    }
    buffer_add_char(json, ']');
}

/* Short, for a browser to remember which pages somebody has read. */
static void add_digest(struct buffer *json,
                       const struct proof_letter *proof_letter)
{
    uint64_t digest = 0;

    for (size_t i = 0; i < proof_letter->page_count; i++)
        digest = hash_fnv_bytes(digest, proof_letter->pages[i].sha256,
                                sizeof proof_letter->pages[i].sha256);
    buffer_printf(json, ",\"digest\":\"%016llx\"", (unsigned long long)digest);
}

static enum status add_thumb(struct proof_tools *tools,
                             const struct document *document,
                             struct buffer *json, struct error *err)
{
    enum status status;

    if (!tools->plan->thumbs || !document->page_count)
        return STATUS_OK;
    buffer_clear(tools->file);
    status = proof_page_thumb(tools, &document->pages[0], tools->file, err);
    if (status != STATUS_OK)
        return status;
    buffer_add_text(json, ",\"thumb\":\"");
    buffer_add_base64(json, tools->file->bytes, tools->file->length);
    buffer_add_char(json, '"');
    return STATUS_OK;
}

static void add_facts(const struct worker *worker,
                      const struct council *council,
                      const struct letter *letter,
                      struct proof_letter *proof_letter)
{
    const struct campaign *campaign = &worker->engine->campaign;
    struct buffer *json = &proof_letter->facts;

    add_member(json, "code", council->code);
    add_member(json, "name", council->name);
    add_member(json, "group", letter->figures.group);
    add_member(json, "file", letter->file);
    add_member(json, "state", baseline_change_word(proof_letter->change));
    add_digest(json, proof_letter);
    add_figures(json, worker->arena, &letter->figures);
    add_sections(json, worker->arena, campaign, letter);
    add_row(json, campaign->roster, council);
}

/* --- pages -------------------------------------------------------------- */

/* A page that is gone is a change, too. */
static void note_change(struct proof_letter *proof_letter,
                        const struct proof_record_pages *old,
                        enum baseline_change page)
{
    if (!old->count && page == BASELINE_NEW)
        proof_letter->change = BASELINE_NEW;
    else if (page != BASELINE_SAME)
        proof_letter->change = BASELINE_CHANGED;
    if (old->count > proof_letter->page_count)
        proof_letter->change = BASELINE_CHANGED;
}

static void record_result(const struct proof_page_result *print,
                          struct proof_letter_page *page)
{
    utf8_copy(page->sha256, sizeof page->sha256, print->sha256);
    utf8_copy(page->picture_sha256, sizeof page->picture_sha256,
              print->picture_sha256);
    page->before = print->before;
}

static const struct proof_record_page *page_of(struct proof_record_pages pages,
                                               size_t index)
{
    return index < pages.count ? &pages.items[index] : NULL;
}

static enum status make_pages(struct proof_tools *tools,
                              const struct letter *letter,
                              const struct document *document,
                              struct proof_letter *proof_letter,
                              struct error *err)
{
    const struct proof_record_pages old =
        proof_record_find(&tools->plan->baseline->record, letter->code);
    const struct proof_record_pages there =
        proof_record_find(tools->plan->last, letter->code);

    buffer_add_text(&proof_letter->facts, "{\"pages\":[");
    for (size_t i = 0; i < document->page_count; i++) {
        const char *name =
            arena_printf(tools->arena, "%s-%zu.png", letter->file, i + 1);
        const struct proof_page_history past = {page_of(old, i),
                                                page_of(there, i)};
        struct proof_page_result print;
        const enum status status = proof_page_make(tools, &document->pages[i],
                                                   name, past, &print, err);
        if (status != STATUS_OK)
            return status;
        record_result(&print, &proof_letter->pages[i]);
        note_change(proof_letter, &old, print.change);
        buffer_add_text(&proof_letter->facts, i ? "," : "");
        add_print(&proof_letter->facts, &print);
    }
    buffer_printf(&proof_letter->facts, "],\"was\":%zu", old.count);
    return STATUS_OK;
}

/* Where there is no proof to hold a letter against, but the manifest of the
 * letters: the file made now must be the file made then. */
static enum status
compare_file(struct worker *worker, const struct proof_plan *plan,
             const struct letter *letter, const struct document *document,
             struct proof_letter *proof_letter, struct error *err)
{
    const struct manifest_entry *entry =
        baseline_letter(plan->baseline, letter->code);
    unsigned char digest[HASH_SIZE];
    char sha256[HASH_HEX_SIZE];
    enum status status;

    if (!plan->baseline->letter_count)
        return STATUS_OK;
    proof_letter->change = BASELINE_NEW;
    if (!entry)
        return STATUS_OK;
    status = worker_print(worker, letter, document, err);
    if (status != STATUS_OK)
        return status;
    hash_bytes(worker->file.bytes, worker->file.length, digest);
    proof_letter->change = strcmp(hash_hex(digest, sha256), entry->sha256) == 0
                               ? BASELINE_SAME
                               : BASELINE_CHANGED;
    return STATUS_OK;
}

static enum status make_letter(struct worker *worker, struct proof_tools *tools,
                               const struct council *council,
                               const struct letter *letter,
                               const struct document *document,
                               struct proof_letter *proof_letter,
                               struct error *err)
{
    enum status status = make_pages(tools, letter, document, proof_letter, err);

    if (status == STATUS_OK)
        status = compare_file(worker, tools->plan, letter, document,
                              proof_letter, err);
    if (status != STATUS_OK)
        return status;
    add_facts(worker, council, letter, proof_letter);
    plain_text_write(letter, &proof_letter->words);
    return add_thumb(tools, document, &proof_letter->facts, err);
}

enum status
proof_letter_make(struct worker *worker, const struct proof_plan *plan,
                  const struct council *council, const struct letter *letter,
                  const struct document *document,
                  struct proof_letter *proof_letter, struct error *err)
{
    struct proof_tools tools = {
        .plan = plan,
        .arena = worker->arena,
        .flate = flate_new(FLATE_EACH),
        .hash = worker->hash,
        .file = &worker->file,
    };
    enum status status;

    *proof_letter = (struct proof_letter){
        .page_count = document->page_count,
        .pages = memory_resize(NULL, document->page_count + 1,
                               sizeof *proof_letter->pages),
        .facts = buffer_new(FACTS_LIMIT),
        .words = buffer_new(FACTS_LIMIT),
    };
    status = make_letter(worker, &tools, council, letter, document,
                         proof_letter, err);
    flate_free(tools.flate);
    if (status != STATUS_OK) {
        utf8_copy(err->code, sizeof err->code, letter->code);
        return status;
    }
    proof_letter->file = memory_alloc(strlen(letter->file) + 1);
    utf8_copy(proof_letter->file, strlen(letter->file) + 1, letter->file);
    return STATUS_OK;
}

void proof_letter_free(struct proof_letter *proof_letter)
{
    free(proof_letter->file);
    free(proof_letter->pages);
    buffer_free(&proof_letter->facts);
    buffer_free(&proof_letter->words);
    *proof_letter = (struct proof_letter){.file = NULL};
}
