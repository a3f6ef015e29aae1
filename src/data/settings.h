#ifndef DATA_SETTINGS_H
#define DATA_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/diagnostics.h"
#include "data/encoding.h"
#include "data/mail_settings.h"
#include "data/post_settings.h"
#include "data/publish_settings.h"
#include "data/seal_settings.h"
#include "data/settings_gaps.h"
#include "data/statistic_form.h"
#include "data/yaml.h"

/**
 * campaign.yaml, read and checked on its own: types, unknown keys, dates,
 * required keys. Checks that need the data (do the columns exist?) are made
 * by the modules that use a setting, with the locations kept here.
 */

struct value_list {
    const struct value *items;
    size_t count;
};

/** A part of a whole. */
struct part_setting {
    const char *label;
    struct value count; ///< a column
};

/** One of the statistics. */
struct statistic_setting {
    const char *name;         ///< its key
    struct location location; ///< of the key
    struct figure_format format;
    struct value count; ///< a column, the amount's included; none: it has parts
    struct value total; ///< a column, the population's included; or none
    struct value stated; ///< a column with a percentage to compare; or none
    const struct part_setting *parts;
    size_t part_count;
    const char *label;     ///< what outputs call it: as set, else the key with
                           ///< spaces
    bool labelled;         ///< the label was set
    const char *const *of; ///< forms of what the total counts, as
                           ///< plural_choose() wants them
    size_t of_count;       ///< 0: not said
    int64_t minimum;       ///< below it no figure is given
    bool hidden;           ///< `shown: false`: for conditions and checks only
};

/** A year from which figures do not compare with those before it. */
struct history_break {
    int year;
    const char *note;
};

/** What a group's councils are called. */
struct group_label {
    struct value group;   ///< its key
    const char *singular; ///< "unitary council"
    const char *plural;
};

/** A constant for placeholders. */
struct constant {
    const char *name;
    struct location location; ///< of the key
    struct value value;
};

/** A file of many rows a council. */
struct list_setting {
    const char *name;         ///< its key
    struct location location; ///< of the key
    struct value file;
};

enum average_source {
    AVERAGE_NONE,   ///< no comparison anywhere
    AVERAGE_GIVEN,  ///< a CSV file
    AVERAGE_POOLED, ///< sum of counts over sum of totals
    AVERAGE_MEAN,   ///< mean of the rates
};

struct settings {
    const char *file; ///< campaign.yaml as shown in diagnostics

    struct value title;          ///< required
    struct value_list languages; ///< BCP 47; "en-GB" where absent
    struct value language;       ///< that of these words, among the languages
    struct value letter;    ///< required; the template, relative to the folder
    struct value_list data; ///< required; one file or more
    struct value data_folder; ///< another folder for tables; or none
    const struct list_setting *lists;
    size_t list_count;
    struct value_list checks; ///< equations that hold for every row
    enum encoding encoding;
    struct value name; ///< the column with the council's name; default "name"
    struct value_list addressee;
    struct value delivery;      ///< may hold placeholders; of letters that are
                                ///< e-mailed, where there is another
    struct value delivery_post; ///< of letters that are posted; or none: as
                                ///< `delivery`
    struct value reference;     ///< likewise
    struct value file_name;     ///< default "((code))-((name))"
    struct value theme;         ///< a file in the folder, or none

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
    const struct group_label *group_labels;
    size_t group_label_count;

    struct value history_file; ///< or none
    const struct history_break *breaks;
    size_t break_count;

    const struct constant *constants;
    size_t constant_count;

    struct settings_gaps gaps; ///< settings that are missing because of a fault

    struct mail_settings mail;
    struct post_settings post;
    struct publish_settings publish;
    struct seal_settings seal;
};

/**
 * Reads `<folder>/campaign.yaml`.
 *
 * @param arena        owns what @p settings points to
 * @param folder       the campaign
 * @param language     whose words: an index of settings.languages; 0 where they
 *                     are not known yet
 * @param settings     filled in as far as it could be read
 * @param diagnostics  gets everything that is wrong
 * @return STATUS_OK, or the status of the first error
 */
enum status settings_read(struct arena *arena, const char *folder,
                          size_t language, struct settings *settings,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
