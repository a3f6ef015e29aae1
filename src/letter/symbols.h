#ifndef LETTER_SYMBOLS_H
#define LETTER_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

#include "data/campaign.h"
#include "letter/placeholder.h"
#include "stats/figures.h"

/**
 * What the names in placeholders mean: columns, constants, dates, statistics,
 * lists and, between ((#list)) and ((/list)), their columns.
 */

enum symbol_kind {
    SYMBOL_COLUMN,      ///< a cell of the row
    SYMBOL_CONSTANT,    ///< the same in every letter
    SYMBOL_FIGURE,      ///< worked out for the row
    SYMBOL_LIST,        ///< true if the council has rows in it
    SYMBOL_LIST_COLUMN, ///< a cell of the list's current row
    SYMBOL_LIST_COUNT,  ///< how many rows the council has
    SYMBOL_LIST_SUM,    ///< of the column, over the council's rows
};

/** Where a placeholder's value comes from. */
struct symbol {
    enum symbol_kind kind;
    const char *name;         ///< as the campaign writes it
    size_t index;             ///< of the column or statistic
    size_t list;              ///< which, in the order of the settings
    enum figure_part part;    ///< of a figure
    const char *text;         ///< constant; NULL: a date that is not given
    struct date date;         ///< constant: the date it says, if it is one
    struct location location; ///< where it is defined
};

/** A list between whose tags a placeholder is. */
struct list_scope {
    size_t list;
    const struct list_scope *outer; ///< or NULL
};

struct symbols;

/** @owner @p arena; @p campaign must outlive it */
struct symbols *symbols_new(struct arena *arena,
                            const struct campaign *campaign);

struct compile_context;

/** @return the first thing of this name (folded), or NULL; the columns of open
 *  lists come first */
const struct symbol *symbols_find(const struct compile_context *context,
                                  const char *name);

/**
 * Finds what a placeholder means, and notes that a column is used.
 *
 * @param placeholder  what was written; not a closing tag
 * @param location     where
 * @return what it means, or NULL where that is a mistake
 * @errors RULE_TEMPLATE_NAME_UNKNOWN, RULE_TEMPLATE_NAME_AMBIGUOUS,
 *         RULE_SETTING_MISSING (a date that is not given), RULE_VALUE_MISSING
 *         (a constant that is empty), RULE_TEMPLATE_SYNTAX (a statistic's
 *         `compared` is no value, nor is a list; only a column names a file; a
 *         list's column outside its tags; a list within itself)
 */
const struct symbol *symbols_resolve(struct compile_context *context,
                                     const struct placeholder *placeholder,
                                     struct location location);

/** Records that a text or a chart shows parts of a statistic. */
void symbols_use_part(struct symbols *symbols, size_t statistic,
                      unsigned parts);

/** @return the parts of a statistic that texts print or ask for */
unsigned symbols_parts(const struct symbols *symbols, size_t statistic);

/** @return true if symbols_resolve() met this column */
bool symbols_uses_column(const struct symbols *symbols, size_t column);

/** @return true if symbols_resolve() met this column of a list */
bool symbols_uses_list_column(const struct symbols *symbols, size_t list,
                              size_t column);

/** @return true if a text counts as true: not empty, no, n, false, f or 0 */
bool symbols_is_true(const char *text);

/** @return the column with a symbol's number, or SIZE_MAX */
size_t symbols_column(const struct symbols *symbols,
                      const struct symbol *symbol);

#endif
