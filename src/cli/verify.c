#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/verdict_print.h"

/** Files of which each gets a block of lines; more share a table. */
enum { BLOCKS = 3 };

/** What the command needs while it goes from file to file. */
struct bench {
    const struct options *options;
    struct arena *arena;
    struct report *report;
    struct verdict_shelf shelf; ///< where the file in hand is looked up
    const char *folder;         ///< whose shelf it is
    size_t counts[3];           ///< files by verdict
};

/* A small hostile stream unpacks to gigabytes. libqpdf survives being refused
 * memory, the machine might not. Sanitizers reserve more than any limit. */
static void bound_memory(void)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    struct rlimit limit;

    if (getrlimit(RLIMIT_DATA, &limit) != 0)
        return;
    limit.rlim_cur = (rlim_t)2 * 1024 * 1024 * 1024;
    if (limit.rlim_cur < limit.rlim_max)
        (void)setrlimit(RLIMIT_DATA, &limit);
#endif
}

/* --- the manifest -------------------------------------------------------- */

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/"
                         : arena_text(arena, path, (size_t)(slash - path));
}

static bool is_for_letters(const char *folder)
{
    char path[PATH_MAX];
    const char *slash;

    if (!realpath(folder, path))
        return false;
    slash = strrchr(path, '/');
    return slash && strcmp(slash, "/letters") == 0;
}

/* Opens a manifest that nobody named. One that is not ours matters only beside
 * a folder that is for letters. */
static enum status open_shelf(struct bench *bench, const char *manifest)
{
    struct report *report = report_new();
    struct registry *registry = NULL;
    enum status status =
        registry_open(bench->arena, manifest, &registry, report);

    bench->shelf.registry = registry;
    if (bench->shelf.letters)
        report_join(bench->report, report);
    else
        status = STATUS_OK;
    report_free(report);
    return status;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat one;
    struct stat other;

    return stat(a, &one) == 0 && stat(b, &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* "out/letters" is beside "out/manifest.csv", unless it is a link. */
static const char *manifest_beside(struct arena *arena, const char *folder)
{
    const char *certain = arena_printf(arena, "%s/../manifest.csv", folder);
    const char *above = folder_of(arena, folder);
    const char *shorter = arena_printf(arena, "%s/manifest.csv", above);

    if (strcmp(above, ".") == 0)
        shorter = "manifest.csv";
    return is_same_file(certain, shorter) ? shorter : certain;
}

/* Finds the manifest beside a file's folder, unless it is still at hand. */
static enum status find_shelf(struct bench *bench, const char *path)
{
    const char *folder = folder_of(bench->arena, path);
    const char *manifest = manifest_beside(bench->arena, folder);

    if (bench->folder && strcmp(bench->folder, folder) == 0)
        return STATUS_OK;
    bench->folder = folder;
    bench->shelf = (struct verdict_shelf){.letters = is_for_letters(folder)};
    if (access(manifest, F_OK) != 0)
        return STATUS_OK;
    return open_shelf(bench, manifest);
}

/* --- files --------------------------------------------------------------- */

static void print(const struct bench *bench, const struct verdict *verdict)
{
    const struct options *options = bench->options;

    if (options->quiet && verdict->word == VERDICT_HOLDS)
        return;
    switch (options->format) {
    case REPORT_TEXT:
        if (options->argument_count > BLOCKS && !options->verbose)
            verdict_print_row(verdict, stdout);
        else
            verdict_print_block(verdict, stdout);
        return;
    case REPORT_JSON:
        verdict_print_json(verdict, stdout);
        return;
    case REPORT_CSV:
        verdict_print_csv(verdict, stdout);
        return;
    }
}

static void verify_file(struct bench *bench, const char *path)
{
    struct arena *arena = arena_new();
    struct verdict verdict;
    struct error err = {.code = ""};

    if (verdict_reach(arena, path, &bench->shelf, &verdict, &err) != STATUS_OK)
        report_add(bench->report, &err);
    bench->counts[verdict.word]++;
    print(bench, &verdict);
    arena_free(arena);
}

static void print_head(const struct options *options)
{
    if (options->format == REPORT_CSV)
        verdict_print_csv_header(stdout);
    else if (options->format == REPORT_TEXT &&
             options->argument_count > BLOCKS && !options->verbose &&
             !options->quiet)
        verdict_print_head(stdout);
}

static void print_summary(const struct bench *bench)
{
    const size_t *counts = bench->counts;
    const struct options *options = bench->options;

    if (options->format != REPORT_TEXT || options->quiet ||
        options->argument_count == 1)
        return;
    printf("%zu files: %zu hold", options->argument_count,
           counts[VERDICT_HOLDS]);
    if (counts[VERDICT_FAILS])
        printf(", %zu fail", counts[VERDICT_FAILS]);
    if (counts[VERDICT_UNREADABLE])
        printf(", %zu unreadable", counts[VERDICT_UNREADABLE]);
    putchar('\n');
}

static enum status verify_files(struct bench *bench)
{
    const struct options *options = bench->options;
    enum status status = STATUS_OK;

    print_head(options);
    for (size_t i = 0; i < options->argument_count; i++) {
        if (!options->manifest &&
            find_shelf(bench, options->arguments[i]) != STATUS_OK)
            status = STATUS_INPUT;
        verify_file(bench, options->arguments[i]);
    }
    print_summary(bench);
    return status;
}

static enum status start(struct bench *bench)
{
    const struct options *options = bench->options;
    struct registry *registry;
    enum status status;

    if (!options->argument_count) {
        report_say(bench->report, RULE_USAGE, NO_PLACE, NULL, NULL,
                   "verify needs files, as in: lettermill verify "
                   "output/2022/letters/*.pdf");
        return STATUS_INPUT;
    }
    bound_memory();
    if (!options->manifest)
        return STATUS_OK;
    status = registry_open(bench->arena, options->manifest, &registry,
                           bench->report);
    bench->shelf = (struct verdict_shelf){registry, true, false};
    return status;
}

int command_verify(const struct options *options)
{
    struct bench bench = {
        .options = options, .arena = arena_new(), .report = report_new()};
    enum status status = start(&bench);
    int code = EXIT_WELL;

    if (status == STATUS_OK)
        status = verify_files(&bench);
    if (status != STATUS_OK || bench.counts[VERDICT_UNREADABLE])
        code = EXIT_UNSTARTED;
    else if (bench.counts[VERDICT_FAILS])
        code = EXIT_REFUSED;
    if (report_errors(bench.report))
        report_print(bench.report, options->format, stderr);
    report_free(bench.report);
    arena_free(bench.arena);
    return code;
}
