#ifndef RUN_SHARD_H
#define RUN_SHARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/**
 * A part of a campaign, for one of several machines.
 *
 * A hash of the code assigns rows to shards, so that a row's shard does not
 * depend on other rows.
 */
struct shard {
    unsigned index; ///< from 1; 0: the whole campaign
    unsigned count;
};

/** As many as AWS Batch allows in one array. */
enum { SHARD_LIMIT = 10000 };

/** Bytes of ".10000-of-10000" and its NUL. */
enum { SHARD_NAME_SIZE = 24 };

/** @return the value of an environment variable; NULL: not set */
typedef const char *shard_lookup(const char *name, void *context);

/** @return true if this shard makes the letter of @p code */
bool shard_contains(const struct shard *shard, const char *code);

/**
 * Prints the part of a file name that names the shard: ".2-of-4", or "" for the
 * whole campaign.
 *
 * @return @p name
 */
const char *shard_name(const struct shard *shard,
                       char name[static SHARD_NAME_SIZE]);

/**
 * Reads a file's name.
 *
 * @param name    "manifest.2-of-4.csv"
 * @param before  "manifest"
 * @param after   ".csv"
 * @param shard   [out] on success
 * @return true if it is the name of a shard's file
 */
bool shard_read_name(const char *name, const char *before, const char *after,
                     struct shard *shard);

/**
 * Reads `K/N`.
 *
 * @param word   as given
 * @param count  of `--shards`, or 0
 * @param shard  [out] on success
 * @param err    RULE_USAGE
 */
enum status shard_read(const char *word, unsigned count, struct shard *shard,
                       struct error *err) MUST_CHECK;

/**
 * Finds the shard in the scheduler's environment variables.
 *
 * @param lookup   reads the environment
 * @param context  passed to @p lookup
 * @param count    of `--shards`; 0: as the scheduler says
 * @param shard    [out] on success
 * @param used     [out] on success the variable used, as
 *                 "Slurm array: SLURM_ARRAY_TASK_ID=3"
 * @param size     bytes of @p used
 * @param err      RULE_USAGE: no scheduler, no count, an impossible value, or
 *                 a contradiction
 * @source Slurm's sbatch(1); Kubernetes, "Indexed Job"; AWS Batch, "Array
 *         jobs"; Grid Engine's qsub(1); PBS Professional; IBM Spectrum LSF;
 *         Google Cloud Run and Batch, "container contract"; GNU parallel(1)
 */
enum status shard_find(shard_lookup *lookup, void *context, unsigned count,
                       struct shard *shard, char *used, size_t size,
                       struct error *err) MUST_CHECK;

#endif
