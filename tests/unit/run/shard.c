#include "run/shard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* An environment: names and values in turn, NULL at the end. */
static const char *look_up(const char *name, void *context)
{
    const char *const *words = context;

    for (; *words; words += 2)
        if (strcmp(words[0], name) == 0)
            return words[1];
    return NULL;
}

struct found {
    enum status status;
    struct shard shard;
    char used[128];
    struct error err;
};

static struct found find(const char *const *words, unsigned count)
{
    struct found found = {.shard = {0, 0}};

    found.status =
        shard_find(look_up, (void *)(uintptr_t)words, count, &found.shard,
                   found.used, sizeof found.used, &found.err);
    return found;
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void assert_found(const char *const *words, unsigned shards,
                         unsigned index, unsigned count, const char *used)
{
    const struct found found = find(words, shards);

    if (found.status != STATUS_OK)
        fail_msg("%s", found.err.message);
    assert_int_equal(found.shard.index, index);
    assert_int_equal(found.shard.count, count);
    assert_string_equal(found.used, used);
}

static void assert_refused(const char *const *words, unsigned shards,
                           const char *message)
{
    const struct found found = find(words, shards);

    assert_int_equal(found.status, STATUS_INPUT);
    if (!strstr(found.err.message, message))
        fail_msg("not \"%s\" but: %s", message, found.err.message);
}

static void a_slurm_array_says_which_task_it_is(void **state)
{
    assert_found(WORDS("SLURM_ARRAY_TASK_ID", "3", "SLURM_ARRAY_TASK_MIN", "1",
                       "SLURM_ARRAY_TASK_COUNT", "4"),
                 0, 3, 4, "Slurm array: SLURM_ARRAY_TASK_ID=3");
    /* --array=10-40:10 */
    assert_found(WORDS("SLURM_ARRAY_TASK_ID", "30", "SLURM_ARRAY_TASK_MIN",
                       "10", "SLURM_ARRAY_TASK_STEP", "10",
                       "SLURM_ARRAY_TASK_COUNT", "4"),
                 0, 3, 4, "Slurm array: SLURM_ARRAY_TASK_ID=30");
    /* --array=0-3 */
    assert_found(WORDS("SLURM_ARRAY_TASK_ID", "0", "SLURM_ARRAY_TASK_MIN", "0",
                       "SLURM_ARRAY_TASK_COUNT", "4"),
                 4, 1, 4, "Slurm array: SLURM_ARRAY_TASK_ID=0");
}

/* sbatch --array=3 makes an array of one: MIN 3, COUNT 1. */
static void
a_slurm_index_run_again_keeps_its_place_if_shards_are_pinned(void **state)
{
    assert_found(WORDS("SLURM_ARRAY_TASK_ID", "3", "SLURM_ARRAY_TASK_MIN", "3",
                       "SLURM_ARRAY_TASK_STEP", "1", "SLURM_ARRAY_TASK_COUNT",
                       "1"),
                 4, 3, 4, "Slurm array: SLURM_ARRAY_TASK_ID=3");
    /* two of them: --array=2,4 */
    assert_found(WORDS("SLURM_ARRAY_TASK_ID", "4", "SLURM_ARRAY_TASK_MIN", "2",
                       "SLURM_ARRAY_TASK_STEP", "1", "SLURM_ARRAY_TASK_COUNT",
                       "2"),
                 4, 4, 4, "Slurm array: SLURM_ARRAY_TASK_ID=4");
    assert_refused(WORDS("SLURM_ARRAY_TASK_ID", "7", "SLURM_ARRAY_TASK_MIN",
                         "7", "SLURM_ARRAY_TASK_COUNT", "1"),
                   4, "is none of 4 shards");
}

static void slurm_steps_come_after_arrays(void **state)
{
    assert_found(WORDS("SLURM_PROCID", "1", "SLURM_NTASKS", "2"), 0, 2, 2,
                 "Slurm step: SLURM_PROCID=1");
    assert_found(WORDS("SLURM_PROCID", "0", "SLURM_NTASKS", "1",
                       "SLURM_ARRAY_TASK_ID", "3", "SLURM_ARRAY_TASK_MIN", "1",
                       "SLURM_ARRAY_TASK_COUNT", "4"),
                 0, 3, 4, "Slurm array: SLURM_ARRAY_TASK_ID=3");
}

static void kubernetes_needs_to_be_told_how_many(void **state)
{
    assert_found(WORDS("JOB_COMPLETION_INDEX", "0"), 5, 1, 5,
                 "Kubernetes Indexed Job: JOB_COMPLETION_INDEX=0");
    assert_found(WORDS("JOB_COMPLETION_INDEX", "4"), 5, 5, 5,
                 "Kubernetes Indexed Job: JOB_COMPLETION_INDEX=4");
    assert_refused(WORDS("JOB_COMPLETION_INDEX", "4"), 0, "add --shards N");
    assert_refused(WORDS("JOB_COMPLETION_INDEX", "5"), 5, "no shard 6 of 5");
}

static void aws_batch_counts_from_nought(void **state)
{
    assert_found(WORDS("AWS_BATCH_JOB_ARRAY_INDEX", "2",
                       "AWS_BATCH_JOB_ARRAY_SIZE", "10000"),
                 0, 3, 10000, "AWS Batch array: AWS_BATCH_JOB_ARRAY_INDEX=2");
}

static void grid_engine_says_undefined_outside_an_array(void **state)
{
    assert_found(WORDS("SGE_TASK_ID", "5", "SGE_TASK_FIRST", "1",
                       "SGE_TASK_LAST", "7", "SGE_TASK_STEPSIZE", "2"),
                 0, 3, 4, "Grid Engine array: SGE_TASK_ID=5");
    assert_refused(WORDS("SGE_TASK_ID", "undefined"), 4, "no scheduler");
}

static void pbs_and_lsf_count_from_one(void **state)
{
    assert_found(WORDS("PBS_ARRAY_INDEX", "2"), 3, 2, 3,
                 "PBS array: PBS_ARRAY_INDEX=2");
    assert_found(WORDS("LSB_JOBINDEX", "2", "LSB_JOBINDEX_END", "6"), 0, 2, 6,
                 "LSF array: LSB_JOBINDEX=2");
    assert_found(WORDS("LSB_JOBINDEX", "3", "LSB_JOBINDEX_END", "5",
                       "LSB_JOBINDEX_STEP", "2"),
                 0, 2, 3, "LSF array: LSB_JOBINDEX=3");
    assert_refused(WORDS("LSB_JOBINDEX", "0"), 4, "no scheduler");
}

static void google_counts_from_nought(void **state)
{
    assert_found(
        WORDS("CLOUD_RUN_TASK_INDEX", "3", "CLOUD_RUN_TASK_COUNT", "4"), 0, 4,
        4, "Cloud Run job: CLOUD_RUN_TASK_INDEX=3");
    assert_found(WORDS("BATCH_TASK_INDEX", "3", "BATCH_TASK_COUNT", "8"), 0, 4,
                 8, "Google Batch: BATCH_TASK_INDEX=3");
}

static void gnu_parallel_counts_its_jobs(void **state)
{
    assert_found(WORDS("PARALLEL_SEQ", "2", "PARALLEL_JOBSLOT", "1"), 3, 2, 3,
                 "GNU parallel: PARALLEL_SEQ=2");
    assert_refused(WORDS("PARALLEL_SEQ", "4"), 3, "no shard 4 of 3");
}

static void two_that_disagree_are_refused(void **state)
{
    assert_refused(WORDS("SLURM_ARRAY_TASK_ID", "3", "SLURM_ARRAY_TASK_MIN",
                         "1", "SLURM_ARRAY_TASK_COUNT", "4", "PARALLEL_SEQ",
                         "1"),
                   4, "SLURM_ARRAY_TASK_ID says 3/4 and PARALLEL_SEQ says 1/4");
    assert_found(WORDS("JOB_COMPLETION_INDEX", "2", "BATCH_TASK_INDEX", "2",
                       "BATCH_TASK_COUNT", "4"),
                 4, 3, 4, "Kubernetes Indexed Job: JOB_COMPLETION_INDEX=2");
}

static void nonsense_from_a_scheduler_is_refused(void **state)
{
    assert_refused(WORDS("PBS_ARRAY_INDEX", "two"), 3,
                   "PBS_ARRAY_INDEX is no number: two");
    assert_refused(WORDS("SLURM_ARRAY_TASK_ID", "4", "SLURM_ARRAY_TASK_MIN",
                         "1", "SLURM_ARRAY_TASK_STEP", "2",
                         "SLURM_ARRAY_TASK_COUNT", "4"),
                   0, "is no index from 1 in steps of 2");
    assert_refused(WORDS("AWS_BATCH_JOB_ARRAY_INDEX", "0",
                         "AWS_BATCH_JOB_ARRAY_SIZE", "20000"),
                   0, "1 to 10000 shards, not 20000");
    assert_refused(WORDS("PARALLEL_SEQ", ""), 3, "no scheduler");
}

static void assert_word(const char *word, unsigned shards, unsigned index,
                        unsigned count)
{
    struct shard shard;
    struct error err;

    assert_int_equal(shard_read(word, shards, &shard, &err), STATUS_OK);
    assert_int_equal(shard.index, index);
    assert_int_equal(shard.count, count);
}

static void a_shard_is_one_of_so_many(void **state)
{
    static const char *const wrong[] = {"",    "2",    "/4",    "2/",
                                        "0/4", "5/4",  "2/0",   "a/4",
                                        "2/b", "-1/4", "1/2/3", "1/99999"};
    struct shard shard;
    struct error err;

    assert_word("2/4", 0, 2, 4);
    assert_word("1/1", 1, 1, 1);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (shard_read(wrong[i], 0, &shard, &err) != STATUS_INPUT)
            fail_msg("%s was taken", wrong[i]);
    assert_int_equal(shard_read("2/4", 5, &shard, &err), STATUS_INPUT);
}

static void every_code_has_one_shard_and_shards_are_even(void **state)
{
    size_t held[7] = {0};

    for (unsigned code = 0; code < 7000; code++) {
        char word[16];
        unsigned holders = 0;
        snprintf(word, sizeof word, "E07%06u", code);
        for (unsigned i = 1; i <= 7; i++) {
            const struct shard shard = {i, 7};
            if (!shard_contains(&shard, word))
                continue;
            holders++;
            held[i - 1]++;
        }
        assert_int_equal(holders, 1);
    }
    /* 1000 each; five standard deviations of a fair draw are 146 */
    for (size_t i = 0; i < 7; i++)
        assert_in_range(held[i], 1000 - 146, 1000 + 146);
}

static void all_rows_belong_to_no_shard(void **state)
{
    const struct shard all = {0, 0};
    char name[SHARD_NAME_SIZE];

    assert_true(shard_contains(&all, "E07000001"));
    assert_string_equal(shard_name(&all, name), "");
}

static void a_part_is_known_by_its_name(void **state)
{
    const struct shard last = {10000, 10000};
    char name[SHARD_NAME_SIZE];
    struct shard shard;

    assert_string_equal(shard_name(&last, name), ".10000-of-10000");
    assert_true(
        shard_read_name("manifest.2-of-14.csv", "manifest", ".csv", &shard));
    assert_int_equal(shard.index, 2);
    assert_int_equal(shard.count, 14);
    assert_false(
        shard_read_name("manifest.02-of-4.csv", "manifest", ".csv", &shard));
    assert_false(
        shard_read_name("manifest.5-of-4.csv", "manifest", ".csv", &shard));
    assert_false(
        shard_read_name("manifest.0-of-4.csv", "manifest", ".csv", &shard));
    assert_false(shard_read_name("manifest.csv", "manifest", ".csv", &shard));
    assert_false(shard_read_name("manifest.2-of-4.unfinished.csv", "manifest",
                                 ".csv", &shard));
    assert_false(shard_read_name("manifest.99999999999-of-4.csv", "manifest",
                                 ".csv", &shard));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slurm_array_says_which_task_it_is),
        cmocka_unit_test(
            a_slurm_index_run_again_keeps_its_place_if_shards_are_pinned),
        cmocka_unit_test(slurm_steps_come_after_arrays),
        cmocka_unit_test(kubernetes_needs_to_be_told_how_many),
        cmocka_unit_test(aws_batch_counts_from_nought),
        cmocka_unit_test(grid_engine_says_undefined_outside_an_array),
        cmocka_unit_test(pbs_and_lsf_count_from_one),
        cmocka_unit_test(google_counts_from_nought),
        cmocka_unit_test(gnu_parallel_counts_its_jobs),
        cmocka_unit_test(two_that_disagree_are_refused),
        cmocka_unit_test(nonsense_from_a_scheduler_is_refused),
        cmocka_unit_test(a_shard_is_one_of_so_many),
        cmocka_unit_test(every_code_has_one_shard_and_shards_are_even),
        cmocka_unit_test(all_rows_belong_to_no_shard),
        cmocka_unit_test(a_part_is_known_by_its_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
