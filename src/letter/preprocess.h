#ifndef LETTER_PREPROCESS_H
#define LETTER_PREPROCESS_H

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
struct placeholder_use {
    struct placeholder placeholder;
    struct location location;
    const struct symbol *symbol; ///< NULL: a mistake, or a closing tag
    size_t choice_text;          ///< choice: which choice text it is
};

enum preprocess_kind {
    PREPROCESS_MARKDOWN,
    PREPROCESS_PLAIN, ///< a setting: no Markdown, no blocks
};

struct preprocessed {
    enum preprocess_kind kind;
    struct source_text source;
    struct placeholder_use *uses;
    size_t count;
    size_t capacity;
    struct mapped_text *main; ///< the text
    struct mapped_text **
        choice_texts; ///< the texts of ((flag??text)), outer before inner; of the cells of tables
    size_t choice_text_count;
    size_t choice_text_capacity;
};

/**
 * Reads all placeholders of a text. Tags alone on their lines
 * become paragraphs of their own: blank lines around, and indented as the
 * block they govern, so that they can be between the items of a list.
 *
 * @param source        the text; which borrows its bytes
 * @param kind          what it is
 * @param preprocessed  [out] close it with preprocess_close()
 */
void preprocess_open(struct compile_context *context,
                     const struct source_text *source,
                     enum preprocess_kind kind,
                     struct preprocessed *preprocessed);

void preprocess_close(struct preprocessed *preprocessed);

/** Adds an empty text that is to be parsed on its own, as that of
 *  ((flag??text)). @return its place in the choice texts */
size_t preprocess_add_text(struct preprocessed *preprocessed);

/** Warns of placeholders of other programs, which would be printed. Opening a
 *  manuscript does it. @errors RULE_TEXT_FOREIGN_PLACEHOLDER */
void preprocess_check_foreign(struct compile_context *context,
                              const struct source_text *source);

/** @return the placeholder that a private character stands for, or NULL */
const struct placeholder_use *
preprocess_find_use(const struct preprocessed *preprocessed,
                    uint32_t codepoint);

/** @return true if it is ((#flag)), ((^flag)), ((/flag)) or ((>column)) */
bool preprocess_is_tag(const struct placeholder_use *use);

#endif
