#ifndef POST_MAILPIECE_SURVEY_H
#define POST_MAILPIECE_SURVEY_H

#include "post/mailpiece.h"
#include "run/worker_pool.h"

/**
 * Surveys letters before printing: which are posted, to which address, on how
 * many sheets. The content of each wanted letter must have its recorded hash:
 * the letter is made to check that, unless its inputs are those of the approved
 * letter.
 *
 * @param arena        owns the texts
 * @param worker_pool  with a prepared engine without seal, and the rows of the
 *                     pieces, in order
 * @param pieces       [in,out] with row and content_sha256 ("": any); the rest
 *                     is set
 * @param diagnostics  gets every fault
 * @return STATUS_OK, STATUS_STOPPED, or the status of the first error
 * @errors RULE_MAIL_CHANGED: the letter has changed
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
