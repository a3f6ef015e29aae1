#ifndef CLI_NEW_FROM_CAMPAIGN_H
#define CLI_NEW_FROM_CAMPAIGN_H

#include "base/diagnostics.h"

/**
 * Makes next year's campaign from this year's: settings, texts and artwork are
 * copied, `dates` and the years in title, reference and subject are
 * incremented, this year's figures are added to history.csv, and the tables
 * keep everything except the figures. Averages in a file get their year.
 * Workbooks are not copied, so that last year's figures cannot get into a
 * letter.
 *
 * @param folder    the new campaign; it is made
 * @param campaign  this year's; it must be without errors
 * @return STATUS_OK, or the status of the first error
 */
enum status new_from_campaign(const char *folder, const char *campaign,
                              struct diagnostics *diagnostics) MUST_CHECK;

#endif
