#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "base/diagnostics.h"
#include "canvas/display_list.h"
#include "data/post_settings.h"
#include "layout/theme.h"
#include "letter/letter.h"
#include "type/paragraph.h"

/**
 * Blocks into pages of marks.
 *
 * A pure function of the letter, the theme, the faces and the artwork. Text
 * stands on a baseline grid of half a line. No line of a paragraph is left
 * alone at a page's bottom or top, no heading parted from its text, no
 * signature block alone on a page, no panel broken, and panels that follow one
 * another share a page where they fit on one.
 */

/** Who the letters are from, in one language. */
struct layout_sender {
    const struct artwork *logo; ///< or NULL: the wordmark is set
    const char *office; ///< its name, which a logo stands for; or NULL, where
                        ///< there is no logo
};

/** What is set up once for the run. */
struct layout_kit {
    struct theme theme;
    const struct family *family;
    const struct layout_sender *senders; ///< one a language
    const struct artwork *signature;     ///< or NULL: room for a pen
    const struct post_window *window;    ///< of letters that have one; or NULL
    struct location window_location;     ///< of the setting
    bool fold_marks;
    bool sealed;      ///< letters bear the mark of where their seal is
    bool seal_hidden; ///< and it is out of sight
};

/** What one thread needs. */
struct layout_tools {
    struct shaper *shaper;
    struct path_builder *builder;
};

/**
 * Sets one letter: in each of its languages from a new page on, under a Sect
 * where there are several.
 *
 * @param kit       for the run
 * @param tools     this thread's
 * @param arena     owns the document, but for texts and glyphs that the shaper
 *                  keeps
 * @param letter    the words, in each language
 * @param document  [out] the pages; good until these tools set or shape
 *                  another letter
 * @param err  [out] the fault, with the council's code
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
