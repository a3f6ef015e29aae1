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

/** The letter in one language. */
struct layout_part {
    struct layout_context context;
    struct layout_column column;
    struct pagination pagination;
    struct running_head running;
};

/** @param before  pages of the parts above
 *  @param pages   of all parts */
static enum status draw_pages(struct layout_part *part, size_t before,
                              size_t pages, struct error *err)
{
    const struct layout_context *context = &part->context;

    for (size_t page = 0; page < part->pagination.count; page++) {
        size_t first = part->pagination.starts[page];
        size_t end = part->pagination.starts[page + 1];
        enum status status = STATUS_OK;

        display_list_begin_page(context->display_list, A4_WIDTH, A4_HEIGHT);
        if (page > 0)
            status = running_head_draw(context, &part->running,
                                       before + page + 1, pages, err);
        if (status != STATUS_OK)
            return status;
        draw_page(context, part->column.items + first, end - first);
    }
    return STATUS_OK;
}

/* Marks the first signature as the place of the seal. @return true if there is
 * one */
static bool seal_signature(const struct layout_column *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == COLUMN_ITEM_SIGNATURE) {
            list->items[i].sealed = true;
            return true;
        }
    return false;
}

static enum status set_part(struct layout_part *part, struct error *err)
{
    const struct layout_context *context = &part->context;
    enum status status = block_flow_set(context, &part->column, err);

    if (status == STATUS_OK)
        status = pagination_make(
            context->arena, part->column.items, part->column.count,
            context->scale.frame.height, &part->pagination, err);
    if (status == STATUS_OK)
        status = running_head_set(context, &part->running, err);
    return status;
}

static enum status compose(struct layout_part *parts, size_t count,
                           struct error *err)
{
    const struct layout_kit *kit = parts->context.kit;
    const struct rect out_of_sight = {0, 0, 0, 0};
    enum status status = STATUS_OK;
    size_t pages = 0;
    size_t before = 0;
    bool unsealed;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = set_part(&parts[i], err);
        pages += parts[i].pagination.count;
    }
    if (status == STATUS_OK && pages > PAGES_MAX)
        status = error_set(err, RULE_LAYOUT_TOO_LONG,
                           parts->context.letter->name_location, NULL,
                           "the letter has more than %d pages", PAGES_MAX);
    if (status != STATUS_OK)
        return status;
    unsealed =
        kit->sealed && (kit->seal_hidden || !seal_signature(&parts->column));
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = draw_pages(&parts[i], before, pages, err);
        before += parts[i].pagination.count;
        if (status == STATUS_OK && unsealed && i == 0)
            signature_block_draw_seal(&parts->context, out_of_sight);
    }
    return status;
}

/** Begins a section of the document for the language of a part. */
static struct tag *begin_section(const struct layout_context *context)
{
    struct tag *section =
        display_list_add_tag(context->display_list, TAG_SECT, context->root);

    section->language = context->letter->language;
    section->title = words_find(section->language)->name;
    return section;
}

/** A letter in one language has no sections for languages. */
static struct layout_part *begin_parts(const struct layout_context *context,
                                       size_t *count)
{
    const struct letter *letter = context->letter;
    struct layout_part *parts;

    *count = 0;
    for (const struct letter *one = letter; one; one = one->next)
        ++*count;
    parts = ARENA_ARRAY(context->arena, struct layout_part, *count);
    for (size_t i = 0; i < *count; i++, letter = letter->next) {
        struct layout_context *own = &parts[i].context;
        *own = *context;
        own->letter = letter;
        own->sender = &context->kit->senders[i];
        own->ui_strings = &words_find(letter->language)->ui;
        if (*count > 1)
            own->root = begin_section(own);
    }
    return parts;
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
                                     .scale = type_scale_make(&kit->theme)};
    struct layout_part *parts;
    size_t count;
    enum status status;

    shaper_begin(tools->shaper);
    path_builder_begin(tools->builder);
    context.root =
        display_list_add_tag(context.display_list, TAG_DOCUMENT, NULL);
    parts = begin_parts(&context, &count);
    status = compose(parts, count, err);
    if (status == STATUS_OK) {
        *document = display_list_finish(context.display_list);
        if (letter->has_window)
            status = address_block_check(kit, letter, document->pages, err);
    }
    if (status != STATUS_OK)
        utf8_copy(err->code, sizeof err->code, letter->code);
    return status;
}
