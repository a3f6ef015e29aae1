#ifndef PUBLISH_SITE_TABLE_H
#define PUBLISH_SITE_TABLE_H

#include "base/buffer.h"
#include "base/words.h"
#include "data/campaign.h"
#include "letter/letter.h"
#include "store/manifest.h"

/**
 * A year's figures as the site publishes them: data/<year>.csv, a row a
 * council, in order of code. Lists, tables, the map and the other formats are
 * made of it alone.
 *
 * A number's column holds numbers, as the letter prints them but without unit
 * and thousands' commas, or nothing; why there is nothing is in the
 * statistic's note: "no rate", "fewer than 5", "not in the letter". What a
 * letter does not print is not here.
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
    SITE_NAME_IN, ///< in another language of the campaign: part says which
    SITE_EMBARGO, ///< the day; there only before it
};

enum { SITE_FIXED = SITE_LETTER_BYTES + 1 };

struct site_column {
    const char *name; ///< in the CSV file: "upheld_count"
    enum site_field field;
    size_t statistic; ///< its index in the settings; SIZE_MAX: none
    size_t part;      ///< SITE_PART, SITE_NAME_IN: which
};

struct site_row {
    const char *const *cells; ///< as many as the table has columns
};

struct site_table {
    const struct settings *settings;
    const struct site_strings *words;      ///< in which figures are printed
    const struct site_strings *data_words; ///< in which cells are written
    size_t language;     ///< of the words, among those of the campaign
    const char **labels; ///< what people call each statistic
    const struct site_column *columns;
    size_t column_count;
    struct site_row *rows; ///< in order of code
    size_t count;
    size_t capacity;
};

/** @return an empty table for the statistics of a campaign
 *  @param embargoed  there is a column for the day
 *  @owner @p arena */
struct site_table site_table_new(struct arena *arena,
                                 const struct settings *settings,
                                 bool embargoed);

/** Prints the table in another language from now on. The rows are as they were;
 *  the labels are the caller's to set. @owner @p arena */
void site_table_translate(struct site_table *table, struct arena *arena,
                          const struct settings *settings,
                          const struct site_strings *words, size_t language);

/** @return a council's name in the table's language */
const char *site_table_name(const struct site_table *table,
                            const struct site_row *row);

/** @return why a row has no figure, in the table's language */
const char *site_table_reason(const struct site_table *table,
                              struct arena *arena, const struct site_row *row,
                              size_t statistic);

/** @return what a column means, in the table's language: "Complaints upheld:
 *          number of cases" */
const char *site_table_meaning(const struct site_table *table,
                               struct arena *arena,
                               const struct site_column *column);

/** @return true if a column holds numbers */
bool site_table_is_number(const struct site_column *column);

/** What a row has besides figures. */
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

/** @return "5.5" of 55 with one decimal, "71" of a rate; no unit, no commas */
const char *site_table_decimal(struct arena *arena,
                               const struct figure_format *format,
                               int64_t scaled);

/** @return a whole number, without commas */
const char *site_table_integer(struct arena *arena, int64_t value);

/** @return why there is no value: "no rate", "fewer than 5" */
const char *site_table_note(const struct site_table *table, struct arena *arena,
                            const struct figure *figure, bool withheld);

/** Adds a row, or replaces that of the same code. @owner @p arena owns the
 *  rows; the cells have to outlive them */
void site_table_put(struct site_table *table, struct arena *arena,
                    struct site_row row);

/** Removes the row of a code, if there is one. */
void site_table_remove(struct site_table *table, const char *code);

/** @return the row of a code, or NULL */
const struct site_row *site_table_find(const struct site_table *table,
                                       const char *code);

/** Reads the rows that an earlier run published; a file that is not there has
 *  none. @errors RULE_PUBLISH_OTHER: it has other columns; those of
 *  csv_table_open() */
enum status site_table_read(struct site_table *table, struct arena *arena,
                            const char *path,
                            struct diagnostics *diagnostics) MUST_CHECK;

/** Adds the table as CSV: UTF-8, CRLF. @source RFC 4180 */
void site_table_write_csv(const struct site_table *table, struct buffer *csv);

/** Prints a cell for people: "71%", "£1,250". @return the text, or "" */
const char *site_table_print(const struct site_table *table,
                             struct arena *arena, const struct site_row *row,
                             size_t column);

/** @return a statistic's figure in words: "71%", "3 severe, 4 none"; "" where
 *  the note says why there is none */
const char *site_table_figure(const struct site_table *table,
                              struct arena *arena, const struct site_row *row,
                              size_t statistic);

/** Prints "12 of 17 investigations" of a statistic; or "". */
const char *site_table_cases(const struct site_table *table,
                             struct arena *arena, const struct site_row *row,
                             size_t statistic);

/** @return the column of a statistic's field, or SIZE_MAX */
size_t site_table_column(const struct site_table *table, size_t statistic,
                         enum site_field field);

/** @return a cell's number in units of its last decimal, as format_scale() has
 *  it; false: the cell is empty */
bool site_table_scaled(const struct site_table *table,
                       const struct site_row *row, size_t column,
                       int64_t *scaled);

#endif
