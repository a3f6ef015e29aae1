#ifndef DATA_NUMBER_FORMAT_H
#define DATA_NUMBER_FORMAT_H

#include <stdbool.h>

/**
 * What the style of a spreadsheet's number says: whether the number is a date,
 * and how it is shown.
 *
 * @source ECMA-376-1, 18.8.30 (numFmt) and 18.8.31 (numFmts)
 */
enum number_format_kind {
    NUMBER_FORMAT_PLAIN,
    NUMBER_FORMAT_PERCENT,
    NUMBER_FORMAT_DATE, ///< days since the end of 1899, with or without a time
    NUMBER_FORMAT_TIME, ///< a part of a day, or days shown as hours
};

struct number_format {
    enum number_format_kind kind;
    int decimals; ///< that are shown; -1: as many as there are
};

/** @return what one of the formats that have no code means */
struct number_format number_format_built_in(int id);

/** @return what a code means, as "0.0%" or "dd/mm/yyyy" */
struct number_format number_format_read(const char *code);

enum { NUMBER_FORMAT_SIZE = 64 };

/**
 * Prints a number as it is meant: 0.705 as "70.5%", 44762 as "2022-07-20",
 * 1234.5 as "1234.5". A format without decimals takes none away: 12.4 is not
 * 12, though it is shown so; where decimals are shown, halves are rounded up in
 * the 15 digits that spreadsheets know of a number.
 *
 * @param number      as the file has it, "0.70499999999999996"
 * @param format      of its cell
 * @param since_1904  true: days count from 1 January 1904
 * @param text        [out] what is no number is copied
 * @return @p text
 */
const char *number_format_print(const char *number, struct number_format format,
                                bool since_1904,
                                char text[static NUMBER_FORMAT_SIZE]);

#endif
