#ifndef LAYOUT_THEME_H
#define LAYOUT_THEME_H

#include "base/diagnostics.h"
#include "base/geometry.h"

/**
 * theme.yaml: the colours and measures of a letter. Every key is optional; the
 * default is the Government Analysis Function's palette.
 */
struct theme {
    struct colour text;    ///< body
    struct colour heading; ///< subject and sections
    struct colour wordmark;
    struct colour link;
    struct colour quiet;   ///< running heads, basis lines
    struct colour rule;    ///< between panels
    struct colour fill;    ///< filled arc and counted marks
    struct colour average; ///< the tick
    struct colour track;   ///< unfilled ring and other marks
    struct colour peers;   ///< bars of other councils, of other years
    struct colour grid;    ///< lines of an axis
    struct colour panel;   ///< background of a chart; white is not drawn
    double text_size;      ///< points, 12 or more
    double margin_left;    ///< points; millimetres in the file
    double margin_right;
    double margin_top;
    double margin_bottom;
    unsigned char digest[32]; ///< SHA-256 of all values
};

/** @return the default theme, that of assets/theme.yaml */
struct theme theme_default(void);

/**
 * Reads a theme file over the defaults.
 *
 * @errors RULE_SETTING_UNKNOWN, RULE_SETTING_TYPE, RULE_THEME_VALUE (a colour
 *         that is not #rrggbb, contrast with its background under 4.5:1 for
 *         text or 3:1 for graphics, text under 12 points)
 * @source WCAG 2.2, 1.4.3 and 1.4.11, for contrast
 */
enum status theme_read(const char *path, struct theme *theme,
                       struct diagnostics *diagnostics) MUST_CHECK;

/** @return the contrast of two colours, 1 to 21
 *  @source WCAG 2.2, definition of contrast ratio */
double theme_contrast(struct colour a, struct colour b);

#endif
