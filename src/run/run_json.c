#include "run/run_json.h"

#include <string.h>

#include "base/buffer.h"
#include "base/number.h"
#include "base/time.h"
#include "base/utf8.h"
#include "data/yaml.h"
#include "run/build_id.h"

/* The counts by their names in the file. */
struct count {
    const char *key;
    size_t offset; /* in struct render_summary */
};

#define COUNT(name)                                                            \
    {                                                                          \
#name, offsetof(struct render_summary, name)                           \
    }

static const struct count counts[] = {
    COUNT(rows), COUNT(made),   COUNT(unchanged), COUNT(refused),
    COUNT(gone), COUNT(pruned), COUNT(pages),     COUNT(bytes),
};

enum { COUNTS = sizeof counts / sizeof *counts };

void run_json_start(struct run_json *record)
{
    time_print(record->started, time_now());
    record->seconds = time_elapsed();
}

void run_json_stop(struct run_json *record)
{
    record->seconds = time_elapsed() - record->seconds;
}

static void add_text(struct buffer *json, const char *key, const char *text)
{
    buffer_printf(json, "  \"%s\": ", key);
    buffer_add_json(json, text);
    buffer_add_text(json, ",\n");
}

static size_t *count_of(struct render_summary *summary, size_t index)
{
    return (size_t *)(void *)((char *)summary + counts[index].offset);
}

static void print(const struct run_json *record, struct buffer *json)
{
    struct render_summary summary = record->summary;

    buffer_add_text(json, "{\n");
    add_text(json, "lettermill", LETTERMILL_VERSION);
    add_text(json, "build_id", build_id);
    buffer_printf(json, "  \"libraries\": %s,\n", build_id_libraries);
    add_text(json, "campaign", record->title);
    buffer_printf(json, "  \"campaign_rows\": %zu,\n", record->rows);
    add_text(json, "campaign_inputs_sha256", record->inputs_sha256);
    for (int i = 0; i < ENGINE_PARTS; i++)
        if (*record->parts[i]) {
            buffer_printf(json, "  \"%s_sha256\": \"%s\",\n",
                          engine_part_key((enum engine_part)i),
                          record->parts[i]);
        }
    if (record->sealed_by)
        add_text(json, "sealed_by", record->sealed_by);
    if (record->seal_name)
        add_text(json, "seal_name", record->seal_name);
    if (*record->seal_sha256)
        add_text(json, "seal_sha256", record->seal_sha256);
    if (record->stamped_by)
        add_text(json, "time_stamped_by", record->stamped_by);
    if (record->shard.index)
        buffer_printf(json, "  \"shard\": %u,\n  \"shards\": %u,\n",
                      record->shard.index, record->shard.count);
    for (size_t i = 0; i < COUNTS; i++)
        buffer_printf(json, "  \"%s\": %zu,\n", counts[i].key,
                      *count_of(&summary, i));
    add_text(json, "ended", record->ended);
    add_text(json, "started", record->started);
    buffer_printf(json, "  \"milliseconds\": %lld\n}\n",
                  (long long)(record->seconds * 1000));
}

enum status run_json_write(const char *path, const struct run_json *record,
                           enum file_sync sync, struct error *err)
{
    struct buffer json = buffer_new(1024 * 1024);
    enum status status;

    print(record, &json);
    status = atomic_file_write(path, json.bytes, json.length, sync, err);
    buffer_free(&json);
    return status;
}

static const char *read_text(const struct yaml *root, const char *key)
{
    const struct yaml *node = yaml_find(root, key);

    return node && node->text ? node->text : "";
}

static bool read_count(const struct yaml *root, const char *key, size_t *count)
{
    int64_t number;

    if (!number_parse_count(read_text(root, key), &number))
        return false;
    *count = (size_t)number;
    return true;
}

static void read_parts(struct arena *arena, const struct yaml *root,
                       struct run_json *record)
{
    for (int i = 0; i < ENGINE_PARTS; i++)
        utf8_copy(
            record->parts[i], sizeof record->parts[i],
            read_text(root,
                      ARENA_JOIN(arena, engine_part_key((enum engine_part)i),
                                 "_sha256")));
}

/* An undivided run names none. */
static bool read_shard(const struct yaml *root, size_t *index, size_t *count)
{
    if (!yaml_find(root, "shard") && !yaml_find(root, "shards"))
        return true;
    return read_count(root, "shard", index) &&
           read_count(root, "shards", count);
}

/* JSON is YAML. */
enum status run_json_read(struct arena *arena, const char *path,
                          struct run_json *record,
                          struct diagnostics *diagnostics)
{
    const struct location location = {path, 0, 0};
    const struct yaml *root;
    size_t index = 0;
    size_t count = 0;
    size_t milliseconds = 0;
    bool sound;
    const enum status status = yaml_read(arena, path, path, &root, diagnostics);

    if (status != STATUS_OK)
        return status;
    *record = (struct run_json){
        .title = read_text(root, "campaign"),
        .sealed_by = yaml_value(yaml_find(root, "sealed_by")).text,
        .seal_name = yaml_value(yaml_find(root, "seal_name")).text,
        .stamped_by = yaml_value(yaml_find(root, "time_stamped_by")).text,
        .ended = read_text(root, "ended")};
    utf8_copy(record->inputs_sha256, sizeof record->inputs_sha256,
              read_text(root, "campaign_inputs_sha256"));
    read_parts(arena, root, record);
    utf8_copy(record->seal_sha256, sizeof record->seal_sha256,
              read_text(root, "seal_sha256"));
    utf8_copy(record->started, sizeof record->started,
              read_text(root, "started"));
    sound = read_count(root, "campaign_rows", &record->rows) &&
            read_shard(root, &index, &count) && index <= SHARD_LIMIT &&
            count <= SHARD_LIMIT;
    for (size_t i = 0; i < COUNTS && sound; i++)
        sound = read_count(root, counts[i].key, count_of(&record->summary, i));
    record->shard = (struct shard){(unsigned)index, (unsigned)count};
    record->seconds = (double)milliseconds / 1000;
    if (sound)
        return STATUS_OK;
    diagnostics_add(diagnostics, RULE_MANIFEST_DAMAGED, location, NULL, NULL,
                    "not the record of a shard that this program wrote");
    return STATUS_INPUT;
}
