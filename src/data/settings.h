#ifndef DATA_SETTINGS_H
#define DATA_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/diagnostics.h"
#include "data/encoding.h"
#include "data/mail_settings.h"
#include "data/seal_settings.h"
#include "data/settings_gaps.h"
#include "data/yaml.h"

/**
 * campaign.yaml, read and checked on its own: types, unknown keys, dates,
 * required keys. What needs the data (do the columns exist?) is checked by
 * those who use it, with the locations kept here.
 */

struct value_list {
    const struct value *items;
    size_t count;
};

/** One of the statistics: a count out of a total. */
struct statistic_setting {
    const char *name;         ///< its key
    struct location location; ///< of the key
    struct value count;       ///< a column
    struct value total;       ///< a column
    struct value
        stated;        ///< a column with a percentage to hold against; or none
    const char *label; ///< what outputs call it: as set, else the key with
                       ///< spaces
    bool labelled;     ///< the label was set
    const char *const *of; ///< forms of what the total counts, as
                           ///< plural_choose() wants them
    size_t of_count;       ///< 0: not said
    int64_t minimum;       ///< below this total no rate is given
    bool hidden;           ///< `shown: false`: for conditions and checks only
};

/** A constant for placeholders. */
struct constant {
    const char *name;
    struct location location; ///< of the key
    struct value value;
};

enum average_source {
    AVERAGE_NONE,   ///< no comparison anywhere
    AVERAGE_GIVEN,  ///< a CSV file
    AVERAGE_POOLED, ///< sum of counts over sum of totals
    AVERAGE_MEAN,   ///< mean of the rates
};

struct settings {
    const char *file; ///< campaign.yaml as shown in diagnostics

    struct value title;     ///< required
    struct value language;  ///< BCP 47; "en-GB" where absent
    struct value letter;    ///< required; the template, relative to the folder
    struct value_list data; ///< required; one file or more
    struct value data_folder; ///< where tables may lie besides; or none
    enum encoding encoding;
    struct value name; ///< the column with the council's name; default "name"
    struct value_list addressee;
    struct value delivery;  ///< may hold placeholders
    struct value reference; ///< likewise
    struct value file_name; ///< default "((code))-((name))"
    struct value theme;     ///< a file in the folder, or none

    struct date letter_date;  ///< dates.letter, required
    struct date period_start; ///< the others may be absent
    struct date period_end;
    struct date publication;
    struct location dates_location;

    struct value_list contact; ///< lines, or none
    struct value_list wordmark;
    struct value logo;
    struct value logo_alt;

    struct value signatory_name; ///< required where the letter has a signature
    struct value_list signatory_roles;
    struct value signature;
    struct value signature_alt;

    const struct statistic_setting *statistics;
    size_t statistic_count;

    struct value group_column; ///< none: nobody is compared
    struct value_list groups_compared;
    enum average_source average_source;
    struct value average_file;
    bool incomplete_allowed; ///< computed averages may lack rows at fault
    struct location incomplete_place;

    const struct constant *constants;
    size_t constant_count;

    struct settings_gaps gaps; ///< what is not here only for a fault

    struct mail_settings mail;
    struct seal_settings seal;
};

/**
 * Reads `<folder>/campaign.yaml`.
 *
 * @param arena        owns what @p settings points to
 * @param folder       the campaign
 * @param settings     filled in as far as it could be read
 * @param diagnostics  gets everything that is wrong
 * @return STATUS_OK, or the status of the first error
 */
enum status settings_read(struct arena *arena, const char *folder,
                          struct settings *settings,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
