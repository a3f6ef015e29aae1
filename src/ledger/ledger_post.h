#ifndef LEDGER_LEDGER_POST_H
#define LEDGER_LEDGER_POST_H

#include "ledger/ledger.h"

/**
 * Printed letters in ledger.db: jobs, their pieces, returned pieces. Records
 * are only added.
 */

/** A posted letter, as last printed. */
struct ledger_piece {
    int64_t number;
    const char *code;
    const char *job;   ///< the first job with it
    const char *again; ///< the last job that printed it again, or ""
    char content_sha256[HASH_HEX_SIZE]; ///< as printed last
    size_t sheets;
    int64_t at;         ///< when it was printed last
    int64_t returned;   ///< when its return was recorded; 0: not returned since
                        ///< the last printing
    const char *reason; ///< of its return, or ""
};

/** A job to record. */
struct ledger_job {
    const char *name;
    int again; ///< 0: its pieces are new; else the number after -R
    int64_t at;
    size_t pages;
    size_t sheets;
    const char *pdf_sha256;
};

/** Reads all pieces, in order of code. @owner @p arena */
enum status ledger_post_pieces(struct ledger *ledger, struct arena *arena,
                               struct ledger_piece **pieces, size_t *count,
                               struct error *err) MUST_CHECK;

/** @return the number of jobs that printed new pieces */
enum status ledger_post_count_jobs(struct ledger *ledger, int64_t *count,
                                   struct error *err) MUST_CHECK;

/** @return [out] the number of times that pieces of a job were printed again */
enum status ledger_post_count_again(struct ledger *ledger, const char *job,
                                    int64_t *count,
                                    struct error *err) MUST_CHECK;

/**
 * Records a job with its pieces, synced to the disk.
 *
 * @param pieces  number, code, content_sha256 and sheets of each
 * @errors RULE_LEDGER_STATE: one was not approved to be posted in this form,
 *         or is in a job already; then nothing is recorded
 */
enum status ledger_post_record(struct ledger *ledger,
                               const struct ledger_job *job,
                               const struct ledger_piece *pieces, size_t count,
                               struct error *err) MUST_CHECK;

/**
 * Records that a piece came back.
 *
 * @param news  [out] false: already recorded
 * @errors RULE_LEDGER_STATE: there is no such piece
 */
enum status ledger_post_note_return(struct ledger *ledger, int64_t number,
                                    int64_t now, const char *reason, bool *news,
                                    struct error *err) MUST_CHECK;

#endif
