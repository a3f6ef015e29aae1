#ifndef DATA_READING_H
#define DATA_READING_H

#include <stddef.h>

#include "base/diagnostics.h"
#include "data/settings.h"
#include "data/yaml.h"

/**
 * Settings read from a tree key by key. Whatever is wrong is said, and the
 * setting is left as if it were not there.
 */
struct reading {
    struct arena *arena; ///< owns what is read
    struct settings *settings;
    struct report *report; ///< gets everything that is wrong
    enum status status;    ///< of the first error
};

/** Reports a fault, and keeps the status of the first. */
void reading_blame(struct reading *reading, enum rule rule, struct place place,
                   const char *field, const char *message);

/** Reports every key of @p map that is not among @p known. */
void reading_check_keys(struct reading *reading, const struct yaml *map,
                        const char *const *known, size_t count);

/** @return the child with this key, or NULL: "delivery:" with nothing behind it
 *  is as if it were not written */
const struct yaml *reading_find(const struct yaml *map, const char *key);

/** @return the value of a scalar; a list or a map is a fault of @p field */
struct value reading_scalar(struct reading *reading, const struct yaml *node,
                            const char *field);

/** @return the value of a key; text NULL where there is none */
struct value reading_value(struct reading *reading, const struct yaml *map,
                           const char *key);

/** @return a value that must be there and say something */
struct value reading_require(struct reading *reading, const struct yaml *map,
                             const char *key);

/** Reports a placeholder in what every letter says as it stands. */
void reading_check_plain(struct reading *reading, struct value value,
                         const char *field);

/** @return as reading_value(), of what every letter says as it stands */
struct value reading_plain(struct reading *reading, const struct yaml *map,
                           const char *key);

/** @return the values of a list; none where there is no list */
struct value_list reading_list(struct reading *reading, const struct yaml *map,
                               const char *key);

/** @return as reading_list(), of what every letter says as it stands */
struct value_list reading_plain_list(struct reading *reading,
                                     const struct yaml *map, const char *key);

/**
 * Finds a map.
 *
 * @param reading  gets what is wrong
 * @param map      its parent
 * @param key      its key
 * @param known    the keys that it may have, or NULL: any
 * @param count    how many
 * @return the map, or NULL where there is none
 */
const struct yaml *reading_map(struct reading *reading, const struct yaml *map,
                               const char *key, const char *const *known,
                               size_t count);

#endif
