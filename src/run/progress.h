#ifndef RUN_PROGRESS_H
#define RUN_PROGRESS_H

#include <stddef.h>

/**
 * How far a run is, on standard error: count, rate, time left, errors. On a
 * terminal one line that is written over, shorter where the terminal is
 * narrow; into a file a line every five seconds. The clock shows here and
 * nowhere else.
 */
enum progress_style {
    PROGRESS_SILENT,
    PROGRESS_LINE,  ///< a terminal: one line, written over
    PROGRESS_PLAIN, ///< a log: a line now and then
};

struct progress;

/**
 * @param style  how to show it
 * @param verb   what is being done: "letters made"
 * @param total  how many there are to do
 * @owner the caller, who ends it with progress_finish()
 */
struct progress *progress_start(enum progress_style style, const char *verb,
                                size_t total);

/** Tells of rows that were refused before; called before the first step. */
void progress_refused(struct progress *progress, size_t count);

/** Counts one more; any thread may call it. */
void progress_step(struct progress *progress, int failed);

/** Clears the line, if there is one, and frees. */
void progress_finish(struct progress *progress);

#endif
