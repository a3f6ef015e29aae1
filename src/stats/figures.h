#ifndef STATS_FIGURES_H
#define STATS_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "base/words.h"
#include "data/campaign.h"
#include "stats/averages.h"

/** What a figure has that can be printed; bits. */
enum figure_part {
    FIGURE_RATE = 1 << 0, ///< the value, whatever the form
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
    struct rate rate;    ///< none where it is withheld, or there is none
    struct rate counted; ///< as history has it
    bool withheld;
    struct average average;
    const char *break_note; ///< why it does not compare with the year before;
                            ///< NULL: it does
};

/** A part of a whole. */
struct figure_share {
    const char *label;
    int64_t count;
};

/** One of the statistics of a council. */
struct figure {
    const char *name;  ///< the statistic's key: "upheld"
    const char *label; ///< what people call it: "Complaints upheld"
    const char *of;    ///< what this total counts: "investigations"; or NULL
    struct figure_format format;
    const struct words *words; ///< NULL: English
    struct rate rate;    ///< the value that is printed and drawn; none where it
                         ///< is withheld
    struct rate counted; ///< as the row has it
    bool withheld;       ///< it is below the statistic's minimum, and not 0
    int64_t minimum;     ///< that minimum
    bool hidden;         ///< for conditions and checks only
    unsigned given;      ///< parts that the council's letter prints
    struct average_columns columns; ///< where the roster keeps it
    struct value count;             ///< the cell, for diagnostics
    struct value total;
    struct average average;  ///< of the group
    struct average national; ///< of everybody
    const char *lacking; ///< the rows at fault for which there is no average to
                         ///< print, as averages_lacking() has it; or NULL
    const char *national_lacking;

    const struct peers *peers; ///< of the group; NULL: not compared, or nothing
                               ///< needs them
    const char *peer;        ///< "unitary council"; NULL: the settings have no
                             ///< label for the group
    const char *peer_plural; ///< "unitary councils"
    size_t own;    ///< the council's index among them; SIZE_MAX: no value
    size_t higher; ///< how many have a higher value

    const struct figure_year *years;    ///< oldest first, the campaign's last;
                                        ///< at most FIGURE_YEARS_MAX
    size_t year_count;                  ///< 0: the campaign has no history
    const struct figure_year *previous; ///< the year before; NULL: none

    size_t part_columns;              ///< of columns.parts
    const struct figure_share *parts; ///< none where they are withheld
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
 * Works out a council's figures.
 *
 * @param arena        owns the result
 * @param campaign     an open campaign
 * @param averages     what to compare with
 * @param council      the row
 * @param figures      [out]
 * @param diagnostics  [out] every fault of the row, with the council's code
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
