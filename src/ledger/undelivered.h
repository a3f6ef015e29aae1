#ifndef LEDGER_UNDELIVERED_H
#define LEDGER_UNDELIVERED_H

#include "ledger/ledger.h"

/**
 * Undelivered letters (refused, unknown or bounced), which need a person.
 *
 * mail-rejected.csv lists them, as rejected.csv lists refused rows.
 */

/** @return the reason why an e-mail was not delivered, for a person: "refused:
 *  550 ...", "bounced: 5.1.1 ..."; NULL if it needs no person. @owner @p
 *  arena */
const char *undelivered_reason(struct arena *arena,
                               const struct ledger_entry *entry);

/**
 * Writes the list.
 *
 * @param ledger  open
 * @param output  the folder; its mail-rejected.csv is removed if the list is
 *                empty
 * @param count   [out] the number of undelivered letters
 */
enum status undelivered_write(struct ledger *ledger, const char *output,
                              size_t *count, struct error *err) MUST_CHECK;

#endif
