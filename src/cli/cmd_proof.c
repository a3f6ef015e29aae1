#include <stdio.h>

#include "cli/session.h"
#include "proof/proof.h"
#include "run/signals.h"

static void print_summary(const struct desk *desk,
                          const struct proofing_summary *summary)
{
    printf("%zu of %zu letters on %s/proof/index.html (%zu pages)\n",
           summary->shown, summary->rows, desk->output, summary->pages);
    if (*summary->against)
        printf("since %s: %zu changed, %zu new, %zu gone\n", summary->against,
               summary->changed, summary->fresh, summary->gone);
    if (summary->refused)
        printf("%zu left out, with their faults named on the page\n",
               summary->refused);
}

int command_proof(const struct options *options)
{
    struct proofing_summary summary = {.rows = 0};
    struct desk desk;
    enum status status = desk_open(&desk, options);
    int code;

    if (status == STATUS_OK) {
        const struct proofing_options proofing = {
            .output = desk.output,
            .against = options->against,
            .only = options->only,
            .only_count = options->only_count,
            .jobs = options->jobs,
            .dpi = options->dpi,
            .force = options->force,
            .sync = options->sync,
            .progress = desk_progress(options),
        };
        interrupt_watch();
        status = proofing_run(&desk.press, &proofing, &summary, desk.report);
    }
    code = desk_settle(&desk, options, status);
    if (summary.rows && !options->quiet)
        print_summary(&desk, &summary);
    desk_close(&desk, options);
    return code;
}
