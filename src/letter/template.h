#ifndef LETTER_TEMPLATE_H
#define LETTER_TEMPLATE_H

#include "base/diagnostics.h"
#include "data/campaign.h"
#include "letter/glyph_coverage.h"
#include "letter/letter.h"
#include "stats/figures.h"

/**
 * The letter text: compiled once for the run, evaluated for each council.
 *
 * CommonMark with GOV.UK Notify's placeholders; the language is design.md
 * section 4 and ARCHITECTURE.md's. A value is text and never markup: cmark
 * sees a private character instead of a placeholder, and the value replaces
 * that in cmark's tree.
 */
struct template;
struct covering_text;

/**
 * Compiles the letter text in each language, every Markdown file that a row
 * includes, the placeholders of the settings (addressee, delivery, reference,
 * file name), and the covering text.
 *
 * @param arena           owns the template
 * @param campaign        an open campaign
 * @param glyph_coverage  finds characters without glyph; NULL: not checked
 * @param covering_text   outlives the template; NULL: none
 * @param template        [out]
 * @param diagnostics     every mistake, with line and column, even if it
 *                        affects no row
 * @return STATUS_OK, or the status of the first error. A mistake in an
 *         included file is reported with the code of each row that names it;
 *         template_letter() refuses those rows only
 */
enum status template_open(struct arena *arena, const struct campaign *campaign,
                          const struct glyph_coverage *glyph_coverage,
                          const struct covering_text *covering_text,
                          struct template **template,
                          struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Like template_open() for a letter text in memory.
 *
 * @param arena        owns the template
 * @param campaign     an open campaign
 * @param file         the text's name in diagnostics
 * @param bytes        valid UTF-8 without NUL
 * @param length       bytes
 * @param template     [out]
 */
enum status template_compile(struct arena *arena,
                             const struct campaign *campaign, const char *file,
                             const char *bytes, size_t length,
                             struct template **template,
                             struct diagnostics *diagnostics) MUST_CHECK;

/** Frees the memory that the arena does not own; NULL is allowed. */
void template_close(struct template *template);

/**
 * Makes one council's letter. May be called from many threads.
 *
 * @param template     as compiled
 * @param council      the row
 * @param figures      its statistics, in each of the campaign's languages
 * @param arena        owns the letter
 * @param letter       [out] with the letters in the other languages after it
 * @param diagnostics  every error in this row, with the council's code
 * @return STATUS_OK or STATUS_INPUT: the row is refused
 * @errors RULE_VALUE_MISSING at the empty cell, RULE_FILE_NAME_EMPTY,
 *         RULE_TEMPLATE_LINK (a value in a link makes no http, https or mailto
 *         URI)
 */
enum status template_letter(const struct template *template,
                            const struct council *council,
                            const struct figures *figures, struct arena *arena,
                            struct letter *letter,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Makes only the name of a council's letter, even for a row that
 * template_letter() refuses.
 *
 * @return the name as in struct letter, in @p arena; NULL if it has none
 */
const char *template_file_name(const struct template *template,
                               const struct council *council,
                               const struct figures *figures,
                               struct arena *arena,
                               struct diagnostics *diagnostics);

/** @return the template of the next language, or NULL */
const struct template *template_next(const struct template *template);

/** @return the covering text, or NULL */
const void *template_covering_text(const struct template *template);

/** @return true if letters or covering texts use this column of the roster */
bool template_uses_column(const struct template *template, size_t column);

/** @return the parts of a statistic (enum figure_part) that letters or covering
 *  texts use */
unsigned template_uses_parts(const struct template *template, size_t statistic);

/** @return true if letters or covering texts use this column of a list */
bool template_uses_list_column(const struct template *template, size_t list,
                               size_t column);

/** Warns of Markdown files next to included ones that no row names. @errors
 *  RULE_FILE_UNUSED */
void template_find_unused_files(const struct template *template,
                                struct diagnostics *diagnostics);

/**
 * Adds to @p hash the inputs of a letter's words besides its row: the
 * template's bytes and the bytes of the files that @p council includes.
 */
struct hash;
void template_hash(const struct template *template,
                   const struct council *council, struct hash *hash);

/** @return the SHA-256 of the letter text in all languages, without included
 *         files */
const unsigned char *template_digest(const struct template *template);

/**
 * @return the printed characters of the template and the settings, for
 *         subsetting fonts once for the run; characters of rows are not
 *         included.
 *
 * @return UTF-8, owned by the template
 */
const char *template_characters(const struct template *template);

/** @return a statistic's name for all councils: its label, else the title of
 *         its panel if all letters share it, else its key */
const char *template_statistic_label(const struct template *template,
                                     size_t statistic);

#endif
