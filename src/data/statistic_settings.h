#ifndef DATA_STATISTIC_SETTINGS_H
#define DATA_STATISTIC_SETTINGS_H

#include "data/settings_reader.h"

/** Reads `statistics:` of campaign.yaml. A statistic with errors is left out
 *  and recorded as a gap. */
void statistic_settings_read(struct settings_reader *reader,
                             const struct yaml *root);

#endif
