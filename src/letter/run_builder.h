#ifndef LETTER_RUN_BUILDER_H
#define LETTER_RUN_BUILDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "letter/letter.h"

/**
 * Writes runs: joins adjacent runs of one style, and removes double spaces
 * around empty values and spaces at line ends.
 */

/** The style of text, and its source. */
struct run_style {
    unsigned style;
    const char *link;     ///< compared as a pointer
    const char *language; ///< compared as a pointer
    struct location location;
};

struct run_builder {
    struct arena *arena; ///< owns the runs
    struct text_run *runs;
    size_t count;
    size_t capacity;
    struct buffer text;          ///< of the current run
    struct run_style run_style;  ///< of the current run
    struct text_origin *origins; ///< of the parts of the current run
    size_t origin_count;
    size_t origin_capacity;
    bool open;     ///< a run is being built
    bool of_value; ///< the run has a value's location
    bool spaced;   ///< ends in white space
    bool vanished; ///< an empty value is on this line
};

/** @owner the caller, who frees it with run_builder_free() */
struct run_builder run_builder_new(struct arena *arena);

void run_builder_free(struct run_builder *run_builder);

/** Writes text that has no line ends and at most one white
 *  space in a row. */
void run_builder_text(struct run_builder *run_builder, const char *text,
                      struct run_style run_style);

/** Writes a value; line ends become hard line breaks. */
void run_builder_value(struct run_builder *run_builder, const char *value,
                       struct run_style run_style);

/** Writes a hard line break, unless the line has only empty values. */
void run_builder_break(struct run_builder *run_builder,
                       struct run_style run_style);

/** Records an empty value. */
void run_builder_vanish(struct run_builder *run_builder);

/** @return the text since the last call, in the builder's arena */
struct inline_text run_builder_finish(struct run_builder *run_builder);

#endif
