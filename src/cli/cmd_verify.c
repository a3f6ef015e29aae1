#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/commands.h"
#include "cli/result.h"
#include "cli/sandbox.h"
#include "cli/terminal.h"
#include "cli/verification_print.h"

/** Maximum files with a block of lines each; more are shown in a table. */
enum { BLOCKS = 3 };

/** The state of a verification of several files. */
struct verify_run {
    const struct options *options;
    struct arena *arena;
    struct trust_store *trust;         ///< or NULL
    struct verification_policy policy; ///< for seals
    struct verification_lookup lookup; ///< the manifest of the current file
    const char *folder;                ///< the lookup's; NULL: one for all
};

/* --- the manifest -------------------------------------------------------- */

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/"
                         : arena_strndup(arena, path, (size_t)(slash - path));
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

/* Opens a found manifest. A file of another program is reported only next to a
 * folder of letters. */
static void open_lookup(struct verify_run *verify_run, const char *manifest)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct manifest_index *manifest_index = NULL;
    const enum status status = manifest_index_open(
        verify_run->arena, manifest, &manifest_index, diagnostics);

    verify_run->lookup.manifest_index = manifest_index;
    if (status != STATUS_OK && verify_run->lookup.letters) {
        verify_run->lookup.damaged = manifest;
        diagnostics_print(diagnostics, verify_run->options->format, stderr);
    }
    diagnostics_free(diagnostics);
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

/* Finds the manifest beside a file's folder, unless it is the last one found.
 */
static void find_lookup(struct verify_run *verify_run, const char *path)
{
    const char *folder = folder_of(verify_run->arena, path);
    const char *manifest = manifest_beside(verify_run->arena, folder);

    if (verify_run->folder && strcmp(verify_run->folder, folder) == 0)
        return;
    verify_run->folder = folder;
    verify_run->lookup =
        (struct verification_lookup){.letters = is_for_letters(folder)};
    if (access(manifest, F_OK) == 0)
        open_lookup(verify_run, manifest);
}

/* --- files --------------------------------------------------------------- */

static bool wants_blocks(const struct options *options)
{
    return options->verbose || options->argument_count <= BLOCKS;
}

static void print(const struct options *options,
                  const struct verification *verification)
{
    if (options->quiet && verification->word == VERIFICATION_HOLDS)
        return;
    switch (options->format) {
    case DIAGNOSTICS_TEXT:
        if (wants_blocks(options))
            verification_print_block(verification, stdout);
        else
            verification_print_row(verification, stdout);
        return;
    case DIAGNOSTICS_JSON:
        verification_print_json(verification, stdout);
        return;
    case DIAGNOSTICS_CSV:
        verification_print_csv(verification, stdout);
        return;
    }
}

typedef enum status (*reach_function)(struct arena *arena, const char *path,
                                      const struct verification_lookup *lookup,
                                      const struct verification_policy *policy,
                                      struct verification *verification,
                                      struct error *err);

static int reach(struct verify_run *verify_run, size_t index,
                 reach_function reaching)
{
    const char *path = verify_run->options->arguments[index];
    struct arena *arena = arena_new();
    struct verification verification;
    struct error err = {.code = ""};
    enum status status;

    if (!verify_run->options->manifest)
        find_lookup(verify_run, path);
    status = reaching(arena, path, &verify_run->lookup, &verify_run->policy,
                      &verification, &err);
    if (status != STATUS_OK && verify_run->options->format != DIAGNOSTICS_CSV)
        terminal_error(&err, verify_run->options->format);
    print(verify_run->options, &verification);
    arena_free(arena);
    return (int)verification.word;
}

static int verify_file(size_t index, void *context)
{
    return reach(context, index, verification_run);
}

/* Reports a file that crashed libqpdf, or exceeded the memory or time. */
static int give_up_file(size_t index, enum sandbox_end end, void *context)
{
    return reach(context, index,
                 end == SANDBOX_SPENT ? verification_give_up_costly
                                      : verification_run_unread);
}

static void print_head(const struct options *options)
{
    if (options->format == DIAGNOSTICS_CSV)
        verification_print_csv_header(stdout);
    else if (options->format == DIAGNOSTICS_TEXT && !wants_blocks(options) &&
             !options->quiet)
        verification_print_head(stdout);
}

static void print_json(const struct options *options, const size_t *tally)
{
    struct result result = result_begin("summary", "verify");

    result_number(&result, "files", options->argument_count);
    result_number(&result, "hold", tally[VERIFICATION_HOLDS]);
    result_number(&result, "fail", tally[VERIFICATION_FAILS]);
    result_number(&result, "unreadable", tally[VERIFICATION_UNREADABLE]);
    result_end(&result);
}

static void print_summary(const struct options *options, const size_t *tally)
{
    if (options->quiet || options->argument_count == 1)
        return;
    if (options->format == DIAGNOSTICS_JSON)
        print_json(options, tally);
    if (options->format != DIAGNOSTICS_TEXT)
        return;
    printf("%zu files: %zu hold", options->argument_count,
           tally[VERIFICATION_HOLDS]);
    if (tally[VERIFICATION_FAILS])
        printf(", %zu fail", tally[VERIFICATION_FAILS]);
    if (tally[VERIFICATION_UNREADABLE])
        printf(", %zu unreadable", tally[VERIFICATION_UNREADABLE]);
    putchar('\n');
}

static int verify_files(struct verify_run *verify_run)
{
    const struct options *options = verify_run->options;
    const struct sandbox sandbox = {verify_file, give_up_file, verify_run,
                                    VERIFICATION_SECONDS};
    size_t tally[SANDBOX_OUTCOMES];

    print_head(options);
    if (!sandbox_run(&sandbox, options->argument_count, tally))
        return EXIT_AGAIN;
    print_summary(options, tally);
    if (tally[VERIFICATION_UNREADABLE])
        return EXIT_UNSTARTED;
    return tally[VERIFICATION_FAILS] ? EXIT_REFUSED : EXIT_WELL;
}

/* Opens the certificates of --trust, and records the time for their validity.
 */
static enum status open_policy(struct verify_run *verify_run,
                               struct diagnostics *diagnostics)
{
    const struct options *options = verify_run->options;
    struct error err = {.code = ""};
    enum status status = STATUS_OK;

    if (options->trust.count)
        status = trust_store_open(options->trust.items, options->trust.count,
                                  &verify_run->trust, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    verify_run->policy =
        (struct verification_policy){.trust = verify_run->trust,
                                     .sealed = options->sealed,
                                     .now = time_now()};
    return status;
}

/* Opens the manifest of --manifest, if given. */
static enum status start(struct verify_run *verify_run,
                         struct diagnostics *diagnostics)
{
    const struct options *options = verify_run->options;
    struct manifest_index *manifest_index;
    enum status status;

    if (!options->argument_count) {
        diagnostics_add(diagnostics, RULE_USAGE, NO_LOCATION, NULL, NULL,
                        "verify needs files, as in: lettermill verify "
                        "output/2022/letters/*.pdf");
        return STATUS_INPUT;
    }
    if (!options->manifest)
        return STATUS_OK;
    status = manifest_index_open(verify_run->arena, options->manifest,
                                 &manifest_index, diagnostics);
    verify_run->lookup = (struct verification_lookup){
        .manifest_index = manifest_index, .named = true};
    return status;
}

int cmd_verify(const struct options *options)
{
    struct verify_run verify_run = {.options = options, .arena = arena_new()};
    struct diagnostics *diagnostics = diagnostics_new();
    int code = EXIT_UNSTARTED;

    if (start(&verify_run, diagnostics) == STATUS_OK &&
        open_policy(&verify_run, diagnostics) == STATUS_OK)
        code = verify_files(&verify_run);
    else
        terminal_diagnostics(diagnostics, options->format);
    diagnostics_free(diagnostics);
    trust_store_close(verify_run.trust);
    arena_free(verify_run.arena);
    return code;
}
