#include <stdio.h>

#include "cli/commands.h"
#include "run/shard_merge.h"

static int settle(enum status status, const struct run_summary *summary)
{
    if (status == STATUS_AGAIN)
        return EXIT_AGAIN;
    if (status != STATUS_OK)
        return EXIT_UNSTARTED;
    return summary->refused ? EXIT_REFUSED : EXIT_WELL;
}

int command_merge_manifest(const struct options *options)
{
    struct report *report = report_new();
    struct run_summary summary = {.rows = 0};
    enum status status = STATUS_INPUT;
    int code;

    if (options->argument_count == 1)
        status = merge_manifests(options->arguments[0], options->sync, &summary,
                                 report);
    else
        report_say(report, RULE_USAGE, NO_PLACE, NULL, NULL,
                   "merge-manifest needs one output folder, as in: lettermill "
                   "merge-manifest output/2022");
    code = settle(status, &summary);
    report_print(report, options->format, stderr);
    report_free(report);
    if (status == STATUS_OK && !options->quiet)
        printf("%zu of %zu letters in %s/letters, %zu refused: all parts are "
               "there and make one whole\n",
               summary.rows - summary.refused, summary.rows,
               options->arguments[0], summary.refused);
    return code;
}
