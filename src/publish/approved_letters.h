#ifndef PUBLISH_APPROVED_LETTERS_H
#define PUBLISH_APPROVED_LETTERS_H

#include "run/made_letters.h"
#include "run/row_selection.h"

/**
 * Reads the letters of an output folder and proves that those of the selected
 * rows are the approved ones.
 *
 * @param arena        owns the letters
 * @param engine       prepared
 * @param output       the folder with manifest.csv, letters/ and ledger.db
 * @param selection    rows that must be approved
 * @param letters      [out] all, in order of code
 * @param diagnostics  each letter that differs from its approval
 * @errors RULE_MAIL_UNAPPROVED, RULE_MAIL_CHANGED, those of
 *         made_letters_open(), made_letters_prove() and ledger_open()
 */
enum status approved_letters_open(struct arena *arena,
                                  const struct engine *engine,
                                  const char *output,
                                  const struct row_selection *selection,
                                  struct made_letters *letters,
                                  struct diagnostics *diagnostics) MUST_CHECK;

#endif
