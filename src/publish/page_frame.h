#ifndef PUBLISH_PAGE_FRAME_H
#define PUBLISH_PAGE_FRAME_H

#include "base/buffer.h"
#include "publish/site.h"

/**
 * What every page of the site has around its content: head, header, the line
 * that says that it is embargoed, footer.
 *
 * All links within the site are relative, lead to files, not to folders, and
 * begin with the way to the site's root, so that a page works from a disk and
 * can be written again at another depth: page_frame_move().
 */
struct page_frame {
    const struct site *site;
    const char *title;
    const char *description;
    const char *address;       ///< below publish.url: "council/luton/2022/"
    const char *root;          ///< "../../"
    const struct buffer *data; ///< JSON-LD; or NULL
    bool translated; ///< there is a page in each language of the campaign, as
                     ///< site_index_name() has it, at the address, which is
                     ///< that of their folder
};

/** Adds everything before the content. */
void page_frame_open(const struct page_frame *frame, struct buffer *html);

/** Adds everything after it. */
void page_frame_close(const struct page_frame *frame, struct buffer *html);

/** Adds the place for the navigation, which changes without the rest of the
 *  page. */
void page_frame_add_navigation(struct buffer *html);

/** Adds a page with another navigation in its place. A page without a place is
 *  added as it is. */
void page_frame_set_navigation(const char *page, const char *navigation,
                               struct buffer *html);

/** Adds a page that leads on to another at once; without a script, and by a
 *  link where a browser does not go by itself. @source WCAG 2.2, H76
 *  @param target  from the page's folder: "2022.html" */
void page_frame_lead_on(const struct site *site, const char *title,
                        const char *target, struct buffer *html);

/** Adds a page with its links' way to the root replaced. */
void page_frame_move(const char *page, const char *root, const char *new_root,
                     struct buffer *html);

#endif
