#ifndef STATS_FIGURES_H
#define STATS_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "base/words.h"
#include "data/campaign.h"
#include "stats/averages.h"

/** The printable parts of a figure; bits. */
enum figure_part {
    FIGURE_RATE = 1 << 0, ///< the value, of any form
    FIGURE_COUNT = 1 << 1,
    FIGURE_TOTAL = 1 << 2,
    FIGURE_AVERAGE = 1 << 3,
    FIGURE_NATIONAL = 1 << 4,
    FIGURE_PREVIOUS = 1 << 5, ///< the value of the year before
    FIGURE_PREVIOUS_COUNT = 1 << 6,
    FIGURE_PREVIOUS_TOTAL = 1 << 7,
    FIGURE_CHANGE = 1 << 8,
    FIGURE_DIFFERENCE = 1 << 9,
    FIGURE_PEERS = 1 << 10,
    FIGURE_HIGHER = 1 << 11,
    FIGURE_LOW = 1 << 12,
    FIGURE_HIGH = 1 << 13,
    FIGURE_PARTS = 1 << 14,
    FIGURE_COMPARED = 1 << 15,    ///< true or false only
    FIGURE_YEARS = 1 << 16,       ///< all years, drawn by a chart
    FIGURE_PEER_VALUES = 1 << 17, ///< all values of the group, drawn by a chart
};

/** A year of a figure. */
struct figure_year {
    int year;
    bool exists;         ///< false: a gap
    struct rate rate;    ///< none if withheld or missing
    struct rate counted; ///< from history, never withheld
    bool withheld;
    struct average average;
    const char *break_note; ///< why it is not comparable with the year before;
                            ///< NULL: comparable
};

/** A part of a whole. */
struct figure_share {
    const char *label;
    int64_t count;
};

/** One of the statistics of a council. */
struct figure {
    const char *name;  ///< the statistic's key: "upheld"
    const char *label; ///< for readers: "Complaints upheld"
    const char *of;    ///< counted by the total: "investigations"; or NULL
    struct figure_format format;
    const struct words *words; ///< NULL: English
    struct rate rate;    ///< the value to print and draw; none if withheld
    struct rate counted; ///< from the row, never withheld
    bool withheld;       ///< below the statistic's minimum, and not 0
    int64_t minimum;     ///< that minimum
    bool hidden;         ///< for conditions and checks only
    unsigned given;      ///< parts that the council's letter prints
    struct average_columns columns; ///< of the roster
    struct value count;             ///< the cell, for diagnostics
    struct value total;
    struct average average;  ///< of the group
    struct average national; ///< of all councils
    const char *lacking;     ///< why there is no average: the text of
                             ///< averages_lacking(); or NULL
    const char *national_lacking;

    const struct peers *peers; ///< of the group; NULL: not compared, or not
                               ///< used
    const char *peer; ///< "unitary council"; NULL: the group has no label
    const char *peer_plural; ///< "unitary councils"
    size_t own;    ///< the council's index among them; SIZE_MAX: no value
    size_t higher; ///< number with a higher value

    const struct figure_year *years; ///< oldest first, up to the campaign's; at
                                     ///< most FIGURE_YEARS_MAX
    size_t year_count;               ///< 0: the campaign has no history
    const struct figure_year *previous; ///< the year before; NULL: none

    size_t part_columns;              ///< of columns.parts
    const struct figure_share *parts; ///< none if withheld
    size_t part_count;
    const char *parts_text; ///< "3 severe maladministration, 4 no fault"
};

enum { FIGURE_YEARS_MAX = 7 };

struct figures {
    const struct figure *items; ///< in the settings' order
    size_t count;
    const char *group; ///< the council's group, or ""
};

/**
 * Computes a council's figures.
 *
 * @param arena        owns the result
 * @param campaign     an open campaign
 * @param averages     the comparisons
 * @param council      the row
 * @param figures      [out]
 * @param diagnostics  [out] every error in the row, with the council's code
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_VALUE_MISSING, RULE_VALUE_NOT_COUNT, RULE_COUNT_OVER_TOTAL,
 *         RULE_STATED_DIFFERS, RULE_PARTS_SUM
 */
enum status figures_read(struct arena *arena, const struct campaign *campaign,
                         const struct averages *averages,
                         const struct council *council, struct figures *figures,
                         struct diagnostics *diagnostics) MUST_CHECK;

/** Like figures_read() in each of the campaign's languages.
 *  @param figures  [out] as many as there are languages */
enum status figures_read_languages(struct arena *arena,
                                   const struct campaign *campaign,
                                   const struct averages *averages,
                                   const struct council *council,
                                   const struct figures **figures,
                                   struct diagnostics *diagnostics) MUST_CHECK;

/** @return the figure of this name (folded), or NULL */
const struct figure *figures_find(const struct figures *figures,
                                  const char *name);

#endif
