#include "layout/chart_label.h"

#include <math.h>

/** Shares of a font's size, those of the faces in use rounded up. */
static const double ascent_share = 0.91;
static const double descent_share = 0.22;

static struct text_style label_style(const struct layout_context *context,
                                     enum chart_label_kind kind)
{
    const struct theme *theme = &context->kit->theme;
    struct text_style style = {.size = 9.5 * context->scale.picture,
                               .colour = theme->text};

    switch (kind) {
    case CHART_LABEL_AXIS:
        style.size = context->scale.chart;
        style.colour = theme->quiet;
        break;
    case CHART_LABEL_OWN:
        style.size = 10.5 * context->scale.picture;
        style.style = STYLE_BOLD;
        style.colour = theme->fill;
        break;
    case CHART_LABEL_HEAD:
        style.style = STYLE_BOLD;
        style.colour = theme->quiet;
        break;
    case CHART_LABEL_PLAIN:
        break;
    }
    style.leading = 1.2 * style.size;
    return style;
}

/** Takes the measures of what was set. */
static void measure_label(struct chart_label *label)
{
    const double size = label->text_block.text_style.size;

    label->width = text_block_width(&label->text_block);
    label->ascent = ascent_share * size;
    label->height = (ascent_share + descent_share) * size;
}

enum status chart_label_set(const struct layout_context *context,
                            const char *text, struct location location,
                            enum chart_label_kind kind, double width,
                            struct chart_label *label, struct error *err)
{
    struct text_style style = label_style(context, kind);
    const double room = 4 * A4_WIDTH; /* no label is broken */

    for (int tries = 0; tries < 2; tries++) {
        const enum status status = text_block_set_text(
            context, text, location, &style, room, &label->text_block, err);

        if (status != STATUS_OK)
            return status;
        measure_label(label);
        if (label->width <= width)
            break;
        style.size *= width / label->width;
    }
    return STATUS_OK;
}

enum status chart_label_set_constant(const struct layout_context *context,
                                     const char *text, struct location location,
                                     enum chart_label_kind kind,
                                     struct chart_label *label,
                                     struct error *err)
{
    const struct text_style style = label_style(context, kind);
    const enum status status = text_block_set_constant(
        context, text, location, &style, context->scale.frame.width,
        &label->text_block, err);

    if (status == STATUS_OK)
        measure_label(label);
    return status;
}

void chart_label_draw(const struct layout_context *context,
                      struct chart_label *label, struct point corner)
{
    const struct point at = {corner.x, corner.y + label->ascent};

    if (label->width > 0)
        text_block_draw(context, &label->text_block, at, NULL,
                        ARTIFACT_DECORATION);
}

struct rect chart_label_box(const struct chart_label *label, double x,
                            double top, double left, double right)
{
    const double middle = x - label->width / 2;

    return (struct rect){fmax(left, fmin(middle, right - label->width)), top,
                         label->width, label->height};
}
