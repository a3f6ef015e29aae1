#ifndef LAYOUT_TABLE_COLUMNS_H
#define LAYOUT_TABLE_COLUMNS_H

#include "layout/text_block.h"

/**
 * The widths of a table's columns, from what is in them.
 *
 * A column is as wide as its widest cell in one line, if all columns fit side
 * by side. If not, they give way so that the table has few lines, none below its
 * longest word.
 *
 * @units points
 */
struct table_column {
    enum table_align align;
    double natural;      ///< with every cell in one line
    double minimum;      ///< of its longest word
    double whole;        ///< of the widest number left of its decimals
    double tail;         ///< of the widest decimals, with a "%" after them
    const char *longest; ///< the longest word
    size_t longest_size; ///< bytes
    double least;        ///< what it does not go below
    double left;         ///< from the table's left edge
    double width;
};

/** A cell set in one line. */
struct table_cell {
    struct text_block text_block;
    double natural; ///< its width
    bool is_number; ///< its decimals are under those of other cells
    double tail;    ///< their width, and that of a "%"
};

/** Measures a cell and widens its column. Numbers in right-aligned columns are
 *  to have their decimals under each other. */
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
 * @return the table's width; more than @p available: it cannot fit
 */
double table_columns_fit(struct table_column *columns, size_t count,
                         const struct table_cell *const *rows, size_t row_count,
                         double gap, double available);

/** @return true if decimals are under each other in the column, for which there
 *  may be no room */
bool table_columns_align_numbers(const struct table_column *column);

#endif
