#ifndef RUN_SETTINGS_HASH_H
#define RUN_SETTINGS_HASH_H

#include "base/hash.h"
#include "data/mail_settings.h"

/**
 * Adds the text of campaign.yaml without `mail:`, so that a change of the
 * server or of its pace makes no letter again.
 *
 * If `mail:` shares a line with another key it is hashed too; letters are then
 * made again needlessly, but none is missed.
 *
 * @param hash  gets the text
 * @param text  of campaign.yaml, which was read without a fault
 * @param mail  the settings read from it, with the location of the key
 */
void settings_hash_add(struct hash *hash, const char *text,
                       const struct mail_settings *mail);

#endif
