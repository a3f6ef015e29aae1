#include "letter/markdown.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "letter/sentinel.h"

static void add_front(struct draft *draft, const struct draft *text)
{
    const size_t from = draft_origin(text, 0);
    const size_t length = draft_length(text);

    draft_add(draft, SENTINEL_GUARD, from);
    draft_join(draft, text, 0, length);
    draft_add(draft, SENTINEL_GUARD "\n\n", draft_origin(text, length));
}

static void write_draft(struct markup *markup, struct draft *const *extra,
                        size_t count)
{
    const struct manuscript *manuscript = markup->manuscript;

    markup->draft = draft_new();
    for (size_t i = 0; i < manuscript->slip_count; i++)
        add_front(markup->draft, manuscript->slips[i]);
    for (size_t i = 0; i < count; i++)
        add_front(markup->draft, extra[i]);
    draft_join(markup->draft, manuscript->main, 0,
               draft_length(manuscript->main));
    markup->front_count = manuscript->slip_count + count;
}

static void index_lines(struct markup *markup)
{
    const char *text = draft_text(markup->draft);
    size_t count = 1;

    for (const char *at = text; *at; at++)
        count += *at == '\n';
    markup->lines = memory_alloc(count * sizeof *markup->lines);
    markup->lines[0] = 0;
    markup->line_count = 1;
    for (const char *at = text; *at; at++)
        if (*at == '\n')
            markup->lines[markup->line_count++] = (size_t)(at - text) + 1;
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

static void take_fronts(struct markup *markup)
{
    cmark_node *node = cmark_node_first_child(markup->root);

    markup->fronts =
        memory_alloc((markup->front_count + 1) * sizeof(cmark_node *));
    for (size_t i = 0; i < markup->front_count; i++) {
        strip_first(cmark_node_first_child(node));
        strip_last(cmark_node_last_child(node));
        markup->fronts[i] = node;
        node = cmark_node_next(node);
    }
    markup->first = node;
}

void markup_open(const struct manuscript *manuscript,
                 struct draft *const *extra, size_t count,
                 struct markup *markup)
{
    *markup = (struct markup){.manuscript = manuscript};
    write_draft(markup, extra, count);
    index_lines(markup);
    markup->root =
        cmark_parse_document(draft_text(markup->draft),
                             draft_length(markup->draft), CMARK_OPT_DEFAULT);
    cmark_consolidate_text_nodes(markup->root);
    take_fronts(markup);
}

void markup_close(struct markup *markup)
{
    cmark_node_free(markup->root);
    draft_free(markup->draft);
    free(markup->lines);
    free(markup->fronts);
}

cmark_node *markup_front(const struct markup *markup, size_t index)
{
    return markup->fronts[index];
}

size_t markup_line(const struct markup *markup, int line)
{
    if (line < 1)
        return 0;
    if ((size_t)line > markup->line_count)
        return draft_length(markup->draft);
    return markup->lines[line - 1];
}

/* The draft's offset of a line and a column, which is cut to the line. */
static size_t offset_at(const struct markup *markup, int line, int column)
{
    const size_t start = markup_line(markup, line);
    const size_t end = markup_line(markup, line + 1);
    size_t offset = start + (column > 0 ? (size_t)column - 1 : 0);

    if (offset >= end)
        offset = end > start ? end - 1 : start;
    return offset;
}

static struct place place_at(const struct markup *markup, size_t offset)
{
    return source_place(&markup->manuscript->source,
                        draft_origin(markup->draft, offset));
}

struct place markup_block_place(const struct markup *markup, cmark_node *block)
{
    return place_at(markup, offset_at(markup, cmark_node_get_start_line(block),
                                      cmark_node_get_start_column(block)));
}

char markup_first_byte(const struct markup *markup, cmark_node *block)
{
    return draft_text(
        markup->draft)[offset_at(markup, cmark_node_get_start_line(block),
                                 cmark_node_get_start_column(block))];
}

static int count_lines(const char *text)
{
    int count = 0;

    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* The lines of link definitions that cmark took off a block's beginning; its
 * line numbers count on as if they were still there. */
static int lines_taken(const struct markup *markup, cmark_node *block)
{
    int lines =
        cmark_node_get_end_line(block) - cmark_node_get_start_line(block);
    cmark_iter *walk;

    if (cmark_node_get_type(block) != CMARK_NODE_PARAGRAPH ||
        markup_first_byte(markup, block) != '[')
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

/* A link's line is that of its end, but its column that of its beginning. */
static int line_of(cmark_node *node)
{
    cmark_node *child = cmark_node_first_child(node);

    while (child && cmark_node_get_type(node) != CMARK_NODE_TEXT) {
        node = child;
        child = cmark_node_first_child(node);
    }
    return cmark_node_get_start_line(node);
}

/* The bytes of a line of a block that cmark reads, its end among them. */
static int line_size(const struct markup *markup, cmark_node *block, int line)
{
    const char *text = draft_text(markup->draft);
    const size_t start = markup_line(markup, line);
    const size_t size = markup_line(markup, line + 1) - start;
    const int first = cmark_node_get_start_line(block);

    if (line == first)
        return (int)size - (cmark_node_get_start_column(block) - 1);
    return (int)(size - strspn(text + start, " \t"));
}

static bool ends_in_backslash(const struct markup *markup, int line)
{
    const char *text = draft_text(markup->draft);
    const size_t end = markup_line(markup, line + 1);

    return end > 1 && text[end - 1] == '\n' && text[end - 2] == '\\';
}

struct markup_drift markup_drift_begin(const struct markup *markup,
                                       cmark_node *block)
{
    const int taken = lines_taken(markup, block);

    return (struct markup_drift){cmark_node_get_start_line(block) + taken,
                                 taken, 0};
}

void markup_drift_pass(const struct markup *markup, cmark_node *block,
                       cmark_node *node, struct markup_drift *drift)
{
    if (cmark_node_get_type(node) == CMARK_NODE_LINEBREAK &&
        ends_in_backslash(markup, drift->line)) {
        drift->lines++;
        drift->bytes += line_size(markup, block, drift->line);
    } else {
        drift->bytes = 0;
    }
    drift->line++;
}

struct place markup_inline_place(const struct markup *markup, cmark_node *block,
                                 const struct markup_drift *drift,
                                 cmark_node *node)
{
    const char *text = draft_text(markup->draft);
    const int first = cmark_node_get_start_line(block);
    int line = line_of(node);
    int column = cmark_node_get_start_column(node) - drift->bytes;
    size_t offset;

    if (line < 1)
        return markup_block_place(markup, block);
    line += drift->lines;
    /* cmark takes each line's white space off and counts on from the block's
     * own column. */
    if (line != first)
        column += (int)strspn(text + markup_line(markup, line), " \t") -
                  (cmark_node_get_start_column(block) - 1);
    offset = offset_at(markup, line, column);
    if (cmark_node_get_type(node) == CMARK_NODE_CODE)
        while (offset > 0 && text[offset - 1] == '`')
            offset--;
    return place_at(markup, offset);
}

uint32_t markup_lone_letter(cmark_node *block)
{
    cmark_node *child = cmark_node_first_child(block);
    const char *text;
    uint32_t letter;

    if (cmark_node_get_type(block) != CMARK_NODE_PARAGRAPH || !child ||
        cmark_node_next(child) || cmark_node_get_type(child) != CMARK_NODE_TEXT)
        return 0;
    text = cmark_node_get_literal(child);
    letter = text_next(&text);
    return !*text && sentinel_is(letter) ? letter : 0;
}
