#include "cli/session.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "run/preflight.h"

/* Finds a file of the program's own at or above its folder: in the source
 * tree, where build/ lies below it, or beside bin/ once installed. */
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

static enum status find_fonts(struct desk *desk, const struct options *options,
                              const char **folder)
{
    const char *file;

    *folder = options->fonts;
    if (*folder)
        return STATUS_OK;
    file = find_own(desk->arena, "fonts/fonts.yaml");
    if (!file) {
        report_say(desk->report, RULE_FILE_MISSING, NO_PLACE, NULL, NULL,
                   "no fonts/fonts.yaml above the program; name the folder "
                   "with --fonts");
        return STATUS_INPUT;
    }
    *folder =
        arena_text(desk->arena, file, strlen(file) - strlen("/fonts.yaml"));
    return STATUS_OK;
}

/* The clock comes in here: a certificate has to be valid when it is used. */
static time_t find_now(void)
{
    struct timespec now = {0, 0};

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

enum status desk_open(struct desk *desk, const struct options *options)
{
    return desk_open_with_seal(desk, options, SEAL_NOT);
}

enum status desk_open_with_seal(struct desk *desk,
                                const struct options *options,
                                enum seal_use use)
{
    const struct seal_options seal = {
        .use = use,
        .source = options->seal,
        .tsa = options->tsa,
        .ways = {.file = options->passphrase,
                 .variable = getenv("LETTERMILL_PASSPHRASE"),
                 .ask = use == SEAL_LETTERS},
        .now = find_now(),
    };
    struct press_paths paths = {.seal = &seal};
    enum status status;

    *desk = (struct desk){.arena = arena_new(), .report = report_new()};
    if (options->werror)
        report_warnings_are_errors(desk->report);
    if (options->argument_count != 1) {
        report_say(desk->report, RULE_USAGE, NO_PLACE, NULL, NULL,
                   "%s needs one campaign folder, as in: lettermill %s "
                   "input/2022",
                   options->command, options->command);
        return STATUS_INPUT;
    }
    paths.campaign = options->arguments[0];
    paths.theme = find_own(desk->arena, "assets/theme.yaml");
    status = find_fonts(desk, options, &paths.fonts);
    if (status != STATUS_OK)
        return status;
    status = press_open(&desk->press, &paths, desk->report);
    if (status != STATUS_OK && desk->press.campaign.roster &&
        desk->press.averages)
        inspection_figures(&desk->press, desk->report);
    desk->output = options->output;
    if (!desk->output && desk->press.campaign.name)
        desk->output =
            arena_printf(desk->arena, "output/%s", desk->press.campaign.name);
    if (status == STATUS_OK && use != SEAL_LETTERS)
        press_recall_seal(&desk->press, desk->output);
    return status;
}

enum status desk_find_output(struct arena *arena, const struct options *options,
                             const char **output, struct error *err)
{
    const char *folder = options->argument_count ? options->arguments[0] : NULL;
    struct stat facts;

    *output = options->output;
    if (*output)
        return STATUS_OK;
    if (!folder)
        return error_set(err, RULE_USAGE, NO_PLACE, NULL,
                         "%s needs a campaign folder or --output, as in: "
                         "lettermill %s input/2022",
                         options->command, options->command);
    if (stat(folder, &facts) != 0 || !S_ISDIR(facts.st_mode))
        return error_set(err, RULE_FILE_MISSING, (struct place){folder, 0, 0},
                         NULL, "no such campaign folder");
    *output = arena_printf(arena, "output/%s", campaign_name(arena, folder));
    return STATUS_OK;
}

void desk_tell(struct desk *desk, const struct options *options)
{
    if (!desk->told)
        report_print(desk->report, options->format, stderr);
    desk->told = true;
}

void desk_close(struct desk *desk, const struct options *options)
{
    desk_tell(desk, options);
    if (desk->press.arena)
        press_close(&desk->press);
    report_free(desk->report);
    arena_free(desk->arena);
}

int desk_settle(struct desk *desk, const struct options *options,
                enum status status)
{
    if (options->only)
        report_keep_codes(desk->report, (const char *const *)options->only,
                          options->only_count);
    switch (status) {
    case STATUS_OK:
    case STATUS_LAYOUT:
        return report_errors(desk->report) ? EXIT_REFUSED : EXIT_WELL;
    case STATUS_INPUT:
    case STATUS_IO:
        return EXIT_UNSTARTED;
    case STATUS_AGAIN:
        return EXIT_AGAIN;
    case STATUS_STOPPED:
        return EXIT_INTERRUPTED;
    }
    return EXIT_UNSTARTED;
}

static bool can_clear_lines(void)
{
    const char *terminal = getenv("TERM");

    return terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

enum progress_style desk_progress(const struct options *options)
{
    if (options->quiet || options->no_progress)
        return PROGRESS_SILENT;
    if (isatty(STDERR_FILENO))
        return can_clear_lines() ? PROGRESS_LINE : PROGRESS_PLAIN;
    return options->verbose ? PROGRESS_PLAIN : PROGRESS_SILENT;
}
