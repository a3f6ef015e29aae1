#include "layout/pagination.h"

/* A column is cut only where a page may begin. Each page is filled down to the
 * last such cut that fits. This gives the fewest pages: a page that begins
 * further down extends at least as far. */

/** Tolerance for rounding. */
static const double slack = 0.01;

/** A cut, where a page may begin: at a page break or between items that are
 *  not kept together. */
struct cut {
    size_t column_item;     ///< the item below; also past the last
    bool page_break_before; ///< a page break
    double bottom;          ///< of the item above, in the whole column
    double head;            ///< of the item below, there
    double repeated; ///< height of the repeated head of a page that begins here
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
    case COLUMN_ITEM_ROW:
        return error_set(err, RULE_LAYOUT_TOO_TALL, column_item->location, NULL,
                         "the row of the table does not fit on a page");
    case COLUMN_ITEM_LINE:
        break;
    }
    return error_set(err, RULE_LAYOUT_TOO_TALL, column_item->location, NULL,
                     "what must stay together here does not fit on a page");
}

/** Gives up one keep of items @p from to @p to: the last of those with the
 *  first priority. Returns false if none can be given up. */
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

/** @return the item to report if the kept items @p from to @p last are too
 *         tall: the last that is not a line, if any */
static const struct column_item *
item_at_fault(const struct column_item *column_items, size_t from, size_t last)
{
    for (size_t i = last + 1; i-- > from;)
        if (column_items[i].kind != COLUMN_ITEM_LINE)
            return &column_items[i];
    return &column_items[from];
}

/** Gives up keeps until all kept items fit on a page. */
static enum status check_keeps(struct column_item *column_items, size_t count,
                               double height, struct error *err)
{
    double used = 0;
    size_t first = 0;

    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !column_items[i - 1].keep_with_next ||
            column_items[i].page_break_before) {
            used = column_items[i].repeated;
            first = i;
        } else {
            used += column_items[i].before;
        }
        used += column_items[i].height;
        if (used <= height + slack)
            continue;
        if (!release_keep(column_items, first, i))
            return too_tall(item_at_fault(column_items, first, i), err);
        /* Earlier cuts are final; the rest is measured again. */
        i = first;
        used = column_items[first].repeated + column_items[first].height;
    }
    return STATUS_OK;
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
                                         .head = head,
                                         .repeated = column_items[i].repeated};
        y = head + column_items[i].height;
    }
    cuts[found] = (struct cut){.column_item = count, .bottom = y};
    return found;
}

/** @return the end of the page that begins at cut @p from */
static size_t find_page_end(const struct cut *cuts, size_t from, size_t count,
                            double height)
{
    size_t end = from + 1;

    while (end < count && !cuts[end].page_break_before &&
           cuts[end + 1].bottom - cuts[from].head + cuts[from].repeated <=
               height + slack)
        end++;
    return end;
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
    for (size_t at = 0; at < last; at = find_page_end(cuts, at, last, height)) {
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
