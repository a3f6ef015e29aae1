#ifndef RUN_SETTINGS_HASH_H
#define RUN_SETTINGS_HASH_H

#include "base/hash.h"
#include "data/settings.h"

/**
 * Adds the text of campaign.yaml without `mail:` and `publish:`, so that
 * letters are not made again after a change of the mail server or of the public
 * pages.
 *
 * A section that shares a line with another key is hashed too; letters are
 * then made again needlessly, but never missed.
 *
 * @param hash      the text is added
 * @param text      of campaign.yaml, which was read without errors
 * @param settings  read from it, with the locations of the keys
 */
void settings_hash_add(struct hash *hash, const char *text,
                       const struct settings *settings);

#endif
