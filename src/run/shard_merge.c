#include "run/shard_merge.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "data/csv_table.h"
#include "run/run_json.h"
#include "store/manifest_reader.h"

/* One shard's part. */
struct part {
    struct run_record record;
    struct manifest_file *file;
    struct arena *arena;         /* of the line in hand */
    struct manifest_line line;   /* the next one to go */
    struct manifest_entry entry; /* taken apart */
};

struct merge {
    const char *output;
    enum filing_sync sync;
    struct arena *arena;
    struct part *parts;
    unsigned count;
    unsigned *heap; /* parts that have a line, the smallest code first */
    unsigned heap_count;
    struct filing_stream *stream;
    size_t lines;
    struct buffer last; /* code written last */
    enum manifest_status last_status;
    struct report *report;
    enum status status;
};

static const char *part_path(const struct merge *merge, const char *name,
                             unsigned index, const char *ending)
{
    const struct shard shard = {index, merge->count};
    char part[SHARD_NAME_SIZE];

    return arena_printf(merge->arena, "%s/%s%s%s", merge->output, name,
                        shard_name(&shard, part), ending);
}

static void refuse(struct merge *merge, enum rule rule, const char *path,
                   const char *code, const char *message)
{
    const struct place place = {path, 0, 0};

    report_say(merge->report, rule, place, code, NULL, "%s", message);
    merge->status = rule_status(rule);
}

static void fail(struct merge *merge, const struct error *err)
{
    report_add(merge->report, err);
    merge->status = rule_status(err->rule);
}

/* Into how many parts the campaign was divided: what the names say. */
static void find_count(struct merge *merge)
{
    DIR *folder = opendir(merge->output);
    const struct dirent *entry;

    while (folder && (entry = readdir(folder)) != NULL) {
        struct shard shard;
        if (!shard_read_name(entry->d_name, "manifest", ".csv", &shard))
            continue;
        if (merge->count && merge->count != shard.count) {
            refuse(
                merge, RULE_PART_FOREIGN,
                arena_printf(merge->arena, "%s/%s", merge->output,
                             entry->d_name),
                NULL,
                "parts of another number of shards are there too; remove those "
                "of the old division");
            break;
        }
        merge->count = shard.count;
    }
    if (folder)
        closedir(folder);
    if (!merge->count)
        refuse(merge, RULE_PART_MISSING, merge->output, NULL,
               "no part of a manifest, as manifest.1-of-4.csv, is there");
}

static void check_record(struct merge *merge, unsigned index, const char *path)
{
    const struct run_record *record = &merge->parts[index - 1].record;
    const struct run_record *first = &merge->parts[0].record;

    if (record->shard.index != index || record->shard.count != merge->count)
        refuse(merge, RULE_PART_FOREIGN, path, NULL, "of another shard");
    else if (strcmp(record->ended, "complete") != 0)
        refuse(merge, RULE_PART_MISSING, path, NULL,
               "this shard was interrupted; run it again");
    else if (strcmp(record->inputs_sha256, first->inputs_sha256) != 0 ||
             record->rows != first->rows)
        refuse(merge, RULE_PART_FOREIGN, path, NULL,
               "made from other inputs, or by another edition of the program, "
               "than part 1; run all shards again");
}

static void open_part(struct merge *merge, unsigned index)
{
    struct part *part = &merge->parts[index - 1];
    const char *path = part_path(merge, "manifest", index, ".csv");
    const char *record = part_path(merge, "run", index, ".json");
    struct error err = {.code = ""};

    part->arena = arena_new();
    if (access(part_path(merge, "manifest", index, ".unfinished.csv"), F_OK) ==
        0)
        refuse(merge, RULE_PART_MISSING, path, NULL,
               "this shard did not come to its end; run it again");
    else if (manifest_open(path, &part->file, &err) != STATUS_OK)
        fail(merge, &err);
    else if (!part->file)
        refuse(merge, RULE_PART_MISSING, path, NULL, "no such file");
    else if (run_record_read(merge->arena, record, &part->record,
                             merge->report) != STATUS_OK)
        merge->status = STATUS_INPUT;
    else
        check_record(merge, index, record);
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

static void open_parts(struct merge *merge)
{
    allow_files();
    merge->parts = ARENA_ARRAY(merge->arena, struct part, merge->count);
    merge->heap = ARENA_ARRAY(merge->arena, unsigned, merge->count);
    for (unsigned i = 1; i <= merge->count; i++)
        open_part(merge, i);
}

static int compare(const struct merge *merge, unsigned a, unsigned b)
{
    const int order =
        strcmp(merge->parts[a].entry.code, merge->parts[b].entry.code);

    return order ? order : (a > b) - (a < b);
}

static void sift_down(struct merge *merge, unsigned at)
{
    for (;;) {
        unsigned least = at;
        for (unsigned child = 2 * at + 1;
             child <= 2 * at + 2 && child < merge->heap_count; child++)
            if (compare(merge, merge->heap[child], merge->heap[least]) < 0)
                least = child;
        if (least == at)
            return;
        const unsigned other = merge->heap[at];
        merge->heap[at] = merge->heap[least];
        merge->heap[least] = other;
        at = least;
    }
}

/* Reads a part's next line. @return false at its end */
static bool advance(struct merge *merge, unsigned index)
{
    struct part *part = &merge->parts[index];
    const char *path;

    arena_reset(part->arena);
    if (!manifest_next(part->file, &part->line))
        return false;
    path = part_path(merge, "manifest", index + 1, ".csv");
    if (!manifest_parse(&part->line, part->arena, &part->entry))
        refuse(merge, RULE_MANIFEST_DAMAGED, path, NULL,
               "holds a row that this program did not write");
    else if (!shard_holds(&part->record.shard, part->entry.code))
        refuse(merge, RULE_PART_FOREIGN, path, part->entry.code,
               "holds a row of another shard");
    return merge->status == STATUS_OK;
}

/* Codes rise; only rows that were refused may share one. */
static void check_order(struct merge *merge, const struct manifest_entry *entry)
{
    const int order =
        merge->lines ? strcmp(entry->code, buffer_text(&merge->last)) : 1;

    if (order > 0 || (order == 0 && entry->status == MANIFEST_REFUSED &&
                      merge->last_status == MANIFEST_REFUSED))
        return;
    refuse(merge, RULE_PART_FOREIGN, merge->output, entry->code,
           "rows stand twice or in another order");
}

static void take_line(struct merge *merge)
{
    struct part *part = &merge->parts[merge->heap[0]];

    check_order(merge, &part->entry);
    buffer_clear(&merge->last);
    buffer_add_text(&merge->last, part->entry.code);
    merge->last_status = part->entry.status;
    filing_add(merge->stream, part->line.bytes, part->line.length);
    merge->lines++;
    if (!advance(merge, merge->heap[0]))
        merge->heap[0] = merge->heap[--merge->heap_count];
    sift_down(merge, 0);
}

static void join_lines(struct merge *merge)
{
    for (unsigned i = 0; i < merge->count && merge->status == STATUS_OK; i++)
        if (advance(merge, i))
            merge->heap[merge->heap_count++] = i;
    for (unsigned i = merge->heap_count; i-- > 0;)
        sift_down(merge, i);
    while (merge->heap_count && merge->status == STATUS_OK)
        take_line(merge);
    if (merge->status == STATUS_OK &&
        merge->lines != merge->parts[0].record.rows)
        refuse(merge, RULE_PART_MISSING, merge->output, NULL,
               "the parts have fewer or more rows than the campaign");
}

/* The manifest, written but not yet in its place. */
static void join_manifests(struct merge *merge)
{
    struct buffer header = buffer_new(1024);
    struct error err = {.code = ""};

    if (filing_open(
            arena_printf(merge->arena, "%s/manifest.csv", merge->output),
            &merge->stream, &err) != STATUS_OK) {
        fail(merge, &err);
    } else {
        manifest_add_header(&header);
        filing_add(merge->stream, header.bytes, header.length);
        join_lines(merge);
    }
    buffer_free(&header);
}

/* A row of a part that is a table. */
struct row {
    const char *code;
    unsigned part;
    int line;
    size_t row; /* of the table, or of those that it left out */
    bool refused;
};

static int by_code(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    const int order = strcmp(a->code, b->code);

    if (order)
        return order;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

/* Parts of rejected.csv or gone.csv, which a shard writes only if it must. */
struct lists {
    struct table **tables; /* one a part, or NULL */
    struct row *rows;
    size_t count;
    const struct table *any;
};

/* Rows with more cells than columns are refused as they were before; that has
 * been said. */
static struct table *open_table(struct merge *merge, const char *path)
{
    struct report *report = report_new();
    struct table *table = NULL;

    if (table_open(merge->arena, path, path, ENCODING_UTF8, &table, report) !=
        STATUS_OK) {
        report_join(merge->report, report);
        merge->status = STATUS_INPUT;
        table = NULL;
    }
    report_free(report);
    return table;
}

static void add_list_rows(struct merge *merge, unsigned index,
                          struct lists *lists)
{
    const struct table *table = lists->tables[index];
    const size_t code = table_find(table, "code");

    for (size_t i = 0; code != SIZE_MAX && i < table_rows(table); i++)
        lists->rows[lists->count++] =
            (struct row){table_read_cell(table, i, merge->arena, code).text,
                         index, table_row_line(table, i), i, false};
    for (size_t i = 0; code != SIZE_MAX && i < table_refused(table); i++)
        lists->rows[lists->count++] =
            (struct row){table_refused_code(table, i, merge->arena), index,
                         table_refused_line(table, i), i, true};
}

static void open_list(struct merge *merge, const char *name, unsigned index,
                      struct lists *lists)
{
    const char *path = part_path(merge, name, index + 1, ".csv");
    struct table *table;

    if (access(path, F_OK) != 0)
        return;
    table = open_table(merge, path);
    if (!table)
        return;
    lists->tables[index] = table;
    lists->any = table;
    lists->rows = memory_resize(lists->rows,
                                lists->count + table_rows(table) +
                                    table_refused(table) + 1,
                                sizeof *lists->rows);
    add_list_rows(merge, index, lists);
}

static void add_cells(struct filing_stream *stream, const struct value *cells,
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
    filing_add(stream, line.bytes, line.length);
    buffer_free(&line);
}

static void add_lists(struct merge *merge, const struct lists *lists,
                      struct filing_stream *stream, const char *ending)
{
    const size_t columns = table_columns(lists->any);
    struct value *cells = ARENA_ARRAY(merge->arena, struct value, columns);
    struct arena *arena = arena_new();

    for (size_t i = 0; i < columns; i++)
        cells[i] = table_column(lists->any, i);
    add_cells(stream, cells, columns, (struct value_list){NULL, 0}, ending);
    for (size_t i = 0; i < lists->count; i++) {
        const struct row *row = &lists->rows[i];
        const struct table *table = lists->tables[row->part];
        struct value_list extra = {NULL, 0};
        struct error ignored;
        if (table_columns(table) != columns)
            continue; /* of the same campaign they are the same */
        arena_reset(arena);
        if (row->refused)
            table_read_refused(table, row->row, arena, cells, &extra, &ignored);
        else
            table_read(table, row->row, arena, cells);
        add_cells(stream, cells, columns, extra, ending);
    }
    arena_free(arena);
}

static void write_lists(struct merge *merge, const char *name,
                        const struct lists *lists, const char *ending)
{
    const char *path =
        arena_printf(merge->arena, "%s/%s.csv", merge->output, name);
    struct filing_stream *stream;
    struct error err = {.code = ""};
    enum status status;

    if (!lists->count) {
        status = filing_remove(path, &err);
    } else {
        status = filing_open(path, &stream, &err);
        if (status == STATUS_OK) {
            add_lists(merge, lists, stream, ending);
            status = filing_close(stream, merge->sync, &err);
        }
    }
    if (status != STATUS_OK)
        fail(merge, &err);
}

static void join_lists(struct merge *merge, const char *name,
                       const char *ending)
{
    struct lists lists = {
        .tables = ARENA_ARRAY(merge->arena, struct table *, merge->count)};

    for (unsigned i = 0; i < merge->count; i++)
        open_list(merge, name, i, &lists);
    if (lists.count)
        qsort(lists.rows, lists.count, sizeof *lists.rows, by_code);
    if (merge->status == STATUS_OK)
        write_lists(merge, name, &lists, ending);
    for (unsigned i = 0; i < merge->count; i++)
        if (lists.tables[i])
            table_close(lists.tables[i]);
    free(lists.rows);
}

static void add_summary(struct run_summary *sum, const struct run_summary *part)
{
    sum->rows += part->rows;
    sum->made += part->made;
    sum->unchanged += part->unchanged;
    sum->refused += part->refused;
    sum->gone += part->gone;
    sum->pruned += part->pruned;
    sum->pages += part->pages;
    sum->bytes += part->bytes;
}

/* From the first start; as long as the longest shard took. */
static struct run_record join_records(const struct merge *merge)
{
    struct run_record whole = merge->parts[0].record;

    whole.shard = (struct shard){0, 0};
    whole.summary = (struct run_summary){.rows = 0};
    for (unsigned i = 0; i < merge->count; i++) {
        const struct run_record *record = &merge->parts[i].record;
        add_summary(&whole.summary, &record->summary);
        if (strcmp(record->started, whole.started) < 0)
            memcpy(whole.started, record->started, sizeof whole.started);
        if (record->seconds > whole.seconds)
            whole.seconds = record->seconds;
    }
    return whole;
}

/* Everything was proved: the manifest goes last. */
static void settle(struct merge *merge, struct run_summary *summary)
{
    const struct run_record whole = join_records(merge);
    struct error err = {.code = ""};
    enum status status;

    join_lists(merge, "rejected", "\r\n");
    join_lists(merge, "gone", "\n");
    if (merge->status != STATUS_OK)
        return;
    status = run_record_write(
        arena_printf(merge->arena, "%s/run.json", merge->output), &whole,
        merge->sync, &err);
    if (status == STATUS_OK) {
        status = filing_close(merge->stream, manifest_sync(merge->sync), &err);
        merge->stream = NULL;
    }
    if (status == STATUS_OK)
        status = filing_sync_folder(merge->output, merge->sync, &err);
    /* an older manifest, which the shards have taken for theirs */
    if (status == STATUS_OK)
        status = filing_remove(arena_printf(merge->arena,
                                            "%s/manifest.unfinished.csv",
                                            merge->output),
                               &err);
    if (status != STATUS_OK)
        fail(merge, &err);
    *summary = whole.summary;
}

static void close_parts(struct merge *merge)
{
    for (unsigned i = 0; merge->parts && i < merge->count; i++) {
        manifest_close(merge->parts[i].file);
        arena_free(merge->parts[i].arena);
    }
}

enum status merge_manifests(const char *output, enum filing_sync sync,
                            struct run_summary *summary, struct report *report)
{
    struct merge merge = {.output = output,
                          .sync = sync,
                          .arena = arena_new(),
                          .last = buffer_new(1024 * 1024),
                          .report = report};

    *summary = (struct run_summary){.rows = 0};
    find_count(&merge);
    if (merge.status == STATUS_OK)
        open_parts(&merge);
    if (merge.status == STATUS_OK)
        join_manifests(&merge);
    if (merge.status == STATUS_OK)
        settle(&merge, summary);
    filing_drop(merge.stream);
    close_parts(&merge);
    buffer_free(&merge.last);
    arena_free(merge.arena);
    return merge.status;
}

static bool is_part(const char *name)
{
    static const struct {
        const char *before;
        const char *behind;
    } kinds[] = {{"manifest", ".csv"},
                 {"manifest", ".unfinished.csv"},
                 {"rejected", ".csv"},
                 {"gone", ".csv"},
                 {"run", ".json"}};
    struct shard shard;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (shard_read_name(name, kinds[i].before, kinds[i].behind, &shard))
            return true;
    return false;
}

void merge_forget_parts(const char *output)
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
