#include "layout/panel_group.h"

#include <math.h>

#include "layout/panel_columns.h"
#include "layout/panel_key.h"

/** Grid steps between panels. Before gaps become smaller than the fair one,
 *  the panels' own spacing is reduced. */
struct gaps {
    int least, fair, normal, most;
    int steps; ///< of closeness to try
};

static const struct gaps card_gaps = {2, 3, 4, 6, 4};
static const struct gaps column_gaps = {1, 1, 2, 4, 16};

static const struct gaps *gaps_of(const struct panel_plan *plans)
{
    return plans[0].columns == NULL ? &card_gaps : &column_gaps;
}

/** @return the height of the items at the column's end that keep with the next
 */
static double lead_height(const struct layout_column *list)
{
    double height = 0;

    for (size_t i = list->count; i-- > 0 && list->items[i].keep_with_next;) {
        height += list->items[i].height;
        if (list->items[i].page_break_before)
            break;
        height += list->items[i].before;
    }
    return height;
}

/** Sets the heads of panels @p from to @p to, which share a page, and the last
 *  one's key. */
static void surround(struct panel_plan *plans, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct panel_plan *above = i > from ? &plans[i - 1] : NULL;

        plans[i].heads = plans[i].columns != NULL &&
                         !panel_columns_share_heads(above, &plans[i]);
        plans[i].key_entries =
            i + 1 == to ? panel_key_entries(plans + from, to - from) : 0;
    }
}

/** @return the height of panels @p from to @p to with gaps of @p gap grid steps
 */
static double stack_height(const struct layout_context *context,
                           struct panel_plan *plans, size_t from, size_t to,
                           int gap)
{
    double height = 0;

    surround(plans, from, to);
    for (size_t i = from; i < to; i++)
        height += plans[i].height + panel_plan_surround(context, &plans[i]) +
                  (i > from ? gap * context->scale.grid : 0);
    return height;
}

/** @return the widest gap, in grid steps, at which the panels fit, or -1 */
static int fit_gap(const struct layout_context *context,
                   struct panel_plan *plans, size_t from, size_t to,
                   double height_left)
{
    const struct gaps *gaps = gaps_of(plans);

    for (int gap = gaps->normal; gap >= gaps->least; gap--) {
        if (stack_height(context, plans, from, to, gap) <= height_left + 0.01)
            return gap;
    }
    return -1;
}

/** @return the start of share @p page, if @p count is divided into @p pages
 *         equal shares */
static size_t share_start(size_t count, size_t pages, size_t page)
{
    return count / pages * page + (page < count % pages ? page : count % pages);
}

/** @return true if the panels, evenly divided, fit on a number of pages with a
 *         minimum gap */
static bool fits_on(const struct layout_context *context,
                    struct panel_plan *plans, size_t count, size_t pages,
                    double lead, int min)
{
    double height_left = context->scale.frame.height;

    for (size_t page = 0; page < pages; page++) {
        size_t from = share_start(count, pages, page);
        size_t to = share_start(count, pages, page + 1);

        if (fit_gap(context, plans, from, to,
                    page == 0 ? height_left - lead : height_left) < min)
            return false;
    }
    return true;
}

static void add_page(const struct layout_context *context,
                     const struct block *const *blocks,
                     struct panel_plan *plans, size_t from, size_t to,
                     bool page_break_before, double height_left,
                     struct layout_column *list)
{
    int gap = fit_gap(context, plans, from, to, height_left);

    surround(plans, from, to);
    for (size_t i = from; i < to; i++) {
        int steps = i == from || gap < 0 ? gaps_of(plans)->normal : gap;
        const struct column_item column_item = {
            .kind = COLUMN_ITEM_PANEL,
            .location = blocks[i]->location,
            .before = steps * context->scale.grid,
            .height = plans[i].height + panel_plan_surround(context, &plans[i]),
            .keep_with_next = i + 1 < to,
            .break_priority = BREAK_PRIORITY_FIRST,
            .page_break_before = i == from && page_break_before,
            .panel = &plans[i]};

        column_item_add(list, context->arena, &column_item);
    }
}

/** Sets heads and key. */
static enum status set_surround(const struct layout_context *context,
                                struct panel_plan *plans, size_t count,
                                struct error *err)
{
    struct panel_key *key = ARENA_NEW(context->arena, struct panel_key);
    enum status status = panel_columns_set_heads(context, plans, count, err);

    if (status == STATUS_OK)
        status = panel_key_set(context, plans, count, key, err);
    for (size_t i = 0; i < count; i++)
        plans[i].key = key;
    return status;
}

static enum status set_plans(const struct layout_context *context,
                             const struct block *const *blocks, size_t count,
                             struct tag *section, struct panel_plan *plans,
                             struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        enum status status =
            panel_plan_set(context, blocks[i], section,
                           i > 0 ? &plans[i - 1] : NULL, &plans[i], err);

        if (status != STATUS_OK)
            return status;
    }
    return set_surround(context, plans, count, err);
}

static void place_plans(const struct layout_context *context,
                        struct panel_plan *plans, size_t count,
                        double closeness)
{
    for (size_t i = 0; i < count; i++)
        panel_plan_place(context, &plans[i], closeness);
}

/** @return the fewest pages for the panels, evenly divided */
static size_t page_count(const struct layout_context *context,
                         struct panel_plan *plans, size_t count, double lead)
{
    size_t pages = 1;

    while (pages < count &&
           !fits_on(context, plans, count, pages, lead, gaps_of(plans)->least))
        pages++;
    return pages;
}

/** Places the panels as loosely as the fewest pages allow. @return the pages
 */
static size_t choose_pages(const struct layout_context *context,
                           struct panel_plan *plans, size_t count, double lead)
{
    const int steps = gaps_of(plans)->steps;
    size_t pages;

    place_plans(context, plans, count, 1);
    pages = page_count(context, plans, count, lead);
    for (int i = 0; i < steps; i++) {
        place_plans(context, plans, count, (double)i / steps);
        if (fits_on(context, plans, count, pages, lead, gaps_of(plans)->fair))
            return pages;
    }
    place_plans(context, plans, count, 1);
    return pages;
}

/** @return the height of the heading above the group on its first page */
static double first_page_lead(const struct layout_context *context,
                              const struct panel_plan *plans,
                              bool page_break_before,
                              const struct layout_column *list)
{
    double lead = page_break_before ? 0 : lead_height(list);

    return lead > 0 ? lead + gaps_of(plans)->normal * context->scale.grid : 0;
}

enum status panel_group_add(const struct layout_context *context,
                            const struct block *const *blocks, size_t count,
                            struct tag *section, bool page_break_before,
                            struct layout_column *list, struct error *err)
{
    double height_left = context->scale.frame.height;
    double lead;
    struct panel_plan *plans =
        ARENA_ARRAY(context->arena, struct panel_plan, count);
    enum status status = set_plans(context, blocks, count, section, plans, err);
    size_t pages;

    if (status != STATUS_OK)
        return status;
    lead = first_page_lead(context, plans, page_break_before, list);
    pages = choose_pages(context, plans, count, lead);
    for (size_t page = 0; page < pages; page++)
        add_page(context, blocks, plans, share_start(count, pages, page),
                 share_start(count, pages, page + 1),
                 page > 0 || page_break_before,
                 page == 0 ? height_left - lead : height_left, list);
    return STATUS_OK;
}

/** Adds grid steps to the lowest panels with pictures until all have the
 *  height of the highest or none are left. @return the steps left */
static int level_out(const struct layout_context *context,
                     struct column_item *column_items, size_t count, int steps)
{
    for (; steps > 0; steps--) {
        struct column_item *low = NULL;
        double high = 0;

        for (size_t i = 0; i < count; i++) {
            high = fmax(high, column_items[i].height);
            if (column_items[i].panel->chart_count > 0 &&
                (low == NULL || column_items[i].height < low->height))
                low = &column_items[i];
        }
        if (low == NULL || low->height >= high)
            break;
        low->height += context->scale.grid;
    }
    return steps;
}

/** Widens all gaps equally. */
static void open_gaps(const struct layout_context *context,
                      struct column_item *column_items, size_t count, int steps)
{
    const int most = gaps_of(column_items[0].panel)->most;
    int gaps = (int)count - 1;

    for (int more = steps / gaps; more > 0; more--) {
        if (column_items[1].before > (most - 0.5) * context->scale.grid)
            return;
        for (size_t i = 1; i < count; i++)
            column_items[i].before += context->scale.grid;
    }
}

/** @return the number of lines that introduce the first panel */
static size_t count_lead(const struct column_item *column_items, size_t count)
{
    size_t lead = 0;

    while (lead < count && column_items[lead].kind == COLUMN_ITEM_LINE &&
           column_items[lead].keep_with_next)
        lead++;
    if (lead < count && column_items[lead].kind == COLUMN_ITEM_PANEL &&
        column_items[lead].panel->columns != NULL)
        return lead;
    return 0;
}

void panel_group_spread(const struct layout_context *context,
                        struct column_item *column_items, size_t count)
{
    const size_t lead = count_lead(column_items, count);
    double used = 0;
    int steps;

    for (size_t i = 0; i < count; i++) {
        if (i >= lead && column_items[i].kind != COLUMN_ITEM_PANEL)
            return;
        used += column_items[i].height + (i > 0 ? column_items[i].before : 0);
    }
    if (count < lead + 2)
        return;
    steps = (int)((context->scale.frame.height - used) / context->scale.grid +
                  0.01);
    steps = level_out(context, column_items + lead, count - lead, steps);
    open_gaps(context, column_items + lead, count - lead, steps);
}
