#ifndef LETTER_LANG_SPAN_H
#define LETTER_LANG_SPAN_H

#include "base/arena.h"

/**
 * Text in another language: <span lang="cy">Annwyl</span>, the only HTML that
 * a letter text may contain.
 *
 * @source CommonMark 0.30, section 6.6 (raw HTML), for the syntax of tags
 */
enum lang_span_tag {
    LANG_SPAN_OPEN,
    LANG_SPAN_CLOSE,
    LANG_SPAN_FAULT,     ///< a wrong tag that opens a span
    LANG_SPAN_OTHER_TAG, ///< not a span
};

/**
 * Reads a tag.
 *
 * @param arena     owns the language
 * @param tag       complete, from < to >
 * @param language  BCP 47, for LANG_SPAN_OPEN
 * @param fault     the mistake, for LANG_SPAN_FAULT and LANG_SPAN_OTHER_TAG
 */
enum lang_span_tag lang_span_read(struct arena *arena, const char *tag,
                                  const char **language, const char **fault);

#endif
