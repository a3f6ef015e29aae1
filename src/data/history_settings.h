#ifndef DATA_HISTORY_SETTINGS_H
#define DATA_HISTORY_SETTINGS_H

#include "data/settings_reader.h"

/** Reads `history:` of campaign.yaml, after its dates. */
void history_settings_read(struct settings_reader *reader,
                           const struct yaml *root);

#endif
