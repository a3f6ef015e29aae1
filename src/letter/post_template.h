#ifndef LETTER_POST_TEMPLATE_H
#define LETTER_POST_TEMPLATE_H

#include "data/campaign.h"
#include "letter/evaluator.h"

struct compile_context;

/**
 * Evaluates `post:` of campaign.yaml for each council: does its letter go by
 * post, and to which address?
 */
struct post_template;

/**
 * @param context   its arena owns the template
 * @param campaign  an open campaign with `post:`
 */
const struct post_template *
post_template_compile(struct compile_context *context,
                      const struct campaign *campaign);

/** @return true if `when` says that the council's letter goes by post only;
 *          false if @p post_template is NULL. @p arena is for scratch */
bool post_template_takes(const struct post_template *post_template,
                         const struct council *council, struct arena *arena);

/**
 * Writes the address of a posted letter.
 *
 * @param evaluator  the letter's; refuses the row if the address is wrong
 * @param arena      owns the lines
 * @param letter     with its addressee; its address is set
 * @errors RULE_ADDRESS_*
 */
void post_template_write(const struct post_template *post_template,
                         struct evaluator *evaluator,
                         const struct council *council, struct arena *arena,
                         struct letter *letter);

#endif
