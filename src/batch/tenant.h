#ifndef BATCH_TENANT_H
#define BATCH_TENANT_H

#include "base/report.h"

/**
 * Warns where an output folder holds the letters of a campaign of another
 * title: two years in folders of one name, say, whose letters would be mixed.
 *
 * @param output  the folder, which may not be there
 * @param title   of the campaign about to be printed
 * @param report  gets RULE_OUTPUT_OTHER
 */
void tenant_check(const char *output, const char *title, struct report *report);

#endif
