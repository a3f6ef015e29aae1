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
 * The covering e-mail of a letter: what `mail:` in campaign.yaml and its body,
 * a Markdown file in the letter's own language, say to each council.
 *
 * A body is a letter text without a subject heading and without pages. Its
 * panels become figures and sentences.
 */
struct email_template;

/** Somebody who gets a council's e-mail. */
struct recipient {
    struct mailbox mailbox; ///< its location is that of the cell
    const char *column;     ///< the column that the address is from; NULL: it
                            ///< is in the settings, for all
};

struct recipients {
    bool none; ///< the row has no address: its letter goes by no e-mail
    struct recipient to;
    const struct recipient *cc; ///< each once, none of `to`
    size_t cc_count;
};

/** What one council's e-mail says, in one language. */
struct email_content {
    struct email_content *next; ///< the same in the next language, or NULL
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
 * Compiles what the campaign's e-mails say.
 *
 * @param context   its arena owns the template; gets every mistake, with line
 *                  and column; none waits for a row to trigger it. No
 *                  character needs a glyph, because none is printed
 * @param campaign  an open campaign with `mail:`
 * @param post_template  knows the rows that go by post only; or NULL
 * @return the template; close it in the end
 * @errors those of block_template_compile(), RULE_SETTING_VALUE (a `to` that is
 *         the same for all councils; a subject of two lines), RULE_FILE_*
 */
struct email_template *
email_template_open(struct compile_context *context,
                    const struct campaign *campaign,
                    const struct post_template *post_template);

/** Frees what the arena does not own. */
void email_template_close(struct email_template *email_template);

/** @return what the e-mails say that were compiled with a letter text; NULL:
 *  the campaign has no `mail:` */
const struct email_template *email_template_of(const struct template *template);

/** @return the Markdown files that the body includes, or NULL */
const struct includes *
email_template_includes(const struct email_template *email_template);

/**
 * Writes one council's e-mail. May be called from many threads.
 *
 * @param email_template  as compiled
 * @param council         the row
 * @param figures         its statistics, with what its letter prints of them in
 *                        `given`: the e-mail may give no other
 * @param arena           owns the content
 * @param content         [out] of a row without an address, its
 *                        recipients alone
 * @param diagnostics     gets every fault of this row, with the council's code
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_EMAIL_MISSING, a warning: there is no address;
 *         RULE_VALUE_MISSING, RULE_EMAIL_SYNTAX, RULE_HEADER_CONTROL, each at
 *         the cell; those of a letter's text
 */
enum status email_template_write(const struct email_template *email_template,
                                 const struct council *council,
                                 const struct figures *figures,
                                 struct arena *arena,
                                 struct email_content *content,
                                 struct diagnostics *diagnostics) MUST_CHECK;

/** Like email_template_write() in each of the campaign's languages.
 *  @param template  the campaign's, with `mail:`
 *  @param letter    as template_letter() wrote it */
enum status email_template_write_all(
    const struct template *template, const struct council *council,
    const struct letter *letter, struct arena *arena,
    struct email_content *content, struct diagnostics *diagnostics) MUST_CHECK;

/** Evaluates the recipients alone, which need no figures. */
enum status
email_template_recipients(const struct email_template *email_template,
                          const struct council *council, struct arena *arena,
                          struct recipients *recipients,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
