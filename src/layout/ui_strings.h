#ifndef LAYOUT_UI_STRINGS_H
#define LAYOUT_UI_STRINGS_H

#include <stddef.h>

#include "base/arena.h"

/** The few words that a letter has from the program and not from its text. */
struct ui_strings {
    const char *language;   ///< primary subtag of BCP 47
    const char *page;       ///< before the page's number, with its space
    const char *of_pages;   ///< between the number and the count
    const char *out_of;     ///< between count and total
    const char *average;    ///< beside the tick, with a space behind it
    const char *average_of; ///< in the picture's description
    const char *signature;  ///< before the signatory's name
    const char *seal;       ///< before the name of who sealed the file
};

/** @return the phrases for a language; English for one that is not known */
const struct ui_strings *ui_strings_find(const char *language);

/** @return "Page 2 of 4". @owner @p arena */
const char *ui_strings_page(const struct ui_strings *ui_strings,
                            struct arena *arena, size_t page, size_t count);

#endif
