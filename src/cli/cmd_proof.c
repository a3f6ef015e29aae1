#include <stdio.h>

#include "base/plural.h"
#include "cli/result.h"
#include "cli/session.h"
#include "proof/proof.h"
#include "run/signals.h"

static void print_summary(const struct session *session,
                          const struct proof_summary *summary)
{
    printf("%zu of %zu letters on %s/proof/index.html (%zu page%s)\n",
           summary->shown, summary->rows, session->output, summary->pages,
           plural_s(summary->pages));
    if (*summary->against)
        printf("since %s: %zu changed, %zu new, %zu gone\n", summary->against,
               summary->changed, summary->fresh, summary->gone);
    if (summary->refused)
        printf("%zu left out, with their faults named on the page\n",
               summary->refused);
}

static void print_json(const struct session *session,
                       const struct proof_summary *summary)
{
    struct result result = result_begin("summary", "proof");

    result_text(&result, "output", session->output);
    result_number(&result, "rows", summary->rows);
    result_number(&result, "letters", summary->shown);
    result_number(&result, "pages", summary->pages);
    result_number(&result, "refused", summary->refused);
    if (*summary->against) {
        result_text(&result, "against", summary->against);
        result_number(&result, "changed", summary->changed);
        result_number(&result, "new", summary->fresh);
        result_number(&result, "gone", summary->gone);
    }
    result_end(&result);
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
            .only = options->only.items,
            .only_count = options->only.count,
            .jobs = options->jobs,
            .force = options->force,
            .sync = options->sync,
            .progress = session_progress(options),
        };
        signals_watch();
        status =
            proof_run(&session.engine, &proof, &summary, session.diagnostics);
    }
    code = session_finish(&session, options, status);
    session_print_diagnostics(&session, options);
    if (options->format == DIAGNOSTICS_JSON && !options->quiet)
        print_json(&session, &summary);
    else if (summary.rows && !options->quiet)
        print_summary(&session, &summary);
    session_close(&session, options);
    return code;
}
