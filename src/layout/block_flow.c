#include "layout/block_flow.h"

#include "layout/letterhead.h"
#include "layout/panel_group.h"
#include "layout/signature_block.h"

/** What has been said so far, and what is to be done at the next strip. */
struct flow {
    const struct composer *composer;
    struct strip_list *list;
    bool fresh;   ///< a page break waits for the next strip
    size_t bound; ///< lines that must still follow a heading on its page
};

/** How a paragraph of any kind is set. */
struct manner {
    struct ink ink;
    double before;
    double x; ///< from the frame's left edge
    enum tag_kind kind;
    struct tag *parent;
    struct label *label;
};

/** A list's depth, its items' left edge and their parent in the structure. */
struct level {
    double x;
    struct tag *parent;
    struct label *label; ///< for the item's first line
};

static struct ink body_ink(const struct composer *composer)
{
    return (struct ink){.size = composer->scale.text,
                        .leading = composer->scale.leading,
                        .colour = composer->kit->theme.text};
}

static void add_strip(struct flow *flow, struct strip *strip)
{
    strip->fresh = flow->fresh;
    flow->fresh = false;
    strip_add(flow->list, flow->composer->arena, strip);
}

/** Whether no page may end after line @p i of @p count. */
static bool line_keeps(struct flow *flow, size_t i, size_t count)
{
    bool orphan = i == 0 && count > 1;
    bool widow = i + 2 == count;
    bool bound = flow->bound > 1;

    if (flow->bound > 0)
        flow->bound--;
    return orphan || widow || bound;
}

static enum status add_prose(struct flow *flow, const struct block *block,
                             const struct manner *manner, struct error *err)
{
    const struct composer *composer = flow->composer;
    struct prose *prose = ARENA_NEW(composer->arena, struct prose);
    double width = composer->scale.frame.width - manner->x;
    enum status status =
        prose_set(composer, block->words, &manner->ink, width, prose, err);
    struct tag *tag;

    if (status != STATUS_OK || prose_lines(prose) == 0)
        return status;
    tag = easel_tag(composer->easel, manner->kind, manner->parent);
    if (manner->kind == TAG_H1 || manner->kind == TAG_H2)
        tag->title = prose_plain(composer, block->words);
    for (size_t i = 0; i < prose_lines(prose); i++) {
        struct strip strip = {.kind = STRIP_LINE,
                              .place = block->place,
                              .before = i == 0 ? manner->before : 0,
                              .height = manner->ink.leading,
                              .prose = prose,
                              .line = i,
                              .x = manner->x,
                              .tag = tag};

        strip.keep = line_keeps(flow, i, prose_lines(prose));
        strip.label = i == 0 ? manner->label : NULL;
        add_strip(flow, &strip);
    }
    return STATUS_OK;
}

static enum status add_heading(struct flow *flow, const struct block *block,
                               struct error *err)
{
    const struct scale *scale = &flow->composer->scale;
    bool subject = block->kind == BLOCK_SUBJECT;
    struct manner manner = {
        .ink = {.size = subject ? scale->subject : scale->section,
                .leading = scale->grid * (subject ? 3 : 2),
                .style = STYLE_BOLD,
                .colour = flow->composer->kit->theme.heading},
        .before = 3 * scale->grid,
        .kind = subject ? TAG_H1 : TAG_H2,
        .parent = flow->composer->root};
    size_t first = flow->list->count;
    enum status status = add_prose(flow, block, &manner, err);

    for (size_t i = first; i < flow->list->count; i++)
        flow->list->items[i].keep = true;
    flow->bound = 2;
    return status;
}

static enum status add_paragraph(struct flow *flow, const struct block *block,
                                 const struct level *level, struct error *err)
{
    struct manner manner = {.ink = body_ink(flow->composer),
                            .before = flow->composer->scale.grid,
                            .x = level->x,
                            .kind = TAG_P,
                            .parent = level->parent,
                            .label = level->label};

    return add_prose(flow, block, &manner, err);
}

static enum status add_blocks(struct flow *flow,
                              const struct block_list *blocks,
                              const struct level *level, struct error *err);

/** Ems from the list's left edge to a bullet. */
static const double bullet_inset = 0.125;

static enum status make_label(const struct flow *flow, const struct block *list,
                              size_t item, struct label *label,
                              struct error *err)
{
    const struct composer *composer = flow->composer;
    const struct ink ink = body_ink(composer);
    const enum status status =
        list->ordered
            ? label_set_number(composer, list->start + (int)item, list->place,
                               &ink, label, err)
            : label_set_bullet(composer, list->place, &ink, label, err);

    label->x = list->ordered ? 0 : bullet_inset * ink.size;
    return status;
}

static enum status add_item(struct flow *flow, const struct block *list,
                            size_t item, double x, double indent,
                            struct tag *parent, struct error *err)
{
    const struct composer *composer = flow->composer;
    struct label *label = ARENA_NEW(composer->arena, struct label);
    enum status status = make_label(flow, list, item, label, err);
    struct level level = {.x = x + indent, .label = label};

    if (status != STATUS_OK)
        return status;
    label->x += x;
    label->item = easel_tag(composer->easel, TAG_LI, parent);
    level.parent = easel_tag(composer->easel, TAG_LBODY, label->item);
    return add_blocks(flow, &list->items[item], &level, err);
}

/** The indent of a list: wider for numbers of two digits and more. */
static double list_indent(const struct composer *composer,
                          const struct block *list)
{
    int last = list->start + (int)list->item_count - 1;
    double digit = 0.56 * composer->scale.text;
    double indent = composer->scale.indent;

    if (!list->ordered)
        return indent;
    for (; last > 9; last /= 10)
        indent += digit;
    return indent;
}

/** A list whose items are single lines is set without gaps. */
static void close_up(struct strip_list *list, size_t first, size_t items)
{
    if (list->count - first != items)
        return;
    for (size_t i = first + 1; i < list->count; i++)
        list->items[i].before = 0;
}

static enum status add_list(struct flow *flow, const struct block *list,
                            const struct level *level, struct error *err)
{
    const struct composer *composer = flow->composer;
    struct tag *tag = easel_tag(composer->easel, TAG_L, level->parent);
    double indent = list_indent(composer, list);
    size_t first = flow->list->count;

    tag->ordered = list->ordered;
    for (size_t i = 0; i < list->item_count; i++) {
        enum status status =
            add_item(flow, list, i, level->x, indent, tag, err);

        if (status != STATUS_OK)
            return status;
    }
    close_up(flow->list, first, list->item_count);
    return STATUS_OK;
}

/** Keeps the paragraph that leads in a list with the list. */
static void keep_intro(struct flow *flow, const struct block_list *blocks,
                       size_t next)
{
    struct strip_list *list = flow->list;

    if (next < blocks->count && blocks->items[next]->kind == BLOCK_LIST &&
        list->count > 0)
        list->items[list->count - 1].keep = true;
}

/** Lets the text between the letterhead and panels stay behind: kept with them,
 *  it could leave the letterhead alone on the first page. */
static void loosen_opening(struct strip_list *list)
{
    struct strip *last = &list->items[list->count - 1];
    size_t kept = list->count;

    while (kept > 0 && list->items[kept - 1].keep)
        kept--;
    if (kept == 1 && last->kind == STRIP_LINE && last->tag->kind == TAG_P)
        last->keep = false;
}

static enum status add_panels(struct flow *flow,
                              const struct block_list *blocks, size_t *next,
                              struct error *err)
{
    size_t first = *next - 1;
    size_t end = *next;
    enum status status;

    while (end < blocks->count && blocks->items[end]->kind == BLOCK_PANEL)
        end++;
    *next = end;
    loosen_opening(flow->list);
    status = panel_group_add(flow->composer, blocks->items + first, end - first,
                             flow->fresh, flow->list, err);
    flow->fresh = false;
    flow->bound = 0;
    return status;
}

static enum status add_blocks(struct flow *flow,
                              const struct block_list *blocks,
                              const struct level *level, struct error *err)
{
    struct level here = *level;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < blocks->count && status == STATUS_OK;) {
        const struct block *block = blocks->items[i++];

        switch (block->kind) {
        case BLOCK_SUBJECT:
        case BLOCK_SECTION:
            status = add_heading(flow, block, err);
            break;
        case BLOCK_PARAGRAPH:
            status = add_paragraph(flow, block, &here, err);
            keep_intro(flow, blocks, i);
            break;
        case BLOCK_LIST:
            status = add_list(flow, block, &here, err);
            break;
        case BLOCK_PAGE_BREAK:
            flow->fresh = flow->list->count > 0;
            break;
        case BLOCK_PANEL:
            status = add_panels(flow, blocks, &i, err);
            break;
        case BLOCK_SIGNATURE:
            status = signature_add(flow->composer, block, flow->fresh,
                                   flow->list, err);
            flow->fresh = false;
            break;
        }
        here.label = NULL;
    }
    return status;
}

static enum status add_letterhead(struct flow *flow, struct error *err)
{
    const struct composer *composer = flow->composer;
    struct strip strip = {.kind = STRIP_LETTERHEAD,
                          .place = composer->letter->addressee_place};
    enum status status =
        letterhead_set(composer, &strip.letterhead, &strip.height, err);

    if (status == STATUS_OK)
        add_strip(flow, &strip);
    return status;
}

enum status flow_letter(const struct composer *composer,
                        struct strip_list *list, struct error *err)
{
    struct flow flow = {.composer = composer, .list = list};
    const struct level level = {.parent = composer->root};
    enum status status = add_letterhead(&flow, err);
    size_t opening = list->count;

    if (status != STATUS_OK)
        return status;
    status = add_blocks(&flow, &composer->letter->blocks, &level, err);
    if (list->count > opening)
        list->items[opening].before = 3 * composer->scale.grid;
    return status;
}
