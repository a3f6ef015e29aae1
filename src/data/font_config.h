#ifndef DATA_TYPEFACES_H
#define DATA_TYPEFACES_H

#include <stddef.h>

#include "base/diagnostics.h"

/**
 * fonts/fonts.yaml: which font files there are.
 *
 *     text: Liberation Sans            # the family letters are set in
 *     fallback: [Noto Sans]            # tried in order for missing glyphs
 *     families:
 *       Liberation Sans:
 *         regular: LiberationSans-Regular.ttf
 *         bold: LiberationSans-Bold.ttf
 *         italic: LiberationSans-Italic.ttf
 *         bold_italic: LiberationSans-BoldItalic.ttf
 *         licence: OFL-1.1
 *         package: fonts-liberation2   # where ./dev stages the files from
 */
enum { TYPEFACE_STYLES = 4 }; ///< regular, bold, italic, bold_italic

struct typeface {
    const char *family;
    struct place place;
    struct value files[TYPEFACE_STYLES]; ///< paths; NULL: the family lacks the
                                         ///< style
};

struct typefaces {
    const struct typeface *items; ///< the text family first, then fallbacks
    size_t count;
};

/**
 * Reads `<folder>/fonts.yaml`.
 *
 * @param arena      owns the result
 * @param folder     the fonts' folder
 * @param typefaces  filled in on success
 * @param report     gets what is wrong
 * @return STATUS_OK, or the status of the first error
 */
enum status typefaces_read(struct arena *arena, const char *folder,
                           struct typefaces *typefaces,
                           struct report *report) MUST_CHECK;

#endif
