#ifndef DATA_SETTINGS_READER_H
#define DATA_SETTINGS_READER_H

#include <stddef.h>

#include "base/diagnostics.h"
#include "data/settings.h"
#include "data/yaml.h"

/**
 * Settings read from a tree key by key. Each fault is reported, and the
 * setting is then treated as missing.
 */
struct settings_reader {
    struct arena *arena; ///< owns what is read
    struct settings *settings;
    struct diagnostics *diagnostics; ///< gets everything that is wrong
    enum status status;              ///< of the first error
};

/** Reports a fault, and keeps the status of the first. */
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

/** Reports a key of @p map that no placeholder can name, or that is there
 *  already in another spelling. */
void settings_reader_check_name(struct settings_reader *reader,
                                const struct yaml *map,
                                const struct yaml *node);

/** @return the child with this key, or NULL: "delivery:" with nothing after it
 *  is as if it were not written */
const struct yaml *settings_reader_find(const struct yaml *map,
                                        const char *key);

/** @return the value of a scalar; a list or a map is a fault of @p field */
struct value settings_reader_scalar(struct settings_reader *reader,
                                    const struct yaml *node, const char *field);

/** @return the value of a key; text NULL where there is none */
struct value settings_reader_value(struct settings_reader *reader,
                                   const struct yaml *map, const char *key);

/** What a whole number may be, and what it is if it is absent or at fault. */
struct setting_range {
    int64_t min;
    int64_t max;
    int64_t usual;
};

/** @return which of @p words, which end with NULL, a setting is; 0 if it is
 *  absent or none of them, which @p message says */
size_t settings_reader_choice(struct settings_reader *reader,
                              const struct yaml *map, const char *key,
                              const char *const *words, const char *message);

/** @return true for true, false for false, @p usual if the setting is absent or
 *  neither, which @p message says */
bool settings_reader_truth(struct settings_reader *reader,
                           const struct yaml *map, const char *key, bool usual,
                           const char *message);

int64_t settings_reader_number(struct settings_reader *reader,
                               const struct yaml *map, const char *key,
                               struct setting_range range, const char *message);

/** Reads a date; @p date stays as it is if there is none. @return its value */
struct value settings_reader_date(struct settings_reader *reader,
                                  const struct yaml *map, const char *key,
                                  struct date *date);

/** @return a value that must be there and not blank */
struct value settings_reader_require(struct settings_reader *reader,
                                     const struct yaml *map, const char *key);

/** Reports a placeholder in a text that is the same in every letter. */
void settings_reader_check_plain(struct settings_reader *reader,
                                 struct value value, const char *field);

/** Like settings_reader_value(), for a text that is the same in every letter;
 *  text NULL also if it is blank. */
struct value settings_reader_plain(struct settings_reader *reader,
                                   const struct yaml *map, const char *key);

/** @return the values of a list; none where there is no list */
struct value_list settings_reader_list(struct settings_reader *reader,
                                       const struct yaml *map, const char *key);

/** @return like settings_reader_list(); one value is a list of one */
struct value_list settings_reader_one_or_list(struct settings_reader *reader,
                                              const struct yaml *map,
                                              const char *key);

/** @return like settings_reader_list(), of texts that are the same in every
 *  letter */
struct value_list settings_reader_plain_list(struct settings_reader *reader,
                                             const struct yaml *map,
                                             const char *key);

/**
 * Finds a map.
 *
 * @param reader  gets what is wrong
 * @param map     its parent
 * @param key     its key
 * @param known   the keys that it may have, or NULL: any
 * @param count   how many
 * @return the map, or NULL where there is none
 */
const struct yaml *settings_reader_map(struct settings_reader *reader,
                                       const struct yaml *map, const char *key,
                                       const char *const *known, size_t count);

#endif
