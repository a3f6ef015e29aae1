#ifndef POST_PRINT_JOB_H
#define POST_PRINT_JOB_H

#include "post/mailpiece.h"
#include "run/engine.h"

/**
 * A print job: pieces in one PDF file, with a list for checking them and the
 * totals that the print house signs for.
 *
 *     print/2022-1.pdf   pages, marks, blank backs
 *     print/2022-1.csv   a line a piece
 *     print/2022-1.txt   the totals
 */
struct print_job {
    const char *name; ///< "2022-1", "2022-1-R1", "2022-proof"
    int again;        ///< the number after -R; 0: its pieces are new
    struct mailpiece *pieces;
    size_t count;
    size_t records;                 ///< rows that were read to make it
    bool is_specimen;               ///< "SPECIMEN" on every page
    size_t pages;                   ///< [out] blank ones included
    size_t blanks;                  ///< [out]
    size_t sheets;                  ///< [out]
    char pdf_sha256[HASH_HEX_SIZE]; ///< [out]
};

/**
 * Sorts pieces from row order into the campaign's order.
 */
void print_job_sort(const struct engine *engine, struct mailpiece *pieces,
                    size_t count);

/**
 * Writes a job's three files, the PDF last, each whole or not at all.
 *
 * @param engine  prepared, without a seal
 * @param folder  "<output>/print", which is made
 * @param job     with surveyed and numbered pieces; its counts are set
 * @param err     [out] the fault
 * @return STATUS_OK; STATUS_STOPPED
 * @errors RULE_FILE_*, RULE_LAYOUT_WINDOW, those of the letters
 */
enum status print_job_write(const struct engine *engine, const char *folder,
                            struct print_job *job,
                            struct error *err) MUST_CHECK;

#endif
