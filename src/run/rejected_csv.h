#ifndef RUN_REJECTED_CSV_H
#define RUN_REJECTED_CSV_H

#include "base/diagnostics.h"
#include "data/campaign.h"
#include "letter/template.h"
#include "run/manifest_writer.h"
#include "store/atomic_file.h"

/**
 * rejected.csv: the refused input rows, in order of code, with all their
 * columns and a `reason`, to be corrected and rendered again, possibly as the
 * data file of a separate campaign.
 *
 * Cells beyond the last column follow the reason. A column `reason` in the
 * input, from a previous rejected.csv, is dropped, unless letters print it:
 * then the new one is called `reason refused`.
 *
 * Rows that the run excluded are kept from the previous file.
 *
 * @param path         "<output>/rejected.csv"; removed if nothing is refused
 * @param campaign     the campaign
 * @param template     for the columns that letters print
 * @param states       an enum row_state for each row of the roster
 * @param shard        the part that the roster's refused rows must belong to
 * @param sync         when the file must be on the disk
 * @param diagnostics  with the reasons
 */
enum status rejected_csv_write(const char *path,
                               const struct campaign *campaign,
                               const struct template *template,
                               const unsigned char *states,
                               const struct shard *shard, enum file_sync sync,
                               struct diagnostics *diagnostics,
                               struct error *err) MUST_CHECK;

#endif
