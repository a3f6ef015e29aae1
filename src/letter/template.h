#ifndef LETTER_TEMPLATE_H
#define LETTER_TEMPLATE_H

#include "base/diagnostics.h"
#include "data/campaign.h"
#include "letter/glyph_coverage.h"
#include "letter/letter.h"
#include "stats/figures.h"

/**
 * The letter text, compiled once for the run, evaluated for each council.
 *
 * CommonMark with GOV.UK Notify's placeholders; the language is design.md
 * section 4 and ARCHITECTURE.md's. A value is text and never markup: cmark
 * sees a private character in a placeholder's place, and the value takes its
 * place in the tree that cmark made.
 */
struct template;
struct covering_text;

/**
 * Compiles the letter text in each language, every Markdown file that a row includes, the
 * placeholders of the settings (addressee, delivery, reference, file name), and
 * the covering text.
 *
 * @param arena           owns the template
 * @param campaign        an open campaign
 * @param glyph_coverage  says which characters have no glyphs; NULL: not asked
 * @param covering_text   outlives the template; NULL: there is none
 * @param template        [out]
 * @param diagnostics     gets every mistake, with line and column, whether a
 *                        row triggers it or not
 * @return STATUS_OK, or the status of the first error. An included file that
 *         is at fault is reported with the code of the rows that name it, and
 *         those rows are refused by template_letter(); it does not stop others
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

/** Gives back what the arena does not own; NULL is allowed. */
void template_close(struct template *template);

/**
 * Makes one council's letter. May be called from many threads.
 *
 * @param template     as compiled
 * @param council      the row
 * @param figures      its statistics, in each of the campaign's languages
 * @param arena        owns the letter
 * @param letter       [out] with the letters in the other languages after it
 * @param diagnostics  gets every fault of this row, with the council's code
 * @return STATUS_OK or STATUS_INPUT: the row is refused
 * @errors RULE_VALUE_MISSING at the cell that is empty, RULE_FILE_NAME_EMPTY,
 *         RULE_TEMPLATE_LINK (a link's value is no http, https or mailto URI)
 */
enum status template_letter(const struct template *template,
                            const struct council *council,
                            const struct figures *figures, struct arena *arena,
                            struct letter *letter,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Makes the name of a council's letter and nothing else of it: the row may be
 * one that template_letter() refuses.
 *
 * @return the name as in struct letter, in @p arena; NULL: it has none
 */
const char *template_file_name(const struct template *template,
                               const struct council *council,
                               const struct figures *figures,
                               struct arena *arena,
                               struct diagnostics *diagnostics);

/** @return the template of the next language, or NULL */
const struct template *template_next(const struct template *template);

/** @return the text that was compiled with the letter's, or NULL */
const void *template_covering_text(const struct template *template);

/** @return true if letters or covering texts use this column of the roster */
bool template_uses_column(const struct template *template, size_t column);

/** @return the parts of a statistic (enum figure_part) that letters or covering
 *  texts use */
unsigned template_uses_parts(const struct template *template, size_t statistic);

/** @return true if letters or covering texts use this column of a list */
bool template_uses_list_column(const struct template *template, size_t list,
                               size_t column);

/** Reports Markdown files beside those that rows include and that no row
 *  names, as warnings. @errors RULE_FILE_UNUSED */
void template_find_unused_files(const struct template *template,
                                struct diagnostics *diagnostics);

/**
 * Adds to @p hash all that this letter's words depend on besides its row: the
 * template's bytes and, for @p council, the bytes of the files it includes.
 */
struct hash;
void template_hash(const struct template *template,
                   const struct council *council, struct hash *hash);

/** @return the SHA-256 of the letter text in all languages; what rows include is
 *  not in it */
const unsigned char *template_digest(const struct template *template);

/**
 * All characters of the template and of the settings that are printed, so
 * that fonts can be subset once for the run: what a row can add is not here.
 *
 * @return UTF-8, owned by the template
 */
const char *template_characters(const struct template *template);

/** @return what a statistic is called where it is all councils': its label,
 *  else the title of its panel where all letters have the same, else its key */
const char *template_statistic_label(const struct template *template,
                                     size_t statistic);

#endif
