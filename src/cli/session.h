#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include <stdbool.h>

#include "cli/commands.h"
#include "run/engine.h"
#include "run/progress.h"

/** What the commands about a campaign have in common. */
struct session {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct engine engine;
    const char *output; ///< the folder to write to
    bool told;          ///< the report was printed
};

/**
 * Opens the one campaign that the command line names. Where it is at fault, its
 * rows are looked at all the same, as far as they can be.
 *
 * @param session  filled in; close it whatever this returns
 * @param options  the command line
 * @return STATUS_OK, or why nothing can start; the report says it
 */
enum status session_open(struct session *session,
                         const struct options *options) MUST_CHECK;

/** As session_open(), for a command that has to do with seals. */
enum status session_open_with_seal(struct session *session,
                                   const struct options *options,
                                   enum seal_use use) MUST_CHECK;

/**
 * Finds the output folder of a command that needs no more of a campaign than
 * its name.
 *
 * @param arena    owns the path
 * @param options  --output, or the first argument, a campaign
 * @param output   filled in on success
 * @param err      RULE_USAGE, RULE_FILE_MISSING
 */
enum status session_find_output(struct arena *arena,
                                const struct options *options,
                                const char **output,
                                struct error *err) MUST_CHECK;

/** Prints the report to standard error, once: before what is to be read last.
 */
void session_print_diagnostics(struct session *session,
                               const struct options *options);

/** Prints the report if that was not done, and frees everything. */
void session_close(struct session *session, const struct options *options);

/**
 * Settles the report: under --only it forgets the other councils.
 *
 * @return the exit status for what became of the run
 */
int session_finish(struct session *session, const struct options *options,
                   enum status status);

/** @return how to show progress */
enum progress_style session_progress(const struct options *options);

#endif
