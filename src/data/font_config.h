#ifndef DATA_FONT_CONFIG_H
#define DATA_FONT_CONFIG_H

#include <stddef.h>

#include "base/diagnostics.h"

/**
 * fonts/fonts.yaml: the list of font files.
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
 *
 * Paths of files are relative to that folder or absolute, as in an installed
 * program.
 */
enum { FONT_CONFIG_STYLES = 4 }; ///< regular, bold, italic, bold_italic

struct font_family {
    const char *family;
    struct location location;
    struct value files[FONT_CONFIG_STYLES]; ///< paths; NULL: no such style
};

struct font_config {
    const struct font_family *items; ///< the text family first, then fallbacks
    size_t count;
};

/**
 * Reads `<folder>/fonts.yaml`.
 *
 * @param arena        owns the result
 * @param folder       the fonts' folder
 * @param font_config  [out]
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK, or the status of the first error
 */
enum status font_config_read(struct arena *arena, const char *folder,
                             struct font_config *font_config,
                             struct diagnostics *diagnostics) MUST_CHECK;

#endif
