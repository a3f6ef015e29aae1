#ifndef TESTS_UNIT_LETTER_FIXTURE_H
#define TESTS_UNIT_LETTER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "letter/template.h"

/**
 * A campaign of four made-up councils, and letters shown as text:
 *
 *     # subject    ## section    p paragraph    ul, ol 3    ***    sign
 *       - p first block of an item
 *     <b>bold</b> <i>italic</i> <a URI>link</a> <cy>Welsh</cy>
 *     | hard line break
 */
struct fixture {
    struct arena *arena;
    struct campaign campaign;
    struct averages *averages;
    struct diagnostics *diagnostics;
    struct buffer shown;
};

static inline struct fixture fixture_open(const char *folder)
{
    struct fixture fixture = {.arena = arena_new(),
                              .diagnostics = diagnostics_new(),
                              .shown = buffer_new(1024 * 1024)};

    assert_int_equal(campaign_open(fixture.arena, folder, &fixture.campaign,
                                   fixture.diagnostics),
                     STATUS_OK);
    assert_int_equal(averages_open(fixture.arena, &fixture.campaign,
                                   &fixture.averages, fixture.diagnostics),
                     STATUS_OK);
    diagnostics_free(fixture.diagnostics);
    fixture.diagnostics = diagnostics_new();
    return fixture;
}

static inline void fixture_close(struct fixture *fixture)
{
    campaign_close(&fixture->campaign);
    diagnostics_free(fixture->diagnostics);
    buffer_free(&fixture->shown);
    arena_free(fixture->arena);
}

static inline void show_words(struct buffer *shown, struct inline_text words)
{
    const char *link = NULL;

    for (size_t i = 0; i <= words.count; i++) {
        const struct text_run *run = i < words.count ? &words.runs[i] : NULL;
        const unsigned style = run ? run->style : 0;
        if (link && (!run || run->link != link))
            buffer_add_text(shown, "</a>");
        if (run && run->link && run->link != link)
            buffer_printf(shown, "<a %s>", run->link);
        link = run ? run->link : NULL;
        if (!run)
            continue;
        if (run->language)
            buffer_printf(shown, "<%s>", run->language);
        buffer_add_text(shown, style & STYLE_BOLD ? "<b>" : "");
        buffer_add_text(shown, style & STYLE_ITALIC ? "<i>" : "");
        buffer_add_text(shown, strcmp(run->text, "\n") ? run->text : "|");
        buffer_add_text(shown, style & STYLE_ITALIC ? "</i>" : "");
        buffer_add_text(shown, style & STYLE_BOLD ? "</b>" : "");
        if (run->language)
            buffer_printf(shown, "</%s>", run->language);
    }
}

static inline void show_line(struct buffer *shown, const char *key,
                             struct inline_text words)
{
    if (!words.count)
        return;
    buffer_add_text(shown, key);
    show_words(shown, words);
    buffer_add_char(shown, '\n');
}

static inline void show_panel(struct buffer *shown, const struct panel *panel)
{
    buffer_printf(shown, "panel %s\n", panel->figure->name);
    show_line(shown, "  title ", panel->title);
    show_line(shown, "  headline ", panel->headline);
    show_line(shown, "  comparison ", panel->comparison);
    show_line(shown, "  caption ", panel->caption);
    show_line(shown, "  basis ", panel->basis);
    show_line(shown, "  none ", panel->none);
    for (size_t i = 0; i < panel->note_count; i++)
        show_line(shown, "  note ", panel->notes[i]);
}

static inline void show_indent(struct buffer *shown, int depth)
{
    for (int i = 0; i < depth; i++)
        buffer_add_text(shown, "  ");
}

static inline void show_blocks(struct buffer *shown, struct block_list list,
                               int depth);

static inline void show_list(struct buffer *shown, const struct block *block,
                             int depth)
{
    if (block->ordered)
        buffer_printf(shown, "ol %d\n", block->start);
    else
        buffer_add_text(shown, "ul\n");
    for (size_t i = 0; i < block->item_count; i++) {
        show_indent(shown, depth);
        buffer_add_text(shown, "-\n");
        show_blocks(shown, block->items[i], depth + 1);
    }
}

static inline void show_row(struct buffer *shown,
                            const struct inline_text *cells, size_t count,
                            int depth)
{
    show_indent(shown, depth);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(shown, "|");
        show_words(shown, cells[i]);
    }
    buffer_add_text(shown, "|\n");
}

static inline void show_table(struct buffer *shown, const struct block *block,
                              int depth)
{
    const struct table *table = block->table;

    buffer_add_text(shown, "table ");
    show_words(shown, block->words);
    buffer_add_char(shown, '\n');
    show_row(shown, table->heads, table->column_count, depth + 1);
    for (size_t i = 0; i < table->rows.count; i++)
        show_row(shown, table->rows.items[i]->cells, table->column_count,
                 depth + 1);
}

static inline void show_block(struct buffer *shown, const struct block *block,
                              int depth)
{
    show_indent(shown, depth);
    switch (block->kind) {
    case BLOCK_SUBJECT:
        show_line(shown, "# ", block->words);
        break;
    case BLOCK_SECTION:
        show_line(shown, "## ", block->words);
        break;
    case BLOCK_PARAGRAPH:
        show_line(shown, "p ", block->words);
        break;
    case BLOCK_LIST:
        show_list(shown, block, depth);
        break;
    case BLOCK_TABLE:
        show_table(shown, block, depth);
        break;
    case BLOCK_ROW:
        abort();
    case BLOCK_PAGE_BREAK:
        buffer_add_text(shown, "***\n");
        break;
    case BLOCK_PANEL:
        show_panel(shown, block->panel);
        break;
    case BLOCK_SIGNATURE:
        buffer_add_text(shown, "sign\n");
        break;
    }
}

static inline void show_blocks(struct buffer *shown, struct block_list list,
                               int depth)
{
    for (size_t i = 0; i < list.count; i++)
        show_block(shown, list.items[i], depth);
}

static inline void show_fault(enum severity severity, const struct error *err,
                              void *context)
{
    struct fixture *fixture = context;
    const char *slash =
        err->location.file ? strrchr(err->location.file, '/') : NULL;
    const char *file = slash ? slash + 1 : err->location.file;

    if (file && strcmp(file, "letter.md") != 0)
        buffer_printf(&fixture->shown, "%s:", file);
    buffer_printf(
        &fixture->shown, "%d:%d %s%s", err->location.line, err->location.column,
        severity == SEVERITY_WARNING ? "warning " : "", rule_id(err->rule));
    if (*err->code)
        buffer_printf(&fixture->shown, " [%s]", err->code);
    if (*err->field)
        buffer_printf(&fixture->shown, " %s:", err->field);
    buffer_printf(&fixture->shown, " %s\n", err->message);
}

/** Everything that is in the report, one diagnostic a line. */
static inline const char *fixture_faults(struct fixture *fixture)
{
    buffer_clear(&fixture->shown);
    diagnostics_each(fixture->diagnostics, show_fault, fixture);
    return buffer_text(&fixture->shown);
}

/** Compiles a text; NULL where it has mistakes. */
static inline struct template *fixture_compile(struct fixture *fixture,
                                               const char *text)
{
    struct template *template = NULL;

    if (template_compile(fixture->arena, &fixture->campaign, "letter.md", text,
                         strlen(text), &template,
                         fixture->diagnostics) != STATUS_OK)
        return NULL;
    return template;
}

/** Writes one council's letter. */
static inline enum status fixture_letter(struct fixture *fixture,
                                         const struct template *template,
                                         const char *code,
                                         struct letter *letter)
{
    const struct roster *roster = fixture->campaign.roster;
    const size_t index = roster_find(roster, code);
    struct council *council = ARENA_NEW(fixture->arena, struct council);
    struct figures figures;

    assert_true(index != SIZE_MAX);
    roster_read(roster, index, fixture->arena, council);
    assert_int_equal(figures_read(fixture->arena, &fixture->campaign,
                                  fixture->averages, council, &figures,
                                  fixture->diagnostics),
                     STATUS_OK);
    return template_letter(template, council, &figures, fixture->arena, letter,
                           fixture->diagnostics);
}

static const char fixture_folder[] = "unit/letter/campaign";

/** Holds a text's letter to A1, B2... against what it should be. */
static inline void assert_letter(const char *text, const char *code,
                                 const char *expected)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = fixture_compile(&fixture, text);
    struct letter letter;

    assert_string_equal(template ? "" : fixture_faults(&fixture), "");
    if (fixture_letter(&fixture, template, code, &letter) != STATUS_OK)
        assert_string_equal(fixture_faults(&fixture), "");
    buffer_clear(&fixture.shown);
    show_blocks(&fixture.shown, letter.blocks, 0);
    assert_string_equal(buffer_text(&fixture.shown), expected);
    template_close(template);
    fixture_close(&fixture);
}

/** The same for a text without subject, which is added behind it. */
static inline void assert_body(const char *text, const char *code,
                               const char *expected)
{
    struct buffer whole = buffer_new(64 * 1024);
    struct buffer all = buffer_new(64 * 1024);

    buffer_printf(&whole, "%s\n\n# S\n", text);
    buffer_printf(&all, "%s# S\n", expected);
    assert_letter(buffer_text(&whole), code, buffer_text(&all));
    buffer_free(&whole);
    buffer_free(&all);
}

/** Holds the mistakes of a text against what they should be. */
static inline void assert_mistakes(const char *text, const char *expected)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct template *template = fixture_compile(&fixture, text);

    assert_string_equal(fixture_faults(&fixture), expected);
    template_close(template);
    fixture_close(&fixture);
}

/** The same for a text without subject. */
static inline void assert_body_mistakes(const char *text, const char *expected)
{
    struct buffer whole = buffer_new(1024 * 1024);

    buffer_printf(&whole, "%s\n\n# S\n", text);
    assert_mistakes(buffer_text(&whole), expected);
    buffer_free(&whole);
}

/** Holds why a row is refused against what it should be. */
static inline void assert_refused(const char *text, const char *code,
                                  const char *expected)
{
    struct fixture fixture = fixture_open(fixture_folder);
    struct buffer whole = buffer_new(64 * 1024);
    struct template *template;
    struct letter letter;

    buffer_printf(&whole, "%s\n\n# S\n", text);
    template = fixture_compile(&fixture, buffer_text(&whole));
    assert_string_equal(template ? "" : fixture_faults(&fixture), "");
    assert_int_equal(fixture_letter(&fixture, template, code, &letter),
                     STATUS_INPUT);
    assert_string_equal(fixture_faults(&fixture), expected);
    template_close(template);
    buffer_free(&whole);
    fixture_close(&fixture);
}

#endif
