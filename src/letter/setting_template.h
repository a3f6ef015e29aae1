#ifndef LETTER_SETTING_TEXT_H
#define LETTER_SETTING_TEXT_H

#include "data/campaign.h"
#include "letter/inline_template.h"
#include "letter/source_text.h"

/** Settings with placeholders: one line of text, in which Markdown means
 *  nothing. */

/** Reads the bytes of campaign.yaml, to place what is wrong in a quoted
 *  setting. Without them places are a column off, no more. */
void setting_text_read(struct compiler *compiler,
                       const struct campaign *campaign, struct source *source);

/** @return the bytes at which a setting's value begins, or "" */
const char *setting_text_at(const struct source *settings, struct value value);

/**
 * Compiles a setting.
 *
 * @param compiler  gets every mistake
 * @param settings  campaign.yaml, from setting_text_read()
 * @param value     the setting
 * @return the phrase, in the compiler's arena; NULL: the text is at fault
 * @errors RULE_TEXT_PRIVATE, RULE_TEMPLATE_*
 */
const struct phrase *setting_text_compile(struct compiler *compiler,
                                          const struct source *settings,
                                          struct value value);

#endif
