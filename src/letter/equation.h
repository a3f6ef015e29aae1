#ifndef LETTER_EQUATION_H
#define LETTER_EQUATION_H

#include "letter/compile_context.h"

struct evaluator;

/**
 * The equations of `checks:` in campaign.yaml: two counts of a row that must
 * be equal, such as "subjects.sum.received = received". A side is a column, a
 * list's count or sum, or a statistic's count or total.
 */
struct equation {
    const struct symbol *sides[2];
    const char *names[2]; ///< as written
    struct location location;
};

struct equations {
    const struct equation *items;
    size_t count;
};

/** Compiles all equations of the campaign. @errors RULE_SETTING_VALUE,
 *  RULE_TEMPLATE_NAME_UNKNOWN, RULE_TEMPLATE_NAME_AMBIGUOUS */
struct equations equations_compile(struct compile_context *context,
                                   const struct settings *settings);

/** Refuses the row if the sides of an equation differ or one is not a count.
 *  @errors RULE_CHECK_DIFFERS, RULE_VALUE_NOT_COUNT */
void equations_check(struct evaluator *evaluator, struct equations equations);

#endif
