#ifndef STATS_FIGURES_H
#define STATS_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "data/campaign.h"
#include "stats/averages.h"
#include "stats/rate.h"

/** What a figure has that can be printed; bits. */
enum figure_part {
    FIGURE_RATE = 1,
    FIGURE_COUNT = 2,
    FIGURE_TOTAL = 4,
    FIGURE_AVERAGE = 8,
};

/** One of the statistics of a council. */
struct figure {
    const char *name;    ///< the statistic's key: "upheld"
    const char *label;   ///< what people call it: "Complaints upheld"
    const char *of;      ///< what this total counts: "investigations"; or NULL
    struct rate rate;    ///< what is printed and drawn; none where it is
                         ///< withheld
    struct rate counted; ///< as the row has it
    bool withheld;       ///< the total is below the statistic's minimum, not 0
    int64_t minimum;     ///< that minimum
    bool hidden;         ///< for conditions and checks only
    unsigned given;      ///< parts that the council's letter prints
    struct average_columns columns; ///< where the roster keeps it
    struct value count;             ///< the cell, for diagnostics
    struct value total;
    int average;         ///< whole per cent, or -1: no comparison
    const char *lacking; ///< the rows at fault for which there is no average to
                         ///< print, as averages_lacking() has it; or NULL
};

struct figures {
    const struct figure *items; ///< in the settings' order
    size_t count;
    const char *group; ///< the council's group, or ""
};

/**
 * Works out a council's figures.
 *
 * @param arena        owns the result
 * @param campaign     an open campaign
 * @param averages     what to compare with
 * @param council      the row
 * @param figures      filled in on success
 * @param diagnostics  gets every fault of the row, with the council's code
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_VALUE_MISSING, RULE_VALUE_NOT_COUNT, RULE_COUNT_OVER_TOTAL,
 *         RULE_STATED_DIFFERS
 */
enum status figures_read(struct arena *arena, const struct campaign *campaign,
                         const struct averages *averages,
                         const struct council *council, struct figures *figures,
                         struct diagnostics *diagnostics) MUST_CHECK;

/** @return the figure of this name (folded), or NULL */
const struct figure *figures_find(const struct figures *figures,
                                  const char *name);

#endif
