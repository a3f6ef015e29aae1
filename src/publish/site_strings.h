#ifndef PUBLISH_SITE_STRINGS_H
#define PUBLISH_SITE_STRINGS_H

/** The words of the public pages that come from the program. Where a text has
 *  "{0}" and "{1}", values take their places: ui_strings_fill(). */
struct site_strings {
    const char *language; ///< primary subtag of BCP 47

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
    const char *in_order; ///< before links to a page a statistic
    const char *in_order_lead;
    const char *data;
    const char *data_csv; ///< {0}: the year; what a file holds
    const char *data_metadata;
    const char *data_json;
    const char *data_history;
    const char *data_package;
    const char *data_sums;

    /* a council's page */
    const char *figures;
    const char *letter_link;  ///< {0} pages, {1}: "121 kB"
    const char *letter_pages; ///< the same where {0} is 1
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
    const char *table; ///< what a table without a caption is called
    const char *out_of;
    const char *to;

    /* why there is no figure */
    const char *no_figure;
    const char *no_rate;
    const char *fewer; ///< {0}: the minimum
    const char *not_printed;
};

/** @return the strings for a language; English for one that is not known */
const struct site_strings *site_strings_find(const char *language);

#endif
