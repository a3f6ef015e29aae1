#include "proof/proof_letter.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "proof/plain_text.h"

/** Most bytes of what the contact sheet says of one letter. */
enum { FACTS_LIMIT = 16 * 1024 * 1024 };

const char *proof_place_file(const struct campaign *campaign, const char *file)
{
    const size_t length = strlen(campaign->folder);

    if (file && strncmp(file, campaign->folder, length) == 0 &&
        file[length] == '/')
        return file + length + 1;
    return file ? file : "";
}

static void add_base64(const struct buffer *bytes, struct buffer *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *from = (const unsigned char *)bytes->bytes;

    for (size_t i = 0; i < bytes->length; i += 3) {
        const size_t left = bytes->length - i;
        const unsigned triple = (unsigned)from[i] << 16 |
                                (left > 1 ? (unsigned)from[i + 1] << 8 : 0) |
                                (left > 2 ? (unsigned)from[i + 2] : 0);
        buffer_add_char(text, digits[triple >> 18]);
        buffer_add_char(text, digits[triple >> 12 & 63]);
        buffer_add_char(text, left > 1 ? digits[triple >> 6 & 63] : '=');
        buffer_add_char(text, left > 2 ? digits[triple & 63] : '=');
    }
}

/* --- facts -------------------------------------------------------------- */

static void add_member(struct buffer *json, const char *name, const char *text)
{
    buffer_printf(json, ",\"%s\":", name);
    buffer_add_json(json, text);
}

static void add_print(struct buffer *json, const struct proof_print *print)
{
    buffer_printf(json, "{\"width\":%zu,\"height\":%zu,\"state\":\"%s\"",
                  print->width, print->height, change_word(print->change));
    buffer_printf(json, ",\"before\":%s,\"regions\":[",
                  print->before ? "true" : "false");
    for (size_t i = 0; i < print->regions.count; i++) {
        const struct region *region = &print->regions.items[i];
        buffer_printf(json, "%s[%d,%d,%d,%d]", i ? "," : "", region->left,
                      region->top, region->width, region->height);
    }
    buffer_add_text(json, "]}");
}

static void add_figures(struct buffer *json, const struct figures *figures)
{
    buffer_add_text(json, ",\"figures\":[");
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        buffer_add_text(json, i ? ",[" : "[");
        buffer_add_integer(json, (long long)figure->rate.count);
        buffer_add_char(json, ',');
        buffer_add_integer(json, (long long)figure->rate.total);
        if (rate_exists(figure->rate))
            buffer_printf(json, ",%d", rate_percent(figure->rate));
        else
            buffer_add_text(json, ",null");
        if (figure->average >= 0)
            buffer_printf(json, ",%d]", figure->average);
        else
            buffer_add_text(json, ",null]");
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
    buffer_add_json(json,
                    arena_printf(arena, "%s:%d",
                                 proof_place_file(campaign, block->place.file),
                                 block->place.line));
    buffer_add_char(json, ',');
    proof_words_flatten(&block->words, &title);
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
        buffer_printf(json, ",%d]", council->values[i].place.line);
    }
    buffer_add_char(json, ']');
}

/* Short, for a browser to remember which pages somebody has read. */
static void add_digest(struct buffer *json, const struct proofed *proofed)
{
    uint64_t digest = 0;

    for (size_t i = 0; i < proofed->page_count; i++)
        digest = hash_short_bytes(digest, proofed->pages[i].sha256,
                                  sizeof proofed->pages[i].sha256);
    buffer_printf(json, ",\"digest\":\"%016llx\"", (unsigned long long)digest);
}

static enum status add_thumb(struct proof_bench *bench,
                             const struct document *document,
                             struct buffer *json, struct error *err)
{
    enum status status;

    if (!bench->plan->thumbs || !document->page_count)
        return STATUS_OK;
    buffer_clear(bench->file);
    status = proof_page_thumb(bench, &document->pages[0], bench->file, err);
    if (status != STATUS_OK)
        return status;
    buffer_add_text(json, ",\"thumb\":\"");
    add_base64(bench->file, json);
    buffer_add_char(json, '"');
    return STATUS_OK;
}

static void add_facts(const struct hand *hand, const struct council *council,
                      const struct letter *letter, struct proofed *proofed)
{
    const struct campaign *campaign = &hand->press->campaign;
    struct buffer *json = &proofed->facts;

    add_member(json, "code", council->code);
    add_member(json, "name", council->name);
    add_member(json, "group", letter->figures.group);
    add_member(json, "file", letter->file);
    add_member(json, "state", change_word(proofed->change));
    add_digest(json, proofed);
    add_figures(json, &letter->figures);
    add_sections(json, hand->arena, campaign, letter);
    add_row(json, campaign->roster, council);
}

/* --- pages -------------------------------------------------------------- */

/* A page that is gone is a change, too. */
static void note_change(struct proofed *proofed, const struct proof_pages *old,
                        enum change page)
{
    if (!old->count && page == CHANGE_NEW)
        proofed->change = CHANGE_NEW;
    else if (page != CHANGE_NONE)
        proofed->change = CHANGE_CHANGED;
    if (old->count > proofed->page_count)
        proofed->change = CHANGE_CHANGED;
}

static void keep_print(const struct proof_print *print,
                       struct proofed_page *page)
{
    text_copy(page->sha256, sizeof page->sha256, print->sha256);
    text_copy(page->picture_sha256, sizeof page->picture_sha256,
              print->picture_sha256);
    page->before = print->before;
}

static const struct proof_page *page_of(struct proof_pages pages, size_t index)
{
    return index < pages.count ? &pages.items[index] : NULL;
}

static enum status make_pages(struct proof_bench *bench,
                              const struct letter *letter,
                              const struct document *document,
                              struct proofed *proofed, struct error *err)
{
    const struct proof_pages old =
        proof_record_find(&bench->plan->earlier->record, letter->code);
    const struct proof_pages there =
        proof_record_find(bench->plan->last, letter->code);

    buffer_add_text(&proofed->facts, "{\"pages\":[");
    for (size_t i = 0; i < document->page_count; i++) {
        const char *name =
            arena_printf(bench->arena, "%s-%zu.png", letter->file, i + 1);
        const struct proof_past past = {page_of(old, i), page_of(there, i)};
        struct proof_print print;
        const enum status status = proof_page_make(bench, &document->pages[i],
                                                   name, past, &print, err);
        if (status != STATUS_OK)
            return status;
        keep_print(&print, &proofed->pages[i]);
        note_change(proofed, &old, print.change);
        buffer_add_text(&proofed->facts, i ? "," : "");
        add_print(&proofed->facts, &print);
    }
    buffer_printf(&proofed->facts, "],\"was\":%zu", old.count);
    return STATUS_OK;
}

/* Where there is no proof to hold a letter against, but the manifest of the
 * letters: the file made now must be the file made then. */
static enum status compare_file(struct hand *hand,
                                const struct proof_plan *plan,
                                const struct letter *letter,
                                const struct document *document,
                                struct proofed *proofed, struct error *err)
{
    const struct manifest_entry *entry =
        earlier_letter(plan->earlier, letter->code);
    unsigned char digest[HASH_SIZE];
    char sha256[HASH_HEX_SIZE];
    enum status status;

    if (!plan->earlier->letter_count)
        return STATUS_OK;
    proofed->change = CHANGE_NEW;
    if (!entry)
        return STATUS_OK;
    status = hand_print(hand, letter, document, err);
    if (status != STATUS_OK)
        return status;
    hash_bytes(hand->file.bytes, hand->file.length, digest);
    proofed->change = strcmp(hash_hex(digest, sha256), entry->sha256) == 0
                          ? CHANGE_NONE
                          : CHANGE_CHANGED;
    return STATUS_OK;
}

static enum status make_letter(struct hand *hand, struct proof_bench *bench,
                               const struct council *council,
                               const struct letter *letter,
                               const struct document *document,
                               struct proofed *proofed, struct error *err)
{
    enum status status = make_pages(bench, letter, document, proofed, err);

    if (status == STATUS_OK)
        status =
            compare_file(hand, bench->plan, letter, document, proofed, err);
    if (status != STATUS_OK)
        return status;
    add_facts(hand, council, letter, proofed);
    proof_words_write(letter, &proofed->words);
    return add_thumb(bench, document, &proofed->facts, err);
}

enum status proof_letter_make(struct hand *hand, const struct proof_plan *plan,
                              const struct council *council,
                              const struct letter *letter,
                              const struct document *document,
                              struct proofed *proofed, struct error *err)
{
    struct proof_bench bench = {
        .plan = plan,
        .arena = hand->arena,
        .deflater = deflater_new(DEFLATER_EACH),
        .hash = hand->hash,
        .file = &hand->file,
    };
    enum status status;

    *proofed = (struct proofed){
        .page_count = document->page_count,
        .pages = memory_resize(NULL, document->page_count + 1,
                               sizeof *proofed->pages),
        .facts = buffer_new(FACTS_LIMIT),
        .words = buffer_new(FACTS_LIMIT),
    };
    status = make_letter(hand, &bench, council, letter, document, proofed, err);
    deflater_free(bench.deflater);
    if (status != STATUS_OK) {
        text_copy(err->code, sizeof err->code, letter->code);
        return status;
    }
    proofed->file = memory_alloc(strlen(letter->file) + 1);
    text_copy(proofed->file, strlen(letter->file) + 1, letter->file);
    return STATUS_OK;
}

void proofed_free(struct proofed *proofed)
{
    free(proofed->file);
    free(proofed->pages);
    buffer_free(&proofed->facts);
    buffer_free(&proofed->words);
    *proofed = (struct proofed){.file = NULL};
}
