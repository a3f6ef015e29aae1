#ifndef RUN_REJECTED_CSV_H
#define RUN_REJECTED_CSV_H

#include "base/diagnostics.h"
#include "data/campaign.h"
#include "letter/template.h"
#include "run/manifest_writer.h"
#include "store/atomic_file.h"

/**
 * rejected.csv: the input rows that were refused, in order of code, with all
 * their columns and a `reason`, to be mended and run again, as the data file of
 * a campaign of its own if need be.
 *
 * Cells for which a row has no column stand after its reason. The column
 * `reason` of a previous rejected.csv that was run again goes, unless letters
 * print it: then the new one is called `reason refused`.
 *
 * Rows that the run did not ask about stay if they stood there.
 *
 * @param path         "<output>/rejected.csv"; removed where nothing is refused
 * @param campaign     the campaign
 * @param template     knows what letters print
 * @param states       an enum row_state for each row of the roster
 * @param shard        which rows of those that the roster refused belong here
 * @param sync         when the file has to be on the disk
 * @param diagnostics  tells the reasons
 * @param err          filled in on failure
 */
enum status rejected_csv_write(const char *path,
                               const struct campaign *campaign,
                               const struct template *template,
                               const unsigned char *states,
                               const struct shard *shard, enum file_sync sync,
                               struct diagnostics *diagnostics,
                               struct error *err) MUST_CHECK;

#endif
