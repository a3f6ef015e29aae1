#ifndef DATA_YAML_H
#define DATA_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"

/**
 * A YAML file as a tree in which every node has its line and column.
 *
 * Only mappings, sequences and scalars are read. Anchors, aliases, tags and
 * several documents in a file are errors.
 */
enum yaml_kind {
    YAML_SCALAR,
    YAML_LIST,
    YAML_MAP,
};

struct yaml {
    enum yaml_kind kind;
    struct location location;     ///< where the node begins
    const char *key;              ///< its key in a map, else NULL
    struct location key_location; ///< where the key begins
    const char *text;             ///< a scalar's value, else NULL
    bool quoted;                  ///< the scalar was quoted or a block scalar
    const struct yaml *first;     ///< first child, in the file's order
    const struct yaml *next;      ///< next sibling
    size_t count;                 ///< number of children
};

/**
 * Reads a whole file.
 *
 * @param arena        owns the tree
 * @param path         the file
 * @param shown        its name in diagnostics; copied to @p arena
 * @param root         [out] a map (for an empty file, an empty one), also if
 *                     duplicate keys are the only errors; else NULL
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK, or the status of the first diagnostic
 * @errors RULE_FILE_*, RULE_TEXT_*, RULE_YAML_SYNTAX, RULE_YAML_DUPLICATE_KEY
 */
enum status yaml_read(struct arena *arena, const char *path, const char *shown,
                      const struct yaml **root,
                      struct diagnostics *diagnostics) MUST_CHECK;

/** @return the child of @p map with this key, or NULL; @p map may be NULL */
const struct yaml *yaml_find(const struct yaml *map, const char *key);

/** @return a scalar's text with its location; text NULL if it is not a scalar
 */
struct value yaml_value(const struct yaml *scalar);

/**
 * Reports every key of @p map that is not among @p known, with a suggestion.
 *
 * @param map          a map
 * @param known        keys that it may have
 * @param count        how many
 * @param diagnostics  RULE_SETTING_UNKNOWN for each other key
 */
void yaml_check_keys(const struct yaml *map, const char *const *known,
                     size_t count, struct diagnostics *diagnostics);

#endif
