#ifndef LETTER_COMPILE_CONTEXT_H
#define LETTER_COMPILE_CONTEXT_H

#include "base/arena.h"
#include "base/diagnostics.h"
#include "letter/codepoint_set.h"
#include "letter/glyph_coverage.h"
#include "letter/symbols.h"

/** The state of compiling one text. */
struct compile_context {
    struct arena *arena;                 ///< owns the compiled text
    struct arena *scratch;               ///< freed after compiling
    struct symbols *symbols;             ///< the meaning of names
    struct codepoint_set *codepoint_set; ///< collects printed characters; or
                                         ///< NULL
    const struct glyph_coverage
        *glyph_coverage; ///< finds characters without glyph; or NULL
    const struct source_text *settings; ///< campaign.yaml
    const struct list_scope *scope;     ///< the innermost open list, or NULL
    unsigned style; ///< STYLE_ bits that layout adds to the whole text
    size_t missing; ///< reported characters without glyph
    struct diagnostics *diagnostics; ///< all mistakes
    enum status status;              ///< of the first mistake
};

/** Reports a mistake in the text; the first one's status is kept. */
void compile_context_report(struct compile_context *context,
                            enum diagnostic_id rule, struct location location,
                            const char *format, ...) PRINTF_LIKE(4, 5);

/** Like compile_context_report(), with a column, key or statistic. */
void compile_context_report_field(struct compile_context *context,
                                  enum diagnostic_id rule,
                                  struct location location, const char *field,
                                  const char *message);

#endif
