#include "layout/layout.h"

#include "base/utf8.h"
#include "layout/address_block.h"
#include "layout/block_flow.h"
#include "layout/letterhead.h"
#include "layout/pagination.h"
#include "layout/panel_group.h"
#include "layout/running_head.h"
#include "layout/signature_block.h"
#include "layout/table.h"

/** Draws a line of text whose item's bottom is at @p bottom. */
static void draw_line(const struct layout_context *context,
                      const struct column_item *column_item, double bottom)
{
    double baseline = bottom - context->scale.leading / 4;
    struct point at = {context->scale.frame.x + column_item->x, baseline};

    if (column_item->label != NULL)
        list_label_draw(context, column_item->label,
                        (struct point){context->scale.frame.x, baseline});
    text_block_draw_line(context, column_item->text_block, column_item->line,
                         at, column_item->tag, ARTIFACT_NONE);
}

static void draw_signature(const struct layout_context *context,
                           const struct column_item *column_item, double y)
{
    const struct rect area = signature_block_draw(context, y);

    if (column_item->sealed)
        signature_block_draw_seal(context, area);
}

static void draw_column_item(const struct layout_context *context,
                             const struct column_item *column_item, double y)
{
    switch (column_item->kind) {
    case COLUMN_ITEM_LINE:
        draw_line(context, column_item, y + column_item->height);
        return;
    case COLUMN_ITEM_LETTERHEAD:
        letterhead_draw(context, column_item->letterhead);
        return;
    case COLUMN_ITEM_SIGNATURE:
        draw_signature(context, column_item, y);
        return;
    case COLUMN_ITEM_PANEL:
        panel_draw(context, column_item->panel, y, column_item->height);
        return;
    case COLUMN_ITEM_ROW:
        table_draw_row(context, column_item->row, y);
        return;
    }
}

static void draw_page(const struct layout_context *context,
                      struct column_item *column_items, size_t count)
{
    double y = context->scale.frame.y;

    panel_group_spread(context, column_items, count);
    if (count > 0 && column_items[0].repeated > 0) {
        table_repeat_head(context, column_items[0].row, y);
        y += column_items[0].repeated;
    }
    for (size_t i = 0; i < count; i++) {
        y += i > 0 ? column_items[i].before : 0;
        draw_column_item(context, &column_items[i], y);
        y += column_items[i].height;
    }
}

static enum status draw_pages(const struct layout_context *context,
                              const struct layout_column *list,
                              const struct pagination *pagination,
                              struct running_head *running, struct error *err)
{
    for (size_t page = 0; page < pagination->count; page++) {
        size_t first = pagination->starts[page];
        size_t end = pagination->starts[page + 1];
        enum status status;

        display_list_begin_page(context->display_list, A4_WIDTH, A4_HEIGHT);
        status = running_head_draw(context, running, page + 1,
                                   pagination->count, err);
        if (status != STATUS_OK)
            return status;
        draw_page(context, list->items + first, end - first);
    }
    return STATUS_OK;
}

/* The first signature bears the seal. @return true if there is one */
static bool seal_signature(const struct layout_column *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == COLUMN_ITEM_SIGNATURE) {
            list->items[i].sealed = true;
            return true;
        }
    return false;
}

static enum status compose(const struct layout_context *context,
                           struct error *err)
{
    struct layout_column list = {0};
    struct pagination pagination;
    struct running_head running;
    const struct rect out_of_sight = {0, 0, 0, 0};
    bool unsealed;
    enum status status = block_flow_set(context, &list, err);

    if (status == STATUS_OK)
        status = pagination_make(context->arena, list.items, list.count,
                                 context->scale.frame.height, &pagination, err);
    if (status == STATUS_OK)
        status = running_head_set(context, &running, err);
    if (status != STATUS_OK)
        return status;
    unsealed = context->kit->sealed &&
               (context->kit->seal_hidden || !seal_signature(&list));
    status = draw_pages(context, &list, &pagination, &running, err);
    if (status == STATUS_OK && unsealed)
        signature_block_draw_seal(context, out_of_sight);
    return status;
}

enum status layout_letter(const struct layout_kit *kit,
                          const struct layout_tools *tools, struct arena *arena,
                          const struct letter *letter,
                          struct document *document, struct error *err)
{
    struct layout_context context = {.kit = kit,
                                     .tools = tools,
                                     .arena = arena,
                                     .letter = letter,
                                     .display_list = display_list_new(arena),
                                     .scale = type_scale_make(&kit->theme),
                                     .ui_strings =
                                         ui_strings_find(letter->language)};
    enum status status;

    shaper_begin(tools->shaper);
    path_builder_begin(tools->builder);
    context.root =
        display_list_add_tag(context.display_list, TAG_DOCUMENT, NULL);
    status = compose(&context, err);
    if (status == STATUS_OK) {
        *document = display_list_finish(context.display_list);
        if (letter->has_window)
            status = address_block_check(kit, letter, document->pages, err);
    }
    if (status != STATUS_OK)
        utf8_copy(err->code, sizeof err->code, letter->code);
    return status;
}
