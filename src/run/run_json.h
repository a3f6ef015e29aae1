#ifndef RUN_RUN_JSON_H
#define RUN_RUN_JSON_H

#include "base/hash.h"
#include "base/time.h"
#include "run/render.h"

/**
 * run.json: the record of a run, next to the manifest: versions, counts and
 * times, but no data of the machine. It is the only output with times, so it
 * differs from run to run. A shard writes run.2-of-4.json; merge-manifest
 * checks by it that all parts are of one campaign.
 */
struct run_json {
    const char *title; ///< the campaign's
    size_t rows;       ///< in the whole campaign, refused ones included
    char inputs_sha256[HASH_HEX_SIZE];       ///< of the whole campaign
    char parts[ENGINE_PARTS][HASH_HEX_SIZE]; ///< SHA-256 of its letters' shared
                                             ///< parts; "": older record
    struct shard shard;
    const char *sealed_by;           ///< subject of the certificate, or NULL
    const char *seal_name;           ///< in the seals, or NULL
    const char *stamped_by;          ///< URL of the time-stamp server, or NULL
    char seal_sha256[HASH_HEX_SIZE]; ///< of certificate and words; "": unsealed
    struct render_summary summary;
    const char *ended;       ///< "complete" or "interrupted"
    char started[TIME_SIZE]; ///< "2022-07-20T09:00:00Z"
    double seconds;          ///< duration
};

/** Records the start of a run. */
void run_json_start(struct run_json *record);

/** Records the duration of the run. */
void run_json_stop(struct run_json *record);

/**
 * Writes the record.
 *
 * @param path    "<output>/run.json"
 * @param record  of a run
 * @param sync    when the file must be on the disk
 */
enum status run_json_write(const char *path, const struct run_json *record,
                           enum file_sync sync, struct error *err) MUST_CHECK;

/**
 * Reads a record.
 *
 * @param arena        owns the texts
 * @param path         the file
 * @param record       [out] on success
 * @param diagnostics  gets what is wrong
 * @errors RULE_FILE_MISSING, RULE_MANIFEST_DAMAGED
 */
enum status run_json_read(struct arena *arena, const char *path,
                          struct run_json *record,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
