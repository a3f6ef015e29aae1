#include <stdio.h>

#include "cli/session.h"
#include "proof/proof.h"
#include "run/signals.h"

static void print_summary(const struct session *session,
                          const struct proof_summary *summary)
{
    printf("%zu of %zu letters on %s/proof/index.html (%zu pages)\n",
           summary->shown, summary->rows, session->output, summary->pages);
    if (*summary->against)
        printf("since %s: %zu changed, %zu new, %zu gone\n", summary->against,
               summary->changed, summary->fresh, summary->gone);
    if (summary->refused)
        printf("%zu left out, with their faults named on the page\n",
               summary->refused);
}

int cmd_proof(const struct options *options)
{
    struct proof_summary summary = {.rows = 0};
    struct session session;
    enum status status = session_open(&session, options);
    int code;

    if (status == STATUS_OK) {
        const struct proof_options proof = {
            .output = session.output,
            .against = options->against,
            .only = options->only,
            .only_count = options->only_count,
            .jobs = options->jobs,
            .dpi = options->dpi,
            .force = options->force,
            .sync = options->sync,
            .progress = session_progress(options),
        };
        signals_watch();
        status =
            proof_run(&session.engine, &proof, &summary, session.diagnostics);
    }
    code = session_finish(&session, options, status);
    if (summary.rows && !options->quiet)
        print_summary(&session, &summary);
    session_close(&session, options);
    return code;
}
