#ifndef LAYOUT_LAYOUT_CONTEXT_H
#define LAYOUT_LAYOUT_CONTEXT_H

#include "layout/layout.h"
#include "layout/type_scale.h"
#include "layout/ui_strings.h"

/**
 * The context of laying out one letter in one language.
 */
struct layout_context {
    const struct layout_kit *kit;
    const struct layout_tools *tools;
    struct arena *arena; ///< the letter's
    const struct letter *letter;
    struct display_list_builder *display_list;
    const struct layout_sender *sender;
    struct tag *root; ///< the document, or the section of the language
    struct type_scale scale;
    const struct ui_strings *ui_strings;
};

#endif
