#ifndef LETTER_UNUSED_FILES_H
#define LETTER_UNUSED_FILES_H

#include "base/diagnostics.h"
#include "letter/includes.h"

/**
 * Finds Markdown files that belong to no row: they lie in a folder of the
 * campaign beside files that rows name, and no row names them. Whoever wrote
 * one expects to see it in a letter.
 *
 * @param includes     the files that rows name, of each text
 * @param texts        letter texts and e-mail texts, in all languages
 * @param campaign     its letter texts are not unused, nor are the e-mails'
 * @param diagnostics  gets a warning at each file
 * @errors RULE_FILE_UNUSED
 */
void unused_files_find(const struct includes *const *includes, size_t texts,
                       const struct campaign *campaign,
                       struct diagnostics *diagnostics);

#endif
