#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/sandbox.h"
#include "cli/verification_print.h"

/** Files of which each gets a block of lines; more share a table. */
enum { BLOCKS = 3 };

/** What the command needs while it goes from file to file. */
struct bench {
    const struct options *options;
    struct arena *arena;
    struct trust *trust;        ///< or NULL
    struct verdict_terms terms; ///< what is asked of seals
    struct verdict_shelf shelf; ///< where the file in hand is looked up
    const char *folder;         ///< whose shelf it is; NULL: one for all
};

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
static void open_shelf(struct bench *bench, const char *manifest)
{
    struct report *report = report_new();
    struct registry *registry = NULL;
    const enum status status =
        registry_open(bench->arena, manifest, &registry, report);

    bench->shelf.registry = registry;
    if (status != STATUS_OK && bench->shelf.letters) {
        bench->shelf.damaged = manifest;
        report_print(report, bench->options->format, stderr);
    }
    report_free(report);
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

    if (strcmp(folder, ".") == 0)
        return "../manifest.csv";
    if (strcmp(above, ".") == 0)
        shorter = "manifest.csv";
    return is_same_file(certain, shorter) ? shorter : certain;
}

/* Finds the manifest beside a file's folder, unless it is still at hand. */
static void find_shelf(struct bench *bench, const char *path)
{
    const char *folder = folder_of(bench->arena, path);
    const char *manifest = manifest_beside(bench->arena, folder);

    if (bench->folder && strcmp(bench->folder, folder) == 0)
        return;
    bench->folder = folder;
    bench->shelf = (struct verdict_shelf){.letters = is_for_letters(folder)};
    if (access(manifest, F_OK) == 0)
        open_shelf(bench, manifest);
}

/* --- files --------------------------------------------------------------- */

static bool wants_blocks(const struct options *options)
{
    return options->verbose || options->argument_count <= BLOCKS;
}

static void print(const struct options *options, const struct verdict *verdict)
{
    if (options->quiet && verdict->word == VERDICT_HOLDS)
        return;
    switch (options->format) {
    case REPORT_TEXT:
        if (wants_blocks(options))
            verdict_print_block(verdict, stdout);
        else
            verdict_print_row(verdict, stdout);
        return;
    case REPORT_JSON:
        verdict_print_json(verdict, stdout);
        return;
    case REPORT_CSV:
        verdict_print_csv(verdict, stdout);
        return;
    }
}

typedef enum status (*reach_function)(struct arena *arena, const char *path,
                                      const struct verdict_shelf *shelf,
                                      const struct verdict_terms *terms,
                                      struct verdict *verdict,
                                      struct error *err);

static int reach(struct bench *bench, size_t index, reach_function reaching)
{
    const char *path = bench->options->arguments[index];
    struct arena *arena = arena_new();
    struct verdict verdict;
    struct error err = {.code = ""};
    enum status status;

    if (!bench->options->manifest)
        find_shelf(bench, path);
    status =
        reaching(arena, path, &bench->shelf, &bench->terms, &verdict, &err);
    if (status != STATUS_OK && bench->options->format == REPORT_TEXT)
        error_print(SEVERITY_ERROR, &err, stderr);
    print(bench->options, &verdict);
    arena_free(arena);
    return (int)verdict.word;
}

static int verify_file(size_t index, void *context)
{
    return reach(context, index, verdict_reach);
}

/* The file brought libqpdf down, or took more memory than it may. */
static int give_up_file(size_t index, void *context)
{
    return reach(context, index, verdict_give_up);
}

static void print_head(const struct options *options)
{
    if (options->format == REPORT_CSV)
        verdict_print_csv_header(stdout);
    else if (options->format == REPORT_TEXT && !wants_blocks(options) &&
             !options->quiet)
        verdict_print_head(stdout);
}

static void print_summary(const struct options *options, const size_t *tally)
{
    if (options->format != REPORT_TEXT || options->quiet ||
        options->argument_count == 1)
        return;
    printf("%zu files: %zu hold", options->argument_count,
           tally[VERDICT_HOLDS]);
    if (tally[VERDICT_FAILS])
        printf(", %zu fail", tally[VERDICT_FAILS]);
    if (tally[VERDICT_UNREADABLE])
        printf(", %zu unreadable", tally[VERDICT_UNREADABLE]);
    putchar('\n');
}

static int verify_files(struct bench *bench)
{
    const struct options *options = bench->options;
    const struct warden warden = {verify_file, give_up_file, bench};
    size_t tally[WARDEN_OUTCOMES];

    print_head(options);
    if (!warden_run(&warden, options->argument_count, tally))
        return EXIT_AGAIN;
    print_summary(options, tally);
    if (tally[VERDICT_UNREADABLE])
        return EXIT_UNSTARTED;
    return tally[VERDICT_FAILS] ? EXIT_REFUSED : EXIT_WELL;
}

/* Opens the certificates that were named. Here the clock comes in: whether a
 * certificate is in force is asked of today. */
static enum status open_terms(struct bench *bench, struct report *report)
{
    const struct options *options = bench->options;
    struct timespec now = {0};
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    if (options->trust_count)
        status = trust_open(options->trust, options->trust_count, &bench->trust,
                            &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    clock_gettime(CLOCK_REALTIME, &now);
    bench->terms = (struct verdict_terms){
        .trust = bench->trust, .sealed = options->sealed, .now = now.tv_sec};
    return status;
}

/* Opens the manifest that was named, if one was. */
static enum status start(struct bench *bench, struct report *report)
{
    const struct options *options = bench->options;
    struct registry *registry;
    enum status status;

    if (!options->argument_count) {
        report_say(report, RULE_USAGE, NO_PLACE, NULL, NULL,
                   "verify needs files, as in: lettermill verify "
                   "output/2022/letters/*.pdf");
        return STATUS_INPUT;
    }
    if (!options->manifest)
        return STATUS_OK;
    status = registry_open(bench->arena, options->manifest, &registry, report);
    bench->shelf = (struct verdict_shelf){.registry = registry, .named = true};
    return status;
}

int command_verify(const struct options *options)
{
    struct bench bench = {.options = options, .arena = arena_new()};
    struct report *report = report_new();
    int code = EXIT_UNSTARTED;

    if (start(&bench, report) == STATUS_OK &&
        open_terms(&bench, report) == STATUS_OK)
        code = verify_files(&bench);
    else
        report_print(report, options->format, stderr);
    report_free(report);
    trust_close(bench.trust);
    arena_free(bench.arena);
    return code;
}
