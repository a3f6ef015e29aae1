#include "publish/data_files.h"

#include <string.h>

#include "base/hash.h"
#include "base/json.h"
#include "data/yaml.h"

/** Maximum bytes of a file of data. */
enum { DATA_LIMIT = 512 * 1024 * 1024 };

static void add_address(struct buffer *json, const struct site *site,
                        const char *key, const char *address)
{
    json_add_text(
        json, key,
        ARENA_JOIN(site->arena, site->settings->publish.url.text, address));
}

/* --- what a page is about ------------------------------------------------ */

static void add_distribution(struct buffer *json, const char *url,
                             const char *path, const char *kind)
{
    json_open(json, NULL, '{');
    json_add_text(json, "@type", "DataDownload");
    json_add_text(json, "encodingFormat", kind);
    json_begin(json, "contentUrl");
    buffer_add_char(json, '"');
    buffer_add_text(json, url);
    buffer_add_text(json, path);
    buffer_add_text(json, "\"}");
}

static void add_period(struct buffer *json, const struct settings *settings)
{
    char from[DATE_WORDS_SIZE];
    char to[DATE_WORDS_SIZE];

    date_print_iso(to, settings->period_end);
    if (!date_is_given(settings->period_start)) {
        json_add_text(json, "temporalCoverage", to);
        return;
    }
    json_begin(json, "temporalCoverage");
    buffer_printf(json, "\"%s/%s\"",
                  date_print_iso(from, settings->period_start), to);
}

void data_files_describe(const struct site *site,
                         const struct data_set *data_set, struct buffer *json)
{
    const struct settings *settings = site->settings;
    const char *url = settings->publish.url.text;
    char csv[32];

    snprintf(csv, sizeof csv, "data/%d.csv", site->year);
    buffer_add_text(json, "{\"@context\":\"https://schema.org\"");
    json_add_text(json, "@type", "Dataset");
    json_add_text(json, "name", data_set->name);
    json_add_text(json, "description", data_set->description);
    json_begin(json, "url");
    buffer_printf(json, "\"%s%s\"", url, data_set->address);
    json_add_text(json, "inLanguage", site->language);
    json_add_text(json, "license", settings->publish.licence_url.text);
    json_open(json, "creator", '{');
    json_add_text(json, "@type", "Organization");
    json_add_text(json, "name", site->office);
    buffer_add_char(json, '}');
    add_period(json, settings);
    json_begin(json, "isAccessibleForFree");
    buffer_add_text(json, "true");
    json_open(json, "distribution", '[');
    add_distribution(json, url, csv, "text/csv");
    if (*data_set->letter)
        add_distribution(json, url, data_set->letter, "application/pdf");
    buffer_add_text(json, "]}");
}

/* --- columns ------------------------------------------------------------- */

/** A column in metadata. */
struct data_column {
    const char *name;
    const char *const *meanings; ///< one a language
    const char *type;            ///< "string", "integer", "decimal", "date"
};

/** A file of data with its columns. */
struct data_file {
    const struct value_list *languages;
    const char *path; ///< below data/: "2022.csv"
    const char *title;
    const struct data_column *columns;
    size_t column_count;
    const char *const *key; ///< names of the columns that identify a row
    size_t key_count;
};

static const char *type_of(const struct site_table *table,
                           const struct site_column *column)
{
    if (column->field == SITE_EMBARGO)
        return "date";
    if (!site_table_is_number(column))
        return "string";
    return (column->field == SITE_VALUE || column->field == SITE_AVERAGE) &&
                   table->settings->statistics[column->statistic]
                       .format.decimals
               ? "decimal"
               : "integer";
}

static struct data_file year_file(const struct site *site)
{
    static const char *const key[] = {"code"};
    const struct site_table *table = &site->table;
    const struct value_list *languages = &site->settings->languages;
    struct data_column *columns =
        ARENA_ARRAY(site->arena, struct data_column, table->column_count);

    for (size_t i = 0; i < table->column_count; i++) {
        const char **meanings =
            ARENA_ARRAY(site->arena, const char *, languages->count);
        columns[i] = (struct data_column){table->columns[i].name, meanings,
                                          type_of(table, &table->columns[i])};
        for (size_t j = 0; j < languages->count; j++) {
            const struct site part = site_in_language(site, j);
            meanings[j] = site_table_meaning(&part.table, site->arena,
                                             &part.table.columns[i]);
        }
    }
    return (struct data_file){
        .languages = languages,
        .path = arena_printf(site->arena, "%d.csv", site->year),
        .title = site->settings->title.text,
        .columns = columns,
        .column_count = table->column_count,
        .key = key,
        .key_count = 1};
}

static struct data_file history_file(const struct site *site)
{
    static const char *const key[] = {"code", "year", "statistic", "part"};
    const struct value_list *languages = &site->settings->languages;
    struct data_column *columns =
        ARENA_ARRAY(site->arena, struct data_column, HISTORY_FIELDS + 1);

    for (size_t i = 0; i <= HISTORY_FIELDS; i++) {
        const enum history_field field = (enum history_field)i;
        const bool is_embargo = field == HISTORY_FIELDS;
        const char **meanings =
            ARENA_ARRAY(site->arena, const char *, languages->count);
        columns[i] = (struct data_column){
            is_embargo ? "embargoed_until" : site_history_name(field), meanings,
            is_embargo                                           ? "date"
            : !site_history_is_number(field)                     ? "string"
            : field == HISTORY_VALUE || field == HISTORY_AVERAGE ? "decimal"
                                                                 : "integer"};
        for (size_t j = 0; j < languages->count; j++) {
            const struct site part = site_in_language(site, j);
            meanings[j] = is_embargo ? part.embargo
                                     : site_history_meaning(part.words, field);
        }
    }
    return (struct data_file){.languages = languages,
                              .path = "history.csv",
                              .title = site->words->data_history,
                              .columns = columns,
                              .column_count =
                                  HISTORY_FIELDS + (site->embargo != NULL),
                              .key = key,
                              .key_count = sizeof key / sizeof *key};
}

/* --- CSVW ---------------------------------------------------------------- */

static void add_keys(struct buffer *json, const struct data_file *file)
{
    json_open(json, "primaryKey", '[');
    for (size_t i = 0; i < file->key_count; i++)
        json_add_text(json, NULL, file->key[i]);
    buffer_add_char(json, ']');
}

/* Adds a text or, for several languages, a list of texts with their languages.
 * @source JSON dialect of Metadata Vocabulary for Tabular Data, 5.2 */
static void add_meanings(struct buffer *json, const struct data_file *file,
                         const struct data_column *column)
{
    const struct value_list *languages = file->languages;

    if (languages->count == 1) {
        json_add_text(json, "dc:description", *column->meanings);
        return;
    }
    json_open(json, "dc:description", '[');
    for (size_t i = 0; i < languages->count; i++) {
        json_open(json, NULL, '{');
        json_add_text(json, "@value", column->meanings[i]);
        json_add_text(json, "@language", languages->items[i].text);
        buffer_add_char(json, '}');
    }
    buffer_add_char(json, ']');
}

static void write_csvw(const struct site *site, const struct data_file *file,
                       struct buffer *json)
{
    buffer_add_text(json, "{\"@context\":[\"http://www.w3.org/ns/csvw\",{"
                          "\"@language\":");
    buffer_add_json(json, site->language);
    buffer_add_text(json, "}]");
    json_add_text(json, "url", file->path);
    json_add_text(json, "dc:title", file->title);
    json_add_text(json, "dc:publisher", site->office);
    json_open(json, "dc:license", '{');
    json_add_text(json, "@id", site->settings->publish.licence_url.text);
    buffer_add_char(json, '}');
    if (site->embargo)
        json_add_text(json, "dc:rights", site->embargo);
    json_open(json, "tableSchema", '{');
    json_open(json, "columns", '[');
    for (size_t i = 0; i < file->column_count; i++) {
        json_open(json, NULL, '{');
        json_add_text(json, "name", file->columns[i].name);
        json_add_text(json, "titles", file->columns[i].name);
        add_meanings(json, file, &file->columns[i]);
        json_add_text(json, "datatype", file->columns[i].type);
        buffer_add_char(json, '}');
    }
    buffer_add_char(json, ']');
    if (strcmp(file->path, "history.csv") != 0) /* its key may have gaps */
        add_keys(json, file);
    buffer_add_text(json, "}}\n");
}

/* --- the data package ---------------------------------------------------- */

static const char *package_type(const char *type)
{
    return strcmp(type, "decimal") == 0 ? "number" : type;
}

static void add_resource(struct buffer *json, const struct data_file *file)
{
    json_open(json, NULL, '{');
    json_add_text(json, "$schema",
                  "https://datapackage.org/profiles/2.0/dataresource.json");
    json_begin(json, "name");
    buffer_printf(json, "\"%.*s\"", (int)strcspn(file->path, "."), file->path);
    json_add_text(json, "path", file->path);
    json_add_text(json, "title", file->title);
    json_add_text(json, "type", "table");
    json_add_text(json, "format", "csv");
    json_add_text(json, "mediatype", "text/csv");
    json_add_text(json, "encoding", "utf-8");
    json_open(json, "schema", '{');
    json_open(json, "fields", '[');
    for (size_t i = 0; i < file->column_count; i++) {
        json_open(json, NULL, '{');
        json_add_text(json, "name", file->columns[i].name);
        json_add_text(json, "description", *file->columns[i].meanings);
        json_add_text(json, "type", package_type(file->columns[i].type));
        buffer_add_char(json, '}');
    }
    buffer_add_char(json, ']');
    if (file->key_count == 1)
        add_keys(json, file);
    buffer_add_text(json, "}}");
}

static void open_package(const struct site *site, struct buffer *json)
{
    const struct publish_settings *publish = &site->settings->publish;

    buffer_add_text(json, "{\"$schema\":"
                          "\"https://datapackage.org/profiles/2.0/"
                          "datapackage.json\",\"name\":\"letters\"");
    json_add_text(json, "title", site->office);
    add_address(json, site, "homepage", "");
    if (site->embargo)
        json_add_text(json, "description", site->embargo);
    json_open(json, "licenses", '[');
    json_open(json, NULL, '{');
    json_add_text(json, "path", publish->licence_url.text);
    json_add_text(json, "title", publish->licence_name.text);
    buffer_add_text(json, "}]");
    json_open(json, "contributors", '[');
    json_open(json, NULL, '{');
    json_add_text(json, "title", site->office);
    buffer_add_text(json, "}]");
    json_open(json, "resources", '[');
}

static const char *text_of(const struct yaml *map, const char *key)
{
    const struct yaml *node = yaml_find(map, key);

    return node && node->text ? node->text : "";
}

/* @return the meaning of a column, in the first language */
static const char **read_meaning(struct arena *arena, const struct yaml *column)
{
    const char **meaning = ARENA_NEW(arena, const char *);
    const struct yaml *node = yaml_find(column, "dc:description");

    *meaning = node && node->first ? text_of(node->first, "@value")
                                   : text_of(column, "dc:description");
    return meaning;
}

/* Reads the descriptions of other years by earlier runs: JSON is YAML. */
static struct data_file read_file(const struct site *site,
                                  const struct yaml *root)
{
    static const char *const key[] = {"code"};
    const struct yaml *list =
        yaml_find(yaml_find(root, "tableSchema"), "columns");
    struct data_file file = {.path = text_of(root, "url"),
                             .title = text_of(root, "dc:title"),
                             .key = key,
                             .key_count = 1};
    struct data_column *columns =
        ARENA_ARRAY(site->arena, struct data_column, list ? list->count : 0);

    for (const struct yaml *node = list ? list->first : NULL; node;
         node = node->next)
        columns[file.column_count++] = (struct data_column){
            text_of(node, "name"), read_meaning(site->arena, node),
            text_of(node, "datatype")};
    file.columns = columns;
    return file;
}

static enum status add_year(const struct site *site, int year,
                            struct buffer *json,
                            struct diagnostics *diagnostics)
{
    const char *path = site_folder_old_path(
        site->folder, site->arena,
        arena_printf(site->arena, "data/%d.csv-metadata.json", year));
    const struct yaml *root;
    const enum status status =
        yaml_read(site->arena, path, path, &root, diagnostics);
    struct data_file file;

    if (status != STATUS_OK)
        return status;
    file = read_file(site, root);
    add_resource(json, &file);
    return STATUS_OK;
}

static enum status write_package(const struct site *site,
                                 const struct data_file *current,
                                 const struct data_file *history,
                                 struct buffer *json,
                                 struct diagnostics *diagnostics)
{
    enum status status = STATUS_OK;

    open_package(site, json);
    for (size_t i = 0; status == STATUS_OK && i < site->catalogue.year_count;
         i++)
        if (site->catalogue.years[i] == site->year)
            add_resource(json, current);
        else
            status =
                add_year(site, site->catalogue.years[i], json, diagnostics);
    add_resource(json, history);
    buffer_add_text(json, "]}\n");
    return status;
}

/* --- the year in JSON ---------------------------------------------------- */

static void add_council(const struct site_table *table,
                        const struct site_row *row, struct buffer *json)
{
    json_open(json, NULL, '{');
    for (size_t i = 0; i < table->column_count; i++) {
        const char *cell = row->cells[i];
        if (!site_table_is_number(&table->columns[i])) {
            json_add_text(json, table->columns[i].name, cell);
            continue;
        }
        json_begin(json, table->columns[i].name);
        buffer_add_text(json, *cell ? cell : "null");
    }
    buffer_add_char(json, '}');
}

static void write_json(const struct site *site, struct buffer *json)
{
    const struct publish_settings *publish = &site->settings->publish;

    buffer_add_char(json, '{');
    json_add_text(json, "title", site->settings->title.text);
    json_add_text(json, "publisher", site->office);
    json_add_text(json, "licence", publish->licence_url.text);
    add_address(json, site, "url", "");
    if (site->embargo)
        json_add_text(json, "embargo", site->embargo);
    json_open(json, "letters", '[');
    for (size_t i = 0; i < site->table.count; i++)
        add_council(&site->table, &site->table.rows[i], json);
    buffer_add_text(json, "]}\n");
}

/* --- writing ------------------------------------------------------------- */

static enum status write_file(const struct site *site, const char *path,
                              struct buffer *bytes, struct error *err)
{
    enum status status;

    if (buffer_is_full(bytes))
        status =
            error_set(err, RULE_FILE_TOO_LARGE, (struct location){path, 0, 0},
                      NULL, "too much for one file of data");
    else
        status = site_folder_write(site->folder,
                                   ARENA_JOIN(site->arena, "data/", path),
                                   buffer_text(bytes), bytes->length, err);
    buffer_clear(bytes);
    return status;
}

static enum status write_metadata(const struct site *site,
                                  const struct data_file *file,
                                  struct buffer *bytes, struct error *err)
{
    write_csvw(site, file, bytes);
    return write_file(site,
                      ARENA_JOIN(site->arena, file->path, "-metadata.json"),
                      bytes, err);
}

static enum status write_all(const struct site *site,
                             const struct site_history *history,
                             struct buffer *bytes, struct error *err)
{
    const struct data_file year = year_file(site);
    const struct data_file all = history_file(site);
    enum status status;

    site_table_write_csv(&site->table, bytes);
    status = write_file(site, year.path, bytes, err);
    if (status == STATUS_OK)
        status = write_metadata(site, &year, bytes, err);
    if (status == STATUS_OK) {
        write_json(site, bytes);
        status = write_file(
            site, arena_printf(site->arena, "%d.json", site->year), bytes, err);
    }
    if (status == STATUS_OK) {
        site_history_write_csv(history, site->embargo_date, bytes);
        status = write_file(site, all.path, bytes, err);
    }
    return status == STATUS_OK ? write_metadata(site, &all, bytes, err)
                               : status;
}

enum status data_files_write(const struct site *site,
                             const struct site_history *history,
                             struct diagnostics *diagnostics)
{
    struct buffer bytes = buffer_new(DATA_LIMIT);
    const struct data_file year = year_file(site);
    const struct data_file all = history_file(site);
    struct error err = {.code = ""};
    enum status status = write_all(site, history, &bytes, &err);

    if (status == STATUS_OK) {
        status = write_package(site, &year, &all, &bytes, diagnostics);
        if (status != STATUS_OK) {
            buffer_free(&bytes);
            return status;
        }
        status = write_file(site, "datapackage.json", &bytes, &err);
    }
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    buffer_free(&bytes);
    return status;
}

/* --- checksums ----------------------------------------------------------- */

struct sums {
    struct buffer lines;
    struct buffer bytes;
};

static bool has_ending(const char *name, const char *ending)
{
    const size_t length = strlen(name);

    return length >= strlen(ending) &&
           strcmp(name + length - strlen(ending), ending) == 0;
}

static enum status add_sum(const char *name, const char *path, void *context,
                           struct error *err)
{
    struct sums *sums = context;
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    enum status status;

    if (strncmp(name, "data/", 5) != 0 && !has_ending(name, ".pdf"))
        return STATUS_OK;
    buffer_clear(&sums->bytes);
    status = buffer_read_file(&sums->bytes, path, path, err);
    if (status != STATUS_OK)
        return status;
    hash_bytes(buffer_text(&sums->bytes), sums->bytes.length, digest);
    buffer_printf(&sums->lines, "%s  %s\n", hash_hex(digest, hex), name);
    return STATUS_OK;
}

enum status data_files_write_sums(const struct site *site, struct error *err)
{
    struct sums sums = {buffer_new(DATA_LIMIT), buffer_new(DATA_LIMIT)};
    enum status status;

    if (site->embargo)
        buffer_printf(&sums.lines, "# %s\n", site->embargo);
    status = site_folder_each(site->folder, add_sum, &sums, err);
    if (status == STATUS_OK)
        status =
            site_folder_write(site->folder, "SHA256SUMS",
                              buffer_text(&sums.lines), sums.lines.length, err);
    buffer_free(&sums.lines);
    buffer_free(&sums.bytes);
    return status;
}
