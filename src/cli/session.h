#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include <stdbool.h>

#include "cli/commands.h"
#include "run/engine.h"
#include "run/progress.h"

/** The state that commands about a campaign share. */
struct session {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct engine engine;
    const char *output; ///< the folder to write to
    bool told;          ///< the diagnostics were printed
};

/**
 * Opens the campaign that the command line names. If its settings have errors,
 * its rows are still checked as far as possible.
 *
 * @param session  [out] close it even after a failure @param options the
 *                 command line
 * @return STATUS_OK, or the status of the reported
 *                 error
 */
enum status session_open(struct session *session,
                         const struct options *options) MUST_CHECK;

/**
 * Begins a session without opening the campaign: finds the files to read.
 *
 * @param session  [out] close it whatever this returns
 * @param options  the command line
 * @param use      how the command uses seals
 * @param seal     [out] the seal options of @p paths; must outlive it
 * @param paths    [out]
 */
enum status session_begin(struct session *session,
                          const struct options *options, enum seal_use use,
                          struct seal_options *seal,
                          struct engine_paths *paths) MUST_CHECK;

/** Like session_open(), for a command that uses seals. */
enum status session_open_with_seal(struct session *session,
                                   const struct options *options,
                                   enum seal_use use) MUST_CHECK;

/**
 * Finds the output folder of a command that does not open the campaign.
 *
 * @param arena    owns the path
 * @param options  --output, or the first argument, a campaign
 * @param output   [out] on success
 * @param err      RULE_USAGE, RULE_FILE_MISSING
 */
enum status session_find_output(struct arena *arena,
                                const struct options *options,
                                const char **output,
                                struct error *err) MUST_CHECK;

/** Prints the diagnostics to standard error, once. */
void session_print_diagnostics(struct session *session,
                               const struct options *options);

/** Prints the diagnostics if they were not printed, and frees everything. */
void session_close(struct session *session, const struct options *options);

/** @return the exit status of a command that does all or nothing */
int session_exit(enum status status);

/**
 * Drops the diagnostics of councils that --only excludes.
 *
 * @return the exit status of the run
 */
int session_finish(struct session *session, const struct options *options,
                   enum status status);

/** @return how to show progress */
enum progress_style session_progress(const struct options *options);

#endif
