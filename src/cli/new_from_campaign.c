#include "cli/new_from_campaign.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "data/campaign.h"
#include "data/csv_table.h"
#include "data/safe_path.h"
#include "data/workbook.h"
#include "data/yaml.h"
#include "store/atomic_file.h"

/* Maximum depth of folders, maximum bytes of a file, range of years in texts.
 */
enum { DEPTH_MAX = 8, YEARS = 2 };
#define FILE_LIMIT ((size_t)1024 * 1024 * 1024)

struct renewal {
    struct arena *arena;
    const char *from;
    const char *to;
    struct campaign campaign;
    struct buffer yaml;
    struct diagnostics *diagnostics;
    struct error *err;
};

static const char *path_in(struct renewal *renewal, const char *folder,
                           const char *name)
{
    return arena_printf(renewal->arena, "%s/%s", folder, name);
}

static enum status write_file(struct renewal *renewal, const char *name,
                              const struct buffer *bytes)
{
    return atomic_file_write(path_in(renewal, renewal->to, name),
                             buffer_text(bytes), bytes->length, FILE_SYNC_EACH,
                             renewal->err);
}

/* --- campaign.yaml ------------------------------------------------------- */

/* @return the byte of the text at a location */
static char *find_place(struct renewal *renewal, struct location location)
{
    char *at = renewal->yaml.bytes;

    for (int line = 1; line < location.line && at; line++) {
        at = strchr(at, '\n');
        at += at != NULL;
    }
    for (int column = 1; at && column < location.column && *at && *at != '\n';
         column++)
        do
            at++;
        while (((unsigned char)*at & 0xC0) == 0x80);
    return at;
}

static int read_year(const char *at)
{
    return (at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 +
           (at[3] - '0');
}

static void add_year(char *at)
{
    char digits[8];

    snprintf(digits, sizeof digits, "%04d", (read_year(at) + 1) % 10000);
    memcpy(at, digits, 4);
}

/* Makes a date a year later; 29 February becomes 28 February. */
static void renew_date(struct renewal *renewal, const struct yaml *node)
{
    char *at = node && node->kind == YAML_SCALAR
                   ? find_place(renewal, node->location)
                   : NULL;

    if (!at)
        return;
    at += *at == '"' || *at == '\'';
    if (strspn(at, "0123456789") != 4 || at[4] != '-')
        return;
    add_year(at);
    if (strncmp(at + 4, "-02-29", 6) == 0)
        at[9] = '8';
}

/* Increments the years of the letter and of its period in a text. */
static void renew_years(struct renewal *renewal, const struct yaml *node)
{
    const int own = renewal->campaign.settings.letter_date.year;
    char *at = node && node->kind == YAML_SCALAR
                   ? find_place(renewal, node->location)
                   : NULL;

    for (; at && *at && *at != '\n'; at++) {
        const size_t digits = strspn(at, "0123456789");
        if (digits == 4 && read_year(at) <= own && read_year(at) >= own - YEARS)
            add_year(at);
        at += digits ? digits - 1 : 0;
    }
}

static enum status renew_settings(struct renewal *renewal)
{
    const struct settings *settings = &renewal->campaign.settings;
    const char *path = path_in(renewal, renewal->from, "campaign.yaml");
    const struct yaml *root, *dates;
    enum status status =
        yaml_read(renewal->arena, path, path, &root, renewal->diagnostics);

    if (!status)
        status = buffer_read_file(&renewal->yaml, path, path, renewal->err);
    if (status)
        return status;
    dates = yaml_find(root, "dates");
    for (const struct yaml *node = dates ? dates->first : NULL; node;
         node = node->next)
        renew_date(renewal, node);
    renew_date(renewal, yaml_find(yaml_find(root, "mail"), "not_before"));
    renew_years(renewal, yaml_find(root, "title"));
    renew_years(renewal, yaml_find(root, "reference"));
    renew_years(renewal, yaml_find(yaml_find(root, "mail"), "subject"));
    if (!settings->history_file.text)
        buffer_add_text(&renewal->yaml, "\nhistory: {from: history.csv}\n");
    return write_file(renewal, "campaign.yaml", &renewal->yaml);
}

/* --- tables -------------------------------------------------------------- */

static void add_cell(struct buffer *out, size_t column, const char *text)
{
    const bool quoted = strpbrk(text, ",\"\r\n") != NULL;

    buffer_add_text(out, column ? "," : "");
    buffer_add_text(out, quoted ? "\"" : "");
    for (; *text; text++) {
        if (*text == '"')
            buffer_add_char(out, '"');
        buffer_add_char(out, *text);
    }
    buffer_add_text(out, quoted ? "\"" : "");
}

static bool is_column(struct value setting, const char *name)
{
    return setting.text && name_match_equal(setting.text, name);
}

/* @return true if a column holds figures of the year */
static bool holds_figures(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->statistic_count; i++) {
        const struct statistic_setting *statistic = &settings->statistics[i];
        if (is_column(statistic->count, name) ||
            is_column(statistic->total, name) ||
            is_column(statistic->stated, name))
            return true;
        for (size_t j = 0; j < statistic->part_count; j++)
            if (is_column(statistic->parts[j].count, name))
                return true;
    }
    return false;
}

typedef void (*table_function)(struct renewal *renewal,
                               const struct csv_table *table,
                               struct buffer *out);

static void add_header(const struct csv_table *table, struct buffer *out)
{
    for (size_t i = 0; i < csv_table_columns(table); i++)
        add_cell(out, i, csv_table_column(table, i).text);
}

/* Copies the rows without their figures. */
static void add_without_figures(struct renewal *renewal,
                                const struct csv_table *table,
                                struct buffer *out)
{
    const size_t columns = csv_table_columns(table);
    struct value *cells = ARENA_ARRAY(renewal->arena, struct value, columns);
    struct arena *row_arena = arena_new();

    add_header(table, out);
    buffer_add_char(out, '\n');
    for (size_t row = 0; row < csv_table_rows(table); row++) {
        arena_reset(row_arena);
        csv_table_read(table, row, row_arena, cells);
        for (size_t i = 0; i < columns; i++)
            add_cell(out, i,
                     holds_figures(&renewal->campaign.settings,
                                   csv_table_column(table, i).text)
                         ? ""
                         : cells[i].text);
        buffer_add_char(out, '\n');
    }
    arena_free(row_arena);
}

/* Copies only the header of a list, whose rows are this year's. */
static void add_no_rows(struct renewal *renewal, const struct csv_table *table,
                        struct buffer *out)
{
    (void)renewal;
    add_header(table, out);
    buffer_add_char(out, '\n');
}

/* Copies the averages, with their year. */
static void add_averages(struct renewal *renewal, const struct csv_table *table,
                         struct buffer *out)
{
    const int year = renewal->campaign.settings.period_end.year;
    const size_t columns = csv_table_columns(table);
    const size_t of_year = csv_table_find(table, "year");
    struct value *cells = ARENA_ARRAY(renewal->arena, struct value, columns);
    char own[16];

    snprintf(own, sizeof own, "%d", year);
    add_header(table, out);
    buffer_add_text(out, of_year == SIZE_MAX ? ",year\n" : "\n");
    for (size_t row = 0; row < csv_table_rows(table); row++) {
        csv_table_read(table, row, renewal->arena, cells);
        for (size_t i = 0; i < columns; i++)
            add_cell(out, i,
                     i == of_year && utf8_is_blank(cells[i].text)
                         ? own
                         : cells[i].text);
        if (of_year == SIZE_MAX)
            add_cell(out, 1, own);
        buffer_add_char(out, '\n');
    }
}

static const char *history_cell(const char *column, const char *const *cells)
{
    static const char *const names[] = {"code",  "year",  "statistic",
                                        "count", "total", "part"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (name_match_equal(column, names[i]))
            return cells[i];
    return "";
}

/* Adds a row in the column order of the table or of a new one. */
static void add_history_row(const struct csv_table *table,
                            const char *const cells[static 6],
                            struct buffer *out)
{
    if (!table)
        for (size_t i = 0; i < 6; i++)
            add_cell(out, i, cells[i]);
    for (size_t i = 0; table && i < csv_table_columns(table); i++)
        add_cell(out, i, history_cell(csv_table_column(table, i).text, cells));
    buffer_add_char(out, '\n');
}

static const char *cell_of(struct renewal *renewal, size_t row,
                           struct value column, struct arena *arena)
{
    const struct roster *roster = renewal->campaign.roster;
    const size_t index =
        column.text ? roster_find_column(roster, column.text) : SIZE_MAX;

    return index == SIZE_MAX
               ? ""
               : utf8_trim(arena,
                           roster_read_cell(roster, row, index, arena).text);
}

static void add_figure(struct renewal *renewal, const struct csv_table *table,
                       size_t row, const struct statistic_setting *statistic,
                       struct buffer *out)
{
    struct arena *arena = arena_new();
    char year[16];
    const char *cells[] = {
        roster_code(renewal->campaign.roster, row),
        year,
        statistic->name,
        cell_of(renewal, row, statistic->count, arena),
        cell_of(renewal, row, statistic->total, arena),
        "",
    };

    snprintf(year, sizeof year, "%d",
             renewal->campaign.settings.period_end.year);
    for (size_t i = 0; i < statistic->part_count; i++) {
        cells[3] = cell_of(renewal, row, statistic->parts[i].count, arena);
        cells[5] = statistic->parts[i].label;
        if (*cells[3])
            add_history_row(table, cells, out);
    }
    if (!statistic->part_count && *cells[3])
        add_history_row(table, cells, out);
    arena_free(arena);
}

/* Copies the history, and appends this year's figures. */
static void add_history(struct renewal *renewal, const struct csv_table *table,
                        struct buffer *out)
{
    const struct settings *settings = &renewal->campaign.settings;
    const struct roster *roster = renewal->campaign.roster;

    if (table)
        add_without_figures(&(struct renewal){.arena = renewal->arena}, table,
                            out);
    else
        buffer_add_text(out, "code,year,statistic,count,total,part\n");
    for (size_t row = 0; row < roster_count(roster); row++)
        for (size_t i = 0; i < settings->statistic_count; i++)
            add_figure(renewal, table, row, &settings->statistics[i], out);
}

/* Writes a new version of a table in the campaign's folder; tables in the data
 * folder are shared and not changed, and workbooks are not copied. */
static enum status renew_table(struct renewal *renewal, struct value name,
                               table_function add)
{
    struct buffer out = buffer_new(FILE_LIMIT);
    struct csv_table *table = NULL;
    const char *path;
    struct error err = {0};
    enum status status = STATUS_OK;

    if (workbook_sheet_name(name.text) ||
        safe_path_find(renewal->arena, renewal->from, name, "data", &path,
                       &err) != STATUS_OK)
        return STATUS_OK;
    status = csv_table_open_any(renewal->arena, path, path,
                                renewal->campaign.settings.encoding, &table,
                                renewal->diagnostics);
    if (status)
        return status;
    add(renewal, table, &out);
    status = write_file(renewal, name.text, &out);
    csv_table_close(table);
    buffer_free(&out);
    return status;
}

static enum status write_new_history(struct renewal *renewal)
{
    struct buffer out = buffer_new(FILE_LIMIT);
    enum status status;

    add_history(renewal, NULL, &out);
    status = write_file(renewal, "history.csv", &out);
    buffer_free(&out);
    return status;
}

static enum status renew_tables(struct renewal *renewal)
{
    const struct settings *settings = &renewal->campaign.settings;
    enum status status = STATUS_OK;

    for (size_t i = 0; !status && i < settings->data.count; i++)
        status =
            renew_table(renewal, settings->data.items[i], add_without_figures);
    for (size_t i = 0; !status && i < settings->list_count; i++)
        status = renew_table(renewal, settings->lists[i].file, add_no_rows);
    if (!status && settings->average_file.text)
        status = renew_table(renewal, settings->average_file, add_averages);
    if (!status && settings->history_file.text)
        return renew_table(renewal, settings->history_file, add_history);
    return status ? status : write_new_history(renewal);
}

/* --- other files --------------------------------------------------------- */

/* @return true if a file is a table or the settings, which are not copied */
static bool is_renewed(const struct renewal *renewal, const char *name)
{
    const struct settings *settings = &renewal->campaign.settings;
    bool found =
        strcmp(name, "campaign.yaml") == 0 || workbook_sheet_name(name) != NULL;

    for (size_t i = 0; i < settings->data.count; i++)
        found = found || strcmp(name, settings->data.items[i].text) == 0;
    for (size_t i = 0; i < settings->list_count; i++)
        found = found || strcmp(name, settings->lists[i].file.text) == 0;
    return found ||
           (settings->average_file.text &&
            strcmp(name, settings->average_file.text) == 0) ||
           (settings->history_file.text &&
            strcmp(name, settings->history_file.text) == 0);
}

static enum status copy_file(struct renewal *renewal, const char *name)
{
    struct buffer bytes = buffer_new(FILE_LIMIT);
    const char *path = path_in(renewal, renewal->from, name);
    enum status status = buffer_read_file(&bytes, path, path, renewal->err);

    if (!status)
        status = write_file(renewal, name, &bytes);
    buffer_free(&bytes);
    return status;
}

/* Copies the files of a folder of the campaign; "" is the campaign's own. */
static enum status copy_files(struct renewal *renewal, const char *below,
                              int depth)
{
    DIR *entries = opendir(path_in(renewal, renewal->from, below));
    const struct dirent *entry;
    enum status status = atomic_file_make_folder(
        path_in(renewal, renewal->to, below), renewal->err);

    while (entries && !status && (entry = readdir(entries)) != NULL) {
        const char *name = arena_printf(renewal->arena, "%s%s%s", below,
                                        *below ? "/" : "", entry->d_name);
        struct stat facts;
        if (*entry->d_name == '.' ||
            lstat(path_in(renewal, renewal->from, name), &facts) != 0)
            continue;
        if (S_ISDIR(facts.st_mode) && depth < DEPTH_MAX)
            status = copy_files(renewal, name, depth + 1);
        else if (S_ISREG(facts.st_mode) && !is_renewed(renewal, name))
            status = copy_file(renewal, name);
    }
    if (entries)
        closedir(entries);
    return status;
}

static enum status refuse_faults(struct renewal *renewal)
{
    return error_set(
        renewal->err, RULE_USAGE, (struct location){renewal->from, 0, 0}, NULL,
        "the campaign has errors; correct them, or its figures would "
        "be wrong in the new one's history");
}

enum status new_from_campaign(const char *folder, const char *campaign,
                              struct diagnostics *diagnostics)
{
    struct error err = {0};
    struct renewal renewal = {.arena = arena_new(),
                              .to = folder,
                              .yaml = buffer_new(FILE_LIMIT),
                              .diagnostics = diagnostics,
                              .err = &err};
    enum status status =
        campaign_open(renewal.arena, campaign, &renewal.campaign, diagnostics);

    renewal.from = renewal.campaign.folder;
    if (!status && diagnostics_error_count(diagnostics))
        status = refuse_faults(&renewal);
    if (!status)
        status = copy_files(&renewal, "", 0);
    if (!status)
        status = renew_settings(&renewal);
    if (!status)
        status = renew_tables(&renewal);
    if (*err.message)
        diagnostics_add_error(diagnostics, &err);
    campaign_close(&renewal.campaign);
    buffer_free(&renewal.yaml);
    arena_free(renewal.arena);
    return status;
}
