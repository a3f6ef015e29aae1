#ifndef LETTER_COMPILE_CONTEXT_H
#define LETTER_COMPILE_CONTEXT_H

#include "base/arena.h"
#include "base/diagnostics.h"
#include "letter/codepoint_set.h"
#include "letter/glyph_coverage.h"
#include "letter/symbols.h"

/** What compiling one text needs at every step. */
struct compile_context {
    struct arena *arena;                 ///< owns what is compiled
    struct arena *scratch;               ///< for what only compiling needs
    struct symbols *symbols;             ///< what names mean
    struct codepoint_set *codepoint_set; ///< gets what is printed; or NULL
    const struct glyph_coverage
        *glyph_coverage;                ///< knows what can be printed; or NULL
    const struct source_text *settings; ///< campaign.yaml
    const struct list_scope *scope;     ///< the innermost open list, or NULL
    unsigned style; ///< STYLE_ bits that layout adds to all of it
    size_t missing; ///< characters reported to have no glyph
    struct diagnostics *diagnostics; ///< gets every mistake
    enum status status;              ///< of the first mistake
};

/** Reports a mistake in the text, and keeps the status of the first. */
void compile_context_report(struct compile_context *context,
                            enum diagnostic_id rule, struct location location,
                            const char *format, ...) PRINTF_LIKE(4, 5);

/** Like compile_context_report() with the column, key or statistic that it is
 *  about. */
void compile_context_report_field(struct compile_context *context,
                                  enum diagnostic_id rule,
                                  struct location location, const char *field,
                                  const char *message);

#endif
