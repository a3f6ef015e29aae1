#ifndef LAYOUT_TABLE_COLUMNS_H
#define LAYOUT_TABLE_COLUMNS_H

#include "layout/text_block.h"

/**
 * Computes the widths of a table's columns.
 *
 * If all columns fit, each is as wide as its widest cell in one line. If not,
 * they are reduced so that the table has few lines, but not below their longest
 * words.
 *
 * @units points
 */
struct table_column {
    enum table_align align;
    double natural;      ///< with every cell in one line
    double minimum;      ///< of its longest word
    double whole;        ///< of the widest whole part of a number
    double tail;         ///< of the widest decimals, with a "%" after them
    const char *longest; ///< the longest word
    size_t longest_size; ///< bytes
    double least;        ///< minimum width
    double left;         ///< from the table's left edge
    double width;
};

/** A cell set in one line. */
struct table_cell {
    struct text_block text_block;
    double natural; ///< its width
    bool is_number; ///< its decimals are aligned
    double tail;    ///< their width, and that of a "%"
};

/** Measures a cell and widens its column. Decimals are aligned in
 *  right-aligned columns. */
void table_columns_measure(struct table_column *column,
                           struct table_cell *cell);

/**
 * Gives every column its width and place.
 *
 * @param columns    measured; [out] least, left, width
 * @param count      how many, at most TABLE_COLUMNS_MAX
 * @param rows       their cells, measured
 * @param row_count  how many
 * @param gap        between two columns
 * @param available  width of the page
 * @return the table's width; more than @p available if it cannot fit
 */
double table_columns_fit(struct table_column *columns, size_t count,
                         const struct table_cell *const *rows, size_t row_count,
                         double gap, double available);

/** @return true if there is space to align the column's decimals */
bool table_columns_align_numbers(const struct table_column *column);

#endif
