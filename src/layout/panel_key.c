#include "layout/panel_key.h"

#include "layout/chart_shapes.h"

/** Points at 12 point text. */
static const double pad_above = 10;
static const double row_height = 15;
static const double symbol_gap = 5;
static const double entry_gap = 14;

static const double symbol_widths[PANEL_KEYS] = {4, 20, 18, 5};

static bool has_chart(const struct panel *panel, enum chart_kind kind)
{
    for (size_t i = 0; i < panel->chart_count; i++)
        if (panel->charts[i] == kind)
            return true;
    return false;
}

static bool breaks(const struct chart_data *data)
{
    for (size_t i = 1; i < data->year_count; i++)
        if (data->years[i].break_note != NULL)
            return true;
    return false;
}

/** @return true if a panel's charts show what an entry explains */
static bool shows(const struct panel_plan *plan, enum panel_key_kind kind)
{
    const struct panel *panel = plan->panel;
    const struct chart_data *data = plan->data;
    const bool has_peers = has_chart(panel, CHART_PEERS);
    const bool has_trend = has_chart(panel, CHART_TREND);

    if (plan->columns == NULL)
        return false;
    switch (kind) {
    case PANEL_KEY_PEER:
        return has_peers && data->peer_count > (data->own != SIZE_MAX);
    case PANEL_KEY_AVERAGE:
        return data->average_text != NULL && (has_peers || has_trend);
    case PANEL_KEY_CASE:
        return has_chart(panel, CHART_FIGURE) && data->exists &&
               data->is_rate && data->total <= CHART_MARKS_MAX;
    case PANEL_KEY_BREAK:
        return has_trend && breaks(data);
    case PANEL_KEYS:
        break;
    }
    return false;
}

static const char *entry_text(const struct layout_context *context,
                              const struct chart_data *data,
                              enum panel_key_kind kind)
{
    const struct ui_strings *words = context->ui_strings;

    switch (kind) {
    case PANEL_KEY_PEER:
        return ui_strings_fill(context->arena, words->key_peer,
                               (const char *[]){data->peer});
    case PANEL_KEY_AVERAGE:
        return ui_strings_fill(context->arena, words->key_average,
                               (const char *[]){data->peer_plural});
    case PANEL_KEY_CASE:
        return words->key_case;
    case PANEL_KEY_BREAK:
    case PANEL_KEYS:
        break;
    }
    return words->key_break;
}

static enum status set_entry(const struct layout_context *context,
                             const struct panel_plan *plans, size_t count,
                             enum panel_key_kind kind,
                             struct chart_label *label, struct error *err)
{
    const double width =
        context->scale.frame.width -
        (symbol_widths[kind] + symbol_gap) * context->scale.picture;

    for (size_t i = 0; i < count; i++)
        if (shows(&plans[i], kind))
            return chart_label_set(
                context, entry_text(context, plans[i].data, kind),
                plans[i].location, CHART_LABEL_PLAIN, width, label, err);
    return STATUS_OK;
}

unsigned panel_key_entries(const struct panel_plan *plans, size_t count)
{
    unsigned entries = 0;

    for (size_t i = 0; i < count; i++)
        for (int kind = 0; kind < PANEL_KEYS; kind++)
            if (shows(&plans[i], (enum panel_key_kind)kind))
                entries |= 1U << kind;
    return entries;
}

enum status panel_key_set(const struct layout_context *context,
                          const struct panel_plan *plans, size_t count,
                          struct panel_key *key, struct error *err)
{
    enum status status = STATUS_OK;

    *key = (struct panel_key){.labels = {{.width = 0}}};
    for (int i = 0; status == STATUS_OK && i < PANEL_KEYS; i++)
        status = set_entry(context, plans, count, (enum panel_key_kind)i,
                           &key->labels[i], err);
    return status;
}

/** Places entries in a row, or in as many rows as they need.
 *  @param boxes  [out] from the key's top left
 *  @return the bottom of the last row */
static double place_entries(const struct layout_context *context,
                            const struct panel_key *key, unsigned entries,
                            struct rect boxes[PANEL_KEYS])
{
    const double factor = context->scale.picture;
    struct point at = {0, pad_above * factor};

    for (int i = 0; i < PANEL_KEYS; i++) {
        const double width =
            (symbol_widths[i] + symbol_gap) * factor + key->labels[i].width;

        if ((entries & 1U << i) == 0)
            continue;
        if (at.x > 0 && at.x + width > context->scale.frame.width)
            at = (struct point){0, at.y + row_height * factor};
        boxes[i] = (struct rect){at.x, at.y, width, key->labels[i].height};
        at.x += width + entry_gap * factor;
    }
    return at.y + row_height * factor;
}

double panel_key_height(const struct layout_context *context,
                        const struct panel_key *key, unsigned entries)
{
    struct rect boxes[PANEL_KEYS];

    return entries != 0 ? place_entries(context, key, entries, boxes) : 0;
}

static void draw_case(const struct layout_context *context, struct rect box)
{
    const struct theme *theme = &context->kit->theme;
    const double factor = context->scale.picture;
    const double radius = 3.7 * factor;
    const double y = box.y + box.height / 2;

    path_circle(context->tools->builder, box.x + radius, y, radius);
    chart_shapes_add(context, &(struct chart_paint){.colour = theme->fill});
    path_circle(context->tools->builder, box.x + box.width - radius, y,
                radius - factor / 2);
    chart_shapes_add(context, &(struct chart_paint){.colour = theme->track,
                                                    .width = factor});
}

static void draw_symbol(const struct layout_context *context,
                        enum panel_key_kind kind, struct rect box)
{
    const struct theme *theme = &context->kit->theme;
    const struct point left = {box.x, box.y + box.height / 2};
    const struct point right = {box.x + box.width, left.y};
    const struct point top = {box.x + box.width / 2, box.y};
    const struct point bottom = {top.x, box.y + box.height};

    switch (kind) {
    case PANEL_KEY_PEER:
        chart_shapes_box(context, box,
                         &(struct chart_paint){.colour = theme->peers});
        return;
    case PANEL_KEY_AVERAGE:
        chart_shapes_dashed(
            context, left, right,
            &(struct chart_paint){.colour = theme->text, .width = 1.2});
        return;
    case PANEL_KEY_CASE:
        draw_case(context, box);
        return;
    case PANEL_KEY_BREAK:
        chart_shapes_dotted(
            context, top, bottom,
            &(struct chart_paint){.colour = theme->quiet, .width = 1});
        return;
    case PANEL_KEYS:
        return;
    }
}

void panel_key_draw(const struct layout_context *context, struct panel_key *key,
                    unsigned entries, double y)
{
    const double factor = context->scale.picture;
    const struct rect *frame = &context->scale.frame;
    struct rect boxes[PANEL_KEYS];

    place_entries(context, key, entries, boxes);
    chart_shapes_line(
        context, (struct point){frame->x, y},
        (struct point){frame->x + frame->width, y},
        &(struct chart_paint){.colour = context->kit->theme.rule, .width = 1});
    for (int i = 0; i < PANEL_KEYS; i++) {
        const struct rect box = {frame->x + boxes[i].x, y + boxes[i].y,
                                 symbol_widths[i] * factor, boxes[i].height};

        if ((entries & 1U << i) == 0)
            continue;
        draw_symbol(context, (enum panel_key_kind)i, box);
        chart_label_draw(
            context, &key->labels[i],
            (struct point){box.x + box.width + symbol_gap * factor, box.y});
    }
}
