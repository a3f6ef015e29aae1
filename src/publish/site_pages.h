#ifndef PUBLISH_SITE_PAGES_H
#define PUBLISH_SITE_PAGES_H

#include "publish/site.h"

/**
 * Writes every page of the site, other years' with their new navigation, and
 * the newest overview a second time, as index.html. A council's short address
 * leads on to its newest page.
 *
 * @param pages    the councils' pages of the campaign's year by code, each a
 *                 struct buffer; those that are not there are the old site's
 * @param site     with its table and catalogue complete
 */
enum status site_pages_write(const struct site *site, const struct map *pages,
                             struct error *err) MUST_CHECK;

/** @return true if a file of the old site is no page or file of the campaign's
 *  year, nor one that every run writes: it stays as it is */
bool site_pages_keeps(const struct site *site, const char *name);

#endif
