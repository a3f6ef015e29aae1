#include "layout/running_head.h"

#include <math.h>

/** Points: the last baseline above the frame, usually and at least. The head
 *  has one size, whatever the text has. */
static const double base_usual = 28;
static const double base_min = 14;
static const double leading = 12;

/** The least distance of print from the paper's edge. */
static const double edge_mm = 5;

/** The page number's share of the measure. */
static const double number_share = 0.3;

static struct text_style running_style(const struct layout_context *context)
{
    return (struct text_style){.size = context->scale.running,
                               .leading = leading,
                               .colour = context->kit->theme.quiet};
}

enum status running_head_set(const struct layout_context *context,
                             struct running_head *running, struct error *err)
{
    const struct letter *letter = context->letter;
    const struct text_style text_style = running_style(context);
    const struct rect *frame = &context->scale.frame;
    double width = frame->width * (1 - number_share);
    double min = geometry_points(edge_mm);
    enum status status =
        text_block_set_text(context, letter->name, letter->name_location,
                            &text_style, width, &running->name, err);

    if (status != STATUS_OK)
        return status;
    min += text_block_height(&running->name);
    running->base = fmax(frame->y - base_usual, min);
    if (running->base > frame->y - base_min)
        return error_set(err, RULE_LAYOUT_TOO_TALL, letter->name_location, NULL,
                         "the council's name does not fit in the running head");
    return STATUS_OK;
}

enum status running_head_draw(const struct layout_context *context,
                              struct running_head *running, size_t page,
                              size_t pages, struct error *err)
{
    const struct rect *frame = &context->scale.frame;
    const struct text_style text_style = running_style(context);
    struct point at = {frame->x, running->base};
    struct text_block number;
    enum status status;

    if (page == 1)
        return STATUS_OK;
    status = text_block_set_text(
        context,
        ui_strings_page(context->ui_strings, context->arena, page, pages),
        NO_LOCATION, &text_style, frame->width * number_share, &number, err);
    if (status != STATUS_OK)
        return status;
    at.y -= text_block_height(&running->name) - text_style.leading;
    text_block_draw(context, &running->name, at, NULL, ARTIFACT_HEADER);
    at = (struct point){frame->x + frame->width - text_block_width(&number),
                        running->base};
    text_block_draw(context, &number, at, NULL, ARTIFACT_HEADER);
    return STATUS_OK;
}
