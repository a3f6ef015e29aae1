#include "run/shard_merge.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/name_match.h"
#include "data/csv_reader.h"
#include "run/run_json.h"
#include "store/manifest_reader.h"

struct shard_merge {
    const char *output;
    enum file_sync sync;
    struct arena *arena;
    struct run_json *records; /* one a part */
    unsigned count;
    struct diagnostics *diagnostics;
    enum status status;
};

/* A row of a part. */
struct part_row {
    const char *code;
    const char *bytes; /* with its line end */
    size_t length;
    bool refused; /* in a manifest: without a letter */
};

/* A file of which every shard writes a part. */
struct part_table {
    const char *name; /* "manifest" */
    bool is_manifest; /* every part must exist */
    struct buffer *parts;
    const struct buffer *first; /* any existing part */
    size_t header;              /* bytes of its header */
    struct part_row *rows;
    size_t count;
    size_t capacity;
};

static const char *part_path(const struct shard_merge *shard_merge,
                             const char *name, unsigned index,
                             const char *ending)
{
    const struct shard shard = {index + 1, shard_merge->count};
    char shard_part[SHARD_NAME_SIZE];

    return arena_printf(shard_merge->arena, "%s/%s%s%s", shard_merge->output,
                        name, shard_name(&shard, shard_part), ending);
}

static void refuse(struct shard_merge *shard_merge, enum diagnostic_id rule,
                   const char *path, const char *code, const char *message)
{
    const struct location location = {path, 0, 0};

    diagnostics_add(shard_merge->diagnostics, rule, location, code, NULL, "%s",
                    message);
    shard_merge->status = rule_status(rule);
}

static void fail(struct shard_merge *shard_merge, const struct error *err)
{
    diagnostics_add_error(shard_merge->diagnostics, err);
    shard_merge->status = rule_status(err->rule);
}

/* --- the parts ----------------------------------------------------------- */

/* Finds the number of parts in the files' names. */
static void find_count(struct shard_merge *shard_merge)
{
    DIR *folder = opendir(shard_merge->output);
    const struct dirent *entry;

    while (folder && (entry = readdir(folder)) != NULL) {
        struct shard shard;
        if (!shard_read_name(entry->d_name, "manifest", ".csv", &shard))
            continue;
        if (shard_merge->count && shard_merge->count != shard.count) {
            refuse(
                shard_merge, RULE_PART_FOREIGN,
                arena_printf(shard_merge->arena, "%s/%s", shard_merge->output,
                             entry->d_name),
                NULL,
                "parts of another number of shards are there too; remove those "
                "of the old division");
            break;
        }
        shard_merge->count = shard.count;
    }
    if (folder)
        closedir(folder);
    if (!shard_merge->count)
        refuse(shard_merge, RULE_PART_MISSING, shard_merge->output, NULL,
               "no part of a manifest, as manifest.1-of-4.csv, is there");
}

static void check_record(struct shard_merge *shard_merge, unsigned index,
                         const char *path)
{
    const struct run_json *record = &shard_merge->records[index];
    const struct run_json *first = &shard_merge->records[0];

    if (record->shard.index != index + 1 ||
        record->shard.count != shard_merge->count)
        refuse(shard_merge, RULE_PART_FOREIGN, path, NULL, "of another shard");
    else if (strcmp(record->ended, "complete") != 0)
        refuse(shard_merge, RULE_PART_MISSING, path, NULL,
               "this shard was interrupted; run it again");
    else if (strcmp(record->inputs_sha256, first->inputs_sha256) != 0 ||
             record->rows != first->rows)
        refuse(shard_merge, RULE_PART_FOREIGN, path, NULL,
               "made from other inputs, or by another edition of the program, "
               "than part 1; run all shards again");
}

static void check_part(struct shard_merge *shard_merge, unsigned index)
{
    const char *path = part_path(shard_merge, "manifest", index, ".csv");
    const char *record = part_path(shard_merge, "run", index, ".json");

    if (access(part_path(shard_merge, "manifest", index, ".unfinished.csv"),
               F_OK) == 0)
        refuse(shard_merge, RULE_PART_MISSING, path, NULL,
               "this shard did not come to its end; run it again");
    else if (access(path, F_OK) != 0)
        refuse(shard_merge, RULE_PART_MISSING, path, NULL, "no such file");
    else if (run_json_read(shard_merge->arena, record,
                           &shard_merge->records[index],
                           shard_merge->diagnostics) != STATUS_OK)
        shard_merge->status = STATUS_INPUT;
    else
        check_record(shard_merge, index, record);
}

/* --- their rows ---------------------------------------------------------- */

static void check_header(struct shard_merge *shard_merge, const char *path,
                         const struct buffer *part, size_t length)
{
    struct buffer header = buffer_new(1024);

    manifest_add_header(&header);
    if (length != header.length ||
        memcmp(part->bytes, header.bytes, length) != 0)
        refuse(shard_merge, RULE_MANIFEST_DAMAGED, path, NULL,
               "not a manifest that this program wrote");
    buffer_free(&header);
}

static void check_row(struct shard_merge *shard_merge, unsigned index,
                      const char *path, struct part_row *row)
{
    const struct manifest_line line = {row->bytes, row->length, 0};
    struct arena *arena = arena_new();
    struct manifest_entry entry;

    if (!manifest_reader_parse(&line, arena, &entry))
        refuse(shard_merge, RULE_MANIFEST_DAMAGED, path, NULL,
               "holds a row that this program did not write");
    else if (!shard_contains(&shard_merge->records[index].shard, entry.code))
        refuse(shard_merge, RULE_PART_FOREIGN, path, entry.code,
               "holds a row of another shard");
    else
        row->refused = entry.status == MANIFEST_REFUSED;
    arena_free(arena);
}

static size_t find_code(const struct csv_record *header)
{
    size_t column = 0;

    while (column < header->count &&
           !name_match_equal(csv_reader_text(header, column), "code"))
        column++;
    return column;
}

/* @return the end of a record's line: the reader stops inside a CRLF */
static size_t end_of_line(const struct csv_reader *reader)
{
    const size_t at = reader->at;

    return at + (at > 0 && at < reader->length &&
                 reader->bytes[at - 1] == '\r' && reader->bytes[at] == '\n');
}

static void read_rows(struct shard_merge *shard_merge, struct part_table *table,
                      unsigned index, const char *path)
{
    const struct buffer *part = &table->parts[index];
    const bool marked = strncmp(buffer_text(part), BUFFER_BYTE_ORDER_MARK,
                                strlen(BUFFER_BYTE_ORDER_MARK)) == 0;
    struct csv_reader reader = {.file = path,
                                .bytes = part->bytes,
                                .length = part->length,
                                .at =
                                    marked ? strlen(BUFFER_BYTE_ORDER_MARK) : 0,
                                .line = 1,
                                .column = 1};
    struct csv_record record = csv_reader_record_new();
    size_t code;

    csv_reader_read(&reader, &record, SIZE_MAX);
    code = find_code(&record);
    table->first = part;
    table->header = end_of_line(&reader);
    if (table->is_manifest)
        check_header(shard_merge, path, part, reader.at);
    while (shard_merge->status == STATUS_OK &&
           csv_reader_read(&reader, &record, SIZE_MAX)) {
        struct part_row *row;
        ARRAY_GROW(table->rows, table->count, table->capacity);
        row = &table->rows[table->count++];
        *row = (struct part_row){
            .code = arena_strdup(shard_merge->arena,
                                 csv_reader_text(&record, code)),
            .bytes = part->bytes + record.offset,
            .length = end_of_line(&reader) - record.offset};
        if (table->is_manifest)
            check_row(shard_merge, index, path, row);
    }
    csv_reader_record_free(&record);
}

/* Rows of one code are in one part, in order. */
static int by_code(const void *left, const void *right)
{
    const struct part_row *a = left;
    const struct part_row *b = right;
    const int order = strcmp(a->code, b->code);

    return order ? order : (a->bytes > b->bytes) - (a->bytes < b->bytes);
}

static void read_part(struct shard_merge *shard_merge, struct part_table *table,
                      unsigned index)
{
    const char *path = part_path(shard_merge, table->name, index, ".csv");
    struct error err = {.code = ""};

    if (!table->is_manifest && access(path, F_OK) != 0)
        return;
    if (buffer_read_file(&table->parts[index], path, path, &err) != STATUS_OK)
        fail(shard_merge, &err);
    else
        read_rows(shard_merge, table, index, path);
}

static struct part_table read_table(struct shard_merge *shard_merge,
                                    const char *name, bool is_manifest)
{
    struct part_table table = {
        .name = name,
        .is_manifest = is_manifest,
        .parts =
            ARENA_ARRAY(shard_merge->arena, struct buffer, shard_merge->count)};

    for (unsigned i = 0; i < shard_merge->count; i++)
        table.parts[i] = buffer_new(SIZE_MAX / 4);
    for (unsigned i = 0;
         i < shard_merge->count && shard_merge->status == STATUS_OK; i++)
        read_part(shard_merge, &table, i);
    if (table.count)
        qsort(table.rows, table.count, sizeof *table.rows, by_code);
    return table;
}

static void free_table(const struct shard_merge *shard_merge,
                       struct part_table *table)
{
    for (unsigned i = 0; i < shard_merge->count; i++)
        buffer_free(&table->parts[i]);
    free(table->rows);
}

/* Only refused rows may share a code. */
static void check_rows(struct shard_merge *shard_merge,
                       const struct part_table *manifest)
{
    for (size_t i = 1; i < manifest->count; i++) {
        const struct part_row *row = &manifest->rows[i];
        if (strcmp(row[-1].code, row->code) == 0 &&
            !(row[-1].refused && row->refused)) {
            refuse(shard_merge, RULE_PART_FOREIGN, shard_merge->output,
                   row->code, "rows occur twice");
            return;
        }
    }
    if (manifest->count != shard_merge->records[0].rows)
        refuse(shard_merge, RULE_PART_MISSING, shard_merge->output, NULL,
               "the parts have fewer or more rows than the campaign");
}

/* --- the whole ----------------------------------------------------------- */

static enum status write_table(const struct shard_merge *shard_merge,
                               const struct part_table *table,
                               struct error *err)
{
    const char *path = arena_printf(shard_merge->arena, "%s/%s.csv",
                                    shard_merge->output, table->name);
    struct atomic_file *stream;
    enum status status;

    if (!table->count && !table->is_manifest)
        return atomic_file_remove(path, err);
    status = atomic_file_open(path, &stream, err);
    if (status != STATUS_OK)
        return status;
    atomic_file_add(stream, table->first->bytes, table->header);
    for (size_t i = 0; i < table->count; i++)
        atomic_file_add(stream, table->rows[i].bytes, table->rows[i].length);
    return atomic_file_close(stream,
                             table->is_manifest
                                 ? manifest_sync(shard_merge->sync)
                                 : shard_merge->sync,
                             err);
}

/* Joins a list, of which a shard writes a part only if it has a row. */
static enum status join_list(struct shard_merge *shard_merge, const char *name,
                             struct error *err)
{
    struct part_table list = read_table(shard_merge, name, false);
    const enum status status = shard_merge->status == STATUS_OK
                                   ? write_table(shard_merge, &list, err)
                                   : STATUS_OK;

    free_table(shard_merge, &list);
    return status;
}

static void add_summary(struct render_summary *sum,
                        const struct render_summary *shard_part)
{
    sum->rows += shard_part->rows;
    sum->made += shard_part->made;
    sum->unchanged += shard_part->unchanged;
    sum->refused += shard_part->refused;
    sum->gone += shard_part->gone;
    sum->pruned += shard_part->pruned;
    sum->pages += shard_part->pages;
    sum->bytes += shard_part->bytes;
}

/* The joined record starts with the first shard and has the longest duration.
 */
static struct run_json join_records(const struct shard_merge *shard_merge)
{
    struct run_json whole = shard_merge->records[0];

    whole.shard = (struct shard){0, 0};
    whole.summary = (struct render_summary){.rows = 0};
    for (unsigned i = 0; i < shard_merge->count; i++) {
        const struct run_json *record = &shard_merge->records[i];
        add_summary(&whole.summary, &record->summary);
        if (strcmp(record->started, whole.started) < 0)
            memcpy(whole.started, record->started, sizeof whole.started);
        if (record->seconds > whole.seconds)
            whole.seconds = record->seconds;
    }
    return whole;
}

/* Writes all files, the manifest last. An unfinished manifest is older; the
 * shards have its rows. */
static enum status write_whole(struct shard_merge *shard_merge,
                               const struct part_table *manifest,
                               const struct run_json *whole, struct error *err)
{
    const char *folder = shard_merge->output;
    enum status status = join_list(shard_merge, "rejected", err);

    if (status == STATUS_OK)
        status = join_list(shard_merge, "gone", err);
    if (status != STATUS_OK || shard_merge->status != STATUS_OK)
        return status;
    status =
        run_json_write(arena_printf(shard_merge->arena, "%s/run.json", folder),
                       whole, shard_merge->sync, err);
    if (status == STATUS_OK)
        status = write_table(shard_merge, manifest, err);
    if (status == STATUS_OK)
        status = atomic_file_sync_folder(folder, shard_merge->sync, err);
    if (status == STATUS_OK)
        status = atomic_file_remove(arena_printf(shard_merge->arena,
                                                 "%s/manifest.unfinished.csv",
                                                 folder),
                                    err);
    return status;
}

static void join(struct shard_merge *shard_merge,
                 struct render_summary *summary)
{
    struct part_table manifest = read_table(shard_merge, "manifest", true);
    struct error err = {.code = ""};

    if (shard_merge->status == STATUS_OK)
        check_rows(shard_merge, &manifest);
    if (shard_merge->status == STATUS_OK) {
        const struct run_json whole = join_records(shard_merge);
        if (write_whole(shard_merge, &manifest, &whole, &err) != STATUS_OK)
            fail(shard_merge, &err);
        *summary = whole.summary;
    }
    free_table(shard_merge, &manifest);
}

enum status shard_merge_run(const char *output, enum file_sync sync,
                            struct render_summary *summary,
                            struct diagnostics *diagnostics)
{
    struct shard_merge shard_merge = {.output = output,
                                      .sync = sync,
                                      .arena = arena_new(),
                                      .diagnostics = diagnostics};

    *summary = (struct render_summary){.rows = 0};
    find_count(&shard_merge);
    if (shard_merge.status == STATUS_OK) {
        shard_merge.records =
            ARENA_ARRAY(shard_merge.arena, struct run_json, shard_merge.count);
        for (unsigned i = 0; i < shard_merge.count; i++)
            check_part(&shard_merge, i);
    }
    if (shard_merge.status == STATUS_OK)
        join(&shard_merge, summary);
    arena_free(shard_merge.arena);
    return shard_merge.status;
}

static bool is_part(const char *name)
{
    static const struct {
        const char *before;
        const char *after;
    } kinds[] = {{"manifest", ".csv"},
                 {"manifest", ".unfinished.csv"},
                 {"rejected", ".csv"},
                 {"gone", ".csv"},
                 {"run", ".json"}};
    struct shard shard;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (shard_read_name(name, kinds[i].before, kinds[i].after, &shard))
            return true;
    return false;
}

void shard_merge_remove_parts(const char *output)
{
    DIR *folder = opendir(output);
    const struct dirent *entry;

    if (!folder)
        return;
    while ((entry = readdir(folder)) != NULL)
        if (is_part(entry->d_name))
            (void)unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}
