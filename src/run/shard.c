#include "run/shard.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/number.h"

bool shard_contains(const struct shard *shard, const char *code)
{
    const uint64_t hash = hash_fnv(code);

    /* The low bits of FNV-1a depend too much on the last characters. */
    return !shard->index ||
           (hash ^ (hash >> 32)) % shard->count == shard->index - 1;
}

const char *shard_name(const struct shard *shard,
                       char name[static SHARD_NAME_SIZE])
{
    name[0] = '\0';
    if (shard->index)
        snprintf(name, SHARD_NAME_SIZE, ".%u-of-%u", shard->index,
                 shard->count);
    return name;
}

/* Reads a number. @return the rest of the text */
static const char *take_number(const char *at, unsigned *number)
{
    *number = 0;
    while (ascii_is_digit(*at) && *number <= SHARD_LIMIT)
        *number = *number * 10 + (unsigned)(*at++ - '0');
    return at;
}

bool shard_read_name(const char *name, const char *before, const char *after,
                     struct shard *shard)
{
    const size_t length = strlen(before);
    char part[SHARD_NAME_SIZE];
    const char *at;

    if (strncmp(name, before, length) != 0 || name[length] != '.')
        return false;
    at = take_number(name + length + 1, &shard->index);
    if (strncmp(at, "-of-", 4) != 0)
        return false;
    at = take_number(at + 4, &shard->count);
    if (!shard->index || shard->index > shard->count ||
        shard->count > SHARD_LIMIT || strcmp(at, after) != 0)
        return false;
    /* Leading zeros are refused. */
    shard_name(shard, part);
    return strncmp(name + length, part, strlen(part)) == 0 &&
           name + length + strlen(part) == at;
}

static enum status set_shard(struct shard *shard, int64_t index, int64_t count,
                             const char *field, struct error *err)
{
    if (count < 1 || count > SHARD_LIMIT)
        return error_set(err, RULE_USAGE, NO_LOCATION, field,
                         "there are 1 to %d shards, not %lld", SHARD_LIMIT,
                         (long long)count);
    if (index < 1 || index > count)
        return error_set(err, RULE_USAGE, NO_LOCATION, field,
                         "no shard %lld of %lld", (long long)index,
                         (long long)count);
    *shard = (struct shard){(unsigned)index, (unsigned)count};
    return STATUS_OK;
}

enum status shard_read(const char *word, unsigned count, struct shard *shard,
                       struct error *err)
{
    char first[32] = "";
    const char *slash = strchr(word, '/');
    int64_t index;
    int64_t all;

    if (slash && (size_t)(slash - word) < sizeof first)
        memcpy(first, word, (size_t)(slash - word));
    if (!slash || !number_parse_count(first, &index) ||
        !number_parse_count(slash + 1, &all))
        return error_set(err, RULE_USAGE, NO_LOCATION, "--shard",
                         "is K/N, as 2/4, or auto, not: %s", word);
    if (count && all != count)
        return error_set(err, RULE_USAGE, NO_LOCATION, "--shards",
                         "says %u where --shard says %lld", count,
                         (long long)all);
    return set_shard(shard, index, all, "--shard", err);
}

/* The variables of one scheduler that number its tasks. */
struct scheduler {
    const char *name;
    const char *index;
    const char *first; /* a number, or the variable with the first index */
    const char *step;  /* variable with the distance of indices, or NULL */
    const char *count; /* variable with the number of tasks, or NULL */
    const char *last;  /* variable with the last index, or NULL */
    const char *none;  /* the index outside an array, or NULL */
    bool fallback;     /* used only if there is no other */
};

static const struct scheduler schedulers[] = {
    {.name = "Slurm array",
     .index = "SLURM_ARRAY_TASK_ID",
     .first = "SLURM_ARRAY_TASK_MIN",
     .step = "SLURM_ARRAY_TASK_STEP",
     .count = "SLURM_ARRAY_TASK_COUNT"},
    {.name = "Kubernetes Indexed Job",
     .index = "JOB_COMPLETION_INDEX",
     .first = "0"},
    {.name = "AWS Batch array",
     .index = "AWS_BATCH_JOB_ARRAY_INDEX",
     .first = "0",
     .count = "AWS_BATCH_JOB_ARRAY_SIZE"},
    {.name = "Grid Engine array",
     .index = "SGE_TASK_ID",
     .first = "SGE_TASK_FIRST",
     .step = "SGE_TASK_STEPSIZE",
     .last = "SGE_TASK_LAST",
     .none = "undefined"},
    {.name = "PBS array", .index = "PBS_ARRAY_INDEX", .first = "1"},
    {.name = "LSF array",
     .index = "LSB_JOBINDEX",
     .first = "1",
     .step = "LSB_JOBINDEX_STEP",
     .last = "LSB_JOBINDEX_END",
     .none = "0"},
    {.name = "Cloud Run job",
     .index = "CLOUD_RUN_TASK_INDEX",
     .first = "0",
     .count = "CLOUD_RUN_TASK_COUNT"},
    {.name = "Google Batch",
     .index = "BATCH_TASK_INDEX",
     .first = "0",
     .count = "BATCH_TASK_COUNT"},
    {.name = "GNU parallel", .index = "PARALLEL_SEQ", .first = "1"},
    {.name = "Slurm step",
     .index = "SLURM_PROCID",
     .first = "0",
     .count = "SLURM_NTASKS",
     .fallback = true},
};

struct finding {
    shard_lookup *lookup;
    void *context;
    unsigned count; /* of --shards */
    struct error *err;
};

static const char *ask(const struct finding *finding, const char *name)
{
    const char *word = name ? finding->lookup(name, finding->context) : NULL;

    return word && *word ? word : NULL;
}

/* Reads a number from the table or from the environment variable @p name; if
 * neither has it, @p number is unchanged. */
static enum status read_number(const struct finding *finding, const char *name,
                               int64_t *number)
{
    const bool stated = name && ascii_is_digit(*name);
    const char *word = stated ? name : ask(finding, name);

    if (!word || number_parse_count(word, number))
        return STATUS_OK;
    return error_set(finding->err, RULE_USAGE, NO_LOCATION, "--shard auto",
                     "%s is no number: %s", name, word);
}

/*
 * A failed index that is run again alone is an array of one: its first index
 * is its own, and its count is 1. With --shards, it gets its previous shard if
 * indices begin at their default; other arrays cannot be recognised and are
 * refused.
 */
static enum status place_shard(const struct finding *finding,
                               const struct scheduler *scheduler, int64_t index,
                               int64_t first, int64_t step, int64_t count,
                               struct shard *shard)
{
    if (finding->count && count && count != finding->count)
        first = first == 0 ? 0 : 1;
    if (finding->count && count && count != finding->count &&
        (step != 1 || index - first >= finding->count))
        return error_set(finding->err, RULE_USAGE, NO_LOCATION, "--shards",
                         "%s=%lld of %lld tasks is none of %u shards; name the "
                         "shard with --shard K/N",
                         scheduler->index, (long long)index, (long long)count,
                         finding->count);
    if (finding->count)
        count = finding->count;
    if (!count)
        return error_set(finding->err, RULE_USAGE, NO_LOCATION, "--shard auto",
                         "%s does not say how many there are; add --shards N",
                         scheduler->name);
    if (step < 1 || index < first || (index - first) % step)
        return error_set(finding->err, RULE_USAGE, NO_LOCATION, "--shard auto",
                         "%s=%lld is no index from %lld in steps of %lld",
                         scheduler->index, (long long)index, (long long)first,
                         (long long)step);
    return set_shard(shard, (index - first) / step + 1, count, scheduler->index,
                     finding->err);
}

static enum status read_scheduler(const struct finding *finding,
                                  const struct scheduler *scheduler,
                                  struct shard *shard)
{
    int64_t index = 0, first = 1, step = 1, count = 0, last = 0;
    const struct {
        const char *name;
        int64_t *number;
    } numbers[] = {{scheduler->index, &index},
                   {scheduler->first, &first},
                   {scheduler->step, &step},
                   {scheduler->count, &count},
                   {scheduler->last, &last}};

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const enum status status =
            read_number(finding, numbers[i].name, numbers[i].number);
        if (status != STATUS_OK)
            return status;
    }
    if (!count && last && step > 0)
        count = (last - first) / step + 1;
    return place_shard(finding, scheduler, index, first, step, count, shard);
}

/* @return true if the task is of this scheduler's array */
static bool is_at_work(const struct finding *finding,
                       const struct scheduler *scheduler)
{
    const char *word = ask(finding, scheduler->index);

    return word && !(scheduler->none && strcmp(word, scheduler->none) == 0);
}

static enum status take(const struct finding *finding,
                        const struct scheduler *scheduler,
                        const struct scheduler **taken, struct shard *shard)
{
    struct shard other = {0, 0};
    const enum status status = read_scheduler(finding, scheduler, &other);

    if (status != STATUS_OK)
        return status;
    if (!*taken) {
        *taken = scheduler;
        *shard = other;
        return STATUS_OK;
    }
    if (other.index == shard->index && other.count == shard->count)
        return STATUS_OK;
    return error_set(finding->err, RULE_USAGE, NO_LOCATION, "--shard auto",
                     "%s says %u/%u and %s says %u/%u; name the shard with "
                     "--shard K/N",
                     (*taken)->index, shard->index, shard->count,
                     scheduler->index, other.index, other.count);
}

enum status shard_find(shard_lookup *lookup, void *context, unsigned count,
                       struct shard *shard, char *used, size_t size,
                       struct error *err)
{
    const struct finding finding = {lookup, context, count, err};
    const struct scheduler *taken = NULL;

    for (size_t i = 0; i < sizeof schedulers / sizeof *schedulers; i++) {
        const struct scheduler *scheduler = &schedulers[i];
        enum status status;
        if (!is_at_work(&finding, scheduler) || (scheduler->fallback && taken))
            continue;
        status = take(&finding, scheduler, &taken, shard);
        if (status != STATUS_OK)
            return status;
    }
    if (!taken)
        return error_set(err, RULE_USAGE, NO_LOCATION, "--shard auto",
                         "no scheduler has set its variables; name the shard "
                         "with --shard K/N");
    snprintf(used, size, "%s: %s=%s", taken->name, taken->index,
             ask(&finding, taken->index));
    return STATUS_OK;
}
