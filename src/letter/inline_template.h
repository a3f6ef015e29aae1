#ifndef LETTER_PHRASE_H
#define LETTER_PHRASE_H

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

enum part_kind {
    PART_TEXT,   ///< words of the template
    PART_BREAK,  ///< a hard line break
    PART_VALUE,  ///< ((name)), ((name?))
    PART_CHOICE, ///< ((flag??text)), ((^flag??text))
};

struct link;
struct phrase;

struct part {
    enum part_kind kind;
    unsigned style;
    const struct link *link; ///< or NULL
    const char *language;    ///< BCP 47, or NULL
    struct place place;
    const char *text; ///< text: as it is to be set; else what a message shows:
                      ///< "((name))"
    const struct binding *binding; ///< value, choice; never NULL there
    bool optional;                 ///< value
    bool negated;                  ///< choice
    const struct phrase *inner;    ///< choice
};

struct phrase {
    const struct part *parts;
    size_t count;
    const struct words *ready; ///< the same in all letters; NULL: not so
};

/** Where a link leads. */
struct link {
    struct place place;
    const char *uri;             ///< the same in all letters; NULL: not so
    const struct phrase *target; ///< what it is made of
    bool bare; ///< `<((name))>`: the value may be an e-mail address
};

/**
 * Compiles the inline text of a block.
 *
 * @param compiler  gets every mistake
 * @param markup    the text
 * @param block     a paragraph or heading
 * @return the phrase, in the compiler's arena
 * @errors RULE_TEMPLATE_UNSUPPORTED, RULE_TEMPLATE_LINK
 */
const struct phrase *phrase_compile(struct compiler *compiler,
                                    const struct markup *markup,
                                    cmark_node *block);

/** Compiles a setting, in which only placeholders mean something. */
const struct phrase *phrase_compile_plain(struct compiler *compiler,
                                          const struct manuscript *manuscript);

#endif
