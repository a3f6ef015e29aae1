#ifndef LETTER_COVERING_TEXT_H
#define LETTER_COVERING_TEXT_H

#include <stdbool.h>

#include "data/campaign.h"

struct compile_context;
struct includes;
struct post_template;

/**
 * How a text that goes with each letter (an e-mail's) is compiled: with the
 * letter's names, and in the same pass, so that one run reports the mistakes of
 * both. Its module knows what the text is.
 */
struct covering_text {
    /**
     * @param post_template  knows the rows that go by post only; or NULL
     * @return the text, owned by the context's arena; NULL: the campaign has
     *         none
     */
    void *(*open)(struct compile_context *context,
                  const struct campaign *campaign,
                  const struct post_template *post_template);

    /** Frees what the arena does not own. */
    void (*close)(void *text);

    /** @return the Markdown files that it includes, or NULL */
    const struct includes *(*includes)(const void *text);

    /** @return true if the council's letter goes with this text: not by post.
     *  @p arena is for scratch */
    bool (*takes)(const void *text, const struct council *council,
                  struct arena *arena);
};

#endif
