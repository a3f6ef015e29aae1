#ifndef PROOF_PROOF_HTML_H
#define PROOF_PROOF_HTML_H

#include "proof/baseline.h"
#include "proof/proof_letter.h"

/**
 * proof/index.html: one page that shows all letters. It contains its style,
 * script and data and makes no network requests; the drawings are in files next
 * to it.
 *
 * The page is assets/proof/proof.html with proof.css, proof.js and the data as
 * JSON put into it. In the data:
 *
 *     title, against     of the campaign; the baseline
 *     statistics, columns     names, in order
 *     letters                 see proof_letter.c; words: indices into words
 *     words                   [kind, text] for each paragraph of all letters
 *     diagnostics, refused    the report; number of rows left out
 *     gone                    letters only in the baseline
 */
struct proof_html {
    const struct campaign *campaign;
    const struct baseline *baseline;
    const struct proof_letter *const *letters; ///< in order of code
    size_t letter_count;
    const struct proof_record_page *const *gone; ///< a page of each
    size_t gone_count;
    size_t refused;
    struct diagnostics *diagnostics; ///< sorted on the way
};

/** Writes the page. */
void proof_html_write(const struct proof_html *sheet, struct buffer *html);

#endif
