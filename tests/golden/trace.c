/* Prints the layout of every letter of a campaign as text, for golden cases.
 * usage: trace CAMPAIGN FONTS [CODE] */
#include <stdio.h>
#include <string.h>

#include "canvas/trace_painter.h"
#include "mail/email_channel.h"
#include "run/engine.h"
#include "run/worker.h"

static enum status trace_letter(struct worker *worker, size_t index,
                                const char *only,
                                struct diagnostics *diagnostics)
{
    struct council council;
    struct letter letter;
    struct document document;
    struct error err = {.code = ""};
    struct buffer trace = buffer_new(64 * 1024 * 1024);
    enum status status;

    arena_reset(worker->arena);
    status = worker_evaluate(worker, index, &council, &letter, diagnostics);
    if (status != STATUS_OK || (only && strcmp(only, council.code) != 0))
        return status;
    status = worker_lay_out(worker, &letter, &document, &err);
    if (status != STATUS_OK) {
        diagnostics_add_error(diagnostics, &err);
        return status;
    }
    status = painter_paint(trace_painter(), &document, &trace, &err);
    printf("letter %s \"%s\" %s.pdf\n%s", letter.code, letter.title,
           letter.file, buffer_text(&trace));
    buffer_free(&trace);
    return status;
}

int main(int count, char **words)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct engine engine = {.arena = NULL};
    struct engine_paths paths = {.channel = &email_channel};
    int failed;

    if (count < 3)
        return 2;
    paths.campaign = words[1];
    paths.fonts = words[2];
    if (engine_open(&engine, &paths, diagnostics) == STATUS_OK) {
        struct worker *worker = worker_new(&engine);
        for (size_t i = 0; i < roster_count(engine.campaign.roster); i++)
            if (trace_letter(worker, i, count > 3 ? words[3] : NULL,
                             diagnostics) != STATUS_OK)
                continue;
        worker_free(worker);
    }
    diagnostics_print(diagnostics, DIAGNOSTICS_TEXT, stderr);
    failed = diagnostics_error_count(diagnostics) > 0;
    engine_close(&engine);
    diagnostics_free(diagnostics);
    return failed;
}
