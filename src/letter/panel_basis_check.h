#ifndef LETTER_PANEL_BASIS_CHECK_H
#define LETTER_PANEL_BASIS_CHECK_H

#include "letter/panel_template.h"

/**
 * Checks the total in a panel's basis line: "based on a total of 17
 * investigations". A total other than the rate's is only a warning, because the
 * letters of 2020 print one.
 *
 * @param context    gets RULE_PANEL_BASIS
 * @param campaign   with the statistics
 * @param statistic  the panel's, as index in the settings
 * @param text       the line, placeholders as private characters
 * @param markdown   source of the line
 * @param totals     [out] columns to be checked in each row
 * @return how many
 */
size_t panel_basis_check(struct compile_context *context,
                         const struct campaign *campaign, size_t statistic,
                         const struct mapped_text *text,
                         const struct markdown *markdown,
                         const struct panel_total **totals);

#endif
