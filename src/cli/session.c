#include "cli/session.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/plural.h"
#include "base/time.h"
#include "cli/terminal.h"
#include "mail/email_channel.h"
#include "run/preflight.h"

/* Finds a file of the program in its folder or above: in the source tree,
 * which contains build/, or next to bin/ if installed. */
static const char *find_own(struct arena *arena, const char *name)
{
    char folder[PATH_MAX];
    const ssize_t length =
        readlink("/proc/self/exe", folder, sizeof folder - 1);
    char *slash;

    if (length <= 0)
        return NULL;
    folder[length] = '\0';
    while ((slash = strrchr(folder, '/')) != NULL) {
        const char *path;
        *slash = '\0';
        path = arena_printf(arena, "%s/%s", folder, name);
        if (access(path, R_OK) == 0)
            return path;
        path = arena_printf(arena, "%s/share/lettermill/%s", folder, name);
        if (access(path, R_OK) == 0)
            return path;
    }
    return NULL;
}

static enum status find_fonts(struct session *session,
                              const struct options *options,
                              const char **folder)
{
    const char *file;

    *folder = options->fonts;
    if (*folder)
        return STATUS_OK;
    file = find_own(session->arena, "fonts/fonts.yaml");
    if (!file) {
        diagnostics_add(
            session->diagnostics, RULE_FILE_MISSING, NO_LOCATION, NULL, NULL,
            "no fonts/fonts.yaml above the program; name the folder "
            "with --fonts");
        return STATUS_INPUT;
    }
    *folder = arena_strndup(session->arena, file,
                            strlen(file) - strlen("/fonts.yaml"));
    return STATUS_OK;
}

enum status session_open(struct session *session, const struct options *options)
{
    return session_open_with_seal(session, options, SEAL_NOT);
}

enum status session_begin(struct session *session,
                          const struct options *options, enum seal_use use,
                          struct seal_options *seal, struct engine_paths *paths)
{
    *seal = (struct seal_options){
        .use = use,
        .source = options->seal,
        .tsa = options->tsa,
        .ways = {.file = options->passphrase,
                 .variable = getenv(secret_passphrase.variable),
                 .ask = use == SEAL_LETTERS},
        .now = time_now(),
    };
    *paths = (struct engine_paths){.seal = seal, .channel = &email_channel};
    *session = (struct session){.arena = arena_new(),
                                .diagnostics = diagnostics_new()};
    if (options->werror)
        diagnostics_warnings_are_errors(session->diagnostics);
    if (options->argument_count != 1) {
        diagnostics_add(session->diagnostics, RULE_USAGE, NO_LOCATION, NULL,
                        NULL,
                        "%s needs one campaign folder, as in: lettermill %s "
                        "input/2022",
                        options->command, options->command);
        return STATUS_INPUT;
    }
    paths->campaign = options->arguments[0];
    paths->theme = find_own(session->arena, "assets/theme.yaml");
    return find_fonts(session, options, &paths->fonts);
}

enum status session_open_with_seal(struct session *session,
                                   const struct options *options,
                                   enum seal_use use)
{
    struct seal_options seal;
    struct engine_paths paths;
    enum status status = session_begin(session, options, use, &seal, &paths);

    if (status != STATUS_OK)
        return status;
    status = engine_open(&session->engine, &paths, session->diagnostics);
    if (status != STATUS_OK && session->engine.campaign.roster &&
        session->engine.averages)
        preflight_figures(&session->engine, session->diagnostics);
    session->output = options->output;
    if (!session->output && session->engine.campaign.name)
        session->output = arena_printf(session->arena, "output/%s",
                                       session->engine.campaign.name);
    if (status == STATUS_OK && use != SEAL_LETTERS)
        engine_recall_seal(&session->engine, session->output);
    return status;
}

enum status session_find_output(struct arena *arena,
                                const struct options *options,
                                const char **output, struct error *err)
{
    const char *folder = options->argument_count ? options->arguments[0] : NULL;
    struct stat facts;

    *output = options->output;
    if (*output)
        return STATUS_OK;
    if (!folder)
        return error_set(err, RULE_USAGE, NO_LOCATION, NULL,
                         "%s needs a campaign folder or --output, as in: "
                         "lettermill %s input/2022",
                         options->command, options->command);
    if (stat(folder, &facts) != 0 || !S_ISDIR(facts.st_mode))
        return error_set(err, RULE_FILE_MISSING,
                         (struct location){folder, 0, 0}, NULL,
                         "no such campaign folder");
    *output = arena_printf(arena, "output/%s", campaign_name(arena, folder));
    return STATUS_OK;
}

void session_print_diagnostics(struct session *session,
                               const struct options *options)
{
    if (!session->told)
        terminal_diagnostics(session->diagnostics, options->format);
    session->told = true;
}

void session_close(struct session *session, const struct options *options)
{
    session_print_diagnostics(session, options);
    if (session->engine.arena)
        engine_close(&session->engine);
    diagnostics_free(session->diagnostics);
    arena_free(session->arena);
}

/* Keeps only the diagnostics of the councils of --only, and reports if errors
 * of other councils stopped the command. */
static void filter_codes(struct diagnostics *diagnostics,
                         const struct options *options, bool stopped)
{
    const size_t before = diagnostics_error_count(diagnostics);

    diagnostics_filter_codes(diagnostics,
                             (const char *const *)options->only.items,
                             options->only.count);
    if (stopped && before && !diagnostics_error_count(diagnostics))
        diagnostics_add(diagnostics, RULE_USAGE, NO_LOCATION, NULL, "--only",
                        "%zu error%s of other rows keep%s %s back; run it "
                        "without --only to see %s",
                        before, plural_s(before), before == 1 ? "s" : "",
                        options->command, before == 1 ? "it" : "them");
}

int session_exit(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return EXIT_WELL;
    case STATUS_AGAIN:
        return EXIT_AGAIN;
    case STATUS_STOPPED:
        return EXIT_INTERRUPTED;
    case STATUS_INPUT:
    case STATUS_LAYOUT:
    case STATUS_IO:
        break;
    }
    return EXIT_UNSTARTED;
}

int session_finish(struct session *session, const struct options *options,
                   enum status status)
{
    if (options->only.items)
        filter_codes(session->diagnostics, options, status == STATUS_INPUT);
    diagnostics_remove_duplicates(session->diagnostics);
    if (status != STATUS_OK && status != STATUS_LAYOUT)
        return session_exit(status);
    return diagnostics_error_count(session->diagnostics) ? EXIT_REFUSED
                                                         : EXIT_WELL;
}

enum progress_style session_progress(const struct options *options)
{
    if (options->quiet || options->no_progress ||
        options->format == DIAGNOSTICS_JSON)
        return PROGRESS_SILENT;
    if (isatty(STDERR_FILENO))
        return terminal_is_capable() ? PROGRESS_LINE : PROGRESS_PLAIN;
    return options->verbose ? PROGRESS_PLAIN : PROGRESS_SILENT;
}
