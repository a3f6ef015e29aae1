#ifndef LAYOUT_PANEL_COLUMNS_H
#define LAYOUT_PANEL_COLUMNS_H

#include "layout/panel.h"

/**
 * A panel whose charts stand side by side.
 *
 *     Your figure    All unitary councils    Five years     heads
 *     ------------------------------------------------------
 *     Complaints upheld                                     title
 *     Seven points above the average ...                    statement
 *     71%            | . . : : | |           --o--o  71%    charts
 *     ooooo          16 of the 57 are ...    2021: 63%
 *     Statistics are based on ...                           small print
 *
 * On each page, heads are above the first of consecutive panels with equal
 * charts. Small print is below the first chart if that is lower than the others
 * and leaves space, else over the whole width.
 *
 * A panel without a figure still shows the other councils.
 */

/** @return true if a panel's charts are in columns, because one cannot be
 *         beside the words */
bool panel_columns_apply(const struct panel *panel);

/**
 * Sets the statement, the charts and the small print.
 *
 * @param above  the previous panel, which may already give the reason for a
 *               break in a series; or NULL
 * @param plan   [in,out] columns
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_columns_set(const struct layout_context *context,
                              const struct panel_plan *above,
                              struct panel_plan *plan,
                              struct error *err) MUST_CHECK;

/**
 * Sets the heads of consecutive panels; panels with equal charts share them.
 *
 * @param plans  [in,out] from panel_columns_set()
 */
enum status panel_columns_set_heads(const struct layout_context *context,
                                    struct panel_plan *plans, size_t count,
                                    struct error *err) MUST_CHECK;

/** @return true if two panels have equal charts, so that they share heads; @p
 *         above may be NULL */
bool panel_columns_share_heads(const struct panel_plan *above,
                               const struct panel_plan *plan);

/** @return the height of heads, with the space below them */
double panel_columns_heads_height(const struct layout_context *context);

/** Positions the parts, from @p y. @return the bottom */
double panel_columns_place(const struct layout_context *context,
                           struct panel_plan *plan, double y, double closeness);

/** Draws the heads of a panel whose rule is at @p y. */
void panel_columns_draw_heads(const struct layout_context *context,
                              struct panel_plan *plan, double y);

/** Draws the parts of a panel whose top is at @p y. */
void panel_columns_draw(const struct layout_context *context,
                        struct panel_plan *plan, double y, struct tag *sect);

#endif
