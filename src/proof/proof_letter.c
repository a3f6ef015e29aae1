#include "proof/proof_letter.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "canvas/json_painter.h"
#include "proof/plain_text.h"
#include "proof/proof_page.h"
#include "proof/proof_shared.h"
#include "run/worker.h"
#include "stats/figure.h"

/** Maximum bytes of a letter's data in the HTML page. */
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

static void add_page(struct buffer *json, const struct page *page,
                     enum baseline_change change, bool before)
{
    buffer_printf(json,
                  "{\"width\":%.2f,\"height\":%.2f,\"state\":\"%s\","
                  "\"before\":%s}",
                  page->width, page->height, baseline_change_word(change),
                  before ? "true" : "false");
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

/* Adds a whole per cent, for bars; null if the figure is not a rate. */
static void add_percent(struct buffer *json, const char *name,
                        const struct figure *figure, int64_t scaled)
{
    const int64_t power = format_power(figure->format.decimals);

    add_number(json, name, scaled >= 0 && format_is_share(&figure->format),
               (long long)((scaled + power / 2) / power));
}

/* Adds the printed texts, and the numbers for bars and sorting. */
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

/* Adds the data by which the page ranks letters for attention: for each
 * statistic of the letter count and total, and those of the previous year. */
static void add_raw(struct buffer *json, const struct figures *figures)
{
    buffer_add_text(json, ",\"raw\":[");
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        const struct figure_year *past = figure->previous;
        buffer_add_text(json, i ? "," : "");
        if (figure->part_columns || !figure_is_given(figure)) {
            buffer_add_text(json, "null");
            continue;
        }
        buffer_printf(json, "[%lld,%lld", (long long)figure->counted.count,
                      (long long)figure->counted.total);
        if (past && past->exists)
            buffer_printf(json, ",%lld,%lld", (long long)past->counted.count,
                          (long long)past->counted.total);
        buffer_add_char(json, ']');
    }
    buffer_add_char(json, ']');
}

/* Adds sections by their heading's location in the template, because its text
 * may differ: "your Council", "your Authority". */
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
    add_member(json, "sha256", proof_letter->content_sha256);
    add_figures(json, worker->arena, &letter->figures);
    add_raw(json, &letter->figures);
    add_sections(json, worker->arena, campaign, letter);
    add_row(json, campaign->roster, council);
}

/* --- pages -------------------------------------------------------------- */

/* A missing page is also a change. */
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

static enum baseline_change change_of(const struct baseline *baseline,
                                      const struct proof_record_pages *old,
                                      size_t page, const char *sha256)
{
    if (!baseline->record.count)
        return BASELINE_SAME;
    if (page >= old->count)
        return BASELINE_NEW;
    return strcmp(old->items[page].sha256, sha256) == 0 ? BASELINE_SAME
                                                        : BASELINE_CHANGED;
}

static void compare_pages(struct worker *worker, const struct proof_plan *plan,
                          const struct document *document,
                          const struct proof_record_pages *old,
                          struct proof_letter *proof_letter)
{
    for (size_t i = 0; i < document->page_count; i++) {
        struct proof_letter_page *page = &proof_letter->pages[i];
        proof_page_digest(worker->hash, &document->pages[i], page->sha256);
        page->change = change_of(plan->baseline, old, i, page->sha256);
        note_change(proof_letter, old, page->change);
    }
}

static void hash_file(const struct buffer *file,
                      char sha256[static HASH_HEX_SIZE])
{
    unsigned char digest[HASH_SIZE];

    hash_bytes(file->bytes, file->length, digest);
    hash_hex(digest, sha256);
}

/* Reads a drawing in a record. It may be missing or different: an interrupted
 * proof leaves new drawings with an old record, and early records name
 * pictures. @return true if it is the recorded one */
static bool read_drawing(struct arena *arena, const char *folder,
                         const struct proof_record_page *page,
                         struct buffer *file)
{
    const char *path = arena_printf(arena, "%s/%s", folder, page->picture);
    const size_t length = strlen(path);
    char sha256[HASH_HEX_SIZE];
    struct error err = {.code = ""};

    buffer_clear(file);
    if (strcmp(path + length - 3, ".js") != 0 ||
        buffer_read_file(file, path, path, &err) != STATUS_OK)
        return false;
    hash_file(file, sha256);
    return strcmp(sha256, page->picture_sha256) == 0;
}

/* Keeps the previous version of the letter, so that the page can show changes.
 */
static enum status keep_before(struct worker *worker,
                               const struct proof_plan *plan, const char *name,
                               const struct proof_record_pages *old,
                               struct proof_letter *proof_letter,
                               struct error *err)
{
    const struct baseline *baseline = plan->baseline;

    if (proof_letter->change != BASELINE_CHANGED || !old->count ||
        !read_drawing(worker->arena, baseline->folder, &old->items[0],
                      &worker->file))
        return STATUS_OK;
    proof_letter->before = true;
    return atomic_file_write(
        arena_printf(worker->arena, "%s/before/%s", plan->folder, name),
        worker->file.bytes, worker->file.length, plan->sync, err);
}

/* Paints the first page small, unless the last proof has it. */
static enum status
write_thumb(struct worker *worker, const struct proof_plan *plan,
            const struct letter *letter, const struct document *document,
            const struct proof_record_pages *there,
            const struct proof_letter *proof_letter, struct error *err)
{
    const char *path = arena_printf(worker->arena, "%s/pages/%s.png",
                                    plan->folder, letter->file);
    struct flate *flate;
    enum status status;

    if (!plan->force && there->count &&
        strcmp(there->items[0].program, LETTERMILL_VERSION) == 0 &&
        strcmp(there->items[0].sha256, proof_letter->pages[0].sha256) == 0 &&
        access(path, R_OK) == 0)
        return STATUS_OK;
    flate = flate_new(FLATE_EACH);
    buffer_clear(&worker->file);
    status = proof_page_thumb(&document->pages[0], flate, &worker->file, err);
    flate_free(flate);
    if (status != STATUS_OK)
        return status;
    return atomic_file_write(path, worker->file.bytes, worker->file.length,
                             plan->sync, err);
}

/* Writes the letter's drawing, unless the existing one is equal. */
static enum status
write_drawing(struct worker *worker, const struct proof_plan *plan,
              const char *name, const struct document *document,
              const struct proof_record_pages *there,
              struct proof_letter *proof_letter, struct error *err)
{
    struct buffer json = buffer_new(FACTS_LIMIT);
    struct buffer script = buffer_new(FACTS_LIMIT);
    enum status status = painter_paint(json_painter(), document, &json, err);

    proof_shared_wrap(&json, &script);
    hash_file(&script, proof_letter->drawing_sha256);
    if (status == STATUS_OK && (plan->force || !there->count ||
                                strcmp(there->items[0].picture_sha256,
                                       proof_letter->drawing_sha256) != 0 ||
                                !read_drawing(worker->arena, plan->folder,
                                              &there->items[0], &worker->file)))
        status = atomic_file_write(
            arena_printf(worker->arena, "%s/pages/%s", plan->folder, name),
            script.bytes, script.length, plan->sync, err);
    buffer_free(&json);
    buffer_free(&script);
    return status;
}

static enum status
make_pages(struct worker *worker, const struct proof_plan *plan,
           const struct letter *letter, const struct document *document,
           struct proof_letter *proof_letter, struct error *err)
{
    const struct proof_record_pages old =
        proof_record_find(&plan->baseline->record, letter->code);
    const struct proof_record_pages there =
        proof_record_find(plan->last, letter->code);
    const char *name = arena_printf(worker->arena, "%s.js", letter->file);
    struct buffer *json = &proof_letter->facts;
    enum status status;

    compare_pages(worker, plan, document, &old, proof_letter);
    status = keep_before(worker, plan, name, &old, proof_letter, err);
    if (status == STATUS_OK)
        status = write_drawing(worker, plan, name, document, &there,
                               proof_letter, err);
    if (status == STATUS_OK)
        status = write_thumb(worker, plan, letter, document, &there,
                             proof_letter, err);
    buffer_add_text(json, "{\"pages\":[");
    for (size_t i = 0; i < document->page_count; i++) {
        buffer_add_text(json, i ? "," : "");
        add_page(json, &document->pages[i], proof_letter->pages[i].change,
                 proof_letter->before && i < old.count);
    }
    buffer_printf(json, "],\"was\":%zu", old.count);
    return status;
}

/* Compares the content before the seal, which sign-off and approval use, with
 * the manifest's if the baseline has no proof. */
static enum status digest_content(struct worker *worker,
                                  const struct proof_plan *plan,
                                  const struct letter *letter,
                                  struct proof_letter *proof_letter,
                                  struct error *err)
{
    const struct manifest_entry *entry =
        baseline_letter(plan->baseline, letter->code);
    unsigned char digest[HASH_SIZE];
    const enum status status =
        worker_digest_content(worker, letter, digest, err);

    if (status != STATUS_OK)
        return status;
    hash_hex(digest, proof_letter->content_sha256);
    if (!plan->baseline->letter_count)
        return STATUS_OK;
    proof_letter->change = BASELINE_NEW;
    if (entry)
        proof_letter->change =
            strcmp(proof_letter->content_sha256, entry->content_sha256) == 0
                ? BASELINE_SAME
                : BASELINE_CHANGED;
    return STATUS_OK;
}

/* The content is digested last, because that lays the letter out again and
 * invalidates the document. */
static enum status
make_letter(struct worker *worker, const struct proof_plan *plan,
            const struct council *council, const struct letter *letter,
            const struct document *document, struct proof_letter *proof_letter,
            struct error *err)
{
    enum status status =
        make_pages(worker, plan, letter, document, proof_letter, err);

    if (status == STATUS_OK)
        status = digest_content(worker, plan, letter, proof_letter, err);
    if (status != STATUS_OK)
        return status;
    add_facts(worker, council, letter, proof_letter);
    plain_text_write(letter, &proof_letter->words);
    return STATUS_OK;
}

enum status
proof_letter_make(struct worker *worker, const struct proof_plan *plan,
                  const struct council *council, const struct letter *letter,
                  const struct document *document,
                  struct proof_letter *proof_letter, struct error *err)
{
    enum status status;

    *proof_letter = (struct proof_letter){
        .page_count = document->page_count,
        .pages = memory_resize(NULL, document->page_count + 1,
                               sizeof *proof_letter->pages),
        .facts = buffer_new(FACTS_LIMIT),
        .words = buffer_new(FACTS_LIMIT),
    };
    status =
        make_letter(worker, plan, council, letter, document, proof_letter, err);
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
