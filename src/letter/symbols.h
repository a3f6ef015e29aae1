#ifndef LETTER_GLOSSARY_H
#define LETTER_GLOSSARY_H

#include <stdbool.h>
#include <stddef.h>

#include "data/campaign.h"
#include "letter/placeholder.h"

/**
 * What the names in placeholders mean: columns, constants, dates, statistics.
 */

enum binding_kind {
    BINDING_COLUMN,   ///< a cell of the row
    BINDING_CONSTANT, ///< the same in every letter
    BINDING_FIGURE,   ///< worked out for the row
};

enum attribute {
    ATTRIBUTE_RATE,
    ATTRIBUTE_COUNT,
    ATTRIBUTE_TOTAL,
    ATTRIBUTE_AVERAGE,
    ATTRIBUTE_COMPARED, ///< true or false only
};

/** Where a placeholder's value comes from. */
struct binding {
    enum binding_kind kind;
    const char *name;         ///< as the campaign writes it
    size_t index;             ///< of the column or statistic
    enum attribute attribute; ///< of a figure
    const char *text;         ///< constant; NULL: a date that is not given
    struct place place;       ///< where it is defined
};

struct glossary;

/** @owner @p arena; @p campaign must outlive it */
struct glossary *glossary_new(struct arena *arena,
                              const struct campaign *campaign);

struct compiler;

/** @return the first thing of this name (folded), or NULL */
const struct binding *glossary_find(const struct compiler *compiler,
                                    const char *name);

/**
 * Finds what a placeholder means, and notes that a column is used.
 *
 * @param compiler     gets every mistake
 * @param placeholder  what was written; not a closing tag
 * @param place        where
 * @return what it means, or NULL where that is a mistake
 * @errors RULE_TEMPLATE_NAME_UNKNOWN, RULE_TEMPLATE_NAME_AMBIGUOUS,
 *         RULE_SETTING_MISSING (a date that is not given), RULE_VALUE_MISSING
 *         (a constant that is empty), RULE_TEMPLATE_SYNTAX (a statistic's
 *         `compared` is no value; only a column names a file)
 */
const struct binding *glossary_resolve(struct compiler *compiler,
                                       const struct placeholder *placeholder,
                                       struct place place);

/** @return whether glossary_resolve() met this column */
bool glossary_uses_column(const struct glossary *glossary, size_t column);

/** @return whether a text counts as true: not empty, no, n, false, f or 0 */
bool glossary_is_true(const char *text);

/** @return the column that a binding's number stands in, or SIZE_MAX */
size_t glossary_column(const struct glossary *glossary,
                       const struct binding *binding);

#endif
