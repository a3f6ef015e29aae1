#ifndef LETTER_PANEL_TEMPLATE_H
#define LETTER_PANEL_TEMPLATE_H

#include "letter/inline_template.h"

/**
 * The body of a fenced panel, compiled.
 *
 *     ```panel upheld
 *     title: Complaints upheld
 *     headline: **((upheld.rate))** were upheld.
 *     count: decision | decisions        # under the large number
 *     ```
 *
 * One value a line; a line that begins with white space continues the value
 * before it. From two white spaces, # and a white space on, the rest of a line
 * is a comment, and so is a line that begins with # and a white space.
 */
struct panel_template {
    struct location location; ///< of the fence
    size_t statistic;         ///< index in the settings
    const char *name;         ///< the statistic's
    const struct inline_template *title;
    const struct inline_template *headline;
    const struct inline_template *comparison;      ///< or NULL
    const struct inline_template *const *captions; ///< plural_choose()'s forms
    size_t caption_count;
    const struct inline_template *basis; ///< or NULL
    const struct inline_template *none;  ///< or NULL
    const struct inline_template *few; ///< where the rate is withheld; or NULL
    const struct inline_template *const *notes;
    size_t note_count;
    const enum chart_kind *charts; ///< top to bottom; at least one
    size_t chart_count;
    const struct panel_total *totals; ///< columns that the basis prints
    size_t total_count;
};

/** A column that a basis line prints and that no statistic counts in: whether
 *  it states another total, only a row can tell. */
struct panel_total {
    size_t column;
    struct location location;
};

/** The panels of a text, on the way. */
struct panel_templates;

/**
 * Reads the bodies of all fenced panels, in the order of the text.
 *
 * @param campaign  knows the statistics
 * @param markdown  the text, parsed without the panels' values
 * @return the panels; free them with panel_templates_free()
 */
struct panel_templates *panel_templates_read(struct compile_context *context,
                                             const struct campaign *campaign,
                                             const struct markdown *markdown);

void panel_templates_free(struct panel_templates *templates);

/** @return the values, to be parsed as inline texts of their own */
struct mapped_text *const *
panel_templates_texts(const struct panel_templates *templates, size_t *count);

/**
 * Compiles the next panel of the text.
 *
 * @param templates  as read
 * @param markdown   the text, parsed with the values as extra inline texts
 * @return the panel, or NULL where it is at fault
 */
const struct panel_template *
panel_templates_next(struct compile_context *context,
                     struct panel_templates *templates,
                     const struct markdown *markdown);

/** @return the first word of a fence's info string, in @p arena, and in
 *  *rest what follows it */
const char *panel_template_fence(struct arena *arena, cmark_node *node,
                                 const char **rest);

#endif
