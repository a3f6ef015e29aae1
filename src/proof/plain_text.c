#include "proof/plain_text.h"

void plain_text_flatten(const struct inline_text *words, struct buffer *text)
{
    for (size_t i = 0; i < words->count; i++)
        for (const char *at = words->runs[i].text; *at; at++)
            buffer_add_char(text, *at == '\n' ? ' ' : *at);
}

static void add_words(char kind, const struct inline_text *words,
                      struct buffer *text)
{
    if (!words->count)
        return;
    buffer_add_char(text, kind);
    plain_text_flatten(words, text);
    buffer_add_char(text, '\0');
}

static void add_text(const char *paragraph, struct buffer *text)
{
    if (!paragraph || !*paragraph)
        return;
    buffer_add_char(text, PLAIN_TEXT_PARAGRAPH);
    buffer_add_text(text, paragraph);
    buffer_add_char(text, '\0');
}

static void add_panel(const struct panel *panel, struct buffer *text)
{
    add_words(PLAIN_TEXT_SECTION, &panel->title, text);
    add_words(PLAIN_TEXT_PARAGRAPH, &panel->headline, text);
    add_words(PLAIN_TEXT_PARAGRAPH, &panel->comparison, text);
    add_words(PLAIN_TEXT_PARAGRAPH, &panel->caption, text);
    add_words(PLAIN_TEXT_PARAGRAPH, &panel->none, text);
    add_words(PLAIN_TEXT_PARAGRAPH, &panel->basis, text);
    for (size_t i = 0; i < panel->note_count; i++)
        add_words(PLAIN_TEXT_ITEM, &panel->notes[i], text);
}

static void add_cells(const struct inline_text *cells, size_t count,
                      struct buffer *text)
{
    buffer_add_char(text, PLAIN_TEXT_ITEM);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(text, i ? "; " : "");
        plain_text_flatten(&cells[i], text);
    }
    buffer_add_char(text, '\0');
}

static void add_table(const struct block *block, struct buffer *text)
{
    const struct table *table = block->table;

    add_words(PLAIN_TEXT_PARAGRAPH, &block->words, text);
    add_cells(table->heads, table->column_count, text);
    for (size_t i = 0; i < table->rows.count; i++)
        add_cells(table->rows.items[i]->cells, table->column_count, text);
}

static void add_blocks(const struct letter *letter, struct block_list blocks,
                       char kind, struct buffer *text);

static void add_block(const struct letter *letter, const struct block *block,
                      char kind, struct buffer *text)
{
    switch (block->kind) {
    case BLOCK_SUBJECT:
        add_words(PLAIN_TEXT_SUBJECT, &block->words, text);
        break;
    case BLOCK_SECTION:
        add_words(PLAIN_TEXT_SECTION, &block->words, text);
        break;
    case BLOCK_PARAGRAPH:
        add_words(kind, &block->words, text);
        break;
    case BLOCK_LIST:
        for (size_t i = 0; i < block->item_count; i++)
            add_blocks(letter, block->items[i], PLAIN_TEXT_ITEM, text);
        break;
    case BLOCK_TABLE:
        add_table(block, text);
        break;
    case BLOCK_ROW:
        break;
    case BLOCK_PANEL:
        add_panel(block->panel, text);
        break;
    case BLOCK_SIGNATURE:
        add_text(letter->signatory, text);
        for (size_t i = 0; i < letter->roles.count; i++)
            add_text(letter->roles.items[i].text, text);
        break;
    case BLOCK_PAGE_BREAK:
        break;
    }
}

static void add_blocks(const struct letter *letter, struct block_list blocks,
                       char kind, struct buffer *text)
{
    for (size_t i = 0; i < blocks.count; i++)
        add_block(letter, blocks.items[i], kind, text);
}

void plain_text_write(const struct letter *letter, struct buffer *text)
{
    for (; letter; letter = letter->next) {
        add_text(letter->date, text);
        add_text(letter->delivery, text);
        add_text(letter->reference, text);
        for (size_t i = 0; i < letter->addressee_count; i++)
            add_text(letter->addressee[i], text);
        for (size_t i = 0; i < letter->address_count; i++)
            add_text(letter->address[i], text);
        add_blocks(letter, letter->blocks, PLAIN_TEXT_PARAGRAPH, text);
    }
}
