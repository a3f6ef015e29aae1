#ifndef LAYOUT_UI_STRINGS_H
#define LAYOUT_UI_STRINGS_H

#include <stddef.h>

#include <stdint.h>

#include "base/arena.h"

enum { UI_YEARS = 8 };

/** The few words that a letter has from the program and not from its text.
 *  Where a text has "{0}" and "{1}", values take their places. */
struct ui_strings {
    const char *language;   ///< primary subtag of BCP 47
    const char *page;       ///< before the page's number, with its space
    const char *of_pages;   ///< between the number and the count
    const char *out_of;     ///< between count and total
    const char *average;    ///< beside the tick, with a space after it
    const char *average_of; ///< in the picture's description
    const char *signature;  ///< before the signatory's name
    const char *seal;       ///< before the name of who sealed the file

    const char *average_upper;   ///< average, at a sentence's beginning
    const char *to;              ///< between two values, with its spaces
    const char *you;             ///< before the own figure, with a space
    const char *no_figure;       ///< in the place of a figure
    const char *no_figure_alone; ///< at a line's beginning
    const char *similar;         ///< a council of a group that has no name
    const char *similar_plural;  ///< several
    const char *years[UI_YEARS]; ///< "Five years"; [0]: no year
    const char *head_figure;     ///< over columns of charts
    const char *head_peers;      ///< {0}: the group's councils
    const char *head_bar;
    const char *head_parts;
    const char *peers_higher[2]; ///< one, other; {0} of {1} councils are higher
    const char *peers_highest;   ///< none of {0} councils is higher
    const char *peers_equal[2];  ///< {0} of {1} councils are at {2}
    const char *peers_have[2];   ///< {0} {1} have a figure
    const char *peers_alone;     ///< no other {0} has a figure
    const char *peers_none;      ///< no {0} has a figure
    const char *key_peer;        ///< {0}: a council of the group
    const char *key_average;     ///< {0}: the group's councils
    const char *key_case;
    const char *key_break;
};

/** @return the phrases for a language; English for one that is not known */
const struct ui_strings *ui_strings_find(const char *language);

/** @return "Five years"; of more than UI_YEARS - 1, their number */
const char *ui_strings_years(const struct ui_strings *ui_strings, size_t count);

/** @return a number, printed. @owner @p arena */
const char *ui_strings_number(struct arena *arena, size_t number);

/**
 * Fills a text's places.
 *
 * @param arena   owns the result
 * @param text    with "{0}" ...
 * @param values  as many as there are places
 */
const char *ui_strings_fill(struct arena *arena, const char *text,
                            const char *const *values);

/** Fills the form of a text that a number takes: {0} is the number, {1} the
 *  first value. @owner @p arena */
const char *ui_strings_count(struct arena *arena,
                             const struct ui_strings *ui_strings,
                             const char *const forms[static 2], size_t count,
                             const char *const *values);

/** @return "Page 2 of 4". @owner @p arena */
const char *ui_strings_page(const struct ui_strings *ui_strings,
                            struct arena *arena, size_t page, size_t count);

#endif
