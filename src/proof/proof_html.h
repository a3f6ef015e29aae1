#ifndef PROOF_PROOF_HTML_H
#define PROOF_PROOF_HTML_H

#include "proof/baseline.h"
#include "proof/proof_letter.h"

/**
 * proof/index.html: one page to read all letters on. It holds its own style,
 * script and data and makes no network request; the drawings of the letters
 * are beside it.
 *
 * The page is assets/proof/proof.html with proof.css, proof.js and the data as
 * JSON put into it. In the data:
 *
 *     title, against     what is shown, and what it is held against
 *     statistics, columns     names, in order
 *     letters                 see proof_letter.c; words: indices into words
 *     words                   [kind, text] for each paragraph that any has
 *     diagnostics, refused    the report; how many rows were left out
 *     gone                    letters that the baseline had
 */
struct proof_html {
    const struct campaign *campaign;
    const struct baseline *baseline;
    const struct proof_letter *const *letters; ///< in order of code
    size_t letter_count;
    const struct proof_record_page *const *gone; ///< a page of each letter gone
    size_t gone_count;
    size_t refused;
    struct diagnostics *diagnostics; ///< sorted on the way
};

/** Writes the page. */
void proof_html_write(const struct proof_html *sheet, struct buffer *html);

#endif
