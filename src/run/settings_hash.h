#ifndef RUN_SETTINGS_HASH_H
#define RUN_SETTINGS_HASH_H

#include "base/hash.h"
#include "data/settings.h"

/**
 * Adds the text of campaign.yaml without `mail:` and `publish:`, so that a
 * change of the server, or of the public pages, makes no letter again.
 *
 * If such a section shares a line with another key it is hashed too; letters
 * are then made again needlessly, but none is missed.
 *
 * @param hash      gets the text
 * @param text      of campaign.yaml, which was read without a fault
 * @param settings  read from it, with the locations of the keys
 */
void settings_hash_add(struct hash *hash, const char *text,
                       const struct settings *settings);

#endif
