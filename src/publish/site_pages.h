#ifndef PUBLISH_SITE_PAGES_H
#define PUBLISH_SITE_PAGES_H

#include "publish/site.h"

/**
 * Writes every page of the site, those of other years with new navigation, and
 * the newest overview also as index.html. A council's short address redirects
 * to its newest page.
 *
 * @param pages    the councils' pages of the campaign's year by code, each a
 *                 struct buffer; missing ones are taken from the old site
 * @param site     with complete table and catalogue
 */
enum status site_pages_write(const struct site *site, const struct map *pages,
                             struct error *err) MUST_CHECK;

/** @return true if a file of the old site is kept: it neither belongs to the
 *         campaign's year nor is written by every run */
bool site_pages_keeps(const struct site *site, const char *name);

#endif
