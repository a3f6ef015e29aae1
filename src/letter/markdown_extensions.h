#ifndef LETTER_MARKDOWN_EXTENSIONS_H
#define LETTER_MARKDOWN_EXTENSIONS_H

#include "letter/compile_context.h"
#include "letter/mapped_text.h"

/**
 * What other programs add to CommonMark.
 *
 * cmark takes it for plain text, so that a table would be printed as a line of
 * bars and dashes. Tables, task boxes, strike-out and footnotes have no form in
 * a letter and are refused; a backslash before them makes them text. A line
 * that begins with a bullet character, as pasted from Word, is a list item.
 *
 * @source GitHub Flavored Markdown 0.29, sections 4.10, 5.3 and 6.5; Pandoc's
 *         manual for footnotes and grid tables
 */

/**
 * Reports what is refused.
 *
 * @param context  gets RULE_TEMPLATE_UNSUPPORTED, each with its place
 * @param source   that the text is of
 * @param mapped_text    a letter text, or the text of ((flag??text))
 */
void markdown_extensions_check(struct compile_context *context,
                               const struct source_text *source,
                               const struct mapped_text *mapped_text);

/** Adds a text to another, each bullet character at a line's start as the
 *  "- " of CommonMark. Fences are left alone. */
void markdown_extensions_join(struct mapped_text *to,
                              const struct mapped_text *from);

/** @return the bytes of the bullet character and the white space after it that
 *  a text begins with, or 0 */
size_t markdown_extensions_bullet(const char *text);

#endif
