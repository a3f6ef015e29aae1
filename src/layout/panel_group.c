#include "layout/panel_group.h"

#include <math.h>

/** Grid steps between panels. Before gaps get less than the fair one, the
 *  panels themselves are drawn closer. */
enum { GAP_LEAST = 2, GAP_FAIR = 3, GAP_NORMAL = 4, GAP_MOST = 6 };

/** What strips at the list's end that keep with the next take of its page. */
static double lead_height(const struct strip_list *list)
{
    double height = 0;

    for (size_t i = list->count; i-- > 0 && list->items[i].keep;) {
        height += list->items[i].height;
        if (list->items[i].fresh)
            break;
        height += list->items[i].before;
    }
    return height;
}

/** Height of panels @p from to @p to with gaps of so many grid steps. */
static double stack_height(const struct composer *composer,
                           const struct panel_plan *plans, size_t from,
                           size_t to, int gap)
{
    double height = 0;

    for (size_t i = from; i < to; i++)
        height += plans[i].height + (i > from ? gap * composer->scale.grid : 0);
    return height;
}

/** The widest gap, in grid steps, at which the panels fit, or -1. */
static int fit_gap(const struct composer *composer,
                   const struct panel_plan *plans, size_t from, size_t to,
                   double room)
{
    for (int gap = GAP_NORMAL; gap >= GAP_LEAST; gap--) {
        if (stack_height(composer, plans, from, to, gap) <= room + 0.01)
            return gap;
    }
    return -1;
}

/** Where the @p page th of @p pages equal shares of @p count begins. */
static size_t share_start(size_t count, size_t pages, size_t page)
{
    return count / pages * page + (page < count % pages ? page : count % pages);
}

/** Whether the panels fit on so many pages, shared out evenly, with gaps of at
 *  least so many steps. */
static bool fits_on(const struct composer *composer,
                    const struct panel_plan *plans, size_t count, size_t pages,
                    double lead, int least)
{
    double room = composer->scale.frame.height;

    for (size_t page = 0; page < pages; page++) {
        size_t from = share_start(count, pages, page);
        size_t to = share_start(count, pages, page + 1);

        if (fit_gap(composer, plans, from, to, page == 0 ? room - lead : room) <
            least)
            return false;
    }
    return true;
}

static void add_page(const struct composer *composer,
                     const struct block *const *blocks,
                     struct panel_plan *plans, size_t from, size_t to,
                     bool fresh, double room, struct strip_list *list)
{
    int gap = fit_gap(composer, plans, from, to, room);

    for (size_t i = from; i < to; i++) {
        int steps = i == from || gap < 0 ? GAP_NORMAL : gap;
        const struct strip strip = {.kind = STRIP_PANEL,
                                    .place = blocks[i]->place,
                                    .before = steps * composer->scale.grid,
                                    .height = plans[i].height,
                                    .keep = i + 1 < to,
                                    .yields = YIELD_FIRST,
                                    .fresh = i == from && fresh,
                                    .panel = &plans[i]};

        strip_add(list, composer->arena, &strip);
    }
}

static enum status set_plans(const struct composer *composer,
                             const struct block *const *blocks, size_t count,
                             struct panel_plan *plans, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        enum status status =
            panel_plan_set(composer, blocks[i], &plans[i], err);

        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static void place_plans(const struct composer *composer,
                        struct panel_plan *plans, size_t count, int closeness)
{
    for (size_t i = 0; i < count; i++)
        panel_plan_place(composer, &plans[i], closeness);
}

/** The fewest pages that hold the panels, evenly shared. */
static size_t page_count(const struct composer *composer,
                         const struct panel_plan *plans, size_t count,
                         double lead)
{
    size_t pages = 1;

    while (pages < count &&
           !fits_on(composer, plans, count, pages, lead, GAP_LEAST))
        pages++;
    return pages;
}

/** Places the panels as roomily as the fewest pages allow. Returns these. */
static size_t choose_pages(const struct composer *composer,
                           struct panel_plan *plans, size_t count, double lead)
{
    size_t pages;

    place_plans(composer, plans, count, PANEL_CLOSEST);
    pages = page_count(composer, plans, count, lead);
    for (int closeness = 0; closeness < PANEL_CLOSEST; closeness++) {
        place_plans(composer, plans, count, closeness);
        if (fits_on(composer, plans, count, pages, lead, GAP_FAIR))
            return pages;
    }
    place_plans(composer, plans, count, PANEL_CLOSEST);
    return pages;
}

/** What the group's first page has already lost to a heading above it. */
static double first_page_lead(const struct composer *composer, bool fresh,
                              const struct strip_list *list)
{
    double lead = fresh ? 0 : lead_height(list);

    return lead > 0 ? lead + GAP_NORMAL * composer->scale.grid : 0;
}

enum status panel_group_add(const struct composer *composer,
                            const struct block *const *blocks, size_t count,
                            bool fresh, struct strip_list *list,
                            struct error *err)
{
    double room = composer->scale.frame.height;
    double lead = first_page_lead(composer, fresh, list);
    struct panel_plan *plans =
        ARENA_ARRAY(composer->arena, struct panel_plan, count);
    enum status status = set_plans(composer, blocks, count, plans, err);
    size_t pages;

    if (status != STATUS_OK)
        return status;
    pages = choose_pages(composer, plans, count, lead);
    for (size_t page = 0; page < pages; page++)
        add_page(composer, blocks, plans, share_start(count, pages, page),
                 share_start(count, pages, page + 1), page > 0 || fresh,
                 page == 0 ? room - lead : room, list);
    return STATUS_OK;
}

/** Gives grid steps to the lowest panel with a picture until all are as high
 *  as the highest or nothing is left. Returns what is left. */
static int level_out(const struct composer *composer, struct strip *strips,
                     size_t count, int steps)
{
    for (; steps > 0; steps--) {
        struct strip *low = NULL;
        double high = 0;

        for (size_t i = 0; i < count; i++) {
            high = fmax(high, strips[i].height);
            if (strips[i].panel->charted &&
                (low == NULL || strips[i].height < low->height))
                low = &strips[i];
        }
        if (low == NULL || low->height >= high)
            break;
        low->height += composer->scale.grid;
    }
    return steps;
}

/** Opens all gaps by the same. */
static void open_gaps(const struct composer *composer, struct strip *strips,
                      size_t count, int steps)
{
    int gaps = (int)count - 1;

    for (int more = steps / gaps; more > 0; more--) {
        if (strips[1].before > (GAP_MOST - 0.5) * composer->scale.grid)
            return;
        for (size_t i = 1; i < count; i++)
            strips[i].before += composer->scale.grid;
    }
}

void panel_group_spread(const struct composer *composer, struct strip *strips,
                        size_t count)
{
    double used = 0;
    int steps;

    if (count < 2)
        return;
    for (size_t i = 0; i < count; i++) {
        if (strips[i].kind != STRIP_PANEL)
            return;
        used += strips[i].height + (i > 0 ? strips[i].before : 0);
    }
    steps = (int)((composer->scale.frame.height - used) / composer->scale.grid +
                  0.01);
    steps = level_out(composer, strips, count, steps);
    open_gaps(composer, strips, count, steps);
}
