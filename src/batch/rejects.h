#ifndef BATCH_REJECTS_H
#define BATCH_REJECTS_H

#include "base/report.h"
#include "batch/closing.h"
#include "data/campaign.h"
#include "delivery/filing.h"

/**
 * rejected.csv: the input rows that were refused, in order of code, with all
 * their columns and a `reason`, to be mended and run again.
 *
 * Rows that the run did not ask about stay if they stood there.
 *
 * @param path      "<output>/rejected.csv"; removed where nothing is refused
 * @param campaign  the campaign
 * @param states    an enum row_state for each row of the roster
 * @param shard     which rows of those that the roster refused belong here
 * @param sync      when the file has to be on the disk
 * @param report    tells the reasons
 * @param err       filled in on failure
 */
enum status rejects_write(const char *path, const struct campaign *campaign,
                          const unsigned char *states,
                          const struct shard *shard, enum filing_sync sync,
                          struct report *report, struct error *err) MUST_CHECK;

#endif
