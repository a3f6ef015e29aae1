#ifndef DATA_NUMBER_FORMAT_H
#define DATA_NUMBER_FORMAT_H

#include <stdbool.h>

/**
 * The number format of a spreadsheet cell: if the number is a date, and how it
 * is shown.
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
    int decimals; ///< shown decimals; -1: all
};

/** @return the meaning of a built-in format, which has no code */
struct number_format number_format_built_in(int id);

/** @return the meaning of a format code such as "0.0%" or "dd/mm/yyyy" */
struct number_format number_format_read(const char *code);

enum { NUMBER_FORMAT_SIZE = 64 };

/**
 * Prints a number in its format: 0.705 as "70.5%", 44762 as "2022-07-20",
 * 1234.5 as "1234.5". A format without decimals does not round: 12.4 prints as
 * 12.4, although the spreadsheet shows 12. A format with decimals rounds halves
 * up, based on the 15 digits that spreadsheets keep.
 *
 * @param number      as in the file: "0.70499999999999996"
 * @param format      of its cell
 * @param since_1904  true: days count from 1 January 1904
 * @param text        [out] text that is not a number is copied
 * @return @p text
 */
const char *number_format_print(const char *number, struct number_format format,
                                bool since_1904,
                                char text[static NUMBER_FORMAT_SIZE]);

#endif
