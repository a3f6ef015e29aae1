#ifndef LAYOUT_CHART_DATA_H
#define LAYOUT_CHART_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "layout/ui_strings.h"
#include "letter/letter.h"

/**
 * A figure as charts draw it: numbers for positions, printed texts for labels.
 * Charts use no other data of statistics.
 */

/** A year of a figure. */
struct chart_year {
    const char *year; ///< "2022"
    bool exists;      ///< false: a gap
    double value;
    const char *text;         ///< "71%"
    const char *cases;        ///< "12 of 17", or ""
    const char *average_text; ///< NULL: no average of this year
    double average;
    const char *break_note; ///< why it is not comparable with the year before;
                            ///< NULL: comparable
};

/** A part of a whole. */
struct chart_part {
    const char *label;
    int64_t count;
    const char *text; ///< the count, printed
};

struct chart_data {
    bool exists;              ///< false: no figure to draw
    bool is_rate;             ///< the figure is a share of the cases
    double value;             ///< of a rate, per cent
    const char *text;         ///< "71%"
    int64_t count;            ///< cases that count
    int64_t total;            ///< of all cases
    const char *number;       ///< the count, printed
    const char *all;          ///< the total, printed
    const char *of;           ///< what the total counts, or NULL
    const char *cases;        ///< "12 of 17 investigations"; "" if withheld
    const char *average_text; ///< or NULL: no average
    double average;

    const double *peers; ///< the group's figures, lowest first
    size_t peer_count;   ///< with the council's own, if it has one
    size_t own;          ///< its index; SIZE_MAX: none
    const char *peer;    ///< "unitary council"
    const char *peer_plural;

    const struct chart_year *years; ///< oldest first; the letter's is last
    size_t year_count;
    const struct chart_part *parts;
    size_t part_count;

    double maximum;      ///< of the axis, from zero
    const char *axis[3]; ///< labels of zero, its middle and its end
};

/** @return the data that a panel's charts draw; the axis covers only that.
 *         @owner @p arena; it must not outlive the figure */
struct chart_data chart_data_make(struct arena *arena,
                                  const struct panel *panel,
                                  const struct ui_strings *ui_strings);

/** @return "Five years: 58, 65, 60, 63, 71%; average 59 to 64%", without an
 *         average that was said already, if it is the only one. @owner @p
 *         arena */
const char *chart_data_years_alt(struct arena *arena,
                                 const struct chart_data *data,
                                 bool average_said,
                                 const struct ui_strings *ui_strings);

#endif
