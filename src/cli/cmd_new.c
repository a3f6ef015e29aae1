#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "cli/commands.h"
#include "cli/new_assets.h"
#include "cli/new_from_campaign.h"
#include "cli/new_from_table.h"
#include "cli/result.h"
#include "cli/terminal.h"
#include "data/workbook.h"
#include "store/atomic_file.h"

/* The largest table that is copied into a new campaign. */
#define TABLE_LIMIT ((size_t)1024 * 1024 * 1024)

/* Refuses a folder that holds something. */
static enum status check_folder(const char *folder, struct error *err)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    bool empty = true;

    if (!entries)
        return STATUS_OK;
    while ((entry = readdir(entries)) != NULL)
        empty = empty && (strcmp(entry->d_name, ".") == 0 ||
                          strcmp(entry->d_name, "..") == 0);
    closedir(entries);
    return empty ? STATUS_OK
                 : error_set(err, RULE_USAGE, (struct location){folder, 0, 0},
                             NULL,
                             "the folder exists and is not empty; "
                             "nothing is overwritten");
}

static enum status write_file(struct arena *arena, const char *folder,
                              const char *name, const void *bytes, size_t size,
                              struct error *err)
{
    return atomic_file_write(arena_printf(arena, "%s/%s", folder, name), bytes,
                             size, FILE_SYNC_EACH, err);
}

static enum status write_example(struct arena *arena, const char *folder,
                                 struct error *err)
{
    const struct {
        const char *name;
        const unsigned char *text;
    } files[] = {
        {"campaign.yaml", new_campaign},
        {"letter.md", new_letter},
        {"councils.csv", new_councils},
        {"figures.csv", new_figures},
    };
    enum status status = atomic_file_make_folder(folder, err);

    for (size_t i = 0; !status && i < sizeof files / sizeof *files; i++)
        status = write_file(arena, folder, files[i].name, files[i].text,
                            strlen((const char *)files[i].text), err);
    return status;
}

/* Copies the table as it is. */
static enum status copy_table(struct arena *arena, const char *folder,
                              const char *table, struct error *err)
{
    const char *path = arena_strndup(arena, table, workbook_path_length(table));
    const char *slash = strrchr(path, '/');
    struct buffer bytes = buffer_new(TABLE_LIMIT);
    enum status status = buffer_read_file(&bytes, path, path, err);

    if (!status)
        status = write_file(arena, folder, slash ? slash + 1 : path,
                            buffer_text(&bytes), bytes.length, err);
    buffer_free(&bytes);
    return status;
}

static enum status write_from_table(struct arena *arena, const char *folder,
                                    const char *table,
                                    struct diagnostics *diagnostics,
                                    struct error *err)
{
    struct new_texts texts;
    enum status status = new_from_table(table, &texts, diagnostics);

    if (!status)
        status = atomic_file_make_folder(folder, err);
    if (!status)
        status = copy_table(arena, folder, table, err);
    if (!status)
        status = write_file(arena, folder, "campaign.yaml",
                            buffer_text(&texts.campaign), texts.campaign.length,
                            err);
    if (!status)
        status =
            write_file(arena, folder, "letter.md", buffer_text(&texts.letter),
                       texts.letter.length, err);
    new_from_table_free(&texts);
    return status;
}

static bool is_folder(const char *path)
{
    struct stat facts;

    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static enum status write_campaign(struct arena *arena,
                                  const struct options *options,
                                  struct diagnostics *diagnostics,
                                  struct error *err)
{
    const char *folder = options->arguments[0];
    enum status status = check_folder(folder, err);

    if (status)
        return status;
    if (!options->from)
        return write_example(arena, folder, err);
    if (is_folder(options->from))
        return new_from_campaign(folder, options->from, diagnostics);
    return write_from_table(arena, folder, options->from, diagnostics, err);
}

static void print_next(const struct options *options)
{
    const char *folder = options->arguments[0];
    struct result result;

    if (options->quiet)
        return;
    if (options->format == DIAGNOSTICS_JSON) {
        result = result_begin("summary", "new");
        result_text(&result, "campaign", folder);
        result_end(&result);
        return;
    }
    printf("%s is written; %s\n"
           "  lettermill check  %s\n"
           "  lettermill render %s\n",
           folder,
           options->from && is_folder(options->from)
               ? "put in the new figures, and look through letter.md for what "
                 "is last year's:"
               : "look through campaign.yaml and letter.md:",
           folder, folder);
}

int cmd_new(const struct options *options)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct arena *arena = arena_new();
    struct error err = {.code = ""};
    enum status status;

    if (options->argument_count == 1)
        status = write_campaign(arena, options, diagnostics, &err);
    else
        status = error_set(&err, RULE_USAGE, NO_LOCATION, NULL,
                           "new needs one folder, as in: lettermill new "
                           "letters-2026");
    if (*err.message)
        diagnostics_add_error(diagnostics, &err);
    terminal_diagnostics(diagnostics, options->format);
    diagnostics_free(diagnostics);
    arena_free(arena);
    if (status)
        return status == STATUS_AGAIN ? EXIT_AGAIN : EXIT_UNSTARTED;
    print_next(options);
    return EXIT_WELL;
}
