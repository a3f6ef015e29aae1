#ifndef LAYOUT_ADDRESS_BLOCK_H
#define LAYOUT_ADDRESS_BLOCK_H

#include "layout/text_block.h"

/**
 * Sets the addressee and the address on page 1 in an envelope's window
 * (data/post_settings.h): 12 to 10 points, single spaced, as large as fits.
 */
struct address_block;

/**
 * Sets the lines of a letter that has a window.
 *
 * @param context  the letter's; its kit has a window
 * @param block    [out] the context's arena owns it
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_LAYOUT_WINDOW at the cell: the lines do not fit into the window
 */
enum status address_block_set(const struct layout_context *context,
                              struct address_block **block,
                              struct error *err) MUST_CHECK;

/** Draws the lines, a paragraph each, on the current page. */
void address_block_draw(const struct layout_context *context,
                        struct address_block *block);

/** Draws the lines that show where the sheet is folded. */
void address_block_draw_folds(const struct layout_context *context);

/**
 * Reads a page back: the window must show the letter's lines completely, and
 * nothing else may be near it.
 *
 * @param kit     with a window
 * @param letter  that was set
 * @param page    its first page
 * @errors RULE_LAYOUT_WINDOW
 */
enum status address_block_check(const struct layout_kit *kit,
                                const struct letter *letter,
                                const struct page *page,
                                struct error *err) MUST_CHECK;

#endif
