#include "proof/proof_html.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"
#include "proof/proof_assets.h"

/** Maximum bytes of the page. */
#define PAGE_LIMIT ((size_t)1024 * 1024 * 1024)

/* --- paragraphs, each of them once --------------------------------------- */

/* Letters share most of their paragraphs; the page holds each one once. */
struct paragraph_index {
    const char **items; ///< kind and text, in order of first use
    size_t count;
    struct map places; ///< of a text in the items
};

static size_t count_paragraphs(const struct proof_html *sheet)
{
    size_t count = 0;

    for (size_t i = 0; i < sheet->letter_count; i++) {
        const struct buffer *words = &sheet->letters[i]->words;
        for (size_t at = 0; at < words->length; at++)
            count += words->bytes[at] == '\0';
    }
    return count;
}

static struct paragraph_index paragraph_index_new(size_t max)
{
    return (struct paragraph_index){
        .items = memory_resize(NULL, max + 1, sizeof(const char *))};
}

static void paragraph_index_free(struct paragraph_index *paragraph_index)
{
    free(paragraph_index->items);
    map_free(&paragraph_index->places);
}

/* @return the index of the paragraph */
static size_t paragraph_index_find(struct paragraph_index *paragraph_index,
                                   const char *paragraph)
{
    void **place = map_at_text(&paragraph_index->places, paragraph);

    if (!*place) {
        paragraph_index->items[paragraph_index->count] = paragraph;
        *place = &paragraph_index->items[paragraph_index->count++];
    }
    return (size_t)((const char **)*place - paragraph_index->items);
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
        buffer_add_json(json, settings->statistics[i].label);
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
        buffer_add_json(
            json, proof_letter_place_file(campaign, column.location.file));
        buffer_add_char(json, '}');
    }
    buffer_add_text(json, "],\n");
}

static void add_letter(struct buffer *json,
                       struct paragraph_index *paragraph_index,
                       const struct proof_letter *letter)
{
    const char *at = buffer_text(&letter->words);
    const char *end = at + letter->words.length;
    const char *comma = "";

    buffer_add(json, letter->facts.bytes, letter->facts.length);
    buffer_add_text(json, ",\"words\":[");
    for (; at < end; at += strlen(at) + 1) {
        buffer_printf(json, "%s%zu", comma,
                      paragraph_index_find(paragraph_index, at));
        comma = ",";
    }
    buffer_add_text(json, "]}");
}

static void add_words(struct buffer *json,
                      const struct paragraph_index *paragraph_index)
{
    buffer_add_text(json, "\"words\":[");
    for (size_t i = 0; i < paragraph_index->count; i++) {
        const char *paragraph = paragraph_index->items[i];
        buffer_printf(json, "%s[\"%c\",", i ? ",\n" : "", *paragraph);
        buffer_add_json(json, paragraph + 1);
        buffer_add_char(json, ']');
    }
    buffer_add_text(json, "],\n");
}

static void add_letters(struct buffer *json, const struct proof_html *sheet)
{
    struct paragraph_index paragraph_index =
        paragraph_index_new(count_paragraphs(sheet));

    buffer_add_text(json, "\"letters\":[");
    for (size_t i = 0; i < sheet->letter_count; i++) {
        buffer_add_text(json, i ? ",\n" : "\n");
        add_letter(json, &paragraph_index, sheet->letters[i]);
    }
    buffer_add_text(json, "],\n");
    add_words(json, &paragraph_index);
    paragraph_index_free(&paragraph_index);
}

static void add_gone(struct buffer *json, const struct proof_html *sheet)
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

struct diagnostics_json {
    struct buffer *json;
    const struct campaign *campaign;
    const char *comma;
};

static void add_diagnostic(enum severity severity, const struct error *err,
                           void *context)
{
    struct diagnostics_json *diagnostics_json = context;
    struct buffer *json = diagnostics_json->json;

    buffer_add_text(json, diagnostics_json->comma);
    diagnostics_json->comma = ",\n";
    buffer_add_char(json, '{');
    add_text(json, "severity", rule_severity_word(severity));
    add_text(json, "code", err->code);
    add_text(json, "field", err->field);
    add_text(json, "file",
             proof_letter_place_file(diagnostics_json->campaign,
                                     err->location.file));
    add_text(json, "message", err->message);
    buffer_printf(json, "\"line\":%d,\"column\":%d}", err->location.line,
                  location_column(err->location));
}

static void add_diagnostics(struct buffer *json, const struct proof_html *sheet)
{
    struct diagnostics_json diagnostics_json = {json, sheet->campaign, ""};

    buffer_add_text(json, "\"diagnostics\":[");
    diagnostics_each(sheet->diagnostics, add_diagnostic, &diagnostics_json);
    buffer_printf(json, "],\n\"refused\":%zu", sheet->refused);
}

static void write_data(const struct proof_html *sheet, struct buffer *json)
{
    const struct settings *settings = &sheet->campaign->settings;

    buffer_add_char(json, '{');
    add_text(json, "title", settings->title.text);
    add_text(json, "against", sheet->baseline->what);
    add_statistics(json, settings);
    add_columns(json, sheet->campaign);
    add_gone(json, sheet);
    add_letters(json, sheet);
    add_diagnostics(json, sheet);
    buffer_add_char(json, '}');
}

/* --- page ---------------------------------------------------------------- */

/* "</script" and "<!--" would break a script element; JSON has "<" in strings
 * only, where it can be escaped. */
static void add_data(const struct proof_html *sheet, struct buffer *html)
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

static void add_style(const struct proof_html *sheet, struct buffer *html)
{
    (void)sheet;
    buffer_add_text(html, "<style>\n");
    buffer_add_text(html, (const char *)proof_css);
    buffer_add_text(html, "</style>");
}

static void add_script(const struct proof_html *sheet, struct buffer *html)
{
    (void)sheet;
    buffer_add_text(html, "<script>\n");
    buffer_add_text(html, (const char *)proof_js);
    buffer_add_text(html, "</script>");
}

static void add_title(const struct proof_html *sheet, struct buffer *html)
{
    buffer_add_text(html, "Proof: ");
    buffer_add_xml(html, sheet->campaign->settings.title.text);
    buffer_add_text(html, "</title>");
}

void proof_html_write(const struct proof_html *sheet, struct buffer *html)
{
    static const struct {
        const char *mark; ///< in proof.html, in this order
        void (*add)(const struct proof_html *sheet, struct buffer *html);
    } parts[] = {
        {"Proof</title>", add_title},
        {"<link rel=\"stylesheet\" href=\"proof.css\">", add_style},
        {"null", add_data},
        {"<script src=\"proof.js\"></script>", add_script},
    };
    const char *at = (const char *)proof_html;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *mark = strstr(at, parts[i].mark);
        assert(mark);
        buffer_add(html, at, (size_t)(mark - at));
        parts[i].add(sheet, html);
        at = mark + strlen(parts[i].mark);
    }
    buffer_add_text(html, at);
}
