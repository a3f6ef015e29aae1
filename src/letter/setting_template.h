#ifndef LETTER_SETTING_TEMPLATE_H
#define LETTER_SETTING_TEMPLATE_H

#include "data/campaign.h"
#include "letter/inline_template.h"
#include "letter/source_text.h"

/** Settings with placeholders: one line of text, in which Markdown means
 *  nothing. */

/** Reads the bytes of campaign.yaml, to place what is wrong in a quoted
 *  setting. Without them places are a column off, no more. */
void setting_template_read(struct compile_context *context,
                           const struct campaign *campaign,
                           struct source_text *source);

/** @return the bytes at which a setting's value begins, or "" */
const char *setting_template_at(const struct source_text *settings,
                                struct value value);

/**
 * Looks at a setting that is printed as it is, without placeholders, and warns.
 *
 * @param settings  campaign.yaml
 * @param value     the setting; its text may be NULL
 * @errors RULE_TEXT_MOJIBAKE, RULE_TEXT_INVISIBLE, RULE_TEXT_ENTITY,
 *         RULE_TEXT_FOREIGN_PLACEHOLDER, RULE_TEXT_PRIVATE
 */
void setting_template_check(struct compile_context *context,
                            const struct source_text *settings,
                            struct value value);

/**
 * Compiles a setting.
 *
 * @param settings  campaign.yaml, from setting_template_read()
 * @param value     the setting
 * @return the template, in the context's arena; NULL: the text is at fault
 * @errors RULE_TEXT_PRIVATE, RULE_TEMPLATE_*
 */
const struct inline_template *
setting_template_compile(struct compile_context *context,
                         const struct source_text *settings,
                         struct value value);

#endif
