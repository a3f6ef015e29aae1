#ifndef DATA_LANGUAGE_SETTINGS_H
#define DATA_LANGUAGE_SETTINGS_H

#include <stddef.h>

#include "data/settings_reader.h"
#include "data/yaml.h"

/**
 * The campaign's languages, and the settings that may be maps by language:
 * `title: {cy: Llythyr, en-GB: Letter}`.
 */

/**
 * Reads `language:` (a tag or a list of tags) and `arrangement:`.
 *
 * @param reader  gets what is wrong
 * @param root    campaign.yaml
 * @return the languages in the order of the letter; at least one
 * @errors RULE_SETTING_VALUE: not a language, or one without built-in words; an
 *         arrangement other than together
 */
struct value_list language_settings_read(struct settings_reader *reader,
                                         const struct yaml *root);

/**
 * Copies the settings in one language.
 *
 * @param reader     gets what is wrong; its arena owns the tree
 * @param root       campaign.yaml
 * @param languages  the campaign's
 * @param index      the language to choose
 * @return the tree, with that language's text instead of each map by language
 * @errors RULE_SETTING_MISSING: a setting lacks the words of a language;
 *         RULE_SETTING_UNKNOWN: it has words in another language;
 *         RULE_SETTING_TYPE: several languages share one letter text
 */
const struct yaml *language_settings_choose(struct settings_reader *reader,
                                            const struct yaml *root,
                                            struct value_list languages,
                                            size_t index);

#endif
