#ifndef LAYOUT_COMPOSER_H
#define LAYOUT_COMPOSER_H

#include "layout/layout.h"
#include "layout/type_scale.h"
#include "layout/ui_strings.h"

/**
 * What every part of layout needs while it sets one letter.
 */
struct composer {
    const struct layout_kit *kit;
    const struct layout_tools *tools;
    struct arena *arena; ///< the letter's
    const struct letter *letter;
    struct easel *easel;
    struct tag *root; ///< the document
    struct scale scale;
    const struct phrases *phrases;
};

#endif
