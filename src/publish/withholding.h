#ifndef PUBLISH_WITHHOLDING_H
#define PUBLISH_WITHHOLDING_H

#include "data/campaign.h"

/**
 * The columns of `publish.withhold`: their values are not on pages or in data
 * files, which have other words instead.
 */

/** Replaces a council's withheld values with their words. Values that are
 *  empty or false are kept, so that conditions have the same result as in the
 *  letter. Versions in other languages (name_cy) are withheld too.
 *  @owner @p arena */
void withholding_apply(const struct campaign *campaign, struct arena *arena,
                       struct council *council);

/**
 * Searches a page for withheld values, which the letter text may spell out.
 *
 * Values of fewer than four bytes, and parts of the council's name or of the
 * replacing words, are not searched for.
 *
 * @param arena    scratch
 * @param council  from the roster
 * @return the first column whose value was
 *                 found, or NULL
 */
const struct withheld_column *withholding_find(const struct campaign *campaign,
                                               struct arena *arena,
                                               const struct council *council,
                                               const char *html);

#endif
