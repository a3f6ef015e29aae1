#ifndef LETTER_COMPILER_H
#define LETTER_COMPILER_H

#include "base/arena.h"
#include "base/diagnostics.h"
#include "letter/codepoint_set.h"
#include "letter/glyph_coverage.h"
#include "letter/symbols.h"

/** What compiling one text needs at every step. */
struct compiler {
    struct arena *arena;               ///< owns what is compiled
    struct arena *scratch;             ///< for what only compiling needs
    struct glossary *glossary;         ///< what names mean
    struct alphabet *alphabet;         ///< gets what is printed; or NULL
    const struct lettering *lettering; ///< knows what can be printed; or NULL
    const struct source *settings;     ///< campaign.yaml
    unsigned style;        ///< STYLE_ bits that layout adds to all of it
    struct report *report; ///< gets every mistake
    enum status status;    ///< of the first mistake
};

/** Reports a mistake in the text, and keeps the status of the first. */
void compiler_blame(struct compiler *compiler, enum rule rule,
                    struct place place, const char *format, ...)
    PRINTF_LIKE(4, 5);

/** The same with the column, key or statistic it is about. */
void compiler_blame_field(struct compiler *compiler, enum rule rule,
                          struct place place, const char *field,
                          const char *message);

#endif
