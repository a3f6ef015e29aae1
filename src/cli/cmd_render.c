#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/result.h"
#include "cli/sent_letters.h"
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
    char numbers[6][NUMBER_COUNT_SIZE];

    shard_name(shard, part);
    printf("%s of %s letters in %s/letters: %s made, %s unchanged "
           "(%s pages, %s bytes)\n",
           number_print_count(numbers[0],
                              (int64_t)(summary->made + summary->unchanged)),
           number_print_count(numbers[1], (int64_t)summary->rows),
           session->output,
           number_print_count(numbers[2], (int64_t)summary->made),
           number_print_count(numbers[3], (int64_t)summary->unchanged),
           number_print_count(numbers[4], (int64_t)summary->pages),
           number_print_count(numbers[5], (int64_t)summary->bytes));
    if (summary->kept)
        printf("%zu stay%s as sent, with another comparison than now\n",
               summary->kept, summary->kept == 1 ? "s" : "");
    if (summary->refused)
        printf("%zu refused, listed with reasons in %s/rejected%s.csv\n",
               summary->refused, session->output, part);
    if (summary->gone)
        printf("%zu whose row has gone, listed in %s/gone%s.csv\n",
               summary->gone, session->output, part);
    if (summary->pruned)
        printf("%zu removed whose row has gone\n", summary->pruned);
}

static void print_json(const struct session *session, const struct shard *shard,
                       const struct render_summary *summary, enum status status)
{
    struct result result = result_begin("summary", "render");
    const size_t done = summary->made + summary->unchanged;

    result_text(&result, "output", session->output);
    result_number(&result, "rows", summary->rows);
    result_number(&result, "letters", done);
    result_number(&result, "made", summary->made);
    result_number(&result, "unchanged", summary->unchanged);
    result_number(&result, "kept", summary->kept);
    result_number(&result, "refused", summary->refused);
    result_number(&result, "gone", summary->gone);
    result_number(&result, "pruned", summary->pruned);
    result_number(&result, "pages", summary->pages);
    result_number(&result, "bytes", summary->bytes);
    result_number(&result, "left", summary->rows - done - summary->refused);
    result_flag(&result, "interrupted", status == STATUS_STOPPED);
    if (shard->index) {
        result_number(&result, "shard", shard->index);
        result_number(&result, "shards", shard->count);
    }
    result_end(&result);
}

/* Durations are shown on the terminal, but not recorded in letters. */
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
    else if (*used && !options->quiet && options->format != DIAGNOSTICS_JSON)
        fprintf(stderr, "shard %u/%u by %s\n", shard->index, shard->count,
                used);
    return status;
}

static bool is_in_shard(const char *code, void *context)
{
    return shard_contains(context, code);
}

static void print_results(const struct options *options,
                          const struct session *session,
                          const struct shard *shard,
                          const struct render_summary *summary,
                          enum status status)
{
    if (options->format == DIAGNOSTICS_JSON) {
        print_json(session, shard, summary, status);
        return;
    }
    if (summary->rows || status == STATUS_OK)
        print_summary(session, shard, summary);
    print_end(summary, status);
    if (summary->rows && options->verbose)
        print_rate(summary);
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
    if (status == STATUS_OK)
        status = sent_letters_recall(&session);
    if (status == STATUS_OK) {
        const struct render_options run = {
            .output = session.output,
            .only = options->only.items,
            .only_count = options->only.count,
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
    if (!options->quiet)
        print_results(options, &session, &shard, &summary, status);
    session_close(&session, options);
    return code;
}
