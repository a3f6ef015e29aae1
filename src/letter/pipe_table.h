#ifndef LETTER_PIPE_TABLE_H
#define LETTER_PIPE_TABLE_H

#include "letter/letter.h"
#include "letter/preprocess.h"

/**
 * Pipe tables in a letter text, read before cmark sees it.
 *
 *     Table: Complaints by subject
 *
 *     | Subject | Received |
 *     |:--|--:|
 *     ((#subjects))
 *     | ((subject)) | ((received)) |
 *     ((/subjects))
 *
 * cmark does not know tables, and cmark-gfm would end one at a tag between its
 * rows. Therefore a private character replaces the lines of a table, and its
 * cells are parsed as inline text.
 *
 * @source GitHub Flavored Markdown, "Tables (extension)", except that a wrong
 *         number of cells in a row is an error; Pandoc for captions
 */

/** A row, or a tag between rows. */
struct pipe_line {
    struct location location;
    const struct placeholder_use *tag; ///< NULL: a row
    size_t text; ///< of its first cell, in the choice texts; others follow
};

struct pipe_table {
    struct location location;
    size_t column_count;
    const enum table_align *aligns;
    size_t caption; ///< in the choice texts; SIZE_MAX: none
    size_t heads;   ///< the first of them
    struct pipe_line *lines;
    size_t line_count;
    size_t line_capacity;
};

struct pipe_tables {
    struct pipe_table **items;
    size_t count;
    size_t capacity;
};

/**
 * Removes all tables from a text.
 *
 * @param preprocessed  the main text is replaced, cells are added to the
 *                      choice texts
 * @param tables        [out] owned by the context's scratch arena
 * @errors RULE_TEMPLATE_TABLE
 */
void pipe_tables_read(struct compile_context *context,
                      struct preprocessed *preprocessed,
                      struct pipe_tables *tables);

/** @return the table that a private character represents, or NULL */
const struct pipe_table *pipe_tables_find(const struct pipe_tables *tables,
                                          uint32_t codepoint);

#endif
