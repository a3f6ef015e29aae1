#ifndef DATA_PUBLISH_SETTINGS_H
#define DATA_PUBLISH_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/**
 * The settings under `publish:` in campaign.yaml: where the public pages will
 * be, under which licence, and what they do not say.
 */

/** A column whose values are published nowhere, and the words instead. */
struct withheld_column {
    struct value column; ///< its name, with the key's location
    const char *words;
};

struct publish_settings {
    bool given; ///< there is a `publish:`; what follows holds only then
    struct location location; ///< of the key

    struct value url;          ///< of the site, with a "/" at its end
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

/** Reads `publish:` of @p root into the settings that are being read.
 *  @errors RULE_SETTING_* */
void publish_settings_read(struct settings_reader *reader,
                           const struct yaml *root);

#endif
