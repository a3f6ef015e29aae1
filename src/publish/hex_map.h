#ifndef PUBLISH_HEX_MAP_H
#define PUBLISH_HEX_MAP_H

#include "publish/site_table.h"

/**
 * A map of equal hexagons, one a council, so that all councils are equally
 * visible. Each cell is a link with a name ("Luton: 71%, 12 of 17"), shows its
 * figure, and has the colour of one of five classes. The table next to it has
 * the same data.
 *
 * @source HexJSON, layout odd-r: odd rows are shifted half a cell right, rows
 *         are counted upwards
 */
struct hex_map;

/**
 * Reads a HexJSON file.
 *
 * @param arena        owns the map
 * @param path         the file
 * @param map          [out]
 * @param diagnostics  gets what is wrong
 * @errors RULE_PUBLISH_MAP, those of yaml_read(): JSON is YAML
 */
enum status hex_map_read(struct arena *arena, const char *path,
                         struct hex_map **map,
                         struct diagnostics *diagnostics) MUST_CHECK;

/** @return true if a council has a cell */
bool hex_map_has(const struct hex_map *map, const char *code);

/**
 * Adds the map of a statistic as SVG, and its key.
 *
 * @param statistic  one with values
 * @param root       before links: "../"
 */
void hex_map_write(const struct hex_map *map, const struct site_table *table,
                   size_t statistic, const char *root, struct arena *arena,
                   struct buffer *html);

#endif
