#include "layout/running_head.h"

#include <math.h>

/** Points: the last baseline above the frame, usually and at least. The head
 *  has one size, whatever the text has. */
static const double base_usual = 28;
static const double base_least = 14;
static const double leading = 12;

/** The least distance of print from the paper's edge. */
static const double edge_mm = 5;

/** The page number's share of the measure. */
static const double number_share = 0.3;

static struct ink running_ink(const struct composer *composer)
{
    return (struct ink){.size = composer->scale.running,
                        .leading = leading,
                        .colour = composer->kit->theme.quiet};
}

enum status running_set(const struct composer *composer,
                        struct running *running, struct error *err)
{
    const struct letter *letter = composer->letter;
    const struct ink ink = running_ink(composer);
    const struct rect *frame = &composer->scale.frame;
    double width = frame->width * (1 - number_share);
    double least = geometry_points(edge_mm);
    enum status status =
        prose_set_text(composer, letter->name, letter->name_place, &ink, width,
                       &running->name, err);

    if (status != STATUS_OK)
        return status;
    least += prose_height(&running->name);
    running->base = fmax(frame->y - base_usual, least);
    if (running->base > frame->y - base_least)
        return error_set(err, RULE_LAYOUT_TOO_TALL, letter->name_place, NULL,
                         "the council's name does not fit in the running head");
    return STATUS_OK;
}

enum status running_draw(const struct composer *composer,
                         struct running *running, size_t page, size_t pages,
                         struct error *err)
{
    const struct rect *frame = &composer->scale.frame;
    const struct ink ink = running_ink(composer);
    struct point at = {frame->x, running->base};
    struct prose number;
    enum status status;

    if (page == 1)
        return STATUS_OK;
    status = prose_set_text(
        composer, phrases_page(composer->phrases, composer->arena, page, pages),
        NO_PLACE, &ink, frame->width * number_share, &number, err);
    if (status != STATUS_OK)
        return status;
    at.y -= prose_height(&running->name) - ink.leading;
    prose_draw(composer, &running->name, at, NULL, ARTIFACT_HEADER);
    at = (struct point){frame->x + frame->width - prose_width(&number),
                        running->base};
    prose_draw(composer, &number, at, NULL, ARTIFACT_HEADER);
    return STATUS_OK;
}
