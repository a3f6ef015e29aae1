#ifndef PUBLISH_PAGE_FRAME_H
#define PUBLISH_PAGE_FRAME_H

#include "base/buffer.h"
#include "publish/site.h"

/**
 * The frame of every page of the site: head, header, the line about the
 * embargo, footer.
 *
 * All links within the site are relative, lead to files, not to folders, and
 * begin with the path to the site's root, so that pages work from a disk and
 * can be moved to another depth: page_frame_move().
 */
struct page_frame {
    const struct site *site;
    const char *title;
    const char *description;
    const char *address;       ///< below publish.url: "council/luton/2022/"
    const char *root;          ///< "../../"
    const struct buffer *data; ///< JSON-LD; or NULL
    bool translated; ///< each language has a page in the folder of the address,
                     ///< named by site_index_name()
};

/** Adds everything before the content. */
void page_frame_open(const struct page_frame *frame, struct buffer *html);

/** Adds everything after it. */
void page_frame_close(const struct page_frame *frame, struct buffer *html);

/** Adds the placeholder of the navigation, which can change without the rest
 *  of the page. */
void page_frame_add_navigation(struct buffer *html);

/** Adds a page with another navigation in the placeholder. A page without a
 *  placeholder is added unchanged. */
void page_frame_set_navigation(const char *page, const char *navigation,
                               struct buffer *html);

/** Adds a page that redirects to another immediately, without a script, and
 *  with a link for browsers that do not redirect. @source WCAG 2.2, H76
 *  @param target  from the page's folder: "2022.html" */
void page_frame_lead_on(const struct site *site, const char *title,
                        const char *target, struct buffer *html);

/** Adds a page with the path to the root replaced in its links. */
void page_frame_move(const char *page, const char *root, const char *new_root,
                     struct buffer *html);

#endif
