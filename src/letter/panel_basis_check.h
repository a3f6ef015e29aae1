#ifndef LETTER_BASIS_H
#define LETTER_BASIS_H

#include "letter/panel_template.h"

/**
 * Looks at what a panel's basis line counts: "based on a total of 17
 * investigations". Another total than the rate's own is a warning and never
 * more: the letters of 2020 print one.
 *
 * @param compiler   gets RULE_PANEL_BASIS
 * @param campaign   knows the statistics
 * @param statistic  the panel's, as index in the settings
 * @param text       the line, placeholders as private characters
 * @param markup     where the line comes from
 * @param totals     filled in: columns that only a row can tell about
 * @return how many
 */
size_t basis_check(struct compiler *compiler, const struct campaign *campaign,
                   size_t statistic, const struct draft *text,
                   const struct markup *markup,
                   const struct panel_total **totals);

#endif
