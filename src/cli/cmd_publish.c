#include <stdio.h>

#include "base/plural.h"
#include "base/time.h"
#include "cli/result.h"
#include "cli/sent_letters.h"
#include "publish/publish.h"
#include "run/signals.h"

static void print_summary(const struct publish_summary *summary)
{
    printf("%zu letter%s on %s/index.html (%zu file%s, %zu written, %zu "
           "removed)\n",
           summary->councils, plural_s(summary->councils), summary->folder,
           summary->files, plural_s(summary->files), summary->written,
           summary->removed);
    if (summary->withdrawn)
        printf("%zu withdrawn, until --only names them\n", summary->withdrawn);
}

static void print_json(const struct publish_summary *summary)
{
    struct result result = result_begin("summary", "publish");

    result_text(&result, "site", summary->folder);
    result_number(&result, "letters", summary->councils);
    result_number(&result, "files", summary->files);
    result_number(&result, "written", summary->written);
    result_number(&result, "removed", summary->removed);
    result_number(&result, "withdrawn", summary->withdrawn);
    result_end(&result);
}

/* Letters that are not approved, or must not be published, stop the whole
 * command. */
static int exit_of(enum status status, int code)
{
    return status == STATUS_INPUT || status == STATUS_LAYOUT ? EXIT_UNSTARTED
                                                             : code;
}

int cmd_publish(const struct options *options)
{
    struct publish_summary summary = {.folder = ""};
    struct session session;
    enum status status = session_open(&session, options);
    int code;

    if (status == STATUS_OK)
        status = sent_letters_recall(&session);
    if (status == STATUS_OK) {
        const struct publish_options publish = {
            .output = session.output,
            .only = options->only.items,
            .only_count = options->only.count,
            .withdraw = options->withdraw.items,
            .withdraw_count = options->withdraw.count,
            .embargoed = options->embargoed,
            .jobs = options->jobs,
            .progress = session_progress(options)};
        signals_watch();
        status = publish_run(&session.engine, &publish, time_now(), &summary,
                             session.diagnostics);
    }
    code = exit_of(status, session_finish(&session, options, status));
    session_print_diagnostics(&session, options);
    if (status == STATUS_OK && !options->quiet) {
        if (options->format == DIAGNOSTICS_JSON)
            print_json(&summary);
        else
            print_summary(&summary);
    }
    session_close(&session, options);
    return code;
}
