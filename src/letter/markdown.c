#include "letter/markdown.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "letter/markdown_extensions.h"
#include "letter/sentinel.h"

static void add_inline_block(struct mapped_text *mapped_text,
                             const struct mapped_text *text)
{
    const size_t from = mapped_text_origin(text, 0);
    const size_t length = mapped_text_length(text);

    mapped_text_add(mapped_text, SENTINEL_GUARD, from);
    mapped_text_join(mapped_text, text, 0, length);
    mapped_text_add(mapped_text, SENTINEL_GUARD "\n\n",
                    mapped_text_origin(text, length));
}

static void write_mapped_text(struct markdown *markdown,
                              struct mapped_text *const *extra, size_t count)
{
    const struct preprocessed *preprocessed = markdown->preprocessed;

    markdown->mapped_text = mapped_text_new();
    for (size_t i = 0; i < preprocessed->choice_text_count; i++)
        add_inline_block(markdown->mapped_text, preprocessed->choice_texts[i]);
    for (size_t i = 0; i < count; i++)
        add_inline_block(markdown->mapped_text, extra[i]);
    markdown_extensions_join(markdown->mapped_text, preprocessed->main);
    markdown->inline_block_count = preprocessed->choice_text_count + count;
}

static void index_lines(struct markdown *markdown)
{
    const char *text = mapped_text_text(markdown->mapped_text);
    size_t count = 1;

    for (const char *at = text; *at; at++)
        count += *at == '\n';
    markdown->lines = memory_alloc(count * sizeof *markdown->lines);
    markdown->lines[0] = 0;
    markdown->line_count = 1;
    for (const char *at = text; *at; at++)
        if (*at == '\n')
            markdown->lines[markdown->line_count++] = (size_t)(at - text) + 1;
}

static void strip_first(cmark_node *node)
{
    const char *text = node ? cmark_node_get_literal(node) : NULL;
    char *rest;

    if (!text || strncmp(text, SENTINEL_GUARD, SENTINEL_GUARD_SIZE) != 0)
        return;
    rest = strdup(text + SENTINEL_GUARD_SIZE);
    if (rest)
        cmark_node_set_literal(node, rest);
    free(rest);
}

static void strip_last(cmark_node *node)
{
    const char *text = node ? cmark_node_get_literal(node) : NULL;
    const size_t length = text ? strlen(text) : 0;
    char *rest;

    if (length < SENTINEL_GUARD_SIZE ||
        strcmp(text + length - SENTINEL_GUARD_SIZE, SENTINEL_GUARD) != 0)
        return;
    rest = strndup(text, length - SENTINEL_GUARD_SIZE);
    if (rest)
        cmark_node_set_literal(node, rest);
    free(rest);
}

static void take_inline_blocks(struct markdown *markdown)
{
    cmark_node *node = cmark_node_first_child(markdown->root);

    markdown->inline_blocks =
        memory_alloc((markdown->inline_block_count + 1) * sizeof(cmark_node *));
    for (size_t i = 0; i < markdown->inline_block_count; i++) {
        strip_first(cmark_node_first_child(node));
        strip_last(cmark_node_last_child(node));
        markdown->inline_blocks[i] = node;
        node = cmark_node_next(node);
    }
    markdown->first = node;
}

void markdown_open(const struct preprocessed *preprocessed,
                   struct mapped_text *const *extra, size_t count,
                   struct markdown *markdown)
{
    *markdown = (struct markdown){.preprocessed = preprocessed};
    write_mapped_text(markdown, extra, count);
    index_lines(markdown);
    markdown->root = cmark_parse_document(
        mapped_text_text(markdown->mapped_text),
        mapped_text_length(markdown->mapped_text), CMARK_OPT_DEFAULT);
    cmark_consolidate_text_nodes(markdown->root);
    take_inline_blocks(markdown);
}

void markdown_close(struct markdown *markdown)
{
    cmark_node_free(markdown->root);
    mapped_text_free(markdown->mapped_text);
    free(markdown->lines);
    free(markdown->inline_blocks);
}

cmark_node *markdown_inline_block(const struct markdown *markdown, size_t index)
{
    return markdown->inline_blocks[index];
}

size_t markdown_line(const struct markdown *markdown, int line)
{
    if (line < 1)
        return 0;
    if ((size_t)line > markdown->line_count)
        return mapped_text_length(markdown->mapped_text);
    return markdown->lines[line - 1];
}

/* @return the mapped text's offset of a line and a column; a column past the
 *         line is cut */
static size_t offset_at(const struct markdown *markdown, int line, int column)
{
    const size_t start = markdown_line(markdown, line);
    const size_t end = markdown_line(markdown, line + 1);
    size_t offset = start + (column > 0 ? (size_t)column - 1 : 0);

    if (offset >= end)
        offset = end > start ? end - 1 : start;
    return offset;
}

static struct location location_at(const struct markdown *markdown,
                                   size_t offset)
{
    return source_text_location(
        &markdown->preprocessed->source,
        mapped_text_origin(markdown->mapped_text, offset));
}

struct location markdown_block_location(const struct markdown *markdown,
                                        cmark_node *block)
{
    return location_at(markdown,
                       offset_at(markdown, cmark_node_get_start_line(block),
                                 cmark_node_get_start_column(block)));
}

char markdown_first_byte(const struct markdown *markdown, cmark_node *block)
{
    return mapped_text_text(markdown->mapped_text)[offset_at(
        markdown, cmark_node_get_start_line(block),
        cmark_node_get_start_column(block))];
}

static int count_lines(const char *text)
{
    int count = 0;

    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* @return the lines of link definitions that cmark removed from a block's
 *         beginning; its line numbers still count them */
static int lines_taken(const struct markdown *markdown, cmark_node *block)
{
    int lines =
        cmark_node_get_end_line(block) - cmark_node_get_start_line(block);
    cmark_iter *walk;

    if (cmark_node_get_type(block) != CMARK_NODE_PARAGRAPH ||
        markdown_first_byte(markdown, block) != '[')
        return 0;
    walk = cmark_iter_new(block);
    while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(walk);
        const cmark_node_type type = cmark_node_get_type(node);
        lines -= type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
        if (type == CMARK_NODE_HTML_INLINE)
            lines -= count_lines(cmark_node_get_literal(node));
    }
    cmark_iter_free(walk);
    return lines > 0 ? lines : 0;
}

/* cmark gives a link the line of its end but the column of its beginning. */
static int line_of(cmark_node *node)
{
    cmark_node *child = cmark_node_first_child(node);

    while (child && cmark_node_get_type(node) != CMARK_NODE_TEXT) {
        node = child;
        child = cmark_node_first_child(node);
    }
    return cmark_node_get_start_line(node);
}

/* @return the bytes of a block's line that cmark reads, with its end */
static int line_size(const struct markdown *markdown, cmark_node *block,
                     int line)
{
    const char *text = mapped_text_text(markdown->mapped_text);
    const size_t start = markdown_line(markdown, line);
    const size_t size = markdown_line(markdown, line + 1) - start;
    const int first = cmark_node_get_start_line(block);

    if (line == first)
        return (int)size - (cmark_node_get_start_column(block) - 1);
    return (int)(size - strspn(text + start, " \t"));
}

static bool ends_in_backslash(const struct markdown *markdown, int line)
{
    const char *text = mapped_text_text(markdown->mapped_text);
    const size_t end = markdown_line(markdown, line + 1);

    return end > 1 && text[end - 1] == '\n' && text[end - 2] == '\\';
}

struct markdown_position_error
markdown_position_error_begin(const struct markdown *markdown,
                              cmark_node *block)
{
    const int taken = lines_taken(markdown, block);

    return (struct markdown_position_error){
        cmark_node_get_start_line(block) + taken, taken, 0};
}

void markdown_position_error_pass(
    const struct markdown *markdown, cmark_node *block, cmark_node *node,
    struct markdown_position_error *position_error)
{
    if (cmark_node_get_type(node) == CMARK_NODE_LINEBREAK &&
        ends_in_backslash(markdown, position_error->line)) {
        position_error->lines++;
        position_error->bytes +=
            line_size(markdown, block, position_error->line);
    } else {
        position_error->bytes = 0;
    }
    position_error->line++;
}

struct location
markdown_inline_location(const struct markdown *markdown, cmark_node *block,
                         const struct markdown_position_error *position_error,
                         cmark_node *node)
{
    const char *text = mapped_text_text(markdown->mapped_text);
    const int first = cmark_node_get_start_line(block);
    int line = line_of(node);
    int column = cmark_node_get_start_column(node) - position_error->bytes;
    size_t offset;

    if (line < 1)
        return markdown_block_location(markdown, block);
    line += position_error->lines;
    /* cmark removes each line's white space and continues to count from the
     * block's column. */
    if (line != first)
        column += (int)strspn(text + markdown_line(markdown, line), " \t") -
                  (cmark_node_get_start_column(block) - 1);
    offset = offset_at(markdown, line, column);
    if (cmark_node_get_type(node) == CMARK_NODE_CODE)
        while (offset > 0 && text[offset - 1] == '`')
            offset--;
    return location_at(markdown, offset);
}

uint32_t markdown_lone_codepoint(cmark_node *block)
{
    cmark_node *child = cmark_node_first_child(block);
    const char *text;
    uint32_t codepoint;

    if (cmark_node_get_type(block) != CMARK_NODE_PARAGRAPH || !child ||
        cmark_node_next(child) || cmark_node_get_type(child) != CMARK_NODE_TEXT)
        return 0;
    text = cmark_node_get_literal(child);
    codepoint = utf8_next(&text);
    return !*text && sentinel_is(codepoint) ? codepoint : 0;
}
