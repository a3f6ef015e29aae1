#include "layout/pagination.h"

#include <math.h>

/* The best way to set what stands between a place where a page may begin and
 * the next page break is a first page up to another such place and the best way
 * to set what is left, so the places are gone through from the back. Ways are
 * compared by pages first, then by cost:
 *
 *   a page before another: the square of the white at its foot,
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
static const double last_page_least = 0.3;

/** A place where a page may begin: a page break, or a strip that does not keep
 *  with the one above. */
struct cut {
    size_t strip; ///< the one below; behind the last one, too
    bool fresh;   ///< a page break
    double foot;  ///< of the strip above, had all one column
    double head;  ///< of the strip below, there
    size_t next;  ///< where the page after this one begins

    /* of what is below, as far as the page above has a say in it */
    size_t pages; ///< up to the next page break
    double cost;  ///< of these
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

static double page_cost(double filled, bool last)
{
    double lack = last ? fmax(0, last_page_least - filled) : 1 - filled;

    return last ? 20 * lack : lack * lack;
}

static size_t find_cuts(const struct strip *strips, size_t count,
                        struct cut *cuts)
{
    size_t found = 0;
    double y = 0;

    for (size_t i = 0; i < count; i++) {
        const double head = y + strips[i].before;

        if (i == 0 || strips[i].fresh || !strips[i - 1].keep)
            cuts[found++] = (struct cut){
                .strip = i, .fresh = strips[i].fresh, .foot = y, .head = head};
        y = head + strips[i].height;
    }
    cuts[found] = (struct cut){.strip = count, .foot = y};
    return found;
}

/** Finds the best end of a page that begins at @p from and reaches to @p most
 *  at most; @p last is the next page break. */
static void find_end(struct cut *cuts, size_t from, size_t most, size_t last,
                     double height)
{
    struct cut *cut = &cuts[from];

    cut->pages = cuts[most].pages + 1;
    cut->cost = INFINITY;
    for (size_t end = most; end > from && cuts[end].pages < cut->pages; end--) {
        const double filled = (cuts[end].foot - cut->head) / height;
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
    size_t most = count;

    for (size_t from = count; from-- > 0;) {
        struct cut *cut = &cuts[from];

        while (most > from + 1 && cuts[most].foot - cut->head > height + slack)
            most--;
        find_end(cuts, from, most, last, height);
        if (!cut->fresh)
            continue;
        last = most = from;
        cut->pages = 0;
        cut->cost = 0;
    }
}

enum status pagination_make(struct arena *arena, struct strip *strips,
                            size_t count, double height,
                            struct pagination *pagination, struct error *err)
{
    struct cut *cuts = ARENA_ROOM(arena, struct cut, count + 1);
    size_t *starts = ARENA_ROOM(arena, size_t, PAGES_MAX + 1);
    size_t pages = 0;
    enum status status = check_keeps(strips, count, height, err);
    size_t last;

    if (status != STATUS_OK)
        return status;
    last = find_cuts(strips, count, cuts);
    find_ways(cuts, last, height);
    for (size_t at = 0; at < last; at = cuts[at].next) {
        const struct strip *strip = &strips[cuts[at].strip];

        if (pages == PAGES_MAX)
            return error_set(err, RULE_LAYOUT_TOO_LONG, strip->place, NULL,
                             "the letter is longer than %d pages", PAGES_MAX);
        starts[pages++] = cuts[at].strip;
    }
    if (pages == 0)
        starts[pages++] = 0;
    starts[pages] = count;
    *pagination = (struct pagination){starts, pages};
    return STATUS_OK;
}
