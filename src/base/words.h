#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/plural.h"

/**
 * The words that the program, not the campaign, puts into letters, e-mails,
 * pages and figures. Each language has a file, words_<subtag>.c.
 */

enum { MONTHS = 12, UI_YEARS = 8 };

/** The words of figures. "%s" is the number with its unit. */
struct figure_words {
    const char *points
        [PLURAL_FORMS]; ///< "%s points": percentage points, by plural form
    const char *up;     ///< of rates and counts per head
    const char *down;
    const char *more; ///< of counts and amounts
    const char *fewer;
    const char *less; ///< of amounts
    const char *same; ///< no change
    const char *above;
    const char *below;
    const char *at_average;
};

/** The words of a page. Values replace "{0}" and "{1}". */
struct ui_strings {
    const char *page;       ///< before the page's number, with its space
    const char *of_pages;   ///< between the number and the count
    const char *out_of;     ///< between count and total
    const char *average;    ///< beside the tick, with a space after it
    const char *average_of; ///< in the picture's description
    const char *signature;  ///< before the signatory's name
    const char *seal;       ///< before the name of the file's sealer

    const char *average_upper;   ///< average, at a sentence's beginning
    const char *to;              ///< between two values, with its spaces
    const char *you;             ///< before the own figure, with a space
    const char *no_figure;       ///< instead of a figure
    const char *no_figure_alone; ///< at the beginning of a line
    const char *similar;         ///< a council of a group that has no name
    const char *similar_plural;  ///< several
    const char *years[UI_YEARS]; ///< "Five years"; [0]: no year
    const char *head_figure;     ///< above columns of charts
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
    const char *figures_file; ///< what the file attached to a letter is
};

/** The words of an e-mail. */
struct mail_strings {
    const char *figures;  ///< caption of the table
    const char *compared; ///< caption if the table has averages
    const char *measure;  ///< headings of its columns
    const char *result;
    const char *cases;
    const char *average;
    const char *out_of;         ///< between count and total
    const char *no_rate;        ///< zero out of zero
    const char *not_compared;   ///< a figure without an average
    const char *sample_mark;    ///< before the next
    const char *sample;         ///< {0}: the council, {1}: an address
    const char *sample_subject; ///< before the subject; {0}: the council
};

/** The program's words on the public pages. Values replace "{0}" and "{1}". */
struct site_strings {
    /* around every page */
    const char *skip;
    const char *embargoed; ///< {0}: the day
    const char *published_by;
    const char *licence;
    const char *home; ///< the link to the first page

    /* the overview */
    const char *lead[2]; ///< {0} letters, one or several; {1}, {2}: the period
    const char *lead_undated[2];
    const char *download;
    const char *find;
    const char *by_group;
    const char *no_group;
    const char *map;
    const char *map_help;
    const char *skip_map;
    const char *map_key_none;
    const char *not_on_map;
    const char *all_figures;
    const char *in_order; ///< before links to each statistic's page
    const char *in_order_lead;
    const char *data;
    const char *data_csv; ///< {0}: the year; the contents of a file
    const char *data_metadata;
    const char *data_json;
    const char *data_history;
    const char *data_package;
    const char *data_sums;

    /* a council's page */
    const char *figures;
    const char *letter_link;  ///< {0} pages, {1}: "121 kB"
    const char *letter_pages; ///< letter_link if {0} is 1
    const char *description;  ///< {0}: its name, {1}: the letter's title
    const char *navigation;
    const char *other_years;
    const char *before;
    const char *after;
    const char *replaced; ///< before the successor's name
    const char *all_of;   ///< {0}: the year

    /* tables */
    const char *name;
    const char *group;
    const char *statistic;
    const char *year;
    const char *figure;
    const char *cases;
    const char *average;
    const char *part;
    const char *number;
    const char *total;
    const char *table; ///< name of a table without a caption
    const char *out_of;
    const char *to;

    /* the reason for a missing figure */
    const char *no_figure;
    const char *no_rate;
    const char *fewer; ///< {0}: the minimum
    const char *not_printed;

    /* the meaning of the data's columns */
    const char *means_code;
    const char *means_name;
    const char *means_name_in; ///< {0}: a language
    const char *means_group;
    const char *means_page;
    const char *means_letter;
    const char *means_letter_pages;
    const char *means_letter_bytes;
    const char *means_embargo;
    const char *means_history[7]; ///< year, statistic, part, value, average,
                                  ///< note, letter
    const char *means_count;
    const char *means_out_of;

    /* their meaning, after the name of a statistic */
    const char *means_per_cent;
    const char *means_for_each; ///< {0}: the number of heads
    const char *means_number_of_cases;
    const char *means_of_how_many;
    const char *means_total;
    const char *means_average;
    const char *means_note;
};

/** All words of a language. Every member from `name` on is a text. */
struct words {
    const char *language;                  ///< primary subtag of BCP 47
    enum plural (*plural)(int64_t number); ///< the plural form for a number
    const char *name;                      ///< the language's own
    const char *months[MONTHS];
    struct figure_words figures;
    struct ui_strings ui;
    struct mail_strings mail;
    struct site_strings site;
};

/** @return the words of a language; English for an unknown one */
const struct words *words_find(const char *language);

/** @return true if the program has words in a language */
bool words_exist(const char *language);

/** @return the languages that have words, "en and cy" */
const char *words_list(struct arena *arena);

/** @return the words of the language with this index, or NULL after the last;
 *  English is first */
const struct words *words_at(size_t index);

#endif
