#ifndef POST_SHEET_MARK_H
#define POST_SHEET_MARK_H

#include "canvas/display_list.h"
#include "data/post_settings.h"
#include "layout/layout.h"

/**
 * The mark on the front of a sheet by which an inserter collates a piece: in
 * the margin, an artifact.
 *
 * @source Text "n / m" as inserters of the class of FP FPi read it, 12 points;
 *         ISO/IEC 16022 (Data Matrix ECC 200), cells of 0.381 mm, a quiet zone
 *         of more than 6 mm to the text
 */

/** The data of a sheet's mark. */
struct sheet_mark {
    const char *job;
    int64_t piece;
    size_t sheet; ///< from 1
    size_t sheets;
};

/**
 * Makes the marks of a sheet.
 *
 * @param arena  owns them, except glyphs in the shaper's caches
 * @param kit    its faces and margins
 * @param tools  this thread's
 * @param kind   of mark
 * @param what   its data
 * @param marks  [out]
 * @param count  [out] 0 for SHEET_MARK_NONE
 * @errors RULE_GLYPH_MISSING; RULE_LAYOUT_WINDOW: the margin is too narrow
 */
enum status sheet_mark_make(struct arena *arena, const struct layout_kit *kit,
                            const struct layout_tools *tools,
                            enum sheet_mark_kind kind,
                            const struct sheet_mark *what, struct mark **marks,
                            size_t *count, struct error *err) MUST_CHECK;

/**
 * Sets a line of text as marks (artifacts).
 *
 * @param size    points
 * @param at      the baseline's start
 * @param marks   [out]
 * @param count   [out]
 */
enum status sheet_mark_set_text(struct arena *arena,
                                const struct layout_kit *kit,
                                const struct layout_tools *tools,
                                const char *text, double size,
                                struct colour colour, struct point at,
                                struct mark **marks, size_t *count,
                                struct error *err) MUST_CHECK;

/** @return the text of a Data Matrix: "JOB PIECE SHEET SHEETS" */
const char *sheet_mark_data(struct arena *arena, const struct sheet_mark *what);

#endif
