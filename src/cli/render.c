#include <stdio.h>

#include "batch/interrupt.h"
#include "batch/run.h"
#include "cli/desk.h"

static void print_summary(const struct desk *desk,
                          const struct run_summary *summary)
{
    printf("%zu of %zu letters made in %s/letters (%zu pages, %zu bytes)\n",
           summary->made, summary->rows, desk->output, summary->pages,
           summary->bytes);
    if (summary->refused)
        printf("%zu refused, listed with reasons in %s/rejected.csv\n",
               summary->refused, desk->output);
}

int command_render(const struct options *options)
{
    struct run_summary summary = {.rows = 0};
    struct desk desk;
    enum status status = desk_open(&desk, options);
    int code;

    if (status == STATUS_OK) {
        const struct run_options run = {
            .output = desk.output,
            .only = options->only,
            .only_count = options->only_count,
            .jobs = options->jobs,
            .sync = options->sync,
            .strict = options->strict,
            .progress = desk_progress(options),
        };
        interrupt_watch();
        status = run_render(&desk.press, &run, &summary, desk.report);
    }
    code = desk_settle(&desk, options, status);
    if (summary.rows && !options->quiet)
        print_summary(&desk, &summary);
    desk_close(&desk, options);
    return code;
}
