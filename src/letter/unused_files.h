#ifndef LETTER_LEFTOVERS_H
#define LETTER_LEFTOVERS_H

#include "base/diagnostics.h"
#include "letter/includes.h"

/**
 * Finds Markdown files that belong to no row: they lie in a folder of the
 * campaign beside files that rows name, and no row names them. Whoever wrote
 * one expects to see it in a letter.
 *
 * @param inserts   the files that rows name for their letters
 * @param covering  and for their e-mails; or NULL
 * @param campaign  its letter text is no leftover, nor is the e-mails'
 * @param report    gets a warning at each file
 * @errors RULE_FILE_UNUSED
 */
void leftovers_find(const struct inserts *inserts,
                    const struct inserts *covering,
                    const struct campaign *campaign, struct report *report);

#endif
