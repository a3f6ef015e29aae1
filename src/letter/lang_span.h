#ifndef LETTER_LANG_SPAN_H
#define LETTER_LANG_SPAN_H

#include "base/arena.h"

/**
 * Text in another language: <span lang="cy">Annwyl</span>, which is all the
 * HTML that a letter text may have.
 *
 * @source CommonMark 0.30, section 6.6 (raw HTML), for what a tag is
 */
enum lang_span_tag {
    LANG_SPAN_OPEN,
    LANG_SPAN_CLOSE,
    LANG_SPAN_FAULT,     ///< opens a span, but not as it should
    LANG_SPAN_OTHER_TAG, ///< no span
};

/**
 * Reads a tag.
 *
 * @param arena     owns the language
 * @param tag       the whole of it, from < to >
 * @param language  BCP 47, for LANG_SPAN_OPEN
 * @param fault     what is wrong, for LANG_SPAN_FAULT and LANG_SPAN_OTHER_TAG
 */
enum lang_span_tag lang_span_read(struct arena *arena, const char *tag,
                                  const char **language, const char **fault);

#endif
