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
 * A text whose placeholders were read, looked up and replaced by private
 * characters.
 */

/** A placeholder in a text. */
struct placeholder_use {
    struct placeholder placeholder;
    struct location location;
    const struct symbol *symbol; ///< NULL: a mistake, or a closing tag
    size_t choice_text;          ///< choice: index of its choice text
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
    struct mapped_text *
        *choice_texts; ///< of ((flag??text)), outer before inner; of tables'
                       ///< cells
    size_t choice_text_count;
    size_t choice_text_capacity;
};

/**
 * Reads all placeholders of a text. Tags alone on their lines become
 * paragraphs, with blank lines around them and the indent of the block that
 * they govern, so that they can be between list items.
 *
 * @param source        the text; its bytes are borrowed
 * @param kind          what it is
 * @param preprocessed  [out] close it with preprocess_close()
 */
void preprocess_open(struct compile_context *context,
                     const struct source_text *source,
                     enum preprocess_kind kind,
                     struct preprocessed *preprocessed);

void preprocess_close(struct preprocessed *preprocessed);

/** Adds an empty text that is parsed separately, like that of ((flag??text)).
 *  @return its index in the choice texts */
size_t preprocess_add_text(struct preprocessed *preprocessed);

/** Warns of other programs' placeholders, which would be printed.
 *  preprocess_open() does this, too. @errors RULE_TEXT_FOREIGN_PLACEHOLDER */
void preprocess_check_foreign(struct compile_context *context,
                              const struct source_text *source);

/** @return the placeholder that a private character represents, or NULL */
const struct placeholder_use *
preprocess_find_use(const struct preprocessed *preprocessed,
                    uint32_t codepoint);

/** @return true if it is ((#flag)), ((^flag)), ((/flag)) or ((>column)) */
bool preprocess_is_tag(const struct placeholder_use *use);

#endif
