#include <stdint.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/plural.h"
#include "cli/commands.h"
#include "cli/needed_columns.h"
#include "cli/result.h"
#include "cli/table_print.h"
#include "cli/terminal.h"
#include "data/csv_table.h"
#include "store/atomic_file.h"

enum { TEMPLATE_LIMIT = 1024 * 1024, TABLES_MAX = 64 };

/* The tables of a campaign, as far as they can be read. */
struct tables {
    struct csv_table *items[TABLES_MAX];
    size_t count;
};

static void open_tables(struct arena *arena, const char *folder,
                        const struct settings *settings, struct tables *tables)
{
    struct diagnostics *unsaid = diagnostics_new();

    tables->count = 0;
    for (size_t i = 0; i < settings->data.count && i < TABLES_MAX; i++) {
        const struct csv_table_setting setting = {
            folder, settings, settings->data.items[i], "data", true};
        if (csv_table_open_setting(arena, &setting,
                                   &tables->items[tables->count],
                                   unsaid) == STATUS_OK)
            tables->count++;
    }
    diagnostics_free(unsaid);
}

/* @return the file that has a column, or NULL */
static const char *find_file(const struct tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->count; i++)
        if (csv_table_find(tables->items[i], name) != SIZE_MAX)
            return csv_table_file(tables->items[i]);
    return NULL;
}

/* @return the number of columns that no table has */
static size_t print_columns(struct arena *arena,
                            const struct needed_columns *columns,
                            const struct tables *tables,
                            const struct options *options)
{
    static const struct table_print_column heads[] = {
        {"column", true, false},
        {"file", true, false},
        {"holds", true, false},
        {"needed_by", true, false},
    };
    struct table_print *table = table_print_new(arena, heads, 4);
    size_t missing = 0;

    for (size_t i = 0; i < columns->count; i++) {
        const struct needed_column *column = &columns->items[i];
        const char *file = find_file(tables, column->name);
        const bool json = options->format == DIAGNOSTICS_JSON ||
                          options->format == DIAGNOSTICS_CSV;
        const char *cells[] = {column->name,
                               file   ? file
                               : json ? ""
                                      : "(missing)",
                               column->holds, column->users};
        missing += !file;
        table_print_add(table, cells);
    }
    if (!options->quiet)
        table_print_write(table, options->format, stdout);
    return missing;
}

/* Writes an empty table: the heads, and a row with examples. */
static enum status write_template(const struct needed_columns *columns,
                                  const char *path, struct error *err)
{
    struct buffer text = buffer_new(TEMPLATE_LIMIT);
    enum status status;

    buffer_add_text(&text, BUFFER_BYTE_ORDER_MARK);
    for (size_t i = 0; i < columns->count; i++) {
        buffer_add_text(&text, i ? "," : "");
        buffer_add_csv(&text, columns->items[i].name);
    }
    buffer_add_text(&text, "\r\n");
    for (size_t i = 0; i < columns->count; i++) {
        buffer_add_text(&text, i ? "," : "");
        buffer_add_csv(&text, columns->items[i].example);
    }
    buffer_add_text(&text, "\r\n");
    status = atomic_file_write(path, buffer_text(&text), text.length,
                               FILE_SYNC_EACH, err);
    buffer_free(&text);
    return status;
}

static void print_end(const struct options *options, size_t count,
                      size_t missing)
{
    struct result result;

    if (options->quiet || options->format == DIAGNOSTICS_CSV)
        return;
    if (options->format == DIAGNOSTICS_TEXT) {
        printf("%zu column%s, %zu missing\n", count, plural_s(count), missing);
        return;
    }
    result = result_begin("summary", "columns");
    result_number(&result, "columns", count);
    result_number(&result, "missing", missing);
    result_end(&result);
}

static enum status show_columns(struct arena *arena,
                                const struct options *options,
                                struct diagnostics *diagnostics,
                                size_t *missing)
{
    const char *folder = options->arguments[0];
    struct settings settings = {0};
    struct needed_columns columns = {.arena = arena};
    struct tables tables;
    struct error err = {.code = ""};
    enum status status =
        settings_read(arena, folder, 0, &settings, diagnostics);

    if (status)
        return status;
    needed_columns_add(&columns, folder, &settings);
    for (size_t i = 1; !status && i < settings.languages.count; i++) {
        struct settings other = {0};
        status = settings_read(arena, folder, i, &other, diagnostics);
        needed_columns_add(&columns, folder, &other);
    }
    if (status)
        return status;
    open_tables(arena, folder, &settings, &tables);
    *missing = print_columns(arena, &columns, &tables, options);
    if (options->template)
        status = write_template(&columns, options->template, &err);
    if (status)
        diagnostics_add_error(diagnostics, &err);
    else
        print_end(options, columns.count, *missing);
    for (size_t i = 0; i < tables.count; i++)
        csv_table_close(tables.items[i]);
    return status;
}

int cmd_columns(const struct options *options)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct arena *arena = arena_new();
    size_t missing = 0;
    enum status status = STATUS_INPUT;

    if (options->argument_count == 1)
        status = show_columns(arena, options, diagnostics, &missing);
    else
        diagnostics_add(diagnostics, RULE_USAGE, NO_LOCATION, NULL, NULL,
                        "columns needs one campaign folder, as in: lettermill "
                        "columns input/2022");
    terminal_diagnostics(diagnostics, options->format);
    diagnostics_free(diagnostics);
    arena_free(arena);
    if (status)
        return status == STATUS_AGAIN ? EXIT_AGAIN : EXIT_UNSTARTED;
    return missing ? EXIT_REFUSED : EXIT_WELL;
}
