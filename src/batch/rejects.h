#ifndef BATCH_REJECTS_H
#define BATCH_REJECTS_H

#include <stdbool.h>

#include "base/report.h"
#include "data/campaign.h"
#include "delivery/filing.h"

/**
 * rejected.csv: the input rows that were refused, with all their columns and a
 * `reason`, to be mended and run again.
 *
 * @param path      "<output>/rejected.csv"; removed where nothing is refused
 * @param campaign  the campaign
 * @param refused   for each row of the roster, whether it was refused
 * @param sync      when the file has to be on the disk
 * @param report    tells the reasons
 * @param err       filled in on failure
 */
enum status rejects_write(const char *path, const struct campaign *campaign,
                          const bool *refused, enum filing_sync sync,
                          struct report *report, struct error *err) MUST_CHECK;

#endif
