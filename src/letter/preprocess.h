#ifndef LETTER_MANUSCRIPT_H
#define LETTER_MANUSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "letter/compile_context.h"
#include "letter/mapped_text.h"
#include "letter/placeholder.h"
#include "letter/source_text.h"

/**
 * A text whose placeholders have been read, looked up and replaced by private
 * characters.
 */

/** A placeholder in a text. */
struct mark {
    struct placeholder placeholder;
    struct place place;
    const struct binding *binding; ///< NULL: a mistake, or a closing tag
    size_t slip;                   ///< choice: which slip holds its text
};

enum manuscript_kind {
    MANUSCRIPT_MARKDOWN,
    MANUSCRIPT_PLAIN, ///< a setting: no Markdown, no blocks
};

struct manuscript {
    enum manuscript_kind kind;
    struct source source;
    struct mark *marks;
    size_t count;
    size_t room;
    struct draft *main;   ///< the text
    struct draft **slips; ///< the texts of ((flag??text)), outer before inner
    size_t slip_count;
    size_t slip_room;
};

/**
 * Reads all placeholders of a text. Tags that stand alone on their lines
 * become paragraphs of their own: blank lines around, and indented as the
 * block they govern, so that they can stand between the items of a list.
 *
 * @param compiler    gets every mistake
 * @param source      the text; the manuscript borrows its bytes
 * @param kind        what it is
 * @param manuscript  filled in; close it in the end
 */
void manuscript_open(struct compiler *compiler, const struct source *source,
                     enum manuscript_kind kind, struct manuscript *manuscript);

void manuscript_close(struct manuscript *manuscript);

/** @return the placeholder that a private character stands for, or NULL */
const struct mark *manuscript_mark(const struct manuscript *manuscript,
                                   uint32_t letter);

/** @return whether it is ((#flag)), ((^flag)), ((/flag)) or ((>column)) */
bool mark_is_tag(const struct mark *mark);

#endif
