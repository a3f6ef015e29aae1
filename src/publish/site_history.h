#ifndef PUBLISH_SITE_HISTORY_H
#define PUBLISH_SITE_HISTORY_H

#include "base/buffer.h"
#include "letter/letter.h"
#include "publish/site_table.h"

/**
 * data/history.csv: the figures of all years that published letters print, a
 * row a figure.
 *
 * If letters of several years print a year's figure, that year's own letter is
 * used, else the newest.
 */
enum history_field {
    HISTORY_CODE,
    HISTORY_NAME,
    HISTORY_YEAR,
    HISTORY_STATISTIC,
    HISTORY_PART, ///< part of a whole; or ""
    HISTORY_VALUE,
    HISTORY_COUNT,
    HISTORY_TOTAL,
    HISTORY_AVERAGE,
    HISTORY_NOTE,
    HISTORY_LETTER, ///< the year of the letter that prints it
    HISTORY_FIELDS,
};

struct site_history_entry {
    const char *cells[HISTORY_FIELDS];
};

struct site_history {
    struct site_history_entry *entries;
    size_t count;
    size_t capacity;
};

/** @return a column's name */
const char *site_history_name(enum history_field field);

/** @return a column's meaning */
const char *site_history_meaning(const struct site_strings *words,
                                 enum history_field field);

/** @return true if a column has numbers */
bool site_history_is_number(enum history_field field);

/** Adds the figures that a letter prints. @owner @p arena */
void site_history_add(struct site_history *history, struct arena *arena,
                      const struct site_table *table,
                      const struct letter *letter, const struct site_row *row,
                      int year);

/** Adds the entries of another history, which must outlive this one. */
void site_history_join(struct site_history *history, struct arena *arena,
                       const struct site_history *other);

/** Reads the file of an earlier run, except rows for which @p is_replaced
 *  returns true. */
enum status site_history_read(struct site_history *history, struct arena *arena,
                              const char *path,
                              bool (*is_replaced)(const char *code,
                                                  const char *letter,
                                                  const void *context),
                              const void *context,
                              struct diagnostics *diagnostics) MUST_CHECK;

/** Sorts by code, year and statistic, and removes duplicates. */
void site_history_sort(struct site_history *history);

/** Adds the history as CSV: UTF-8, CRLF.
 *  @param embargo  the day, in a last column `embargoed_until`; NULL: none
 *  @source RFC 4180 */
void site_history_write_csv(const struct site_history *history,
                            const char *embargo, struct buffer *csv);

#endif
