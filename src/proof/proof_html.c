#include "proof/proof_html.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proof/proof_assets.h"

/** Most bytes of the page. */
#define PAGE_LIMIT ((size_t)1024 * 1024 * 1024)

/* --- paragraphs, each of them once --------------------------------------- */

/* Letters share most of their paragraphs; the page holds each one once. */
struct lexicon {
    const char **items; ///< kind and text, in order of first use
    size_t count;
    size_t *slots; ///< by hash: index + 1, or 0
    size_t slot_count;
};

static size_t count_paragraphs(const struct contact_sheet *sheet)
{
    size_t count = 0;

    for (size_t i = 0; i < sheet->letter_count; i++) {
        const struct buffer *words = &sheet->letters[i]->words;
        for (size_t at = 0; at < words->length; at++)
            count += words->bytes[at] == '\0';
    }
    return count;
}

static struct lexicon lexicon_new(size_t most)
{
    struct lexicon lexicon = {.slot_count = 64};

    while (lexicon.slot_count < most * 2)
        lexicon.slot_count *= 2;
    lexicon.items = memory_resize(NULL, most + 1, sizeof *lexicon.items);
    lexicon.slots =
        memory_resize(NULL, lexicon.slot_count, sizeof *lexicon.slots);
    memset(lexicon.slots, 0, lexicon.slot_count * sizeof *lexicon.slots);
    return lexicon;
}

static void lexicon_free(struct lexicon *lexicon)
{
    free(lexicon->items);
    free(lexicon->slots);
}

/* @return the index of the paragraph */
static size_t lexicon_find(struct lexicon *lexicon, const char *paragraph)
{
    size_t slot = hash_short(paragraph) & (lexicon->slot_count - 1);

    while (lexicon->slots[slot]) {
        const size_t index = lexicon->slots[slot] - 1;
        if (strcmp(lexicon->items[index], paragraph) == 0)
            return index;
        slot = (slot + 1) & (lexicon->slot_count - 1);
    }
    lexicon->items[lexicon->count++] = paragraph;
    lexicon->slots[slot] = lexicon->count;
    return lexicon->count - 1;
}

/* --- data ---------------------------------------------------------------- */

static void add_name(struct buffer *json, const char *name)
{
    buffer_add_json(json, name);
    buffer_add_char(json, ':');
}

static void add_text(struct buffer *json, const char *name, const char *text)
{
    add_name(json, name);
    buffer_add_json(json, text ? text : "");
    buffer_add_char(json, ',');
}

static void add_statistics(struct buffer *json, const struct settings *settings)
{
    buffer_add_text(json, "\"statistics\":[");
    for (size_t i = 0; i < settings->statistic_count; i++) {
        buffer_add_text(json, i ? ",{\"name\":" : "{\"name\":");
        buffer_add_json(json, settings->statistics[i].name);
        buffer_add_char(json, '}');
    }
    buffer_add_text(json, "],\n");
}

static void add_columns(struct buffer *json, const struct campaign *campaign)
{
    buffer_add_text(json, "\"columns\":[");
    for (size_t i = 0; i < roster_columns(campaign->roster); i++) {
        const struct value column = roster_column(campaign->roster, i);
        buffer_add_text(json, i ? ",{" : "{");
        add_text(json, "name", column.text);
        add_name(json, "file");
        buffer_add_json(json, proof_place_file(campaign, column.place.file));
        buffer_add_char(json, '}');
    }
    buffer_add_text(json, "],\n");
}

static void add_letter(struct buffer *json, struct lexicon *lexicon,
                       const struct proofed *letter)
{
    const char *at = buffer_text(&letter->words);
    const char *end = at + letter->words.length;
    const char *comma = "";

    buffer_add(json, letter->facts.bytes, letter->facts.length);
    buffer_add_text(json, ",\"words\":[");
    for (; at < end; at += strlen(at) + 1) {
        buffer_printf(json, "%s%zu", comma, lexicon_find(lexicon, at));
        comma = ",";
    }
    buffer_add_text(json, "]}");
}

static void add_words(struct buffer *json, const struct lexicon *lexicon)
{
    buffer_add_text(json, "\"words\":[");
    for (size_t i = 0; i < lexicon->count; i++) {
        const char *paragraph = lexicon->items[i];
        buffer_printf(json, "%s[\"%c\",", i ? ",\n" : "", *paragraph);
        buffer_add_json(json, paragraph + 1);
        buffer_add_char(json, ']');
    }
    buffer_add_text(json, "],\n");
}

static void add_letters(struct buffer *json, const struct contact_sheet *sheet)
{
    struct lexicon lexicon = lexicon_new(count_paragraphs(sheet));

    buffer_add_text(json, "\"letters\":[");
    for (size_t i = 0; i < sheet->letter_count; i++) {
        buffer_add_text(json, i ? ",\n" : "\n");
        add_letter(json, &lexicon, sheet->letters[i]);
    }
    buffer_add_text(json, "],\n");
    add_words(json, &lexicon);
    lexicon_free(&lexicon);
}

static void add_gone(struct buffer *json, const struct contact_sheet *sheet)
{
    buffer_add_text(json, "\"gone\":[");
    for (size_t i = 0; i < sheet->gone_count; i++) {
        buffer_add_text(json, i ? ",{" : "{");
        add_text(json, "code", sheet->gone[i]->code);
        add_name(json, "name");
        buffer_add_json(json, sheet->gone[i]->name);
        buffer_add_char(json, '}');
    }
    buffer_add_text(json, "],\n");
}

struct telling {
    struct buffer *json;
    const struct campaign *campaign;
    const char *comma;
};

static void add_diagnostic(enum severity severity, const struct error *err,
                           void *context)
{
    struct telling *telling = context;
    struct buffer *json = telling->json;

    buffer_add_text(json, telling->comma);
    telling->comma = ",\n";
    buffer_add_char(json, '{');
    add_text(json, "severity", severity_word(severity));
    add_text(json, "code", err->code);
    add_text(json, "field", err->field);
    add_text(json, "file",
             proof_place_file(telling->campaign, err->place.file));
    add_text(json, "message", err->message);
    buffer_printf(json, "\"line\":%d,\"column\":%d}", err->place.line,
                  err->place.column);
}

static void add_diagnostics(struct buffer *json,
                            const struct contact_sheet *sheet)
{
    struct telling telling = {json, sheet->campaign, ""};

    buffer_add_text(json, "\"diagnostics\":[");
    report_each(sheet->report, add_diagnostic, &telling);
    buffer_printf(json, "],\n\"refused\":%zu", sheet->refused);
}

static void write_data(const struct contact_sheet *sheet, struct buffer *json)
{
    const struct settings *settings = &sheet->campaign->settings;

    buffer_add_char(json, '{');
    add_text(json, "title", settings->title.text);
    add_text(json, "against", sheet->earlier->what);
    buffer_printf(json, "\"dpi\":%.0f,\n", sheet->dpi);
    add_statistics(json, settings);
    add_columns(json, sheet->campaign);
    add_gone(json, sheet);
    add_letters(json, sheet);
    add_diagnostics(json, sheet);
    buffer_add_char(json, '}');
}

/* --- page ---------------------------------------------------------------- */

/* In a script element "</script" and "<!--" would end it or worse; JSON has
 * "<" in strings only, where it may be written otherwise. */
static void add_data(const struct contact_sheet *sheet, struct buffer *html)
{
    struct buffer json = buffer_new(PAGE_LIMIT);
    const char *at;
    const char *end;

    write_data(sheet, &json);
    end = json.bytes + json.length;
    for (at = json.bytes; at < end;) {
        const char *less = memchr(at, '<', (size_t)(end - at));
        buffer_add(html, at, (size_t)((less ? less : end) - at));
        if (less)
            buffer_add_text(html, "\\u003c");
        at = less ? less + 1 : end;
    }
    buffer_free(&json);
}

static void add_style(const struct contact_sheet *sheet, struct buffer *html)
{
    (void)sheet;
    buffer_add_text(html, "<style>\n");
    buffer_add_text(html, (const char *)contact_sheet_css);
    buffer_add_text(html, "</style>");
}

static void add_script(const struct contact_sheet *sheet, struct buffer *html)
{
    (void)sheet;
    buffer_add_text(html, "<script>\n");
    buffer_add_text(html, (const char *)contact_sheet_js);
    buffer_add_text(html, "</script>");
}

static void add_title(const struct contact_sheet *sheet, struct buffer *html)
{
    buffer_add_text(html, "Proof: ");
    buffer_add_xml(html, sheet->campaign->settings.title.text);
    buffer_add_text(html, "</title>");
}

void contact_sheet_write(const struct contact_sheet *sheet, struct buffer *html)
{
    static const struct {
        const char *mark; ///< in proof.html, in this order
        void (*add)(const struct contact_sheet *sheet, struct buffer *html);
    } parts[] = {
        {"Proof</title>", add_title},
        {"<link rel=\"stylesheet\" href=\"proof.css\">", add_style},
        {"null", add_data},
        {"<script src=\"proof.js\"></script>", add_script},
    };
    const char *at = (const char *)contact_sheet_html;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *mark = strstr(at, parts[i].mark);
        assert(mark);
        buffer_add(html, at, (size_t)(mark - at));
        parts[i].add(sheet, html);
        at = mark + strlen(parts[i].mark);
    }
    buffer_add_text(html, at);
}
