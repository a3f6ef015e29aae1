#include "layout/pagination.h"

#include <math.h>

/* The best way to set strips i..end of a segment (the strips between two page
 * breaks) is a first page i..j and the best way to set j..end, so the table is
 * filled from the back. Ways are compared by pages first, then by cost:
 *
 *   a page that is not the segment's last: the square of the white at its foot,
 *   the last: nothing, but for the lines it lacks to look like a page.
 *
 * The white is measured in pages, so a whole empty page would cost 1. */

/** Room that is lost to rounding and not to text. */
static const double slack = 0.01;

/** A last page with less on it than this part of a page looks forgotten. */
static const double last_page_least = 0.3;

struct way {
    size_t pages; ///< 0: there is none
    size_t next;  ///< where the page after this one begins
    double cost;
};

static enum status too_tall(const struct strip *strip, struct error *err)
{
    switch (strip->kind) {
    case STRIP_LETTERHEAD:
        return error_set(err, RULE_LAYOUT_TOO_TALL, strip->place, NULL,
                         "the letterhead does not fit on a page");
    case STRIP_SIGNATURE:
        return error_set(err, RULE_LAYOUT_TOO_TALL, strip->place, NULL,
                         "the signature block does not fit on a page");
    case STRIP_PANEL:
        return error_set(err, RULE_LAYOUT_TOO_TALL, strip->place, NULL,
                         "the panel does not fit on a page");
    case STRIP_LINE:
        break;
    }
    return error_set(err, RULE_LAYOUT_TOO_TALL, strip->place, NULL,
                     "what must stay together here does not fit on a page");
}

/** Gives up a keep of strips @p from to @p to: the one that yields before the
 *  others, and the last of these. Returns false where none yields. */
static bool give_way(struct strip *strips, size_t from, size_t to)
{
    struct strip *weakest = NULL;

    for (size_t i = from; i < to; i++) {
        if (strips[i].yields != YIELD_NEVER &&
            (weakest == NULL || strips[i].yields >= weakest->yields))
            weakest = &strips[i];
    }
    if (weakest != NULL)
        weakest->keep = false;
    return weakest != NULL;
}

/** The strip that is blamed where strips @p from to @p last, which keep
 *  together, are too tall: the last that is not a line, if there is one. */
static const struct strip *blamed(const struct strip *strips, size_t from,
                                  size_t last)
{
    for (size_t i = last + 1; i-- > from;)
        if (strips[i].kind != STRIP_LINE)
            return &strips[i];
    return &strips[from];
}

/** Sees to it that whatever keeps together fits on a page. */
static enum status check_keeps(struct strip *strips, size_t count,
                               double height, struct error *err)
{
    double used = 0;
    size_t first = 0;

    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !strips[i - 1].keep || strips[i].fresh) {
            used = 0;
            first = i;
        } else {
            used += strips[i].before;
        }
        used += strips[i].height;
        if (used <= height + slack)
            continue;
        if (!give_way(strips, first, i))
            return too_tall(blamed(strips, first, i), err);
        /* What was kept before stands; the rest is measured anew. */
        i = first;
        used = strips[first].height;
    }
    return STATUS_OK;
}

/** Whether way @p a of setting what is left is better than @p b, which has less
 *  on its first page. */
static bool way_is_better(struct way a, struct way b)
{
    if (b.pages == 0 || a.pages != b.pages)
        return b.pages == 0 || a.pages < b.pages;
    return a.cost <= b.cost;
}

static double page_cost(double filled, bool last)
{
    double lack = last ? fmax(0, last_page_least - filled) : 1 - filled;

    return last ? 20 * lack : lack * lack;
}

/** Finds the best first page for the strips from @p from on. */
static void find_way(const struct strip *strips, size_t from, size_t end,
                     double height, struct way *ways)
{
    double used = 0;

    for (size_t i = from; i < end; i++) {
        struct way way = {.pages = 1, .next = i + 1};
        bool last = i + 1 == end;

        used += strips[i].height + (i > from ? strips[i].before : 0);
        if (used > height + slack)
            break;
        if (strips[i].keep && !last)
            continue;
        way.cost = page_cost(used / height, last);
        if (!last) {
            way.pages += ways[i + 1].pages;
            way.cost += ways[i + 1].cost;
        }
        if (way_is_better(way, ways[from]))
            ways[from] = way;
    }
}

static size_t segment_end(const struct strip *strips, size_t from, size_t count)
{
    size_t end = from + 1;

    while (end < count && !strips[end].fresh)
        end++;
    return end;
}

static void find_ways(const struct strip *strips, size_t count, double height,
                      struct way *ways)
{
    for (size_t from = 0; from < count;) {
        size_t end = segment_end(strips, from, count);

        for (size_t i = end; i-- > from;)
            find_way(strips, i, end, height, ways);
        from = end;
    }
}

enum status pagination_make(struct arena *arena, struct strip *strips,
                            size_t count, double height,
                            struct pagination *pagination, struct error *err)
{
    struct way *ways = ARENA_ARRAY(arena, struct way, count + 1);
    size_t *starts = ARENA_ARRAY(arena, size_t, PAGES_MAX + 1);
    size_t pages = 0;
    enum status status = check_keeps(strips, count, height, err);

    if (status != STATUS_OK)
        return status;
    find_ways(strips, count, height, ways);
    for (size_t at = 0; at < count; at = ways[at].next) {
        if (pages == PAGES_MAX)
            return error_set(err, RULE_LAYOUT_TOO_LONG, strips[at].place, NULL,
                             "the letter is longer than %d pages", PAGES_MAX);
        starts[pages++] = at;
    }
    if (pages == 0)
        pages = 1;
    starts[pages] = count;
    *pagination = (struct pagination){starts, pages};
    return STATUS_OK;
}
