#ifndef DATA_ROSTER_H
#define DATA_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "data/csv_table.h"
#include "data/settings.h"
#include "data/suggestion.h"
#include "data/table_join.h"

/**
 * The councils of a campaign: its data files joined on the column `code`, in
 * order of code (bytes).
 */
struct roster;

/** One council: a value for every column of every file. */
struct council {
    size_t index;               ///< in the roster
    const char *code;           ///< trimmed
    const char *name;           ///< trimmed; in the campaign's first language
    struct location location;   ///< its code in the first file
    const struct value *values; ///< roster_columns() of them, trimmed, without
                                ///< the guard of buffer_add_csv(); text is ""
                                ///< where the cell is empty
    const uint32_t *breaks;     ///< for each value the first break that a
                                ///< space replaced (U+000B or U+000C), or 0;
                                ///< NULL: all 0
};

/**
 * Opens and joins the data files, and reports every error in files and codes.
 *
 * @param arena        owns the roster
 * @param folder       the campaign
 * @param settings     names the files and the column with the name
 * @param roster       [out] without the rows that have errors
 * @param diagnostics  gets everything that is wrong
 * @return STATUS_OK if letters can be made, even if some rows have errors
 */
enum status roster_open(struct arena *arena, const char *folder,
                        const struct settings *settings, struct roster **roster,
                        struct diagnostics *diagnostics) MUST_CHECK;

/** Frees the memory that the arena does not own. */
void roster_close(struct roster *roster);

/** @return the number of councils without errors */
size_t roster_count(const struct roster *roster);

/** @return the number of columns; `code` counts once */
size_t roster_columns(const struct roster *roster);

/** @return a column's name and location, as the header writes it */
struct value roster_column(const struct roster *roster, size_t column);

/** @return the column of this name (folded), or SIZE_MAX */
size_t roster_find_column(const struct roster *roster, const char *name);

/** @return all column names, for suggestions; roster_columns() of them */
const char *const *roster_column_names(const struct roster *roster);

/** @return the index of the council with this code, or SIZE_MAX */
size_t roster_find(const struct roster *roster, const char *code);

/** @return the likely reason for a missing column `code`, as the end of a
 *  message: a similar name, or semicolons between cells; or "" */
const char *roster_guess_code(struct arena *arena,
                              const struct csv_table *table,
                              char suggestion[static SUGGESTION_SIZE]);

/** @return a council's code without reading its row */
const char *roster_code(const struct roster *roster, size_t index);

/**
 * Reads one council. May be called from many threads, each with its arena.
 *
 * @param roster   the roster
 * @param index    below roster_count()
 * @param arena    owns what @p council points to
 * @param council  [out]
 */
void roster_read(const struct roster *roster, size_t index, struct arena *arena,
                 struct council *council);

/** Reads one value of a council, as roster_read() does. */
struct value roster_read_cell(const struct roster *roster, size_t index,
                              size_t column, struct arena *arena);

/** @return the column of the councils' names in one of the campaign's
 *          languages */
size_t roster_name_column(const struct roster *roster, size_t language);

/** @return true if an address's domain resembles the council's name in one of
 *          the campaign's languages: email_address_resembles() */
bool roster_email_resembles(const struct roster *roster,
                            const struct council *council, struct arena *arena,
                            const char *address);

/**
 * Prepares a cell for printing: trims it, removes the guard of
 * buffer_add_csv(), and replaces the breaks that office programs leave with
 * spaces.
 *
 * @param arena  owns the result, unless it is part of @p text
 * @param text   the cell
 * @param first  [out] the first break, or 0
 */
const char *roster_clean(struct arena *arena, const char *text,
                         uint32_t *first);

/** A row that was refused when the files were joined. */
struct refused_row {
    const char *code;           ///< or ""
    const struct value *values; ///< roster_columns() of them; missing: ""
    struct value_list extra;    ///< cells without a column
    const char *reason;         ///< the messages, joined by "; "
    enum join_refusal refusal;  ///< how far the values can be trusted
};

/** @return the number of rows refused by roster_open() */
size_t roster_refused(const struct roster *roster);

/** @return a refused row's code without reading the row, or "" */
const char *roster_refused_code(const struct roster *roster, size_t index);

/** @return the first refused row with this code, or SIZE_MAX; others follow */
size_t roster_find_refused(const struct roster *roster, const char *code);

/** Reads a refused row, for rejected.csv. */
void roster_read_refused(const struct roster *roster, size_t index,
                         struct arena *arena, struct refused_row *row);

#endif
