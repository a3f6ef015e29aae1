#include "layout/running_head.h"

#include <math.h>

/** Points: the last baseline above the frame, usually and at least. The head
 *  has one size, whatever the text has. */
static const double base_usual = 28;
static const double base_min = 14;
static const double leading = 12;

/** The minimum distance of print from the paper's edge. */
static const double edge_mm = 5;

/** The page number's share of the measure. */
static const double number_share = 0.2;

static struct text_style running_style(const struct layout_context *context)
{
    return (struct text_style){.size = context->scale.running,
                               .leading = leading,
                               .colour = context->kit->theme.quiet};
}

/** Sets @p title, council and code, on one line if possible. */
static enum status set_head(const struct layout_context *context,
                            const char *title, const char *end,
                            struct running_head *running, struct error *err)
{
    const struct letter *letter = context->letter;
    const struct text_style text_style = running_style(context);
    const struct rect *frame = &context->scale.frame;
    const char *text = ARENA_JOIN(context->arena, title, end, letter->name,
                                  " (", letter->code, ")");
    double min = geometry_points(edge_mm);
    enum status status = text_block_set_text(
        context, text, letter->name_location, &text_style,
        frame->width * (1 - number_share), &running->head, err);

    if (status != STATUS_OK)
        return status;
    min += text_block_height(&running->head);
    running->base = fmax(frame->y - base_usual, min);
    return STATUS_OK;
}

static bool fits(const struct layout_context *context,
                 const struct running_head *running)
{
    return running->base <= context->scale.frame.y - base_min;
}

enum status running_head_set(const struct layout_context *context,
                             struct running_head *running, struct error *err)
{
    const char *title = context->letter->campaign_title;
    enum status status = set_head(context, title, " - ", running, err);

    if (status == STATUS_OK && text_block_count_lines(&running->head) > 1)
        status = set_head(context, title, "\n", running, err);
    if (status == STATUS_OK && !fits(context, running))
        status = set_head(context, "", "", running, err);
    if (status == STATUS_OK && !fits(context, running))
        return error_set(err, RULE_LAYOUT_TOO_TALL,
                         context->letter->name_location, NULL,
                         "the council's name does not fit in the running head");
    return status;
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

    status = text_block_set_text(
        context,
        ui_strings_page(context->ui_strings, context->arena, page, pages),
        NO_LOCATION, &text_style, frame->width * number_share, &number, err);
    if (status != STATUS_OK)
        return status;
    at.y -= text_block_height(&running->head) - text_style.leading;
    text_block_draw(context, &running->head, at, NULL, ARTIFACT_HEADER);
    at = (struct point){frame->x + frame->width - text_block_width(&number),
                        running->base};
    text_block_draw(context, &number, at, NULL, ARTIFACT_HEADER);
    return STATUS_OK;
}
