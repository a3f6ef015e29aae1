#ifndef POST_MAILPIECE_SURVEY_H
#define POST_MAILPIECE_SURVEY_H

#include "post/mailpiece.h"
#include "run/worker_pool.h"

/**
 * Looks at letters before they are printed: which are posted, where to, on how
 * many sheets. The content of each wanted letter must be what it is said to be: it
 * is made once, unless it is made from the same inputs as what was approved.
 *
 * @param arena        owns the texts
 * @param worker_pool  its engine prepared and without a seal; its rows are
 *                     those of the pieces, in order
 * @param pieces       with row and content_sha256 ("": any); gets the rest
 * @param diagnostics  gets every fault
 * @return STATUS_OK, STATUS_STOPPED, or the status of the first error
 * @errors RULE_MAIL_CHANGED: the letter is another one
 */
enum status mailpiece_survey_run(struct arena *arena,
                                 const struct worker_pool *worker_pool,
                                 struct mailpiece *pieces,
                                 struct diagnostics *diagnostics) MUST_CHECK;

/** Joins the lines of a letter's addressee and address. @owner @p arena */
struct letter;
const char *mailpiece_survey_address(struct arena *arena,
                                     const struct letter *letter);

#endif
