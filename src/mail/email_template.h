#ifndef MAIL_EMAIL_TEMPLATE_H
#define MAIL_EMAIL_TEMPLATE_H

#include <stdbool.h>

#include "data/campaign.h"
#include "letter/letter.h"

struct compile_context;
struct includes;
struct template;
struct post_template;

/**
 * The covering e-mail of a letter, from `mail:` in campaign.yaml and its body,
 * a Markdown file with the syntax of letters.
 *
 * A body is a letter text without a subject heading and without pages. Its
 * panels become figures and sentences.
 */
struct email_template;

/** A recipient of a council's e-mail. */
struct recipient {
    struct mailbox mailbox; ///< its location is that of the cell
    const char *column; ///< the address's column; NULL: it is in the settings,
                        ///< for all
};

struct recipients {
    bool none; ///< the row has no address: no e-mail
    struct recipient to;
    const struct recipient *cc; ///< without duplicates and addresses of `to`
    size_t cc_count;
};

/** The content of one council's e-mail, in one language. */
struct email_content {
    struct email_content *next; ///< this content in the next language, or NULL
    const char *code;
    const char *name;
    const char *language; ///< BCP 47
    const char *subject;  ///< one line without control characters
    struct recipients recipients;
    struct block_list blocks; ///< no BLOCK_SUBJECT
    struct figures figures;
    const char *signatory;
    struct value_list roles;
};

/**
 * Compiles the campaign's e-mails.
 *
 * @param context   its arena owns the template; every mistake is reported,
 *                  with line and column, even if it affects no row. Glyphs are
 *                  not needed
 * @param campaign  an open campaign with `mail:`
 * @param post_template  decides which rows go by post only; or NULL
 * @return the template, to be closed by the caller
 * @errors those of block_template_compile(), RULE_SETTING_VALUE (a `to` that
 *         is equal for all councils; a subject of two lines), RULE_FILE_*
 */
struct email_template *
email_template_open(struct compile_context *context,
                    const struct campaign *campaign,
                    const struct post_template *post_template);

/** Frees the memory that the arena does not own. */
void email_template_close(struct email_template *email_template);

/** @return the template of the e-mails compiled with a letter text; NULL if the
 *         campaign has no `mail:` */
const struct email_template *email_template_of(const struct template *template);

/** @return the Markdown files that the body includes, or NULL */
const struct includes *
email_template_includes(const struct email_template *email_template);

/**
 * Writes one council's e-mail. Thread-safe.
 *
 * @param email_template  the compiled e-mail
 * @param council         the row
 * @param figures         its statistics; the e-mail may only print parts in
 *                        `given`, which the letter prints
 * @param arena           owns the content
 * @param content         [out] for a row without an address, only its
 *                        recipients
 * @param diagnostics     every error in this row, with the council's code
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_EMAIL_MISSING, a warning: no address; RULE_VALUE_MISSING,
 *         RULE_EMAIL_SYNTAX, RULE_HEADER_CONTROL, each at the cell; those of a
 *         letter's text
 */
enum status email_template_write(const struct email_template *email_template,
                                 const struct council *council,
                                 const struct figures *figures,
                                 struct arena *arena,
                                 struct email_content *content,
                                 struct diagnostics *diagnostics) MUST_CHECK;

/** Like email_template_write() in each of the campaign's languages.
 *  @param template  the campaign's, with `mail:`
 *  @param letter    of template_letter() */
enum status email_template_write_all(
    const struct template *template, const struct council *council,
    const struct letter *letter, struct arena *arena,
    struct email_content *content, struct diagnostics *diagnostics) MUST_CHECK;

/** Evaluates only the recipients, which need no figures. */
enum status
email_template_recipients(const struct email_template *email_template,
                          const struct council *council, struct arena *arena,
                          struct recipients *recipients,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
