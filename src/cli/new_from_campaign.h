#ifndef CLI_NEW_FROM_CAMPAIGN_H
#define CLI_NEW_FROM_CAMPAIGN_H

#include "base/diagnostics.h"

/**
 * Begins next year's campaign from this year's: settings, texts and artwork are
 * taken over, `dates` and the years in title, reference and subject are a year
 * on, this year's figures become rows of history.csv, and the tables keep all but
 * the figures. Averages of a file are marked as this year's. Workbooks are not
 * taken over: last year's figures must not go into a letter.
 *
 * @param folder    the new campaign; it is made
 * @param campaign  this year's; it must be without errors
 * @return STATUS_OK, or the status of the first error
 */
enum status new_from_campaign(const char *folder, const char *campaign,
                              struct diagnostics *diagnostics) MUST_CHECK;

#endif
