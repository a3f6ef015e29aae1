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
 * The settings of campaign.yaml, checked for types, unknown keys, dates and
 * required keys. The modules that use a setting check it against the data (does
 * the column exist?) and report its location from here.
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
    const char *label; ///< name in outputs: as set, else the key with spaces
    bool labelled;     ///< the label is from campaign.yaml
    const char *const *of; ///< plural forms of the counted thing, for
                           ///< plural_choose()
    size_t of_count;       ///< 0: not given
    int64_t minimum;       ///< fewer give no figure
    bool hidden;           ///< `shown: false`: for conditions and checks only
};

/** A year whose figures are not comparable with earlier ones. */
struct history_break {
    int year;
    const char *note;
};

/** The name of a group's councils. */
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

/** A file with any number of rows a council. */
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
    const char *file; ///< path of campaign.yaml in diagnostics

    struct value title;          ///< required
    struct value_list languages; ///< BCP 47; "en-GB" where absent
    struct value language;       ///< the language of these settings
    struct value letter;    ///< required; the template, relative to the folder
    struct value_list data; ///< required; one file or more
    struct value data_folder; ///< second folder for tables; or none
    const struct list_setting *lists;
    size_t list_count;
    struct value_list checks; ///< equations that hold for every row
    enum encoding encoding;
    struct value name; ///< the column with the council's name; default "name"
    struct value_list addressee;
    struct value delivery; ///< may hold placeholders; of e-mailed letters if
                           ///< delivery_post is set
    struct value delivery_post; ///< of posted letters; none: as `delivery`
    struct value reference;     ///< likewise
    struct value file_name;     ///< default "((code))-((name))"
    struct value theme;         ///< a file in the folder, or none

    struct date letter_date;  ///< dates.letter, required
    struct date period_start; ///< optional, like the next
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

    struct value group_column; ///< none: no comparison
    struct value_list groups_compared;
    enum average_source average_source;
    struct value average_file;
    bool incomplete_allowed; ///< averages may leave out rows with errors
    struct location incomplete_place;
    const struct group_label *group_labels;
    size_t group_label_count;

    struct value history_file; ///< or none
    const struct history_break *breaks;
    size_t break_count;

    const struct constant *constants;
    size_t constant_count;

    struct settings_gaps gaps; ///< settings that are missing because of an
                               ///< error

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
 * @param language     an index of settings.languages; 0 if they are not known
 *                     yet
 * @param settings     [out] as far as the file is valid
 * @param diagnostics  gets everything that is wrong
 * @return STATUS_OK, or the status of the first error
 */
enum status settings_read(struct arena *arena, const char *folder,
                          size_t language, struct settings *settings,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
