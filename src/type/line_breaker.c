#include "type/line_breaker.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"

/** The part of a line below which one word is a short last line. */
static const double short_line = 0.15;

void line_breaker_free(struct line_breaker *breaker)
{
    free(breaker->starts);
    free(breaker->costs);
    free(breaker->from);
    *breaker = (struct line_breaker){NULL, NULL, NULL, 0};
}

static void grow(struct line_breaker *breaker, size_t count)
{
    if (breaker->capacity >= count)
        return;
    breaker->capacity = count * 2;
    breaker->starts = memory_resize(breaker->starts, breaker->capacity,
                                    sizeof *breaker->starts);
    breaker->costs = memory_resize(breaker->costs, breaker->capacity,
                                   sizeof *breaker->costs);
    breaker->from =
        memory_resize(breaker->from, breaker->capacity, sizeof *breaker->from);
}

/* @return the cost of a last line: high for one short word */
static double cost_of_last(size_t from, size_t end, double filled,
                           const struct line_breaker_measure *measure)
{
    if (filled < short_line * measure->width)
        return LINE_BREAKER_SHORT_LAST;
    return end - from == 1 && measure->short_word ? LINE_BREAKER_SHORT_LAST : 0;
}

/* A line that ends in the box before @p end. */
struct candidate {
    size_t end;
    double right; ///< its right edge, had all one line
    double cost;  ///< of the best start so far
    uint32_t from;
};

static void weigh(struct candidate *candidate, size_t from, double cost)
{
    if (cost <= candidate->cost) {
        candidate->cost = cost;
        candidate->from = (uint32_t)from;
    }
}

/* Evaluates the lines that start at box 1 or later, shortest first. A box that
 * is too wide only because of rounding still gets a line. */
static void weigh_lines(const struct line_breaker *breaker,
                        struct candidate *candidate, double width)
{
    const double part = 1 / width;
    const double limit = candidate->right - width - LINE_BREAKER_SLACK;

    for (size_t i = candidate->end - 1; i > 0; i--) {
        const double empty = 1 - (candidate->right - breaker->starts[i]) * part;
        if (breaker->starts[i] < limit && i + 1 < candidate->end)
            return;
        weigh(candidate, i, breaker->costs[i] + empty * empty);
    }
}

/* Like the function above, for a last line, which need not be full. */
static void weigh_last_lines(const struct line_breaker *breaker,
                             struct candidate *candidate,
                             const struct line_breaker_measure *measure)
{
    for (size_t i = candidate->end - 1; i > 0; i--) {
        const double filled = candidate->right - breaker->starts[i];
        if (filled > measure->width + LINE_BREAKER_SLACK &&
            i + 1 < candidate->end)
            return;
        weigh(candidate, i,
              breaker->costs[i] +
                  cost_of_last(i, candidate->end, filled, measure));
    }
}

static bool fits_first_line(const struct candidate *candidate,
                            const struct line_breaker_measure *measure)
{
    return candidate->right <= measure->first + LINE_BREAKER_SLACK ||
           candidate->end == 1;
}

/* Finds the best lines of the boxes before @p end, given those of all boxes
 * before that. */
static void choose(struct line_breaker *breaker,
                   const struct line_breaker_box *boxes, size_t count,
                   size_t end, const struct line_breaker_measure *measure)
{
    const struct line_breaker_box *box = &boxes[end - 1];
    const bool last = end == count;
    struct candidate candidate = {
        .end = end,
        .right =
            breaker->starts[end - 1] + box->width + (last ? 0 : box->extra),
        .cost = INFINITY,
    };

    if (last)
        weigh_last_lines(breaker, &candidate, measure);
    else
        weigh_lines(breaker, &candidate, measure->width);
    if (fits_first_line(&candidate, measure)) {
        const double empty =
            (measure->first - candidate.right) / measure->width;
        weigh(&candidate, 0, last ? 0 : empty * empty);
    }
    breaker->costs[end] = candidate.cost + (last ? 0 : box->penalty);
    breaker->from[end] = candidate.from;
}

/* Collects the chosen breaks from the end. */
static size_t collect(const struct line_breaker *breaker, size_t count,
                      uint32_t *ends)
{
    size_t lines = 0;

    for (size_t end = count; end; end = breaker->from[end])
        ends[lines++] = (uint32_t)end;
    for (size_t i = 0; i < lines / 2; i++) {
        const uint32_t end = ends[i];
        ends[i] = ends[lines - 1 - i];
        ends[lines - 1 - i] = end;
    }
    return lines;
}

size_t line_breaker_choose(struct line_breaker *breaker,
                           const struct line_breaker_box *boxes, size_t count,
                           const struct line_breaker_measure *measure,
                           uint32_t *ends)
{
    double at = 0;

    assert(count);
    grow(breaker, count + 1);
    for (size_t i = 0; i < count; i++) {
        breaker->starts[i] = at;
        at += boxes[i].width + boxes[i].space;
    }
    if (breaker->starts[count - 1] + boxes[count - 1].width <=
        measure->first + LINE_BREAKER_SLACK) {
        ends[0] = (uint32_t)count; /* one line costs nothing */
        return 1;
    }
    breaker->costs[0] = 0;
    for (size_t end = 1; end <= count; end++)
        choose(breaker, boxes, count, end, measure);
    return collect(breaker, count, ends);
}
