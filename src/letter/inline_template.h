#ifndef LETTER_INLINE_TEMPLATE_H
#define LETTER_INLINE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "letter/compile_context.h"
#include "letter/letter.h"
#include "letter/markdown.h"
#include "letter/preprocess.h"

/**
 * The compiled inline text of a paragraph: parts that are the same in all
 * letters, and parts that depend on the row.
 */

enum inline_part_kind {
    INLINE_PART_TEXT,   ///< words of the template
    INLINE_PART_BREAK,  ///< a hard line break
    INLINE_PART_VALUE,  ///< ((name)), ((name?))
    INLINE_PART_CHOICE, ///< ((flag??text)), ((^flag??text))
};

struct inline_link;
struct inline_template;

/** The style of a part, and its source. */
struct inline_style {
    unsigned style;
    const struct inline_link *link; ///< or NULL
    const char *language;           ///< BCP 47, or NULL
    struct location location;
};

struct inline_part {
    enum inline_part_kind kind;
    struct inline_style looks;
    const char *text; ///< text: to be set; else for messages: "((name))"
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

/** The target of a link. */
struct inline_link {
    struct location location;
    const char *uri; ///< the same in all letters; NULL: not so
    const struct inline_template *target; ///< its source
    bool bare; ///< `<((name))>`: may be an e-mail address
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

/** Compiles a setting, which has placeholders but no Markdown. */
const struct inline_template *
inline_template_compile_plain(struct compile_context *context,
                              const struct preprocessed *preprocessed);

#endif
