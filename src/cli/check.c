#include <stdio.h>
#include <stdlib.h>

#include "batch/inspection.h"
#include "batch/interrupt.h"
#include "batch/run.h"
#include "batch/selection.h"
#include "cli/desk.h"

static enum status inspect(struct desk *desk, const struct options *options,
                           size_t *rows, size_t *faults)
{
    const struct roster *roster = desk->press.campaign.roster;
    struct inspection inspection;
    struct selection selection;
    struct crew crew;
    enum status status =
        selection_make(desk->arena, roster, options->only, options->only_count,
                       &selection, desk->report);

    if (status != STATUS_OK)
        return status;
    crew = (struct crew){
        .press = &desk->press,
        .rows = selection.rows,
        .count = selection.count,
        .jobs = run_jobs(options->jobs),
        .progress = progress_start(desk_progress(options), "rows checked",
                                   selection.count),
    };
    status =
        inspection_run(desk->arena, &crew, true, &inspection, desk->report);
    progress_finish(crew.progress);
    inspection_columns(&desk->press, desk->report);
    *rows = selection.count + (options->only ? 0 : roster_refused(roster));
    *faults = inspection.faults + (options->only ? 0 : roster_refused(roster));
    return status;
}

int command_check(const struct options *options)
{
    size_t rows = 0;
    size_t faults = 0;
    struct desk desk;
    enum status status = desk_open(&desk, options);
    int code;

    interrupt_watch();
    if (status == STATUS_OK)
        status = inspect(&desk, options, &rows, &faults);
    if (!options->quiet)
        printf("%zu rows, %zu letters can be made, %zu errors, %zu warnings\n",
               rows, rows - faults, report_errors(desk.report),
               report_warnings(desk.report));
    code = desk_exit(&desk, status);
    desk_close(&desk, options);
    return code;
}
