#ifndef RUN_PROGRESS_H
#define RUN_PROGRESS_H

#include <stddef.h>

/**
 * The progress of a run on standard error: count, rate, time left, errors. A
 * terminal shows one line, which is overwritten and is shorter on a narrow
 * terminal; a log file gets a line every five seconds.
 */
enum progress_style {
    PROGRESS_SILENT,
    PROGRESS_LINE,  ///< a terminal: one line, overwritten
    PROGRESS_PLAIN, ///< a log: a line now and then
};

struct progress;

/**
 * @param style  how to show it
 * @param verb   the work: "letters made"
 * @param total  items to do
 * @owner the caller, who ends it with progress_finish()
 */
struct progress *progress_start(enum progress_style style, const char *verb,
                                size_t total);

/** Counts rows already refused; called before the first step. */
void progress_refused(struct progress *progress, size_t count);

/** Counts one more item. Thread-safe. */
void progress_step(struct progress *progress, int failed);

/** Clears the line, if there is one, and frees the progress. */
void progress_finish(struct progress *progress);

#endif
