#ifndef DATA_JOIN_H
#define DATA_JOIN_H

#include <stdint.h>

#include "base/diagnostics.h"
#include "data/csv_table.h"

/**
 * Rows of several files brought together by their codes.
 *
 * The first file lists the councils. A council goes on where each file has
 * exactly one sound row of its code and its name is not empty.
 */

/** A row of a file: its index, or one of those that table_open() left out. */
enum { JOIN_FAULTY = 1 << 30, JOIN_NONE = INT32_MAX };

struct join_file {
    const struct table *table;
    const char *name; ///< as the settings have it
    size_t code;      ///< column
};

/** What is to be joined. */
struct join_input {
    const struct join_file *files;
    size_t count;
    size_t name_file;   ///< file with the councils' names
    size_t name_column; ///< and its column
};

/** A council, or a row that was refused. */
struct join_member {
    const char *code;
    const int32_t *rows; ///< one a file; JOIN_NONE in refused rows only
};

struct join_refused {
    struct join_member member;
    const char *reason;
};

struct join_result {
    struct join_member *members; ///< in order of code
    size_t count;
    struct join_refused *refused; ///< in order of code
    size_t refused_count;
    size_t refused_room;
};

/**
 * Joins the files.
 *
 * @param arena   owns the texts and the members
 * @param input   at least one file
 * @param result  filled in; its refused rows are freed with join_free()
 * @param report  gets everything that is wrong with codes and names
 * @errors RULE_CODE_MISSING, RULE_CODE_UNSAFE, RULE_CODE_DUPLICATE,
 *         RULE_CODE_UNMATCHED, RULE_NAME_MISSING
 */
void join_files(struct arena *arena, const struct join_input *input,
                struct join_result *result, struct report *report);

void join_free(struct join_result *result);

#endif
