#include <stdio.h>

#include "cli/commands.h"
#include "cli/result.h"
#include "cli/terminal.h"
#include "run/shard_merge.h"

static int finish(enum status status, const struct render_summary *summary)
{
    if (status == STATUS_AGAIN)
        return EXIT_AGAIN;
    if (status != STATUS_OK)
        return EXIT_UNSTARTED;
    return summary->refused ? EXIT_REFUSED : EXIT_WELL;
}

static void print_json(const struct render_summary *summary, enum status status)
{
    struct result result = result_begin("summary", "merge-manifest");

    result_flag(&result, "merged", status == STATUS_OK);
    result_number(&result, "rows", summary->rows);
    result_number(&result, "letters", summary->rows - summary->refused);
    result_number(&result, "refused", summary->refused);
    result_end(&result);
}

int cmd_merge_manifest(const struct options *options)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct render_summary summary = {.rows = 0};
    enum status status = STATUS_INPUT;
    int code;

    if (options->argument_count == 1)
        status = shard_merge_run(options->arguments[0], options->sync, &summary,
                                 diagnostics);
    else
        diagnostics_add(
            diagnostics, RULE_USAGE, NO_LOCATION, NULL, NULL,
            "merge-manifest needs one output folder, as in: lettermill "
            "merge-manifest output/2022");
    code = finish(status, &summary);
    terminal_diagnostics(diagnostics, options->format);
    diagnostics_free(diagnostics);
    if (options->format == DIAGNOSTICS_JSON && !options->quiet)
        print_json(&summary, status);
    else if (status == STATUS_OK && !options->quiet)
        printf("%zu of %zu letters in %s/letters, %zu refused: all parts are "
               "there and make one whole\n",
               summary.rows - summary.refused, summary.rows,
               options->arguments[0], summary.refused);
    return code;
}
