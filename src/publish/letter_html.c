#include "publish/letter_html.h"

#include <string.h>

#include "base/ascii.h"
#include "base/words.h"
#include "canvas/svg_painter.h"
#include "layout/panel_picture.h"
#include "publish/panel_table.h"

/** Maximum bytes of a chart. */
enum { SVG_LIMIT = 4 * 1024 * 1024 };

/* --- text ---------------------------------------------------------------- */

static bool is_of_address(char byte)
{
    return ascii_is_alphanumeric(byte) || (unsigned char)byte >= 0x80 ||
           (byte && strchr("._-+'", byte));
}

/* Finds the first address in a text: the characters around an @ with a point
 * after it. @return false if there is none */
static bool find_address(const char *text, const char **start, const char **end)
{
    for (const char *at = strchr(text, '@'); at; at = strchr(at + 1, '@')) {
        const char *point;
        *start = at;
        *end = at + 1;
        while (*start > text && is_of_address((*start)[-1]))
            --*start;
        while (is_of_address(**end))
            ++*end;
        while (*end > at + 1 && strchr(".-'", (*end)[-1]))
            --*end;
        point = memchr(at, '.', (size_t)(*end - at));
        if (*start < at && point && point > at + 1)
            return true;
    }
    return false;
}

static void add_part(struct buffer *html, const char *text, const char *end)
{
    char byte[2] = "";

    for (; text < end; text++) {
        byte[0] = *text;
        buffer_add_xml(html, byte);
    }
}

void letter_html_add_text(struct buffer *html, const char *text)
{
    const char *start;
    const char *end;

    while (find_address(text, &start, &end)) {
        add_part(html, text, start);
        buffer_add_text(html, "\xE2\x80\xA6@\xE2\x80\xA6");
        text = end;
    }
    buffer_add_xml(html, text);
}

void letter_html_add(struct buffer *html, const char *open, const char *text,
                     const char *close)
{
    buffer_add_text(html, open);
    letter_html_add_text(html, text);
    buffer_add_text(html, close);
}

void letter_html_open_table(struct buffer *html, const char *name)
{
    letter_html_add(html,
                    "<div class=\"wide\" role=\"region\" tabindex=\"0\" "
                    "aria-label=\"",
                    name, "\">\n<table>\n");
}

static void add_run(struct buffer *html, const struct text_run *run)
{
    if (strcmp(run->text, "\n") == 0) {
        buffer_add_text(html, "<br>\n");
        return;
    }
    if (run->language)
        letter_html_add(html, "<span lang=\"", run->language, "\">");
    if (run->style & STYLE_BOLD)
        buffer_add_text(html, "<strong>");
    if (run->style & STYLE_ITALIC)
        buffer_add_text(html, "<em>");
    letter_html_add_text(html, run->text);
    if (run->style & STYLE_ITALIC)
        buffer_add_text(html, "</em>");
    if (run->style & STYLE_BOLD)
        buffer_add_text(html, "</strong>");
    if (run->language)
        buffer_add_text(html, "</span>");
}

static bool is_same_link(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Adds the words of one link, or of none; mailto links are left out. */
static size_t add_stretch(struct buffer *html, struct inline_text words,
                          size_t at)
{
    const char *link = words.runs[at].link;
    const bool leads = link && strncmp(link, "mailto:", 7) != 0;

    if (leads) {
        buffer_add_text(html, "<a href=\"");
        buffer_add_xml(html, link);
        buffer_add_text(html, "\">");
    }
    for (; at < words.count && is_same_link(words.runs[at].link, link); at++)
        add_run(html, &words.runs[at]);
    if (leads)
        buffer_add_text(html, "</a>");
    return at;
}

static void add_words(struct buffer *html, const char *open,
                      struct inline_text words, const char *close)
{
    if (!words.count)
        return;
    buffer_add_text(html, open);
    for (size_t i = 0; i < words.count;)
        i = add_stretch(html, words, i);
    buffer_add_text(html, close);
}

/* --- panels -------------------------------------------------------------- */

static enum status add_charts(const struct letter_html *page,
                              const struct block *block, struct error *err)
{
    struct document document = {NULL, 0, NULL, 0};
    const struct layout_kit *kit = &page->site->engine->layout;
    struct svg_page svg_page = {0, kit->theme.text_size};
    enum status status = panel_picture_draw(
        kit, page->tools, page->arena, page->letter, block, &document, err);

    if (status != STATUS_OK || !document.page_count)
        return status;
    buffer_add_text(page->html, "<div class=\"charts\">\n");
    for (; status == STATUS_OK && svg_page.page < document.page_count;
         svg_page.page++) {
        struct buffer svg = buffer_new(SVG_LIMIT);
        status = painter_paint(svg_painter(&svg_page), &document, &svg, err);
        buffer_add(page->html, buffer_text(&svg), svg.length);
        buffer_free(&svg);
    }
    buffer_add_text(page->html, "</div>\n");
    return status;
}

static enum status add_panel(const struct letter_html *page,
                             const struct block *block, char level,
                             struct error *err)
{
    struct buffer *html = page->html;
    const struct panel *panel = block->panel;
    enum status status;

    buffer_printf(html, "<section class=\"panel\">\n<h%c>", level);
    add_words(html, "", panel->title, "");
    buffer_printf(html, "</h%c>\n", level);
    add_words(html, "<p>", panel->none, "</p>\n");
    add_words(html, "<p>", panel->headline, "</p>\n");
    add_words(html, "<p>", panel->comparison, "</p>\n");
    status = add_charts(page, block, err);
    panel_table_write(
        page, figures_find(&page->letter->figures, panel->figure->name));
    add_words(html, "<p class=\"small\">", panel->basis, "</p>\n");
    if (panel->note_count)
        buffer_add_text(html, "<ul class=\"small\">\n");
    for (size_t i = 0; i < panel->note_count; i++)
        add_words(html, "<li>", panel->notes[i], "</li>\n");
    if (panel->note_count)
        buffer_add_text(html, "</ul>\n");
    buffer_add_text(html, "</section>\n");
    return status;
}

/* --- blocks -------------------------------------------------------------- */

static enum status add_blocks(const struct letter_html *page,
                              struct block_list blocks, struct error *err);

static enum status add_list(const struct letter_html *page,
                            const struct block *block, struct error *err)
{
    struct buffer *html = page->html;
    enum status status = STATUS_OK;

    if (block->ordered && block->start != 1)
        buffer_printf(html, "<ol start=\"%d\">\n", block->start);
    else
        buffer_add_text(html, block->ordered ? "<ol>\n" : "<ul>\n");
    for (size_t i = 0; status == STATUS_OK && i < block->item_count; i++) {
        const struct block_list item = block->items[i];
        buffer_add_text(html, "<li>");
        if (item.count == 1 && item.items[0]->kind == BLOCK_PARAGRAPH)
            add_words(html, "", item.items[0]->words, "");
        else
            status = add_blocks(page, item, err);
        buffer_add_text(html, "</li>\n");
    }
    buffer_add_text(html, block->ordered ? "</ol>\n" : "</ul>\n");
    return status;
}

static const char *join_words(struct arena *arena, struct inline_text words)
{
    const char *joined = "";

    for (size_t i = 0; i < words.count; i++)
        joined = ARENA_JOIN(arena, joined, words.runs[i].text);
    return joined;
}

static void add_cell(struct buffer *html, const struct table *table,
                     size_t column, struct inline_text words, bool is_head)
{
    static const char *const aligns[] = {
        [TABLE_ALIGN_LEFT] = "",
        [TABLE_ALIGN_CENTRE] = " class=\"centre\"",
        [TABLE_ALIGN_RIGHT] = " class=\"number\""};
    const char *tag = is_head  ? words.count ? "th scope=\"col\"" : "td"
                      : column ? "td"
                               : "th scope=\"row\"";

    buffer_printf(html, "<%s%s>", tag, aligns[table->aligns[column]]);
    for (size_t i = 0; i < words.count;)
        i = add_stretch(html, words, i);
    buffer_printf(html, "</%.2s>", tag);
}

static void add_row(struct buffer *html, const struct table *table,
                    const struct inline_text *cells, bool is_head)
{
    buffer_add_text(html, "<tr>");
    for (size_t i = 0; i < table->column_count; i++)
        add_cell(html, table, i, cells[i], is_head);
    buffer_add_text(html, "</tr>\n");
}

static void add_table(const struct letter_html *page, const struct block *block)
{
    struct buffer *html = page->html;
    const struct table *table = block->table;
    const char *name = join_words(page->arena, block->words);

    letter_html_open_table(html, *name ? name : page->site->words->table);
    add_words(html, "<caption>", block->words, "</caption>\n");
    buffer_add_text(html, "<thead>");
    add_row(html, table, table->heads, true);
    buffer_add_text(html, "</thead>\n<tbody>\n");
    for (size_t i = 0; i < table->rows.count; i++)
        add_row(html, table, table->rows.items[i]->cells, false);
    buffer_add_text(html, "</tbody>\n</table>\n</div>\n");
}

static void add_signature(const struct letter_html *page)
{
    const struct letter *letter = page->letter;

    letter_html_add(page->html, "<p class=\"signature\"><strong>",
                    letter->signatory ? letter->signatory : "", "</strong>");
    for (size_t i = 0; i < letter->roles.count; i++)
        letter_html_add(page->html, "<br>\n", letter->roles.items[i].text, "");
    buffer_add_text(page->html, "</p>\n");
}

static enum status add_block(const struct letter_html *page,
                             const struct block *block, bool in_section,
                             struct error *err)
{
    struct buffer *html = page->html;

    switch (block->kind) {
    case BLOCK_SUBJECT:
        add_words(html, "<h2>", block->words, "</h2>\n");
        break;
    case BLOCK_SECTION:
        add_words(html, "<h3>", block->words, "</h3>\n");
        break;
    case BLOCK_PARAGRAPH:
        add_words(html, "<p>", block->words, "</p>\n");
        break;
    case BLOCK_LIST:
        return add_list(page, block, err);
    case BLOCK_PANEL:
        return add_panel(page, block, in_section ? '4' : '3', err);
    case BLOCK_SIGNATURE:
        add_signature(page);
        break;
    case BLOCK_TABLE:
        add_table(page, block);
        break;
    case BLOCK_ROW: /* of a table */
    case BLOCK_PAGE_BREAK:
        break;
    }
    return STATUS_OK;
}

static enum status add_blocks(const struct letter_html *page,
                              struct block_list blocks, struct error *err)
{
    enum status status = STATUS_OK;
    bool in_section = false;

    for (size_t i = 0; status == STATUS_OK && i < blocks.count; i++) {
        in_section = in_section || blocks.items[i]->kind == BLOCK_SECTION;
        status = add_block(page, blocks.items[i], in_section, err);
    }
    return status;
}

/* --- the head ------------------------------------------------------------ */

static void add_line(struct buffer *html, const char *text, bool *is_first)
{
    if (!text || !*text)
        return;
    letter_html_add(html, *is_first ? "" : "<br>\n", text, "");
    *is_first = false;
}

static void add_head(const struct letter_html *page)
{
    const struct letter *letter = page->letter;
    struct buffer *html = page->html;
    bool is_first = true;

    letter_html_add(html, "<p class=\"sender\">", page->site->office, "</p>\n");
    for (size_t i = 0; i < letter->contact.count; i++)
        letter_html_add(html, i ? "<br>\n" : "<p>",
                        letter->contact.items[i].text, "");
    buffer_add_text(html, letter->contact.count ? "</p>\n<p>" : "<p>");
    add_line(html, letter->date, &is_first);
    add_line(html, letter->delivery, &is_first);
    add_line(html, letter->reference, &is_first);
    buffer_add_text(html, "</p>\n<p>");
    is_first = true;
    for (size_t i = 0; i < letter->addressee_count; i++)
        add_line(html, letter->addressee[i], &is_first);
    buffer_add_text(html, "</p>\n");
}

/* Adds the letter in one language. */
static enum status add_article(const struct letter_html *page,
                               struct error *err)
{
    const char *language = page->letter->language;
    enum status status;

    letter_html_add(page->html, "<article lang=\"", language, "\"");
    if (page->site->settings->languages.count > 1)
        letter_html_add(page->html, " id=\"", language, "\"");
    buffer_add_text(page->html, ">\n");
    add_head(page);
    status = add_blocks(page, page->letter->blocks, err);
    buffer_add_text(page->html, "</article>\n");
    return status;
}

/* Adds links to the letter in each language. */
static void add_switch(const struct letter_html *page)
{
    const struct value_list *languages = &page->site->settings->languages;
    struct buffer *html = page->html;

    buffer_add_text(html, "<ul class=\"languages\">\n");
    for (size_t i = 0; i < languages->count; i++) {
        const char *language = languages->items[i].text;
        letter_html_add(html, "<li><a href=\"#", language, "\"");
        letter_html_add(html, " hreflang=\"", language, "\"");
        letter_html_add(html, " lang=\"", language, "\">");
        letter_html_add(html, "", words_find(language)->name, "</a></li>\n");
    }
    buffer_add_text(html, "</ul>\n");
}

enum status letter_html_write(const struct letter_html *page, struct error *err)
{
    const struct layout_sender *sender = page->site->engine->layout.senders;
    enum status status = STATUS_OK;

    if (page->letter->next)
        add_switch(page);
    for (const struct letter *letter = page->letter;
         letter && status == STATUS_OK; letter = letter->next, sender++) {
        struct site site = *page->site;
        struct letter_html part = *page;
        part.site = &site;
        part.letter = letter;
        if (letter != page->letter) {
            site.language = letter->language;
            site.words = &words_find(letter->language)->site;
            site.office =
                sender->office ? sender->office : letter->campaign_title;
        }
        status = add_article(&part, err);
    }
    return status;
}
