#ifndef DATA_PUBLISH_SETTINGS_H
#define DATA_PUBLISH_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/**
 * The settings under `publish:` in campaign.yaml: address and licence of the
 * public pages, and the columns that are withheld.
 */

/** A column whose values are not published, and the words that replace them.
 */
struct withheld_column {
    struct value column; ///< its name, with the key's location
    const char *words;
};

struct publish_settings {
    bool given; ///< `publish:` exists; else all other members are unset
    struct location location; ///< of the key

    struct value url;          ///< of the site, ends in "/"
    struct value licence_name; ///< required
    struct value licence_url;  ///< required
    struct value map;          ///< a HexJSON file in the folder; or none
    const struct withheld_column *withheld;
    size_t withheld_count;
    bool no_letters;         ///< `letters: false`: the PDF files are left out
    struct value folder;     ///< of the site, from the campaign's; or none
    struct value successors; ///< a CSV file in the folder; or none
};

struct settings_reader;
struct yaml;

/** Reads `publish:` of @p root into the settings.
 *  @errors RULE_SETTING_* */
void publish_settings_read(struct settings_reader *reader,
                           const struct yaml *root);

#endif
