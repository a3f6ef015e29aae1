#ifndef LEDGER_UNDELIVERED_H
#define LEDGER_UNDELIVERED_H

#include "ledger/ledger.h"

/**
 * Undelivered letters: refused, unknown or bounced; those that need a person.
 *
 * mail-rejected.csv lists them, as rejected.csv does the rows of which no
 * letter could be made.
 */

/** @return what is wrong with an e-mail, for a person: "refused: 550 ...",
 *  "bounced: 5.1.1 ..."; NULL: nothing that needs one. @owner @p arena */
const char *undelivered_reason(struct arena *arena,
                               const struct ledger_entry *entry);

/**
 * Writes the list.
 *
 * @param ledger  open
 * @param output  the folder; its mail-rejected.csv is removed where there is
 *                nothing to list
 * @param count   [out] how many need a person
 */
enum status undelivered_write(struct ledger *ledger, const char *output,
                              size_t *count, struct error *err) MUST_CHECK;

#endif
