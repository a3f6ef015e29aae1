#ifndef LETTER_TONGUE_H
#define LETTER_TONGUE_H

#include "base/arena.h"

/**
 * Text in another language: <span lang="cy">Annwyl</span>, which is all the
 * HTML that a letter text may have.
 *
 * @source CommonMark 0.30, section 6.6 (raw HTML), for what a tag is
 */
enum tongue_tag {
    TONGUE_OPEN,
    TONGUE_CLOSE,
    TONGUE_FAULT, ///< opens a span, but not as it should
    TONGUE_ALIEN, ///< no span
};

/**
 * Reads a tag.
 *
 * @param arena     owns the language
 * @param tag       the whole of it, from < to >
 * @param language  BCP 47, for TONGUE_OPEN
 * @param fault     what is wrong, for TONGUE_FAULT and TONGUE_ALIEN
 */
enum tongue_tag tongue_read(struct arena *arena, const char *tag,
                            const char **language, const char **fault);

#endif
