#ifndef PUBLISH_PANEL_TABLE_H
#define PUBLISH_PANEL_TABLE_H

#include "publish/letter_html.h"

/**
 * Adds the table of a panel's figures: this year and the earlier years that
 * the letter shows, each with its cases and the group's average; a line for
 * each part of a whole. It has only figures that the letter prints; without
 * any, no table is added.
 */
void panel_table_write(const struct letter_html *page,
                       const struct figure *figure);

#endif
