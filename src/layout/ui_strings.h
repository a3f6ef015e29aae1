#ifndef LAYOUT_UI_STRINGS_H
#define LAYOUT_UI_STRINGS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/words.h"

/** @return "Five years"; the number if more than UI_YEARS - 1 */
const char *ui_strings_years(const struct ui_strings *ui_strings, size_t count);

/** @return a number, printed. @owner @p arena */
const char *ui_strings_number(struct arena *arena, size_t number);

/**
 * Replaces a text's placeholders.
 *
 * @param arena   owns the result
 * @param text    with "{0}" ...
 * @param values  one a placeholder
 */
const char *ui_strings_fill(struct arena *arena, const char *text,
                            const char *const *values);

/** Chooses a text's plural form and replaces its placeholders: {0} is the
 *  number, {1} the first value. @owner @p arena */
const char *ui_strings_count(struct arena *arena,
                             const char *const forms[static 2], size_t count,
                             const char *const *values);

/** @return "Page 2 of 4". @owner @p arena */
const char *ui_strings_page(const struct ui_strings *ui_strings,
                            struct arena *arena, size_t page, size_t count);

#endif
