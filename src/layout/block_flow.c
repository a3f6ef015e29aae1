#include "layout/block_flow.h"

#include <math.h>

#include "layout/letterhead.h"
#include "layout/panel_columns.h"
#include "layout/panel_group.h"
#include "layout/signature_block.h"
#include "layout/table.h"

/** The column so far, and the state for its next item. */
struct block_flow {
    const struct layout_context *context;
    struct layout_column *list;
    bool page_break_before; ///< a page break waits for the next item
    bool after_table;       ///< a table ends above the next item
    size_t bound; ///< lines that must still follow a heading on its page
};

/** The style of a paragraph. */
struct block_manner {
    struct text_style text_style;
    double before;
    double x; ///< from the frame's left edge
    enum tag_kind kind;
    struct tag *parent;
    struct list_label *label;
};

/** A list: depth, left edge of items, parent in the structure. */
struct level {
    double x;
    struct tag *parent;
    bool leads;               ///< panels follow, on the same page
    struct list_label *label; ///< for the item's first line
};

static struct text_style body_style(const struct layout_context *context)
{
    return (struct text_style){.size = context->scale.text,
                               .leading = context->scale.leading,
                               .colour = context->kit->theme.text};
}

static void add_column_item(struct block_flow *flow,
                            struct column_item *column_item)
{
    if (flow->after_table)
        column_item->before =
            fmax(column_item->before, 2 * flow->context->scale.grid);
    flow->after_table = false;
    column_item->page_break_before = flow->page_break_before;
    flow->page_break_before = false;
    column_item_add(flow->list, flow->context->arena, column_item);
}

/** @return true if panels with charts in columns follow after paragraphs
 *  alone */
static bool leads_to_panels(const struct block_list *blocks, size_t next)
{
    while (next < blocks->count && blocks->items[next]->kind == BLOCK_PARAGRAPH)
        next++;
    return next < blocks->count && blocks->items[next]->kind == BLOCK_PANEL &&
           panel_columns_apply(blocks->items[next]->panel);
}

/** @return true if no page may end after line @p i of @p count */
static bool line_keeps(struct block_flow *flow, size_t i, size_t count)
{
    bool orphan = i == 0 && count > 1;
    bool widow = i + 2 == count;
    bool bound = flow->bound > 1;

    if (flow->bound > 0)
        flow->bound--;
    return orphan || widow || bound;
}

static enum status add_text_block(struct block_flow *flow,
                                  const struct block *block,
                                  const struct block_manner *block_manner,
                                  struct error *err)
{
    const struct layout_context *context = flow->context;
    struct text_block *text_block =
        ARENA_NEW(context->arena, struct text_block);
    double width = context->scale.frame.width - block_manner->x;
    enum status status =
        text_block_set(context, block->words, &block_manner->text_style, width,
                       text_block, err);
    struct tag *tag;

    if (status != STATUS_OK || text_block_count_lines(text_block) == 0)
        return status;
    tag = display_list_add_tag(context->display_list, block_manner->kind,
                               block_manner->parent);
    if (block_manner->kind == TAG_H1 || block_manner->kind == TAG_H2)
        tag->title = text_block_plain(context, block->words);
    for (size_t i = 0; i < text_block_count_lines(text_block); i++) {
        struct column_item column_item = {
            .kind = COLUMN_ITEM_LINE,
            .location = block->location,
            .before = i == 0 ? block_manner->before : 0,
            .height = block_manner->text_style.leading,
            .text_block = text_block,
            .line = i,
            .x = block_manner->x,
            .tag = tag};

        column_item.keep_with_next =
            line_keeps(flow, i, text_block_count_lines(text_block));
        column_item.label = i == 0 ? block_manner->label : NULL;
        add_column_item(flow, &column_item);
    }
    return STATUS_OK;
}

static enum status add_heading(struct block_flow *flow,
                               const struct block *block,
                               const struct level *level, struct error *err)
{
    const struct type_scale *scale = &flow->context->scale;
    bool subject = block->kind == BLOCK_SUBJECT;
    bool large = subject || level->leads;
    struct block_manner block_manner = {
        .text_style = {.size = level->leads ? 1.25 * scale->subject
                               : subject    ? scale->subject
                                            : scale->section,
                       .leading = scale->grid * (large ? 3 : 2),
                       .style = STYLE_BOLD,
                       .colour = flow->context->kit->theme.heading},
        .before = 3 * scale->grid,
        .kind = subject ? TAG_H1 : TAG_H2,
        .parent = level->parent};
    size_t first = flow->list->count;
    enum status status = add_text_block(flow, block, &block_manner, err);

    for (size_t i = first; i < flow->list->count; i++)
        flow->list->items[i].keep_with_next = true;
    flow->bound = 2;
    return status;
}

static enum status add_paragraph(struct block_flow *flow,
                                 const struct block *block,
                                 const struct level *level, struct error *err)
{
    struct block_manner block_manner = {.text_style = body_style(flow->context),
                                        .before = flow->context->scale.grid,
                                        .x = level->x,
                                        .kind = TAG_P,
                                        .parent = level->parent,
                                        .label = level->label};
    const size_t first = flow->list->count;
    enum status status;

    if (level->leads)
        block_manner.text_style.colour = flow->context->kit->theme.quiet;
    status = add_text_block(flow, block, &block_manner, err);
    for (size_t i = first; level->leads && i < flow->list->count; i++)
        flow->list->items[i].keep_with_next = true;
    return status;
}

/** Begins a section. @return the level of its content */
static struct level begin_section(const struct block_flow *flow,
                                  const struct block *heading,
                                  const struct level *level)
{
    const struct layout_context *context = flow->context;
    struct level here = *level;

    here.parent =
        display_list_add_tag(context->display_list, TAG_SECT, level->parent);
    here.parent->title = text_block_plain(context, heading->words);
    here.leads = true;
    return here;
}

static enum status add_blocks(struct block_flow *flow,
                              const struct block_list *blocks,
                              const struct level *level, struct error *err);

/** Ems from the list's left edge to a bullet. */
static const double bullet_inset = 0.125;

static enum status make_label(const struct block_flow *flow,
                              const struct block *list, size_t item,
                              struct list_label *label, struct error *err)
{
    const struct layout_context *context = flow->context;
    const struct text_style text_style = body_style(context);
    const enum status status =
        list->ordered
            ? list_label_set_number(context, list->start + (int)item,
                                    list->location, &text_style, label, err)
            : list_label_set_bullet(context, list->location, &text_style, label,
                                    err);

    label->x = list->ordered ? 0 : bullet_inset * text_style.size;
    return status;
}

static enum status add_item(struct block_flow *flow, const struct block *list,
                            size_t item, double x, double indent,
                            struct tag *parent, struct error *err)
{
    const struct layout_context *context = flow->context;
    struct list_label *label = ARENA_NEW(context->arena, struct list_label);
    enum status status = make_label(flow, list, item, label, err);
    struct level level = {.x = x + indent, .label = label};

    if (status != STATUS_OK)
        return status;
    label->x += x;
    label->item = display_list_add_tag(context->display_list, TAG_LI, parent);
    level.parent =
        display_list_add_tag(context->display_list, TAG_LBODY, label->item);
    return add_blocks(flow, &list->items[item], &level, err);
}

/** The indent of a list: wider for numbers of two digits and more. */
static double list_indent(const struct layout_context *context,
                          const struct block *list)
{
    int last = list->start + (int)list->item_count - 1;
    double digit = 0.56 * context->scale.text;
    double indent = context->scale.indent;

    if (!list->ordered)
        return indent;
    for (; last > 9; last /= 10)
        indent += digit;
    return indent;
}

/** A list whose items are single lines is set without gaps. */
static void remove_item_gaps(struct layout_column *list, size_t first,
                             size_t items)
{
    if (list->count - first != items)
        return;
    for (size_t i = first + 1; i < list->count; i++)
        list->items[i].before = 0;
}

static enum status add_list(struct block_flow *flow, const struct block *list,
                            const struct level *level, struct error *err)
{
    const struct layout_context *context = flow->context;
    struct tag *tag =
        display_list_add_tag(context->display_list, TAG_L, level->parent);
    double indent = list_indent(context, list);
    size_t first = flow->list->count;

    tag->ordered = list->ordered;
    for (size_t i = 0; i < list->item_count; i++) {
        enum status status =
            add_item(flow, list, i, level->x, indent, tag, err);

        if (status != STATUS_OK)
            return status;
    }
    remove_item_gaps(flow->list, first, list->item_count);
    return STATUS_OK;
}

static enum status add_table(struct block_flow *flow, const struct block *block,
                             const struct level *level, struct error *err)
{
    const double steps = flow->bound > 1 ? 1 : 2; /* a heading is above it */
    const size_t first = flow->list->count;
    const enum status status =
        table_add(flow->context, block, level->parent, flow->list, err);

    if (status != STATUS_OK)
        return status;
    flow->list->items[first].before = steps * flow->context->scale.grid;
    flow->list->items[first].page_break_before = flow->page_break_before;
    flow->page_break_before = false;
    flow->after_table = true;
    flow->bound = 0;
    return STATUS_OK;
}

/** Keeps a list or a table with the paragraph before it. */
static void keep_intro(struct block_flow *flow, const struct block_list *blocks,
                       size_t next)
{
    struct layout_column *list = flow->list;
    struct column_item *last;

    if (next == blocks->count || list->count == 0)
        return;
    last = &list->items[list->count - 1];
    if (blocks->items[next]->kind == BLOCK_TABLE) {
        last->keep_with_next = true;
        last->break_priority = BREAK_PRIORITY_LAST;
    } else if (blocks->items[next]->kind == BLOCK_LIST) {
        last->keep_with_next = true;
    }
}

/** Allows a page break between the text after the letterhead and panels: kept
 *  together, they could leave the letterhead alone on the first page. */
static void release_opening_keep(struct layout_column *list)
{
    struct column_item *last = &list->items[list->count - 1];
    size_t kept = list->count;

    while (kept > 0 && list->items[kept - 1].keep_with_next)
        kept--;
    if (kept == 1 && last->kind == COLUMN_ITEM_LINE && last->tag->kind == TAG_P)
        last->keep_with_next = false;
}

static enum status add_panels(struct block_flow *flow,
                              const struct block_list *blocks, size_t *next,
                              struct tag *section, struct error *err)
{
    size_t first = *next - 1;
    size_t end = *next;
    enum status status;

    while (end < blocks->count && blocks->items[end]->kind == BLOCK_PANEL)
        end++;
    *next = end;
    release_opening_keep(flow->list);
    status = panel_group_add(flow->context, blocks->items + first, end - first,
                             section, flow->page_break_before, flow->list, err);
    flow->page_break_before = false;
    flow->bound = 0;
    return status;
}

static enum status add_blocks(struct block_flow *flow,
                              const struct block_list *blocks,
                              const struct level *level, struct error *err)
{
    struct level here = *level;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < blocks->count && status == STATUS_OK;) {
        const struct block *block = blocks->items[i++];

        switch (block->kind) {
        case BLOCK_SECTION:
            here = leads_to_panels(blocks, i)
                       ? begin_section(flow, block, level)
                       : *level;
            status = add_heading(flow, block, &here, err);
            break;
        case BLOCK_SUBJECT:
            status = add_heading(flow, block, level, err);
            break;
        case BLOCK_PARAGRAPH:
            status = add_paragraph(flow, block, &here, err);
            keep_intro(flow, blocks, i);
            break;
        case BLOCK_LIST:
            status = add_list(flow, block, &here, err);
            break;
        case BLOCK_TABLE:
            status = add_table(flow, block, &here, err);
            break;
        case BLOCK_ROW:
            break;
        case BLOCK_PAGE_BREAK:
            flow->page_break_before = flow->list->count > 0;
            break;
        case BLOCK_PANEL:
            status = add_panels(flow, blocks, &i, here.parent, err);
            here = *level;
            break;
        case BLOCK_SIGNATURE:
            status = signature_block_add(
                flow->context, block, flow->page_break_before, flow->list, err);
            flow->page_break_before = false;
            break;
        }
        here.label = NULL;
    }
    return status;
}

static enum status add_letterhead(struct block_flow *flow, struct error *err)
{
    const struct layout_context *context = flow->context;
    struct column_item column_item = {.kind = COLUMN_ITEM_LETTERHEAD,
                                      .location =
                                          context->letter->addressee_location};
    enum status status = letterhead_set(context, &column_item.letterhead,
                                        &column_item.height, err);

    if (status == STATUS_OK)
        add_column_item(flow, &column_item);
    return status;
}

enum status block_flow_set(const struct layout_context *context,
                           struct layout_column *list, struct error *err)
{
    struct block_flow flow = {.context = context, .list = list};
    const struct level level = {.parent = context->root};
    enum status status = add_letterhead(&flow, err);
    size_t opening = list->count;

    if (status != STATUS_OK)
        return status;
    status = add_blocks(&flow, &context->letter->blocks, &level, err);
    if (list->count > opening)
        list->items[opening].before = 3 * context->scale.grid;
    return status;
}
