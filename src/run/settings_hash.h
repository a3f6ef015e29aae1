#ifndef RUN_SETTINGS_HASH_H
#define RUN_SETTINGS_HASH_H

#include "base/hash.h"
#include "data/mail_settings.h"

/**
 * Adds the text of campaign.yaml as far as letters depend on it: without
 * `mail:`, so that another server or a quicker pace makes no letter again.
 *
 * `mail:` is left out where it stands in lines of its own; else it is hashed
 * like the rest, which costs time and nothing worse.
 *
 * @param hash  gets the text
 * @param text  of campaign.yaml, that was read without a fault
 * @param mail  what was read of it, with the place of the key
 */
void settings_hash_add(struct hash *hash, const char *text,
                       const struct mail_settings *mail);

#endif
