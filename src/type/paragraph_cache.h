#ifndef TYPE_STANDING_H
#define TYPE_STANDING_H

#include <stdbool.h>

#include "type/paragraph.h"

/**
 * Standing type: paragraphs that were broken before and are kept for the next
 * letter, since most of what letters say they all say.
 *
 * One for each thread. A paragraph is kept when it comes for the second time,
 * so that names and figures do not crowd out the rest. What is kept never shows
 * in a letter's bytes: it is found by its whole content, or by a name that
 * stands for one content only.
 */
struct standing;

/** What a paragraph's lines depend on. */
struct setting_order {
    const struct family *family;
    const struct span *spans;
    size_t count;
    const struct paragraph_style *style;
};

/** @owner the caller, who frees it with standing_free() */
struct standing *standing_new(void);

void standing_free(struct standing *standing);

/** Forgets everything once it takes more than a few megabytes. Lines found
 *  before are not good any more. */
void standing_trim(struct standing *standing);

/**
 * Looks for the lines of a paragraph.
 *
 * @param standing   this thread's
 * @param order      what is wanted
 * @param paragraph  filled in where they are found; its texts are copies of
 *                   those of @p order, its runs are stamped
 * @return whether they were found
 * @owner  @p standing, until standing_trim()
 */
bool standing_find(struct standing *standing, const struct setting_order *order,
                   struct paragraph *paragraph);

/** Keeps lines that standing_find() just looked for in vain, if this was not
 *  the first time. */
void standing_keep(struct standing *standing, const struct setting_order *order,
                   const struct paragraph *paragraph);

/** Gives lines a name, if they are those that were just found. */
void standing_name(struct standing *standing, const struct paragraph_name *name,
                   const struct paragraph *paragraph);

/** Looks for lines by their name, without a look at their words.
 *  @return whether they were found */
bool standing_recall(const struct standing *standing,
                     const struct paragraph_name *name,
                     struct paragraph *paragraph);

#endif
