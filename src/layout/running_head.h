#ifndef LAYOUT_RUNNING_HEAD_H
#define LAYOUT_RUNNING_HEAD_H

#include "layout/text_block.h"

/** The running head: the campaign's title, the council, its code and the page's
 *  number. A title that leaves no space for the council is omitted. */
struct running_head {
    struct text_block head;
    double base; ///< last baseline, from the page's top
};

/**
 * Sets the running head of a letter.
 *
 * @param context  the letter's
 * @param running  [out] the texts
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_LAYOUT_TOO_TALL: the name does not fit above the text
 */
enum status running_head_set(const struct layout_context *context,
                             struct running_head *running,
                             struct error *err) MUST_CHECK;

/**
 * Draws it on the current page, as artifacts.
 *
 * @param context  the letter's
 * @param running  as set
 * @param page     from 1; pages with the letterhead have no running head
 * @param pages    number of pages
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status running_head_draw(const struct layout_context *context,
                              struct running_head *running, size_t page,
                              size_t pages, struct error *err) MUST_CHECK;

#endif
