#ifndef DATA_SETTINGS_READER_H
#define DATA_SETTINGS_READER_H

#include <stddef.h>

#include "base/diagnostics.h"
#include "data/settings.h"
#include "data/yaml.h"

/**
 * Reads settings from a YAML tree key by key. A setting with an error is
 * reported and treated as missing.
 */
struct settings_reader {
    struct arena *arena; ///< owns the settings
    struct settings *settings;
    struct diagnostics *diagnostics; ///< gets everything that is wrong
    enum status status;              ///< of the first error
};

/** Reports an error; the reader keeps the first one's status. */
void settings_reader_report(struct settings_reader *reader,
                            enum diagnostic_id rule, struct location location,
                            const char *field, const char *message);

/** Reports RULE_SETTING_VALUE at a value. */
void settings_reader_refuse(struct settings_reader *reader, struct value value,
                            const char *field, const char *message);

/** Reports every key of @p map that is not among @p known. */
void settings_reader_check_keys(struct settings_reader *reader,
                                const struct yaml *map,
                                const char *const *known, size_t count);

/** Reports a key of @p map that placeholders cannot use, or that only repeats
 *  another in a different spelling. */
void settings_reader_check_name(struct settings_reader *reader,
                                const struct yaml *map,
                                const struct yaml *node);

/** @return the child with this key, or NULL; a key without a value,
 *         "delivery:", counts as missing */
const struct yaml *settings_reader_find(const struct yaml *map,
                                        const char *key);

/** @return the value of a scalar; a list or a map is reported as an error of @p
 *         field */
struct value settings_reader_scalar(struct settings_reader *reader,
                                    const struct yaml *node, const char *field);

/** @return the value of a key; text NULL if it is missing */
struct value settings_reader_value(struct settings_reader *reader,
                                   const struct yaml *map, const char *key);

/** The range of a whole number, and its default. */
struct setting_range {
    int64_t min;
    int64_t max;
    int64_t usual;
};

/** @return the index of a setting's value in @p words, which end with NULL; 0
 *         if it is absent, or is not one of them and @p message is reported */
size_t settings_reader_choice(struct settings_reader *reader,
                              const struct yaml *map, const char *key,
                              const char *const *words, const char *message);

/** @return true for true, false for false; @p usual if it is absent, or is
 *         neither and @p message is reported */
bool settings_reader_truth(struct settings_reader *reader,
                           const struct yaml *map, const char *key, bool usual,
                           const char *message);

int64_t settings_reader_number(struct settings_reader *reader,
                               const struct yaml *map, const char *key,
                               struct setting_range range, const char *message);

/** Reads a date; @p date is unchanged if there is none. @return its value */
struct value settings_reader_date(struct settings_reader *reader,
                                  const struct yaml *map, const char *key,
                                  struct date *date);

/** @return a required value, which must not be blank */
struct value settings_reader_require(struct settings_reader *reader,
                                     const struct yaml *map, const char *key);

/** Reports a placeholder in a text that cannot have any. */
void settings_reader_check_plain(struct settings_reader *reader,
                                 struct value value, const char *field);

/** Like settings_reader_value(), for a text without placeholders; text NULL
 *  also if it is blank. */
struct value settings_reader_plain(struct settings_reader *reader,
                                   const struct yaml *map, const char *key);

/** @return the values of a list; empty if it is missing */
struct value_list settings_reader_list(struct settings_reader *reader,
                                       const struct yaml *map, const char *key);

/** @return like settings_reader_list(); one value is a list of one */
struct value_list settings_reader_one_or_list(struct settings_reader *reader,
                                              const struct yaml *map,
                                              const char *key);

/** @return like settings_reader_list(), for texts without placeholders */
struct value_list settings_reader_plain_list(struct settings_reader *reader,
                                             const struct yaml *map,
                                             const char *key);

/**
 * Finds a map.
 *
 * @param reader  gets what is wrong
 * @param map     its parent
 * @param key     its key
 * @param known   its valid keys; NULL: any
 * @param count   how many
 * @return the map, or NULL if it is missing
 */
const struct yaml *settings_reader_map(struct settings_reader *reader,
                                       const struct yaml *map, const char *key,
                                       const char *const *known, size_t count);

#endif
