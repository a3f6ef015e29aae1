#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "base/diagnostics.h"
#include "canvas/display_list.h"
#include "data/post_settings.h"
#include "layout/theme.h"
#include "letter/letter.h"
#include "type/paragraph.h"

/**
 * Lays out blocks as pages of marks.
 *
 * A pure function of the letter, the theme, the faces and the artwork. Text is
 * on a baseline grid of half a line. There are no widows and orphans, no
 * headings separate from their text, no signature blocks alone on a page and no
 * broken panels; consecutive panels share a page if they fit on one.
 */

/** The sender of the letters, in one language. */
struct layout_sender {
    const struct artwork *logo; ///< or NULL: the wordmark is set
    const char *office; ///< its name, shown by the logo; NULL without a logo
};

/** The inputs that all letters of a run share. */
struct layout_kit {
    struct theme theme;
    const struct family *family;
    const struct layout_sender *senders; ///< one a language
    const struct artwork *signature;     ///< or NULL: space for a pen
    const struct post_window *window;    ///< of letters that have one; or NULL
    struct location window_location;     ///< of the setting
    bool fold_marks;
    bool sealed;      ///< letters have a MARK_SEAL
    bool seal_hidden; ///< with an empty area
};

/** The tools of one thread. */
struct layout_tools {
    struct shaper *shaper;
    struct path_builder *builder;
};

/**
 * Sets one letter: each language on a new page, under a Sect if there are
 * several.
 *
 * @param kit       for the run
 * @param tools     this thread's
 * @param arena     owns the document, except texts and glyphs in the shaper's
 *                  caches
 * @param letter    the words, in each language
 * @param document  [out] the pages; valid until the tools are used for another
 *                  letter
 * @param err  [out] with the council's code
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_LAYOUT_TOO_TALL, RULE_LAYOUT_WORD_TOO_WIDE, RULE_GLYPH_MISSING,
 *         RULE_TEXT_DIRECTION, RULE_LAYOUT_TOO_LONG (more than 250 pages),
 *         RULE_LAYOUT_WINDOW
 */
enum status layout_letter(const struct layout_kit *kit,
                          const struct layout_tools *tools, struct arena *arena,
                          const struct letter *letter,
                          struct document *document,
                          struct error *err) MUST_CHECK;

#endif
