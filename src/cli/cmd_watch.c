#include <poll.h>
#include <stdio.h>

#include "cli/result.h"
#include "cli/session.h"
#include "run/render.h"
#include "run/signals.h"
#include "watch/folder_watch.h"
#include "watch/preview.h"
#include "watch/preview_server.h"

/* Milliseconds between checks for a missing campaign folder. */
enum { RETRY = 200 };

/* The state of the command. */
struct watching {
    struct preview_options options;
    struct preview preview;
    struct folder_watch *watch;
    struct preview_server *server;
    bool gone; /* the campaign's folder is missing */
    size_t loads;
};

/* Watches before reading, so that no change is missed, and again after it,
 * because the campaign may name other folders. The letter is shown before all
 * rows are checked. */
static enum status load(struct watching *watching, struct error *err)
{
    enum status status;

    (void)!preview_watch(&watching->preview, &watching->options,
                         watching->watch, err);
    if (preview_load(&watching->preview, &watching->options) &&
        watching->server)
        preview_server_update(watching->server);
    preview_check(&watching->preview, &watching->options);
    watching->loads++;
    status = preview_watch(&watching->preview, &watching->options,
                           watching->watch, err);
    watching->gone = status == STATUS_INPUT;
    return status;
}

static void reload(struct watching *watching)
{
    struct error err = {.code = ""};

    if (load(watching, &err) == STATUS_AGAIN)
        diagnostics_add_error(watching->preview.diagnostics, &err);
    preview_server_update(watching->server);
}

static enum status begin(struct watching *watching,
                         const struct options *options,
                         struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    enum status status;

    watching->options.jobs = render_jobs(options->jobs);
    watching->options.werror = options->werror;
    status = folder_watch_open(&watching->watch, &err);
    if (status == STATUS_OK)
        status = load(watching, &err);
    if (status == STATUS_OK)
        status = preview_server_open(&watching->preview, options->port,
                                     &watching->server, &err);
    if (watching->gone)
        diagnostics_join(diagnostics, watching->preview.diagnostics);
    else if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

static void end(struct watching *watching)
{
    preview_server_close(watching->server);
    folder_watch_close(watching->watch);
    preview_close(&watching->preview);
}

static void print_address(const struct watching *watching,
                          const struct options *options)
{
    const char *url = preview_server_url(watching->server);
    struct result result;

    if (options->format == DIAGNOSTICS_JSON) {
        result = result_begin("watch", options->arguments[0]);
        result_text(&result, "url", url);
        result_end(&result);
    } else {
        printf("%s shows %s; Ctrl-C ends it\n", url, options->arguments[0]);
    }
    fflush(stdout);
}

static void serve(struct watching *watching)
{
    struct pollfd ready[] = {
        {.fd = preview_server_descriptor(watching->server), .events = POLLIN},
        {.fd = folder_watch_descriptor(watching->watch), .events = POLLIN},
    };

    while (!signals_interrupted()) {
        const int timeout = preview_server_timeout(watching->server);
        poll(ready, 2, watching->gone && timeout > RETRY ? RETRY : timeout);
        if (folder_watch_settle(watching->watch) || watching->gone)
            reload(watching);
        else
            preview_server_run(watching->server);
    }
}

static void print_end(const struct watching *watching,
                      const struct options *options)
{
    struct result result;

    if (options->format != DIAGNOSTICS_JSON)
        return;
    result = result_begin("summary", "watch");
    result_number(&result, "loads", watching->loads);
    result_end(&result);
}

int cmd_watch(const struct options *options)
{
    struct watching watching = {.loads = 0};
    struct seal_options seal;
    struct session session;
    enum status status = session_begin(&session, options, SEAL_EXAMINE, &seal,
                                       &watching.options.paths);
    int code;

    if (status == STATUS_OK)
        status = begin(&watching, options, session.diagnostics);
    if (status == STATUS_OK) {
        signals_watch();
        print_address(&watching, options);
        serve(&watching);
        print_end(&watching, options);
    }
    code = session_finish(&session, options, status);
    end(&watching);
    session_close(&session, options);
    return code;
}
