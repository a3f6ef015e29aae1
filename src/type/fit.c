#include "type/fit.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"

/** The part of a line below which one word is a short last line. */
static const double short_line = 0.15;

void fit_free(struct fit *fit)
{
    free(fit->starts);
    free(fit->costs);
    free(fit->from);
    *fit = (struct fit){NULL, NULL, NULL, 0};
}

static void make_room(struct fit *fit, size_t count)
{
    if (fit->room >= count)
        return;
    fit->room = count * 2;
    fit->starts = memory_resize(fit->starts, fit->room, sizeof *fit->starts);
    fit->costs = memory_resize(fit->costs, fit->room, sizeof *fit->costs);
    fit->from = memory_resize(fit->from, fit->room, sizeof *fit->from);
}

/* What a last line costs: one short word looks lost. */
static double cost_of_last(size_t from, size_t end, double filled,
                           const struct fit_measure *measure)
{
    if (from == 0)
        return 0;
    if (filled < short_line * measure->width)
        return FIT_SHORT_LAST;
    return end - from == 1 && measure->short_word ? FIT_SHORT_LAST : 0;
}

/*
 * Finds the best lines of the boxes before @p end, given those of all boxes
 * before that. Lines grow backwards from @p end until they are too wide.
 */
static void choose(struct fit *fit, const struct fit_box *boxes, size_t count,
                   size_t end, const struct fit_measure *measure)
{
    const struct fit_box *box = &boxes[end - 1];
    const bool last = end == count;
    const double right =
        fit->starts[end - 1] + box->width + (last ? 0 : box->extra);
    const double widest = fmax(measure->first, measure->width);
    const double part = 1 / measure->width;
    double best = INFINITY;
    uint32_t from = (uint32_t)end - 1;

    for (size_t i = end; i-- > 0;) {
        const double room = i ? measure->width : measure->first;
        const double filled = right - fit->starts[i];
        const double empty = (room - filled) * part;
        double cost;
        if (filled > widest + FIT_SLACK && i + 1 < end)
            break;
        if (filled > room + FIT_SLACK && i + 1 < end)
            continue;
        cost = fit->costs[i] + (last ? cost_of_last(i, end, filled, measure)
                                     : empty * empty + box->price);
        if (cost <= best) {
            best = cost;
            from = (uint32_t)i;
        }
    }
    fit->costs[end] = best;
    fit->from[end] = from;
}

/* Follows the choices back from the end. */
static size_t collect(const struct fit *fit, size_t count, uint32_t *ends)
{
    size_t lines = 0;

    for (size_t end = count; end; end = fit->from[end])
        ends[lines++] = (uint32_t)end;
    for (size_t i = 0; i < lines / 2; i++) {
        const uint32_t end = ends[i];
        ends[i] = ends[lines - 1 - i];
        ends[lines - 1 - i] = end;
    }
    return lines;
}

size_t fit_lines(struct fit *fit, const struct fit_box *boxes, size_t count,
                 const struct fit_measure *measure, uint32_t *ends)
{
    double at = 0;

    assert(count);
    make_room(fit, count + 1);
    for (size_t i = 0; i < count; i++) {
        fit->starts[i] = at;
        at += boxes[i].width + boxes[i].space;
    }
    fit->costs[0] = 0;
    for (size_t end = 1; end <= count; end++)
        choose(fit, boxes, count, end, measure);
    return collect(fit, count, ends);
}
