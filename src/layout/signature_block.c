#include "layout/signature_block.h"

#include <math.h>

/** Grid steps: artwork, space below it, space for a pen. */
enum { ARTWORK_STEPS = 6, CLEAR_STEPS = 1, BLANK_STEPS = 7 };

static const double artwork_width_mm = 60;

/** Maximum lines of a closing ("Yours sincerely,"). */
enum { CLOSING_LINES = 2, LEAD_LINES = 2 };

/** Keeps the last @p count items with the next ones, back to a page break, a
 *  panel or a table, which have their own keeps. */
static void keep_last(struct layout_column *list, size_t count)
{
    for (size_t i = list->count; i-- > 0 && count > 0; count--) {
        struct column_item *column_item = &list->items[i];
        const bool figures = column_item->kind == COLUMN_ITEM_PANEL ||
                             column_item->kind == COLUMN_ITEM_ROW;

        column_item->keep_with_next = true;
        if (figures)
            column_item->break_priority = BREAK_PRIORITY_LAST;
        if (figures || column_item->page_break_before)
            return;
    }
}

/** @return the number of items that belong to the block's closing */
static size_t lead_length(const struct layout_column *list)
{
    const struct column_item *last;
    size_t lines;

    if (list->count == 0)
        return 0;
    last = &list->items[list->count - 1];
    if (last->kind != COLUMN_ITEM_LINE)
        return 1;
    lines = text_block_count_lines(last->text_block);
    if (lines > CLOSING_LINES)
        return LEAD_LINES;
    return lines + LEAD_LINES;
}

static enum status add_line(const struct layout_context *context,
                            const char *text, struct location location,
                            unsigned style, struct layout_column *list,
                            struct error *err)
{
    const struct text_style text_style = {.size = context->scale.text,
                                          .leading = context->scale.leading,
                                          .style = style,
                                          .colour = context->kit->theme.text};
    struct text_block *text_block =
        ARENA_NEW(context->arena, struct text_block);
    struct tag *tag =
        display_list_add_tag(context->display_list, TAG_P, context->root);
    enum status status =
        text_block_set_constant(context, text, location, &text_style,
                                context->scale.frame.width, text_block, err);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < text_block_count_lines(text_block); i++) {
        const struct column_item column_item = {.kind = COLUMN_ITEM_LINE,
                                                .location = location,
                                                .height = text_style.leading,
                                                .keep_with_next = true,
                                                .text_block = text_block,
                                                .line = i,
                                                .tag = tag};

        column_item_add(list, context->arena, &column_item);
    }
    return STATUS_OK;
}

enum status signature_block_add(const struct layout_context *context,
                                const struct block *block,
                                bool page_break_before,
                                struct layout_column *list, struct error *err)
{
    const struct letter *letter = context->letter;
    bool drawn = context->kit->signature != NULL;
    const struct column_item blank = {
        .kind = COLUMN_ITEM_SIGNATURE,
        .location = block->location,
        .before = drawn ? context->scale.grid : 0,
        .height = context->scale.grid *
                  (drawn ? ARTWORK_STEPS + CLEAR_STEPS : BLANK_STEPS),
        .keep_with_next = true,
        .page_break_before = page_break_before};
    enum status status;

    if (!page_break_before)
        keep_last(list, lead_length(list));
    column_item_add(list, context->arena, &blank);
    status = add_line(context, letter->signatory, block->location, STYLE_BOLD,
                      list, err);
    for (size_t i = 0; status == STATUS_OK && i < letter->roles.count; i++)
        status = add_line(context, letter->roles.items[i].text,
                          letter->roles.items[i].location, 0, list, err);
    list->items[list->count - 1].keep_with_next = false;
    return status;
}

static const char *signature_alt(const struct layout_context *context)
{
    const struct letter *letter = context->letter;

    if (letter->signature_alt != NULL && letter->signature_alt[0] != '\0')
        return letter->signature_alt;
    return arena_printf(context->arena, "%s%s", context->ui_strings->signature,
                        letter->signatory == NULL ? "" : letter->signatory);
}

struct rect signature_block_draw(const struct layout_context *context, double y)
{
    const struct artwork *artwork = context->kit->signature;
    const double blank = context->scale.grid * ARTWORK_STEPS;
    const double width = geometry_points(artwork_width_mm);
    struct mark mark = {.kind = MARK_ARTWORK, .artwork = artwork};
    struct tag *figure;
    double scale;

    if (artwork == NULL)
        return (struct rect){context->scale.frame.x, y, width, blank};
    scale = fmin(width / artwork->width, blank / artwork->height);
    figure =
        display_list_add_tag(context->display_list, TAG_FIGURE, context->root);
    figure->alt = signature_alt(context);
    mark.tag = figure;
    mark.box = (struct rect){context->scale.frame.x,
                             y + blank - scale * artwork->height,
                             scale * artwork->width, scale * artwork->height};
    display_list_add_mark(context->display_list, &mark);
    return mark.box;
}

void signature_block_draw_seal(const struct layout_context *context,
                               struct rect area)
{
    const struct mark mark = {.kind = MARK_SEAL,
                              .tag =
                                  display_list_add_tag(context->display_list,
                                                       TAG_FORM, context->root),
                              .box = area};

    display_list_add_mark(context->display_list, &mark);
}
