#ifndef LETTER_PANEL_BASIS_CHECK_H
#define LETTER_PANEL_BASIS_CHECK_H

#include "letter/panel_template.h"

/**
 * Checks what a panel's basis line counts: "based on a total of 17
 * investigations". Another total than the rate's own is a warning and never
 * more: the letters of 2020 print one.
 *
 * @param context    gets RULE_PANEL_BASIS
 * @param campaign   knows the statistics
 * @param statistic  the panel's, as index in the settings
 * @param text       the line, placeholders as private characters
 * @param markdown   where the line comes from
 * @param totals     [out] columns that only a row can decide
 * @return how many
 */
size_t panel_basis_check(struct compile_context *context,
                         const struct campaign *campaign, size_t statistic,
                         const struct mapped_text *text,
                         const struct markdown *markdown,
                         const struct panel_total **totals);

#endif
