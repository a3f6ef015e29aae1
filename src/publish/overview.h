#ifndef PUBLISH_OVERVIEW_H
#define PUBLISH_OVERVIEW_H

#include "publish/site.h"

/**
 * The pages about all councils of a year: the overview with lists, map, table
 * and data, and a page for each statistic with its map and its councils, the
 * highest first.
 */

/** From the overview of a year to the site's root. */
#define OVERVIEW_ROOT "../"

/** Adds the overview. */
void overview_write(const struct site *site, struct buffer *html);

/** @return true if a statistic has a page, because it has values */
bool overview_has_statistic(const struct site *site, size_t statistic);

/** @return the folder of its page in the year's folder */
const char *overview_slug(const struct site *site, size_t statistic);

/** Adds the page of a statistic. */
void overview_write_statistic(const struct site *site, size_t statistic,
                              struct buffer *html);

#endif
