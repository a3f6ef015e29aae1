#ifndef DATA_TABLE_JOIN_H
#define DATA_TABLE_JOIN_H

#include <stdint.h>

#include "base/diagnostics.h"
#include "data/csv_table.h"

/**
 * Joins rows of several files by their codes.
 *
 * The first file lists the councils. A council is joined if each file has
 * exactly one valid row of its code, and its name is not empty.
 */

/** Special values of a row's index, for rows that csv_table_open() left out.
 */
enum { TABLE_JOIN_FAULTY = 1 << 30, TABLE_JOIN_NONE = INT32_MAX };

struct table_join_file {
    const struct csv_table *table;
    const char *name; ///< as in the settings
    size_t code;      ///< column
};

/** The files to join. */
struct table_join_input {
    const struct table_join_file *files;
    size_t count;
    size_t name_file;   ///< file with the councils' names
    size_t name_column; ///< and its column
};

/** How far the cells of a refused row can be trusted. */
enum join_refusal {
    JOIN_REFUSED_NAME,  ///< one valid row in each file: only code or name is
                        ///< wrong
    JOIN_REFUSED_MATCH, ///< a file has no row of its code, or several
    JOIN_REFUSED_CELLS, ///< its cells may be in the wrong columns
    JOIN_REFUSED_REST,  ///< it may include parts of later rows
};

/** A council, or a refused row. */
struct table_join_member {
    const char *code;
    const int32_t *rows; ///< one a file; TABLE_JOIN_NONE in refused rows only
};

struct table_join_refused {
    struct table_join_member member;
    const char *reason;
    enum join_refusal refusal; ///< the worst that applies
};

struct table_join_result {
    struct table_join_member *members; ///< in order of code
    size_t count;
    struct table_join_refused *refused; ///< in order of code
    size_t refused_count;
    size_t refused_capacity;
};

/**
 * Joins the files.
 *
 * @param arena        owns the texts and the members
 * @param input        at least one file
 * @param result       [out] free its refused rows with table_join_free()
 * @param diagnostics  errors in codes and names
 * @errors RULE_CODE_MISSING, RULE_CODE_UNSAFE, RULE_CODE_DUPLICATE,
 *         RULE_CODE_UNMATCHED, RULE_CODE_CASE, RULE_NAME_MISSING
 */
void table_join_files(struct arena *arena, const struct table_join_input *input,
                      struct table_join_result *result,
                      struct diagnostics *diagnostics);

void table_join_free(struct table_join_result *result);

#endif
