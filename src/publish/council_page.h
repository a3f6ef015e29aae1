#ifndef PUBLISH_COUNCIL_PAGE_H
#define PUBLISH_COUNCIL_PAGE_H

#include "layout/layout.h"
#include "letter/letter.h"
#include "publish/site.h"

/** A council's page of one year: its figures in one table, the letter as HTML
 *  with its panels, the PDF file. page_frame_set_navigation() adds the
 *  navigation. */
struct council_page {
    const struct site *site;
    const struct layout_tools *tools; ///< this thread's
    struct arena *arena;              ///< this thread's, for scratch
    const struct letter *letter;
    const struct site_row *row;
    const char *slug;
};

/** From a council's page to the site's root. */
#define COUNCIL_PAGE_ROOT "../../"

/** Adds the page. @return STATUS_OK or STATUS_LAYOUT */
enum status council_page_write(const struct council_page *page,
                               struct buffer *html,
                               struct error *err) MUST_CHECK;

#endif
