#ifndef PUBLISH_SITE_TABLE_H
#define PUBLISH_SITE_TABLE_H

#include "base/buffer.h"
#include "base/words.h"
#include "data/campaign.h"
#include "letter/letter.h"
#include "store/manifest.h"

/**
 * A year's published figures, data/<year>.csv: a row a council, in order of
 * code. Lists, tables, the map and the other formats are made only from it.
 *
 * A column of numbers has them as the letter prints them, but without unit and
 * thousands separators. If a cell is empty, the statistic's note has the
 * reason: "no rate", "fewer than 5", "not in the letter". Figures that a letter
 * does not print are not here.
 */

enum site_field {
    SITE_CODE,
    SITE_NAME,
    SITE_GROUP,
    SITE_PAGE,         ///< "council/luton-borough-council/2022.html"
    SITE_LETTER,       ///< "council/luton-borough-council/2022.pdf"; or ""
    SITE_LETTER_PAGES, ///< how many
    SITE_LETTER_BYTES,
    SITE_VALUE,
    SITE_COUNT,
    SITE_TOTAL,
    SITE_AVERAGE,
    SITE_PART,
    SITE_NOTE,
    SITE_NAME_IN, ///< in another language of the campaign: the part is its
                  ///< index
    SITE_EMBARGO, ///< the day; only before it
};

enum { SITE_FIXED = SITE_LETTER_BYTES + 1 };

struct site_column {
    const char *name; ///< in the CSV file: "upheld_count"
    enum site_field field;
    size_t statistic; ///< its index in the settings; SIZE_MAX: none
    size_t part;      ///< index of SITE_PART and SITE_NAME_IN
};

struct site_row {
    const char *const *cells; ///< one a column of the table
};

struct site_table {
    const struct settings *settings;
    const struct site_strings *words;      ///< language of printed figures
    const struct site_strings *data_words; ///< language of cells
    size_t language;     ///< of the words, among those of the campaign
    const char **labels; ///< the statistics' names for readers
    const struct site_column *columns;
    size_t column_count;
    struct site_row *rows; ///< in order of code
    size_t count;
    size_t capacity;
};

/** @return an empty table for the statistics of a campaign
 *  @param embargoed true: with a column for the day
 *  @owner @p arena */
struct site_table site_table_new(struct arena *arena,
                                 const struct settings *settings,
                                 bool embargoed);

/** Sets the table's language for printing. The rows do not change; the caller
 *  sets the labels. @owner @p arena */
void site_table_translate(struct site_table *table, struct arena *arena,
                          const struct settings *settings,
                          const struct site_strings *words, size_t language);

/** @return a council's name in the table's language */
const char *site_table_name(const struct site_table *table,
                            const struct site_row *row);

/** @return the reason for a missing figure, in the table's language */
const char *site_table_reason(const struct site_table *table,
                              struct arena *arena, const struct site_row *row,
                              size_t statistic);

/** @return the meaning of a column, in the table's language: "Complaints
 *         upheld: number of cases" */
const char *site_table_meaning(const struct site_table *table,
                               struct arena *arena,
                               const struct site_column *column);

/** @return true if a column has numbers */
bool site_table_is_number(const struct site_column *column);

/** The data of a row besides figures. */
struct site_facts {
    const char *slug;                    ///< "luton-borough-council"
    const struct manifest_entry *letter; ///< NULL: not published
    const char *embargo;                 ///< the day; NULL: none
    int year;
};

/** @return the cells of a council. @owner @p arena */
struct site_row site_table_make_row(const struct site_table *table,
                                    struct arena *arena,
                                    const struct letter *letter,
                                    const struct site_facts *facts);

/** @return "5.5" for 55 with one decimal, "71" for a rate; no unit, no commas
 */
const char *site_table_decimal(struct arena *arena,
                               const struct figure_format *format,
                               int64_t scaled);

/** @return a whole number, without commas */
const char *site_table_integer(struct arena *arena, int64_t value);

/** @return the reason for a missing value: "no rate", "fewer than 5" */
const char *site_table_note(const struct site_table *table, struct arena *arena,
                            const struct figure *figure, bool withheld);

/** Adds a row, or replaces that of its code. @owner @p arena owns the rows;
 *  the cells must outlive them */
void site_table_put(struct site_table *table, struct arena *arena,
                    struct site_row row);

/** Removes the row of a code, if there is one. */
void site_table_remove(struct site_table *table, const char *code);

/** @return the row of a code, or NULL */
const struct site_row *site_table_find(const struct site_table *table,
                                       const char *code);

/** Reads the rows that an earlier run published; a missing file has none.
 *  @errors RULE_PUBLISH_OTHER: it has other columns; those of csv_table_open()
 */
enum status site_table_read(struct site_table *table, struct arena *arena,
                            const char *path,
                            struct diagnostics *diagnostics) MUST_CHECK;

/** Adds the table as CSV: UTF-8, CRLF. @source RFC 4180 */
void site_table_write_csv(const struct site_table *table, struct buffer *csv);

/** Prints a cell for readers: "71%", "£1,250". @return the text, or "" */
const char *site_table_print(const struct site_table *table,
                             struct arena *arena, const struct site_row *row,
                             size_t column);

/** @return a statistic's figure in words: "71%", "3 severe, 4 none"; "" if it
 *         is missing */
const char *site_table_figure(const struct site_table *table,
                              struct arena *arena, const struct site_row *row,
                              size_t statistic);

/** Prints the cases of a statistic, "12 of 17 investigations"; or "". */
const char *site_table_cases(const struct site_table *table,
                             struct arena *arena, const struct site_row *row,
                             size_t statistic);

/** @return the column of a statistic's field, or SIZE_MAX */
size_t site_table_column(const struct site_table *table, size_t statistic,
                         enum site_field field);

/** Reads a cell's number in units of its last decimal, as for format_scale().
 *  @return false if the cell is empty */
bool site_table_scaled(const struct site_table *table,
                       const struct site_row *row, size_t column,
                       int64_t *scaled);

#endif
