#ifndef LETTER_MARKDOWN_EXTENSIONS_H
#define LETTER_MARKDOWN_EXTENSIONS_H

#include "letter/compile_context.h"
#include "letter/mapped_text.h"

/**
 * Detects other programs' extensions of CommonMark.
 *
 * cmark reads them as plain text: a footnote would print as brackets.
 * Misplaced tables, task boxes, strike-out and footnotes are refused; a
 * backslash before them makes them text. A line that begins with a bullet
 * character, as pasted from Word, is a list item.
 *
 * @source GitHub Flavored Markdown 0.29, sections 4.10, 5.3 and 6.5; Pandoc's
 *         manual for footnotes and grid tables
 */

/**
 * Reports refused extensions.
 *
 * @param context  for RULE_TEMPLATE_UNSUPPORTED
 * @param source   the text's source
 * @param mapped_text    a letter text, or the text of ((flag??text))
 */
void markdown_extensions_check(struct compile_context *context,
                               const struct source_text *source,
                               const struct mapped_text *mapped_text);

/** Adds a text to another, with "- " for each bullet character at a line's
 *  start, except in fences. */
void markdown_extensions_join(struct mapped_text *to,
                              const struct mapped_text *from);

/** @return the bytes of the bullet character and the white space after it that
 *  a text begins with, or 0 */
size_t markdown_extensions_bullet(const char *text);

#endif
