#ifndef MAIL_BODY_H
#define MAIL_BODY_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/words.h"
#include "mail/email_template.h"

/**
 * The body of an e-mail, written as text and as HTML from the same blocks.
 *
 * A table has only the figures that the council's letter prints. It is before
 * the first panel of the text, or at its end if there is none. A missing rate
 * is shown as missing, never as 0%.
 */

/** A line of the table. */
struct figure_row {
    const char *title;   ///< the figure's label
    const char *result;  ///< "71%", or the words for no rate; the count if the
                         ///< letter prints no rate
    const char *cases;   ///< "12 of 17", or ""
    const char *noun;    ///< what the total counts: "investigations"; or ""
    const char *average; ///< "64%", or the words for no comparison
};

struct body {
    const struct body *next; ///< in the next language, or NULL
    const struct email_content *note;
    const char *subject; ///< in all languages
    const struct mail_strings *mail_strings;
    const struct figure_row *rows;
    size_t row_count;
    size_t table_at;     ///< the block after the table
    bool compared;       ///< a row has an average
    const char *caption; ///< of the table
    const char *sample;  ///< the address of a sample; NULL: not a sample
};

/**
 * Makes a body, in all languages.
 *
 * @param arena   owns it
 * @param note    the e-mail's content; its figures' `given` has the letter's
 *                printed parts
 * @param sample  the address of a sample, or NULL
 */
struct body body_make(struct arena *arena, const struct email_content *note,
                      const char *sample);

/** @return the subject in all languages, "Cymraeg / English"; once if they are
 *         equal. @owner @p arena */
const char *body_subject(struct arena *arena, const struct email_content *note);

/** @return true if two runs have the same link, or none (NULL) */
bool body_is_same_link(const char *a, const char *b);

/** Writes text/plain: lines of at most 72 characters (unless a word is
 *  longer), ended by LF, with links spelled out. */
void body_write_text(const struct body *body, struct buffer *out);

/** Writes text/html: a complete page without remote resources. */
void body_write_html(const struct body *body, struct buffer *out);

#endif
