#ifndef LETTER_COVERING_TEXT_H
#define LETTER_COVERING_TEXT_H

#include <stdbool.h>

#include "data/campaign.h"

struct compile_context;
struct includes;
struct post_template;

/**
 * Interface to a covering text (an e-mail), which is compiled in one pass with
 * the letter text and its names, so that one run reports the mistakes of both.
 */
struct covering_text {
    /**
     * @param post_template decides which rows go by post only; or NULL
     * @return the text, owned by the context's arena; NULL if the campaign has
     *         none
     */
    void *(*open)(struct compile_context *context,
                  const struct campaign *campaign,
                  const struct post_template *post_template);

    /** Frees the memory that the arena does not own. */
    void (*close)(void *text);

    /** @return the Markdown files that it includes, or NULL */
    const struct includes *(*includes)(const void *text);

    /** @return true if the council's letter goes with this text, not by post.
     *  @p arena is for scratch */
    bool (*takes)(const void *text, const struct council *council,
                  struct arena *arena);
};

#endif
