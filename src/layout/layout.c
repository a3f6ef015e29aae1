#include "layout/layout.h"

#include "base/utf8.h"
#include "layout/block_flow.h"
#include "layout/letterhead.h"
#include "layout/pagination.h"
#include "layout/panel_group.h"
#include "layout/running_head.h"
#include "layout/signature_block.h"

/** Draws a line of text whose strip's foot is at @p foot. */
static void draw_line(const struct composer *composer,
                      const struct strip *strip, double foot)
{
    double baseline = foot - composer->scale.leading / 4;
    struct point at = {composer->scale.frame.x + strip->x, baseline};

    if (strip->label != NULL)
        label_draw(composer, strip->label,
                   (struct point){composer->scale.frame.x, baseline});
    prose_draw_line(composer, strip->prose, strip->line, at, strip->tag,
                    ARTIFACT_NONE);
}

static void draw_signature(const struct composer *composer,
                           const struct strip *strip, double y)
{
    const struct rect area = signature_draw(composer, y);

    if (strip->sealed)
        signature_draw_seal(composer, area);
}

static void draw_strip(const struct composer *composer,
                       const struct strip *strip, double y)
{
    switch (strip->kind) {
    case STRIP_LINE:
        draw_line(composer, strip, y + strip->height);
        return;
    case STRIP_LETTERHEAD:
        letterhead_draw(composer, strip->letterhead);
        return;
    case STRIP_SIGNATURE:
        draw_signature(composer, strip, y);
        return;
    case STRIP_PANEL:
        panel_draw(composer, strip->panel, y, strip->height);
        return;
    }
}

static void draw_page(const struct composer *composer, struct strip *strips,
                      size_t count)
{
    double y = composer->scale.frame.y;

    panel_group_spread(composer, strips, count);
    for (size_t i = 0; i < count; i++) {
        y += i > 0 ? strips[i].before : 0;
        draw_strip(composer, &strips[i], y);
        y += strips[i].height;
    }
}

static enum status draw_pages(const struct composer *composer,
                              const struct strip_list *list,
                              const struct pagination *pagination,
                              struct running *running, struct error *err)
{
    for (size_t page = 0; page < pagination->count; page++) {
        size_t first = pagination->starts[page];
        size_t end = pagination->starts[page + 1];
        enum status status;

        easel_page(composer->easel, A4_WIDTH, A4_HEIGHT);
        status =
            running_draw(composer, running, page + 1, pagination->count, err);
        if (status != STATUS_OK)
            return status;
        draw_page(composer, list->items + first, end - first);
    }
    return STATUS_OK;
}

/* The first signature bears the seal. @return whether there is one */
static bool seal_signature(const struct strip_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == STRIP_SIGNATURE) {
            list->items[i].sealed = true;
            return true;
        }
    return false;
}

static enum status compose(const struct composer *composer, struct error *err)
{
    struct strip_list list = {0};
    struct pagination pagination;
    struct running running;
    const struct rect out_of_sight = {0, 0, 0, 0};
    bool unsealed;
    enum status status = flow_letter(composer, &list, err);

    if (status == STATUS_OK)
        status =
            pagination_make(composer->arena, list.items, list.count,
                            composer->scale.frame.height, &pagination, err);
    if (status == STATUS_OK)
        status = running_set(composer, &running, err);
    if (status != STATUS_OK)
        return status;
    unsealed = composer->kit->sealed &&
               (composer->kit->seal_hidden || !seal_signature(&list));
    status = draw_pages(composer, &list, &pagination, &running, err);
    if (status == STATUS_OK && unsealed)
        signature_draw_seal(composer, out_of_sight);
    return status;
}

enum status layout_letter(const struct layout_kit *kit,
                          const struct layout_tools *tools, struct arena *arena,
                          const struct letter *letter,
                          struct document *document, struct error *err)
{
    struct composer composer = {.kit = kit,
                                .tools = tools,
                                .arena = arena,
                                .letter = letter,
                                .easel = easel_new(arena),
                                .scale = scale_make(&kit->theme),
                                .phrases = phrases_find(letter->language)};
    enum status status;

    shaper_begin(tools->shaper);
    composer.root = easel_tag(composer.easel, TAG_DOCUMENT, NULL);
    status = compose(&composer, err);
    if (status != STATUS_OK) {
        text_copy(err->code, sizeof err->code, letter->code);
        return status;
    }
    *document = easel_finish(composer.easel);
    return STATUS_OK;
}
