#include "layout/pagination.h"

#include <math.h>

/* The best way to set what stands between a place where a page may begin and
 * the next page break is a first page up to another such place and the best way
 * to set what is left, so the places are gone through from the back. Ways are
 * compared by pages first, then by cost:
 *
 *   a page before another: the square of the white at its bottom,
 *   the last before a break: nothing, but for the lines it lacks to look like a
 *   page.
 *
 * The white is measured in pages, so a whole empty page would cost 1.
 *
 * The fuller the first page, the fewer pages are left: once a first page is so
 * short that it costs a page more, shorter ones need not be looked at. */

/** Room that is lost to rounding and not to text. */
static const double slack = 0.01;

/** A last page with less on it than this part of a page looks forgotten. */
static const double last_page_min = 0.3;

/** A place where a page may begin: a page break, or an item that does not keep
 *  with the one above. */
struct cut {
    size_t column_item;     ///< the one below; past the last one, too
    bool page_break_before; ///< a page break
    double bottom;          ///< of the item above, had all one column
    double head;            ///< of the item below, there
    size_t next;            ///< where the page after this one begins

    /* of what is below, as far as the page above has a say in it */
    size_t pages; ///< up to the next page break
    double cost;  ///< of these
};

static enum status too_tall(const struct column_item *column_item,
                            struct error *err)
{
    switch (column_item->kind) {
    case COLUMN_ITEM_LETTERHEAD:
        return error_set(err, RULE_LAYOUT_TOO_TALL, column_item->location, NULL,
                         "the letterhead does not fit on a page");
    case COLUMN_ITEM_SIGNATURE:
        return error_set(err, RULE_LAYOUT_TOO_TALL, column_item->location, NULL,
                         "the signature block does not fit on a page");
    case COLUMN_ITEM_PANEL:
        return error_set(err, RULE_LAYOUT_TOO_TALL, column_item->location, NULL,
                         "the panel does not fit on a page");
    case COLUMN_ITEM_LINE:
        break;
    }
    return error_set(err, RULE_LAYOUT_TOO_TALL, column_item->location, NULL,
                     "what must stay together here does not fit on a page");
}

/** Gives up a keep of items @p from to @p to: the one that yields before the
 *  others, and the last of these. Returns false where none yields. */
static bool release_keep(struct column_item *column_items, size_t from,
                         size_t to)
{
    struct column_item *weakest = NULL;

    for (size_t i = from; i < to; i++) {
        if (column_items[i].break_priority != BREAK_PRIORITY_NEVER &&
            (weakest == NULL ||
             column_items[i].break_priority >= weakest->break_priority))
            weakest = &column_items[i];
    }
    if (weakest != NULL)
        weakest->keep_with_next = false;
    return weakest != NULL;
}

/** The item that is reported where items @p from to @p last, which keep
 *  together, are too tall: the last that is not a line, if there is one. */
static const struct column_item *
item_at_fault(const struct column_item *column_items, size_t from, size_t last)
{
    for (size_t i = last + 1; i-- > from;)
        if (column_items[i].kind != COLUMN_ITEM_LINE)
            return &column_items[i];
    return &column_items[from];
}

/** Sees to it that whatever keeps together fits on a page. */
static enum status check_keeps(struct column_item *column_items, size_t count,
                               double height, struct error *err)
{
    double used = 0;
    size_t first = 0;

    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !column_items[i - 1].keep_with_next ||
            column_items[i].page_break_before) {
            used = 0;
            first = i;
        } else {
            used += column_items[i].before;
        }
        used += column_items[i].height;
        if (used <= height + slack)
            continue;
        if (!release_keep(column_items, first, i))
            return too_tall(item_at_fault(column_items, first, i), err);
        /* What was kept before stands; the rest is measured anew. */
        i = first;
        used = column_items[first].height;
    }
    return STATUS_OK;
}

static double page_cost(double filled, bool last)
{
    double lack = last ? fmax(0, last_page_min - filled) : 1 - filled;

    return last ? 20 * lack : lack * lack;
}

static size_t find_cuts(const struct column_item *column_items, size_t count,
                        struct cut *cuts)
{
    size_t found = 0;
    double y = 0;

    for (size_t i = 0; i < count; i++) {
        const double head = y + column_items[i].before;

        if (i == 0 || column_items[i].page_break_before ||
            !column_items[i - 1].keep_with_next)
            cuts[found++] = (struct cut){.column_item = i,
                                         .page_break_before =
                                             column_items[i].page_break_before,
                                         .bottom = y,
                                         .head = head};
        y = head + column_items[i].height;
    }
    cuts[found] = (struct cut){.column_item = count, .bottom = y};
    return found;
}

/** Finds the best end of a page that begins at @p from and reaches to @p max
 *  at most; @p last is the next page break. */
static void find_page_end(struct cut *cuts, size_t from, size_t max,
                          size_t last, double height)
{
    struct cut *cut = &cuts[from];

    cut->pages = cuts[max].pages + 1;
    cut->cost = INFINITY;
    for (size_t end = max; end > from && cuts[end].pages < cut->pages; end--) {
        const double filled = (cuts[end].bottom - cut->head) / height;
        const double cost = page_cost(filled, end == last) + cuts[end].cost;

        if (cost < cut->cost) {
            cut->cost = cost;
            cut->next = end;
        }
    }
}

/** Finds the best way from each cut to the next page break. */
static void find_ways(struct cut *cuts, size_t count, double height)
{
    size_t last = count;
    size_t max = count;

    for (size_t from = count; from-- > 0;) {
        struct cut *cut = &cuts[from];

        while (max > from + 1 && cuts[max].bottom - cut->head > height + slack)
            max--;
        find_page_end(cuts, from, max, last, height);
        if (!cut->page_break_before)
            continue;
        last = max = from;
        cut->pages = 0;
        cut->cost = 0;
    }
}

enum status pagination_make(struct arena *arena,
                            struct column_item *column_items, size_t count,
                            double height, struct pagination *pagination,
                            struct error *err)
{
    struct cut *cuts = ARENA_ARRAY_RAW(arena, struct cut, count + 1);
    size_t *starts = ARENA_ARRAY_RAW(arena, size_t, PAGES_MAX + 1);
    size_t pages = 0;
    enum status status = check_keeps(column_items, count, height, err);
    size_t last;

    if (status != STATUS_OK)
        return status;
    last = find_cuts(column_items, count, cuts);
    find_ways(cuts, last, height);
    for (size_t at = 0; at < last; at = cuts[at].next) {
        const struct column_item *column_item =
            &column_items[cuts[at].column_item];

        if (pages == PAGES_MAX)
            return error_set(err, RULE_LAYOUT_TOO_LONG, column_item->location,
                             NULL, "the letter is longer than %d pages",
                             PAGES_MAX);
        starts[pages++] = cuts[at].column_item;
    }
    if (pages == 0)
        starts[pages++] = 0;
    starts[pages] = count;
    *pagination = (struct pagination){starts, pages};
    return STATUS_OK;
}
