#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "folder.h"
#include "letter/sentinel.h"
#include "letter/template.h"

/*
 * Any text as a letter, and behind a byte 0x1E as the file that a row
 * includes: it is refused with a reason, or every council's letter can be set.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char settings[] =
    "title: T\nletter: l.md\ndata: a.csv\n"
    "dates: {letter: 2022-07-20, period_end: 2022-03-31}\n"
    "signatory: {name: N}\n"
    "statistics: {up: {count: a, total: b}, down: {count: c, total: d}}\n"
    "groups: {column: g, compared: [x]}\n"
    "averages: {method: pooled}\n"
    "text: {url: 'https://example.org/', site: www.example.org, empty: ''}\n";

static const char councils[] =
    "code,name,g,a,b,c,d,flag,file,link,text\n"
    "A1,Alpha,x,1,2,0,0,yes,b.csv,https://example.org/a b,\"*a*\nb\"\n"
    "B2,Beta,x,3,3,1,4,no,b.csv,ftp://example.org,\n"
    "C3,Gamma,y,0,0,4,4,0,,,x\n";

struct bench {
    struct arena *arena;
    struct campaign campaign;
    struct averages *averages;
};

/* Bytes that are no text become question marks. */
static char *make_text(struct arena *arena, const uint8_t *bytes, size_t size)
{
    char *text = arena_strndup(arena, (const char *)bytes, size);
    size_t from = 0;
    size_t bad;

    while (!utf8_check(text + from, size - from, &bad)) {
        text[from + bad] = '?';
        from += bad;
    }
    return text;
}

static void check_run(const struct text_run *run)
{
    const char *at = run->text;
    uint32_t letter;

    assert(*run->text);
    assert(utf8_check(run->text, strlen(run->text), NULL));
    assert(strcmp(run->text, "\n") == 0 || !strchr(run->text, '\n'));
    assert(!strstr(run->text, "  "));
    while ((letter = utf8_next(&at)) != 0)
        assert(!sentinel_is(letter));
    assert(!run->link || strncasecmp(run->link, "http", 4) == 0 ||
           strncasecmp(run->link, "mailto:", 7) == 0);
    for (at = run->link; at && *at; at++)
        assert(*at > ' ' && *at < 0x7F);
    assert(run->location.file && run->location.line > 0 &&
           run->location.column > 0);
}

static void check_words(struct inline_text words)
{
    for (size_t i = 0; i < words.count; i++)
        check_run(&words.runs[i]);
    if (words.count) {
        const char *first = words.runs[0].text;
        const char *last = words.runs[words.count - 1].text;
        assert(*first != ' ' && *first != '\n');
        assert(!strchr(" \n", last[strlen(last) - 1]));
    }
}

static void check_panel(const struct panel *panel)
{
    const bool exists = rate_exists(panel->figure->rate);

    check_words(panel->title);
    check_words(panel->headline);
    check_words(panel->comparison);
    check_words(panel->caption);
    check_words(panel->basis);
    check_words(panel->none);
    assert(exists || (!panel->headline.count && !panel->comparison.count &&
                      !panel->caption.count));
    assert(!exists || !panel->none.count);
    for (size_t i = 0; i < panel->note_count; i++)
        check_words(panel->notes[i]);
}

struct tally {
    size_t subjects;
    size_t signatures;
};

static void check_blocks(struct block_list list, int depth,
                         struct tally *tally);

static void check_table(const struct table *table)
{
    assert(table->rows.count && table->column_count);
    for (size_t i = 0; i < table->rows.count; i++) {
        assert(table->rows.items[i]->kind == BLOCK_ROW);
        for (size_t j = 0; j < table->column_count; j++)
            check_words(table->rows.items[i]->cells[j]);
    }
}

static void check_block(const struct block *block, int depth,
                        struct tally *tally)
{
    const bool prose =
        block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_LIST;

    assert(prose || depth == 0);
    tally->subjects += block->kind == BLOCK_SUBJECT;
    tally->signatures += block->kind == BLOCK_SIGNATURE;
    check_words(block->words);
    if (block->kind == BLOCK_PANEL)
        check_panel(block->panel);
    else if (block->kind == BLOCK_TABLE)
        check_table(block->table);
    else if (block->kind == BLOCK_LIST)
        assert(block->item_count);
    else if (block->kind != BLOCK_SIGNATURE && block->kind != BLOCK_PAGE_BREAK)
        assert(block->words.count);
    for (size_t i = 0; i < block->item_count; i++) {
        assert(block->items[i].count);
        check_blocks(block->items[i], depth + 1, tally);
    }
}

static void check_blocks(struct block_list list, int depth, struct tally *tally)
{
    for (size_t i = 0; i < list.count; i++) {
        const bool is_break = list.items[i]->kind == BLOCK_PAGE_BREAK;
        assert(!is_break || (i && i + 1 < list.count &&
                             list.items[i - 1]->kind != BLOCK_PAGE_BREAK));
        check_block(list.items[i], depth, tally);
    }
}

static void write_letter(const struct bench *bench,
                         const struct template *template, size_t index,
                         struct arena *arena)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct tally tally = {0, 0};
    struct council council;
    struct figures figures;
    struct letter letter;

    roster_read(bench->campaign.roster, index, arena, &council);
    if (figures_read(arena, &bench->campaign, bench->averages, &council,
                     &figures, diagnostics) != STATUS_OK)
        abort();
    if (template_letter(template, &council, &figures, arena, &letter,
                        diagnostics) == STATUS_OK) {
        check_blocks(letter.blocks, 0, &tally);
        assert(tally.subjects == 1 && tally.signatures <= 1);
        assert(!diagnostics_has_error(diagnostics, council.code));
    } else {
        assert(diagnostics_has_error(diagnostics, council.code));
    }
    diagnostics_free(diagnostics);
}

static void write_letters(const struct bench *bench,
                          const struct template *template)
{
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(bench->campaign.roster); i++) {
        arena_reset(arena);
        write_letter(bench, template, i, arena);
    }
    arena_free(arena);
}

static void compile(const struct bench *bench, const char *text, size_t length)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct template *template = NULL;

    if (template_compile(arena, &bench->campaign, "l.md", text, length,
                         &template, diagnostics) == STATUS_OK) {
        write_letters(bench, template);
        template_close(template);
    } else {
        assert(diagnostics_error_count(diagnostics));
    }
    diagnostics_free(diagnostics);
    arena_free(arena);
}

static void open_bench(struct bench *bench)
{
    struct diagnostics *diagnostics = diagnostics_new();

    fuzz_write("campaign.yaml", (const uint8_t *)settings, strlen(settings));
    fuzz_write("a.csv", (const uint8_t *)councils, strlen(councils));
    fuzz_write("b.csv", (const uint8_t *)"", 0);
    bench->arena = arena_new();
    if (campaign_open(bench->arena, fuzz_folder, &bench->campaign,
                      diagnostics) != STATUS_OK ||
        averages_open(bench->arena, &bench->campaign, &bench->averages,
                      diagnostics) != STATUS_OK)
        abort();
    diagnostics_free(diagnostics);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct bench bench;
    const uint8_t *parting = size ? memchr(bytes, 0x1E, size) : NULL;
    const size_t length = parting ? (size_t)(parting - bytes) : size;
    struct arena *arena = arena_new();
    char *text;

    if (!bench.arena)
        open_bench(&bench);
    if (parting)
        fuzz_write("b.csv", parting + 1, size - length - 1);
    text = make_text(arena, bytes, length);
    if (strlen(text) == length)
        compile(&bench, text, length);
    arena_free(arena);
    return 0;
}
