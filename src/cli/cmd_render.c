#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/session.h"
#include "run/render.h"
#include "run/signals.h"

static void print_end(const struct render_summary *summary, enum status status)
{
    const size_t done = summary->made + summary->unchanged + summary->refused;

    if (status == STATUS_STOPPED && !summary->rows)
        puts("interrupted before the first letter");
    else if (status != STATUS_OK && summary->rows > done)
        printf("%s: %zu still to be made; run again\n",
               status == STATUS_STOPPED ? "interrupted" : "stopped",
               summary->rows - done);
}

static void print_summary(const struct session *session,
                          const struct shard *shard,
                          const struct render_summary *summary)
{
    char part[SHARD_NAME_SIZE];

    shard_name(shard, part);
    printf("%zu of %zu letters in %s/letters: %zu made, %zu unchanged "
           "(%zu pages, %zu bytes)\n",
           summary->made + summary->unchanged, summary->rows, session->output,
           summary->made, summary->unchanged, summary->pages, summary->bytes);
    if (summary->refused)
        printf("%zu refused, listed with reasons in %s/rejected%s.csv\n",
               summary->refused, session->output, part);
    if (summary->gone)
        printf("%zu whose row has gone, listed in %s/gone%s.csv\n",
               summary->gone, session->output, part);
    if (summary->pruned)
        printf("%zu removed whose row has gone\n", summary->pruned);
}

/* The clock shows in what is told to a person, not in what is made. */
static void print_rate(const struct render_summary *summary)
{
    fprintf(stderr, "%.1f seconds, %.0f letters a second\n", summary->seconds,
            summary->seconds > 0 ? (double)summary->made / summary->seconds
                                 : 0.0);
}

static const char *ask_environment(const char *name, void *context)
{
    (void)context;
    return getenv(name);
}

static enum status find_shard(const struct options *options,
                              struct shard *shard,
                              struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    char used[256] = "";
    enum status status = STATUS_OK;

    *shard = (struct shard){0, 0};
    if (!options->shard && options->shards)
        status = error_set(&err, RULE_USAGE, NO_LOCATION, "--shards",
                           "needs --shard K/N or --shard auto");
    else if (options->shard && strcmp(options->shard, "auto") == 0)
        status = shard_find(ask_environment, NULL, options->shards, shard, used,
                            sizeof used, &err);
    else if (options->shard)
        status = shard_read(options->shard, options->shards, shard, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    else if (*used && !options->quiet)
        fprintf(stderr, "shard %u/%u by %s\n", shard->index, shard->count,
                used);
    return status;
}

static bool is_in_shard(const char *code, void *context)
{
    return shard_contains(context, code);
}

int cmd_render(const struct options *options)
{
    struct render_summary summary = {.rows = 0};
    struct shard shard = {0, 0};
    struct session session;
    enum status status =
        session_open_with_seal(&session, options, SEAL_LETTERS);
    int code;

    if (status == STATUS_OK)
        status = find_shard(options, &shard, session.diagnostics);
    if (status == STATUS_OK) {
        const struct render_options run = {
            .output = session.output,
            .only = options->only,
            .only_count = options->only_count,
            .shard = shard,
            .jobs = options->jobs,
            .sync = options->sync,
            .strict = options->strict,
            .force = options->force,
            .prune = options->prune,
            .progress = session_progress(options),
        };
        signals_watch();
        status =
            render_run(&session.engine, &run, &summary, session.diagnostics);
        if (shard.index)
            diagnostics_filter(session.diagnostics, is_in_shard, &shard);
    }
    code = session_finish(&session, options, status);
    session_print_diagnostics(&session, options);
    if ((summary.rows || status == STATUS_OK) && !options->quiet)
        print_summary(&session, &shard, &summary);
    if (!options->quiet)
        print_end(&summary, status);
    if (summary.rows && options->verbose && !options->quiet)
        print_rate(&summary);
    session_close(&session, options);
    return code;
}
