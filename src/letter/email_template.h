#ifndef LETTER_COVER_H
#define LETTER_COVER_H

#include <stdbool.h>

#include "data/campaign.h"
#include "letter/letter.h"

struct compiler;
struct inserts;

/**
 * The covering e-mail of a letter: what `mail:` in campaign.yaml and its body,
 * a Markdown file in the letter's own language, say to each council.
 *
 * A body is a letter text without a subject heading and without pages. Its
 * panels become figures and sentences.
 */
struct cover;

/** Somebody who gets a council's e-mail. */
struct recipient {
    struct mailbox mailbox; ///< its place is that of the cell
    const char *column;     ///< the column that the address is from; NULL: it
                            ///< stands in the settings, the same for all
};

struct recipients {
    struct recipient to;
    const struct recipient *cc; ///< nobody twice, nobody of `to`
    size_t cc_count;
};

/** What one council's e-mail says. */
struct note {
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
 * @param compiler  its arena owns the cover; gets every mistake, with line and
 *                  column; none waits for a row to trigger it
 * @param campaign  an open campaign with `mail:`
 * @return the cover; close it in the end
 * @errors those of program_compile(), RULE_SETTING_VALUE (a `to` that is the
 *         same for all councils; a subject of two lines), RULE_FILE_*
 */
struct cover *cover_open(struct compiler *compiler,
                         const struct campaign *campaign);

/** Gives back what the arena does not own; NULL is allowed. */
void cover_close(struct cover *cover);

/** @return the Markdown files that the body includes, or NULL */
const struct inserts *cover_inserts(const struct cover *cover);

/**
 * Writes one council's e-mail. May be called from many threads.
 *
 * @param cover    as compiled
 * @param council  the row
 * @param figures  its statistics
 * @param arena    owns the note
 * @param note     filled in on success
 * @param report   gets every fault of this row, with the council's code
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_VALUE_MISSING, RULE_EMAIL_SYNTAX, RULE_HEADER_CONTROL, each at
 *         the cell; those of a letter's text
 */
enum status cover_write(const struct cover *cover,
                        const struct council *council,
                        const struct figures *figures, struct arena *arena,
                        struct note *note, struct report *report) MUST_CHECK;

/** The same for the recipients alone, which no figure takes part in. */
enum status cover_address(const struct cover *cover,
                          const struct council *council, struct arena *arena,
                          struct recipients *recipients,
                          struct report *report) MUST_CHECK;

#endif
