#ifndef LETTER_PANEL_FORM_H
#define LETTER_PANEL_FORM_H

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
 * One value a line; a line that begins with white space goes on with the value
 * before it. From two white spaces, # and a white space on, the rest of a line
 * is a comment, and so is a line that begins with # and a white space.
 */
struct panel_form {
    struct place place; ///< of the fence
    size_t statistic;   ///< index in the settings
    const char *name;   ///< the statistic's
    const struct phrase *title;
    const struct phrase *headline;
    const struct phrase *comparison; ///< or NULL
    const struct phrase *singular;   ///< caption of one; or NULL
    const struct phrase *plural;
    const struct phrase *basis; ///< or NULL
    const struct phrase *none;  ///< or NULL
    const struct phrase *const *notes;
    size_t note_count;
    const struct panel_total *totals; ///< columns that the basis prints
    size_t total_count;
};

/** A column that a basis line prints and that no statistic counts in: whether
 *  it states another total, only a row can tell. */
struct panel_total {
    size_t column;
    struct place place;
};

/** The panels of a text, on the way. */
struct panel_forms;

/**
 * Reads the bodies of all fenced panels, in the order of the text.
 *
 * @param compiler  gets every mistake
 * @param campaign  knows the statistics
 * @param markup    the text, parsed without the panels' values
 * @return the panels; free them with panel_forms_free()
 */
struct panel_forms *panel_forms_read(struct compiler *compiler,
                                     const struct campaign *campaign,
                                     const struct markup *markup);

void panel_forms_free(struct panel_forms *forms);

/** @return the values, to be parsed as inline texts of their own */
struct draft *const *panel_forms_texts(const struct panel_forms *forms,
                                       size_t *count);

/**
 * Compiles the next panel of the text.
 *
 * @param compiler  gets every mistake
 * @param forms     as read
 * @param markup    the text, parsed with the values as extra inline texts
 * @return the panel, or NULL where it is at fault
 */
const struct panel_form *panel_forms_next(struct compiler *compiler,
                                          struct panel_forms *forms,
                                          const struct markup *markup);

/** @return the first word of a fence's info string, in @p arena, and in
 *  *rest what follows it */
const char *panel_fence(struct arena *arena, cmark_node *node,
                        const char **rest);

#endif
