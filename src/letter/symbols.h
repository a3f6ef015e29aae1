#ifndef LETTER_SYMBOLS_H
#define LETTER_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

#include "data/campaign.h"
#include "letter/placeholder.h"
#include "stats/figures.h"

/**
 * Looks up the names in placeholders: columns, constants, dates, statistics,
 * lists and, between ((#list)) and ((/list)), their columns.
 */

enum symbol_kind {
    SYMBOL_COLUMN,      ///< a cell of the row
    SYMBOL_CONSTANT,    ///< equal in every letter
    SYMBOL_FIGURE,      ///< computed for the row
    SYMBOL_LIST,        ///< true if it has rows of the council
    SYMBOL_LIST_COLUMN, ///< a cell of the list's current row
    SYMBOL_LIST_COUNT,  ///< number of the council's rows
    SYMBOL_LIST_SUM,    ///< of the column, over the council's rows
};

/** The source of a placeholder's value. */
struct symbol {
    enum symbol_kind kind;
    const char *name;         ///< as in the campaign
    size_t index;             ///< of the column or statistic
    size_t list;              ///< which, in the order of the settings
    enum figure_part part;    ///< of a figure
    const char *text;         ///< constant; NULL: a missing date
    struct date date;         ///< constant: its date, if it is one
    struct location location; ///< of its definition
};

/** An open list around a placeholder. */
struct list_scope {
    size_t list;
    const struct list_scope *outer; ///< or NULL
};

struct symbols;

/** @owner @p arena; @p campaign must outlive it */
struct symbols *symbols_new(struct arena *arena,
                            const struct campaign *campaign);

struct compile_context;

/** @return the first symbol of this name (folded), or NULL; the columns of open
 *         lists come first */
const struct symbol *symbols_find(const struct compile_context *context,
                                  const char *name);

/**
 * Finds the meaning of a placeholder, and records that a column is used.
 *
 * @param placeholder  not a closing tag
 * @param location     where
 * @return its meaning, or NULL after a mistake
 * @errors RULE_TEMPLATE_NAME_UNKNOWN, RULE_TEMPLATE_NAME_AMBIGUOUS,
 *         RULE_SETTING_MISSING (a missing date), RULE_VALUE_MISSING (an empty
 *         constant), RULE_TEMPLATE_SYNTAX (a list or a statistic's `compared`
 *         as a value; an include of something other than a column; a list's
 *         column outside its tags; a list inside itself)
 */
const struct symbol *symbols_resolve(struct compile_context *context,
                                     const struct placeholder *placeholder,
                                     struct location location);

/** Records the parts of a statistic that a text or a chart shows. */
void symbols_use_part(struct symbols *symbols, size_t statistic,
                      unsigned parts);

/** @return the parts of a statistic that texts print or test */
unsigned symbols_parts(const struct symbols *symbols, size_t statistic);

/** @return true if symbols_resolve() met this column */
bool symbols_uses_column(const struct symbols *symbols, size_t column);

/** @return true if symbols_resolve() met this column of a list */
bool symbols_uses_list_column(const struct symbols *symbols, size_t list,
                              size_t column);

/** @return true if a text counts as true: neither empty nor no, n, false, f, 0
 */
bool symbols_is_true(const char *text);

/** @return the column with a symbol's number, or SIZE_MAX */
size_t symbols_column(const struct symbols *symbols,
                      const struct symbol *symbol);

#endif
