#ifndef LETTER_SETTING_TEMPLATE_H
#define LETTER_SETTING_TEMPLATE_H

#include "data/campaign.h"
#include "letter/inline_template.h"
#include "letter/source_text.h"

/** Settings with placeholders: one line of text without Markdown. */

/** Reads the bytes of campaign.yaml, for locations in quoted settings. Without
 *  them, columns are off by one. */
void setting_template_read(struct compile_context *context,
                           const struct campaign *campaign,
                           struct source_text *source);

/** @return the bytes of the file from a setting's value on, or "" */
const char *setting_template_at(const struct source_text *settings,
                                struct value value);

/**
 * Warns of unintended characters in a setting without placeholders.
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
 * @return the template, in the context's arena; NULL after a mistake
 * @errors RULE_TEXT_PRIVATE, RULE_TEMPLATE_*
 */
const struct inline_template *
setting_template_compile(struct compile_context *context,
                         const struct source_text *settings,
                         struct value value);

#endif
