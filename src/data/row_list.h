#ifndef DATA_ROW_LIST_H
#define DATA_ROW_LIST_H

#include "data/csv_table.h"
#include "data/roster.h"

struct hash;

/**
 * A file of `lists:`: any number of rows a council, found by `code`, in the
 * order of the file.
 */
struct row_list;

/** One of its rows. */
struct row_list_entry {
    const struct value *values; ///< row_list_columns() of them, as in council
    const uint32_t *breaks;     ///< likewise
};

/**
 * Opens a list and finds each council's rows.
 *
 * A row without a council stops the run, because it may be missing from a
 * letter. Rows of a council that the roster refused are skipped. The diagnostic
 * of an unreadable row has its council's code, so that council is refused.
 *
 * @param arena        owns the list
 * @param folder       the campaign
 * @param settings     names the data folder and the encoding
 * @param setting      names the file
 * @param roster       must outlive the list
 * @param list         [out] on success
 * @param diagnostics  gets everything that is wrong
 * @return STATUS_OK or the status of the first fault that stops the run
 * @errors those of csv_table_open(); RULE_COLUMN_MISSING, RULE_CODE_MISSING,
 *         RULE_CODE_UNMATCHED
 */
enum status row_list_open(struct arena *arena, const char *folder,
                          const struct settings *settings,
                          const struct list_setting *setting,
                          const struct roster *roster, struct row_list **list,
                          struct diagnostics *diagnostics) MUST_CHECK;

/** Frees the memory that the arena does not own; NULL is allowed. */
void row_list_close(struct row_list *list);

/** @return its name in the letter text */
const char *row_list_name(const struct row_list *list);

/** @return the place of its key in campaign.yaml */
struct location row_list_location(const struct row_list *list);

size_t row_list_columns(const struct row_list *list);

/** @return a column's name and location, as the header writes it */
struct value row_list_column(const struct row_list *list, size_t column);

/** @return the number of a council's rows; @p council is its index in the
 *         roster */
size_t row_list_count(const struct row_list *list, size_t council);

/** Reads the row @p row, from 0, of a council. @owner @p arena */
struct row_list_entry row_list_read(const struct row_list *list, size_t council,
                                    size_t row, struct arena *arena);

/** Adds a council's rows to @p hash. */
void row_list_hash(const struct row_list *list, size_t council,
                   struct hash *hash);

#endif
