#include "run/shard_merge.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/memory.h"
#include "data/csv_table.h"
#include "run/run_json.h"
#include "store/manifest_reader.h"

/* One shard's part. */
struct shard_part {
    struct run_json record;
    struct manifest_reader *file;
    struct arena *arena;         /* of the current line */
    struct manifest_line line;   /* the next one to go */
    struct manifest_entry entry; /* taken apart */
};

struct shard_merge {
    const char *output;
    enum file_sync sync;
    struct arena *arena;
    struct shard_part *parts;
    unsigned count;
    unsigned *heap; /* parts that have a line, the smallest code first */
    unsigned heap_count;
    struct atomic_file *stream;
    size_t lines;
    struct buffer last; /* code written last */
    enum manifest_status last_status;
    struct diagnostics *diagnostics;
    enum status status;
};

static const char *part_path(const struct shard_merge *shard_merge,
                             const char *name, unsigned index,
                             const char *ending)
{
    const struct shard shard = {index, shard_merge->count};
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

/* Into how many parts the campaign was divided: what the names say. */
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
    const struct run_json *record = &shard_merge->parts[index - 1].record;
    const struct run_json *first = &shard_merge->parts[0].record;

    if (record->shard.index != index ||
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

static void open_part(struct shard_merge *shard_merge, unsigned index)
{
    struct shard_part *shard_part = &shard_merge->parts[index - 1];
    const char *path = part_path(shard_merge, "manifest", index, ".csv");
    const char *record = part_path(shard_merge, "run", index, ".json");
    struct error err = {.code = ""};

    shard_part->arena = arena_new();
    if (access(part_path(shard_merge, "manifest", index, ".unfinished.csv"),
               F_OK) == 0)
        refuse(shard_merge, RULE_PART_MISSING, path, NULL,
               "this shard did not come to its end; run it again");
    else if (manifest_reader_open(path, &shard_part->file, &err) != STATUS_OK)
        fail(shard_merge, &err);
    else if (!shard_part->file)
        refuse(shard_merge, RULE_PART_MISSING, path, NULL, "no such file");
    else if (run_json_read(shard_merge->arena, record, &shard_part->record,
                           shard_merge->diagnostics) != STATUS_OK)
        shard_merge->status = STATUS_INPUT;
    else
        check_record(shard_merge, index, record);
}

/* Every part stays open while they are joined. */
static void allow_files(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

static void open_parts(struct shard_merge *shard_merge)
{
    allow_files();
    shard_merge->parts =
        ARENA_ARRAY(shard_merge->arena, struct shard_part, shard_merge->count);
    shard_merge->heap =
        ARENA_ARRAY(shard_merge->arena, unsigned, shard_merge->count);
    for (unsigned i = 1; i <= shard_merge->count; i++)
        open_part(shard_merge, i);
}

static int compare(const struct shard_merge *shard_merge, unsigned a,
                   unsigned b)
{
    const int order = strcmp(shard_merge->parts[a].entry.code,
                             shard_merge->parts[b].entry.code);

    return order ? order : (a > b) - (a < b);
}

static void sift_down(struct shard_merge *shard_merge, unsigned at)
{
    for (;;) {
        unsigned lowest = at;
        for (unsigned child = 2 * at + 1;
             child <= 2 * at + 2 && child < shard_merge->heap_count; child++)
            if (compare(shard_merge, shard_merge->heap[child],
                        shard_merge->heap[lowest]) < 0)
                lowest = child;
        if (lowest == at)
            return;
        const unsigned other = shard_merge->heap[at];
        shard_merge->heap[at] = shard_merge->heap[lowest];
        shard_merge->heap[lowest] = other;
        at = lowest;
    }
}

/* Reads a part's next line. @return false at its end */
static bool advance(struct shard_merge *shard_merge, unsigned index)
{
    struct shard_part *shard_part = &shard_merge->parts[index];
    const char *path;

    arena_reset(shard_part->arena);
    if (!manifest_reader_next(shard_part->file, &shard_part->line))
        return false;
    path = part_path(shard_merge, "manifest", index + 1, ".csv");
    if (!manifest_reader_parse(&shard_part->line, shard_part->arena,
                               &shard_part->entry))
        refuse(shard_merge, RULE_MANIFEST_DAMAGED, path, NULL,
               "holds a row that this program did not write");
    else if (!shard_contains(&shard_part->record.shard, shard_part->entry.code))
        refuse(shard_merge, RULE_PART_FOREIGN, path, shard_part->entry.code,
               "holds a row of another shard");
    return shard_merge->status == STATUS_OK;
}

/* Codes rise; only rows that were refused may share one. */
static void check_order(struct shard_merge *shard_merge,
                        const struct manifest_entry *entry)
{
    const int order = shard_merge->lines
                          ? strcmp(entry->code, buffer_text(&shard_merge->last))
                          : 1;

    if (order > 0 || (order == 0 && entry->status == MANIFEST_REFUSED &&
                      shard_merge->last_status == MANIFEST_REFUSED))
        return;
    refuse(shard_merge, RULE_PART_FOREIGN, shard_merge->output, entry->code,
           "rows stand twice or in another order");
}

static void take_line(struct shard_merge *shard_merge)
{
    struct shard_part *shard_part = &shard_merge->parts[shard_merge->heap[0]];

    check_order(shard_merge, &shard_part->entry);
    buffer_clear(&shard_merge->last);
    buffer_add_text(&shard_merge->last, shard_part->entry.code);
    shard_merge->last_status = shard_part->entry.status;
    atomic_file_add(shard_merge->stream, shard_part->line.bytes,
                    shard_part->line.length);
    shard_merge->lines++;
    if (!advance(shard_merge, shard_merge->heap[0]))
        shard_merge->heap[0] = shard_merge->heap[--shard_merge->heap_count];
    sift_down(shard_merge, 0);
}

static void join_lines(struct shard_merge *shard_merge)
{
    for (unsigned i = 0;
         i < shard_merge->count && shard_merge->status == STATUS_OK; i++)
        if (advance(shard_merge, i))
            shard_merge->heap[shard_merge->heap_count++] = i;
    for (unsigned i = shard_merge->heap_count; i-- > 0;)
        sift_down(shard_merge, i);
    while (shard_merge->heap_count && shard_merge->status == STATUS_OK)
        take_line(shard_merge);
    if (shard_merge->status == STATUS_OK &&
        shard_merge->lines != shard_merge->parts[0].record.rows)
        refuse(shard_merge, RULE_PART_MISSING, shard_merge->output, NULL,
               "the parts have fewer or more rows than the campaign");
}

/* The manifest, written but not yet in its place. */
static void join_manifests(struct shard_merge *shard_merge)
{
    struct buffer header = buffer_new(1024);
    struct error err = {.code = ""};

    if (atomic_file_open(arena_printf(shard_merge->arena, "%s/manifest.csv",
                                      shard_merge->output),
                         &shard_merge->stream, &err) != STATUS_OK) {
        fail(shard_merge, &err);
    } else {
        manifest_add_header(&header);
        atomic_file_add(shard_merge->stream, header.bytes, header.length);
        join_lines(shard_merge);
    }
    buffer_free(&header);
}

/* A row of a part that is a table. */
struct list_row {
    const char *code;
    unsigned shard_part;
    int line;
    size_t list_row; /* of the table, or of those that it left out */
    bool refused;
};

static int by_code(const void *left, const void *right)
{
    const struct list_row *a = left;
    const struct list_row *b = right;
    const int order = strcmp(a->code, b->code);

    if (order)
        return order;
    if (a->shard_part != b->shard_part)
        return a->shard_part < b->shard_part ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

/* Parts of rejected.csv or gone.csv, which a shard writes only if it must. */
struct lists {
    struct csv_table **tables; /* one a part, or NULL */
    struct list_row *rows;
    size_t count;
    const struct csv_table *any;
};

/* Rows with more cells than columns are refused as they were before; that has
 * been said. */
static struct csv_table *open_table(struct shard_merge *shard_merge,
                                    const char *path)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct csv_table *table = NULL;

    if (csv_table_open(shard_merge->arena, path, path, ENCODING_UTF8, &table,
                       diagnostics) != STATUS_OK) {
        diagnostics_join(shard_merge->diagnostics, diagnostics);
        shard_merge->status = STATUS_INPUT;
        table = NULL;
    }
    diagnostics_free(diagnostics);
    return table;
}

static void add_list_rows(struct shard_merge *shard_merge, unsigned index,
                          struct lists *lists)
{
    const struct csv_table *table = lists->tables[index];
    const size_t code = csv_table_find(table, "code");

    for (size_t i = 0; code != SIZE_MAX && i < csv_table_rows(table); i++)
        lists->rows[lists->count++] = (struct list_row){
            csv_table_read_cell(table, i, shard_merge->arena, code).text, index,
            csv_table_row_line(table, i), i, false};
    for (size_t i = 0; code != SIZE_MAX && i < csv_table_refused(table); i++)
        lists->rows[lists->count++] = (struct list_row){
            csv_table_refused_code(table, i, shard_merge->arena), index,
            csv_table_refused_line(table, i), i, true};
}

static void open_list(struct shard_merge *shard_merge, const char *name,
                      unsigned index, struct lists *lists)
{
    const char *path = part_path(shard_merge, name, index + 1, ".csv");
    struct csv_table *table;

    if (access(path, F_OK) != 0)
        return;
    table = open_table(shard_merge, path);
    if (!table)
        return;
    lists->tables[index] = table;
    lists->any = table;
    lists->rows = memory_resize(lists->rows,
                                lists->count + csv_table_rows(table) +
                                    csv_table_refused(table) + 1,
                                sizeof *lists->rows);
    add_list_rows(shard_merge, index, lists);
}

static void add_cells(struct atomic_file *stream, const struct value *cells,
                      size_t count, struct value_list extra, const char *ending)
{
    struct buffer line = buffer_new(SIZE_MAX / 4);

    for (size_t i = 0; i < count + extra.count; i++) {
        if (i)
            buffer_add_char(&line, ',');
        buffer_add_csv(&line,
                       i < count ? cells[i].text : extra.items[i - count].text);
    }
    buffer_add_text(&line, ending);
    atomic_file_add(stream, line.bytes, line.length);
    buffer_free(&line);
}

static void add_lists(struct shard_merge *shard_merge,
                      const struct lists *lists, struct atomic_file *stream,
                      const char *ending)
{
    const size_t columns = csv_table_columns(lists->any);
    struct value *cells =
        ARENA_ARRAY(shard_merge->arena, struct value, columns);
    struct arena *arena = arena_new();

    for (size_t i = 0; i < columns; i++)
        cells[i] = csv_table_column(lists->any, i);
    /* people open both lists */
    atomic_file_add(stream, BUFFER_BYTE_ORDER_MARK,
                    sizeof BUFFER_BYTE_ORDER_MARK - 1);
    add_cells(stream, cells, columns, (struct value_list){NULL, 0}, ending);
    for (size_t i = 0; i < lists->count; i++) {
        const struct list_row *list_row = &lists->rows[i];
        const struct csv_table *table = lists->tables[list_row->shard_part];
        struct value_list extra = {NULL, 0};
        struct error ignored;
        if (csv_table_columns(table) != columns)
            continue; /* of the same campaign they are the same */
        arena_reset(arena);
        if (list_row->refused)
            csv_table_read_refused(table, list_row->list_row, arena, cells,
                                   &extra, &ignored);
        else
            csv_table_read(table, list_row->list_row, arena, cells);
        add_cells(stream, cells, columns, extra, ending);
    }
    arena_free(arena);
}

static void write_lists(struct shard_merge *shard_merge, const char *name,
                        const struct lists *lists, const char *ending)
{
    const char *path = arena_printf(shard_merge->arena, "%s/%s.csv",
                                    shard_merge->output, name);
    struct atomic_file *stream;
    struct error err = {.code = ""};
    enum status status;

    if (!lists->count) {
        status = atomic_file_remove(path, &err);
    } else {
        status = atomic_file_open(path, &stream, &err);
        if (status == STATUS_OK) {
            add_lists(shard_merge, lists, stream, ending);
            status = atomic_file_close(stream, shard_merge->sync, &err);
        }
    }
    if (status != STATUS_OK)
        fail(shard_merge, &err);
}

static void join_lists(struct shard_merge *shard_merge, const char *name,
                       const char *ending)
{
    struct lists lists = {.tables = ARENA_ARRAY(shard_merge->arena,
                                                struct csv_table *,
                                                shard_merge->count)};

    for (unsigned i = 0; i < shard_merge->count; i++)
        open_list(shard_merge, name, i, &lists);
    if (lists.count)
        qsort(lists.rows, lists.count, sizeof *lists.rows, by_code);
    if (shard_merge->status == STATUS_OK)
        write_lists(shard_merge, name, &lists, ending);
    for (unsigned i = 0; i < shard_merge->count; i++)
        if (lists.tables[i])
            csv_table_close(lists.tables[i]);
    free(lists.rows);
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

/* From the first start; as long as the longest shard took. */
static struct run_json join_records(const struct shard_merge *shard_merge)
{
    struct run_json whole = shard_merge->parts[0].record;

    whole.shard = (struct shard){0, 0};
    whole.summary = (struct render_summary){.rows = 0};
    for (unsigned i = 0; i < shard_merge->count; i++) {
        const struct run_json *record = &shard_merge->parts[i].record;
        add_summary(&whole.summary, &record->summary);
        if (strcmp(record->started, whole.started) < 0)
            memcpy(whole.started, record->started, sizeof whole.started);
        if (record->seconds > whole.seconds)
            whole.seconds = record->seconds;
    }
    return whole;
}

/* Everything was proved: the manifest goes last. */
static void finish(struct shard_merge *shard_merge,
                   struct render_summary *summary)
{
    const struct run_json whole = join_records(shard_merge);
    struct error err = {.code = ""};
    enum status status;

    join_lists(shard_merge, "rejected", "\r\n");
    join_lists(shard_merge, "gone", "\n");
    if (shard_merge->status != STATUS_OK)
        return;
    status = run_json_write(
        arena_printf(shard_merge->arena, "%s/run.json", shard_merge->output),
        &whole, shard_merge->sync, &err);
    if (status == STATUS_OK) {
        status = atomic_file_close(shard_merge->stream,
                                   manifest_sync(shard_merge->sync), &err);
        shard_merge->stream = NULL;
    }
    if (status == STATUS_OK)
        status = atomic_file_sync_folder(shard_merge->output, shard_merge->sync,
                                         &err);
    /* an older manifest, which the shards have taken for theirs */
    if (status == STATUS_OK)
        status = atomic_file_remove(arena_printf(shard_merge->arena,
                                                 "%s/manifest.unfinished.csv",
                                                 shard_merge->output),
                                    &err);
    if (status != STATUS_OK)
        fail(shard_merge, &err);
    *summary = whole.summary;
}

static void close_parts(struct shard_merge *shard_merge)
{
    for (unsigned i = 0; shard_merge->parts && i < shard_merge->count; i++) {
        manifest_reader_close(shard_merge->parts[i].file);
        arena_free(shard_merge->parts[i].arena);
    }
}

enum status shard_merge_run(const char *output, enum file_sync sync,
                            struct render_summary *summary,
                            struct diagnostics *diagnostics)
{
    struct shard_merge shard_merge = {.output = output,
                                      .sync = sync,
                                      .arena = arena_new(),
                                      .last = buffer_new(1024 * 1024),
                                      .diagnostics = diagnostics};

    *summary = (struct render_summary){.rows = 0};
    find_count(&shard_merge);
    if (shard_merge.status == STATUS_OK)
        open_parts(&shard_merge);
    if (shard_merge.status == STATUS_OK)
        join_manifests(&shard_merge);
    if (shard_merge.status == STATUS_OK)
        finish(&shard_merge, summary);
    atomic_file_drop(shard_merge.stream);
    close_parts(&shard_merge);
    buffer_free(&shard_merge.last);
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
