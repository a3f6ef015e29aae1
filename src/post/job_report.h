#ifndef POST_JOB_REPORT_H
#define POST_JOB_REPORT_H

#include "data/post_settings.h"
#include "post/print_job.h"

/** Writes the list of a job's pieces as CSV. */
void job_report_list(const struct print_job *job, struct buffer *csv);

/** Writes the totals of a job as text. */
void job_report_totals(const struct print_job *job,
                       const struct post_settings *post, struct buffer *text);

#endif
