#ifndef DATA_LANGUAGE_SETTINGS_H
#define DATA_LANGUAGE_SETTINGS_H

#include <stddef.h>

#include "data/settings_reader.h"
#include "data/yaml.h"

/**
 * The campaign's languages, and the settings that are words: these may be a map
 * by language, as in `title: {cy: Llythyr, en-GB: Letter}`.
 */

/**
 * Reads `language:`, which is a tag or a list of tags, and `arrangement:`.
 *
 * @param reader  gets what is wrong
 * @param root    campaign.yaml
 * @return the languages in the order of the letter; at least one
 * @errors RULE_SETTING_VALUE: no language, or one without built-in words;
 *         another arrangement than together
 */
struct value_list language_settings_read(struct settings_reader *reader,
                                         const struct yaml *root);

/**
 * Chooses one language's words.
 *
 * @param reader     gets what is wrong; its arena owns the tree
 * @param root       campaign.yaml
 * @param languages  the campaign's
 * @param index      the language to choose
 * @return the tree with that language's words in the places of maps
 * @errors RULE_SETTING_MISSING: a setting lacks the words of a language;
 *         RULE_SETTING_UNKNOWN: it has words in another language;
 *         RULE_SETTING_TYPE: several languages, but one letter text
 */
const struct yaml *language_settings_choose(struct settings_reader *reader,
                                            const struct yaml *root,
                                            struct value_list languages,
                                            size_t index);

#endif
