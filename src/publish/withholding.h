#ifndef PUBLISH_WITHHOLDING_H
#define PUBLISH_WITHHOLDING_H

#include "data/campaign.h"

/**
 * What `publish.withhold` names: values that are in no page and no file of
 * data, and the words that are there instead.
 */

/** Replaces a council's withheld values by their words. A value that is empty
 *  or says no stays, so that conditions choose as they do in the letter. A
 *  column in another language (name_cy) is withheld with its own.
 *  @owner @p arena */
void withholding_apply(const struct campaign *campaign, struct arena *arena,
                       struct council *council);

/**
 * Looks for withheld values in a page, which has them where the letter text
 * spells them out.
 *
 * Values of under four bytes, and such as are part of the council's name or of
 * the words instead, are not looked for.
 *
 * @param arena    scratch
 * @param council  as the roster has it
 * @return the first column whose value is there, or NULL
 */
const struct withheld_column *withholding_find(const struct campaign *campaign,
                                               struct arena *arena,
                                               const struct council *council,
                                               const char *html);

#endif
