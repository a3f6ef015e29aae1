#ifndef PUBLISH_LETTER_HTML_H
#define PUBLISH_LETTER_HTML_H

#include "letter/letter.h"
#include "publish/site.h"

/**
 * Writes a letter as HTML, from the same blocks as its PDF: head, subject,
 * sections, paragraphs, lists, tables, links, signature as text. A panel has
 * its sentences, its charts as SVG, and a table of its figures, with the
 * earlier years and averages that the letter shows.
 *
 * E-mail addresses are replaced by "…@…".
 *
 * @source HTML, WHATWG
 */
struct letter_html {
    const struct site *site;
    const struct layout_tools *tools; ///< this thread's
    struct arena *arena;              ///< this thread's, for scratch
    const struct letter *letter;
    struct buffer *html;
};

/** Adds the letter in all its languages, its subject as h2. @return STATUS_OK,
 *  or STATUS_LAYOUT if a chart cannot be set */
enum status letter_html_write(const struct letter_html *page,
                              struct error *err) MUST_CHECK;

/** Adds text as HTML without its e-mail addresses. */
void letter_html_add_text(struct buffer *html, const char *text);

/** Adds an element with a text in it; @p close ends it. */
void letter_html_add(struct buffer *html, const char *open, const char *text,
                     const char *close);

/** Opens a table that scrolls if it is too wide, also by keyboard; close it
 *  with the end tags of table and div. @param name for screen readers */
void letter_html_open_table(struct buffer *html, const char *name);

#endif
