#ifndef DELIVERY_PRESENCE_H
#define DELIVERY_PRESENCE_H

#include "base/error.h"

/**
 * Which runs are at work in a folder, noted there by each while it lives.
 *
 * Two that make the same files do no harm to each other: what each writes is
 * whole, and what the other would have written. Two that make other files of
 * the same names would leave letters that no manifest knows.
 */
struct presence;

/**
 * Notes a run, unless one of other work is there.
 *
 * @param folder    where it is about to write; is there
 * @param work      hex, at least 16 letters: of equal works they are equal
 * @param presence  filled in on success; NULL where it could not be noted,
 *                  which keeps nobody from working
 * @param err       filled in on failure
 * @owner the caller, who ends it with presence_end()
 * @errors RULE_RUN_OTHER
 */
enum status presence_note(const char *folder, const char *work,
                          struct presence **presence,
                          struct error *err) MUST_CHECK;

/** The run is over; NULL is allowed. */
void presence_end(struct presence *presence);

#endif
