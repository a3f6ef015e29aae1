#ifndef LETTER_PANEL_TEMPLATE_H
#define LETTER_PANEL_TEMPLATE_H

#include "letter/inline_template.h"

/**
 * The compiled body of a fenced panel.
 *
 *     ```panel upheld
 *     title: Complaints upheld
 *     headline: **((upheld.rate))** were upheld.
 *     count: decision | decisions        # under the large number
 *     ```
 *
 * Each line has one value; a line that begins with white space continues it.
 * "# " begins a comment at the start of a line or after two spaces.
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
    const struct inline_template *few;   ///< if the rate is withheld; or NULL
    const struct inline_template *const *notes;
    size_t note_count;
    const enum chart_kind *charts; ///< top to bottom; at least one
    size_t chart_count;
    const struct panel_total *totals; ///< columns that the basis prints
    size_t total_count;
};

/** A column in a basis line that belongs to no statistic. Each row is checked
 *  for a total other than the rate's. */
struct panel_total {
    size_t column;
    struct location location;
};

/** The panels of a text during compilation. */
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

/** @return the values, to be parsed as separate inline texts */
struct mapped_text *const *
panel_templates_texts(const struct panel_templates *templates, size_t *count);

/**
 * Compiles the next panel of the text.
 *
 * @param templates  of panel_templates_read()
 * @param markdown   the text, parsed with the values as extra inline texts
 * @return the panel, or NULL after a mistake
 */
const struct panel_template *
panel_templates_next(struct compile_context *context,
                     struct panel_templates *templates,
                     const struct markdown *markdown);

/** @return the first word of a fence's info string, in @p arena; @p rest is set
 *         to the text after it */
const char *panel_template_fence(struct arena *arena, cmark_node *node,
                                 const char **rest);

#endif
