#ifndef LETTER_INLINE_TEMPLATE_H
#define LETTER_INLINE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "letter/compile_context.h"
#include "letter/letter.h"
#include "letter/markdown.h"
#include "letter/preprocess.h"

/**
 * A paragraph's worth of inline text, compiled: what is the same in all
 * letters, and what a row decides.
 */

enum inline_part_kind {
    INLINE_PART_TEXT,   ///< words of the template
    INLINE_PART_BREAK,  ///< a hard line break
    INLINE_PART_VALUE,  ///< ((name)), ((name?))
    INLINE_PART_CHOICE, ///< ((flag??text)), ((^flag??text))
};

struct inline_link;
struct inline_template;

/** The looks of a part, and where it comes from. */
struct inline_style {
    unsigned style;
    const struct inline_link *link; ///< or NULL
    const char *language;           ///< BCP 47, or NULL
    struct location location;
};

struct inline_part {
    enum inline_part_kind kind;
    struct inline_style looks;
    const char *text; ///< text: as it is to be set; else what a message shows:
                      ///< "((name))"
    const struct symbol *symbol;         ///< value, choice; never NULL there
    bool optional;                       ///< value
    bool negated;                        ///< choice
    const struct inline_template *inner; ///< choice
};

struct inline_template {
    const struct inline_part *parts;
    size_t count;
    const struct inline_text *ready; ///< the same in all letters; NULL: not so
};

/** Where a link leads. */
struct inline_link {
    struct location location;
    const char *uri; ///< the same in all letters; NULL: not so
    const struct inline_template *target; ///< what it is made of
    bool bare; ///< `<((name))>`: the value may be an e-mail address
};

/**
 * Compiles the inline text of a block.
 *
 * @param markdown  the text
 * @param block     a paragraph or heading
 * @return the inline template, in the context's arena
 * @errors RULE_TEMPLATE_UNSUPPORTED, RULE_TEMPLATE_LINK
 */
const struct inline_template *
inline_template_compile(struct compile_context *context,
                        const struct markdown *markdown, cmark_node *block);

/** Compiles a setting, in which only placeholders mean something. */
const struct inline_template *
inline_template_compile_plain(struct compile_context *context,
                              const struct preprocessed *preprocessed);

#endif
