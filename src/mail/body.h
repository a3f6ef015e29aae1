#ifndef MAIL_BODY_H
#define MAIL_BODY_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/words.h"
#include "mail/email_template.h"

/**
 * The body of an e-mail, written as text and as HTML from the same blocks.
 *
 * The figures that the council's letter prints, and no others, are printed in
 * a table: before the first panel of the text, or at its end if it has none. A
 * missing rate is called missing, never 0%.
 */

/** A line of the table. */
struct figure_row {
    const char *title;   ///< the figure's label
    const char *result;  ///< "71%", or that there is no rate; without a rate
                         ///< in the letter, what it prints instead
    const char *cases;   ///< "12 of 17", or ""
    const char *noun;    ///< what the total counts: "investigations"; or ""
    const char *average; ///< "64%", or that nothing is compared
};

struct body {
    const struct body *next; ///< in the next language, or NULL
    const struct email_content *note;
    const char *subject; ///< in all languages
    const struct mail_strings *mail_strings;
    const struct figure_row *rows;
    size_t row_count;
    size_t table_at;     ///< the block before which the table comes
    bool compared;       ///< some row has an average
    const char *caption; ///< of the table
    const char *sample;  ///< where a sample went instead; NULL: no sample
};

/**
 * Makes a body, in all languages.
 *
 * @param arena   owns it
 * @param note    what the e-mail says; its figures' `given` is what the letter
 *                prints
 * @param sample  the address of a sample, or NULL
 */
struct body body_make(struct arena *arena, const struct email_content *note,
                      const char *sample);

/** @return the subject in all languages, "Cymraeg / English"; once where they
 *  are the same. @owner @p arena */
const char *body_subject(struct arena *arena, const struct email_content *note);

/** @return true if two runs lead to one place, which may be nowhere (NULL) */
bool body_is_same_link(const char *a, const char *b);

/** Writes text/plain: lines of at most 72 characters where words allow it,
 *  ended by LF; links written out. */
void body_write_text(const struct body *body, struct buffer *out);

/** Writes text/html: a whole page without remote resources. */
void body_write_html(const struct body *body, struct buffer *out);

#endif
