#include "publish/approved_letters.h"

#include <string.h>

#include "base/array.h"
#include "ledger/ledger.h"

/** The approved entries. */
struct approved {
    const struct ledger_entry *entries; ///< in order of code
    size_t count;
};

static enum status refuse(struct diagnostics *diagnostics,
                          enum diagnostic_id rule,
                          const struct made_letter *letter, const char *words)
{
    diagnostics_add(diagnostics, rule, letter->location, letter->entry->code,
                    NULL, "%s: %s", letter->entry->code, words);
    return rule_status(rule);
}

static const struct ledger_entry *find_entry(const struct approved *approved,
                                             const char *code)
{
    const size_t index = ARRAY_FIND_TEXT(
        struct ledger_entry, code, approved->entries, approved->count, code);

    return index == SIZE_MAX ? NULL : &approved->entries[index];
}

/* Approved and unsealed files are recognised by their digests; a letter with
 * another seal is made again for comparison. */
static enum status check(const struct engine *engine, const char *output,
                         const struct approved *approved,
                         const struct made_letter *letter,
                         struct diagnostics *diagnostics)
{
    const struct manifest_entry *now = letter->entry;
    const struct ledger_entry *was = find_entry(approved, now->code);

    if (!was)
        return refuse(diagnostics, RULE_MAIL_UNAPPROVED, letter,
                      "the letter was made after the approval");
    if (strcmp(now->content_sha256, was->content_sha256) != 0)
        return refuse(diagnostics, RULE_MAIL_CHANGED, letter,
                      "the letter is not the one that was approved");
    if (strcmp(now->sha256, was->file_sha256) == 0 ||
        strcmp(now->sha256, now->content_sha256) == 0)
        return STATUS_OK;
    return made_letters_prove(engine, output, letter, 1, diagnostics);
}

static enum status read_ledger(struct arena *arena, const char *output,
                               struct approved *approved,
                               struct diagnostics *diagnostics)
{
    struct ledger *ledger = NULL;
    struct ledger_approval approval;
    struct ledger_entry *entries = NULL;
    struct error err = {.code = ""};
    enum status status =
        ledger_open_in(arena, output, LEDGER_READ, &ledger, &err);

    if (status == STATUS_OK && !ledger_approval(ledger, arena, &approval))
        status = error_set(&err, RULE_MAIL_UNAPPROVED, NO_LOCATION, NULL,
                           "nothing has been approved; after a look at the "
                           "proof: lettermill approve CAMPAIGN --by NAME");
    if (status == STATUS_OK)
        status =
            ledger_entries(ledger, arena, &entries, &approved->count, &err);
    ledger_close(ledger);
    approved->entries = entries;
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

enum status approved_letters_open(struct arena *arena,
                                  const struct engine *engine,
                                  const char *output,
                                  const struct row_selection *selection,
                                  struct made_letters *letters,
                                  struct diagnostics *diagnostics)
{
    struct approved approved = {NULL, 0};
    enum status first =
        made_letters_open(arena, engine, output, letters, diagnostics);

    if (first == STATUS_OK)
        first = read_ledger(arena, output, &approved, diagnostics);
    if (first != STATUS_OK)
        return first;
    for (size_t i = 0; i < letters->count; i++) {
        const struct made_letter *letter = &letters->items[i];
        enum status status;
        if (!row_selection_contains(selection, letter->row))
            continue;
        status = check(engine, output, &approved, letter, diagnostics);
        first = first ? first : status;
    }
    return first;
}
