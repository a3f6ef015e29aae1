#ifndef LETTER_UNUSED_FILES_H
#define LETTER_UNUSED_FILES_H

#include "base/diagnostics.h"
#include "letter/includes.h"

/**
 * Finds Markdown files that no row names, in folders with files that rows
 * name: their author expects them in a letter.
 *
 * @param includes     the included files of each text
 * @param texts        letter texts and e-mail texts, in all languages
 * @param campaign     its letter texts and e-mail texts are used
 * @param diagnostics  a warning for each file
 * @errors RULE_FILE_UNUSED
 */
void unused_files_find(const struct includes *const *includes, size_t texts,
                       const struct campaign *campaign,
                       struct diagnostics *diagnostics);

#endif
