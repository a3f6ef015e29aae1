#include "mail/send_selection.h"

#include <stdint.h>
#include <string.h>

#include "base/array.h"

/* The state of one comparison. */
struct selection_work {
    const struct mailout *mailout;
    const struct send_selection_choice *choice;
    const struct ledger_entry *entries;
    size_t entry_count;
    struct send_selection *send_selection;
    struct diagnostics *diagnostics;
    size_t faults;
};

static void fault(struct selection_work *work, enum diagnostic_id rule,
                  const char *code, const char *words)
{
    diagnostics_add(work->diagnostics, rule, NO_LOCATION, code, NULL, "%s: %s",
                    code, words);
    work->faults++;
}

static bool is_to_leave(const struct ledger_entry *entry)
{
    return entry->state == LEDGER_READY || entry->state == LEDGER_DEFERRED;
}

static bool may_go_again(const struct ledger_entry *entry)
{
    return entry->state == LEDGER_UNKNOWN || entry->state == LEDGER_REFUSED ||
           entry->bounced;
}

static bool is_named(const struct send_selection_choice *choice,
                     const char *code)
{
    for (size_t i = 0; i < choice->only_count; i++)
        if (strcmp(choice->only[i], code) == 0)
            return true;
    return false;
}

static bool is_chosen(const struct send_selection_choice *choice,
                      const struct ledger_entry *entry)
{
    if (choice->only && !is_named(choice, entry->code))
        return false;
    return choice->resend ? may_go_again(entry) : is_to_leave(entry);
}

/* Approved and unsealed files are recognised by their digests, which are
 * compared again before sending; a letter with another seal is made again for
 * comparison. */
static bool is_proved(struct selection_work *work, size_t index,
                      const struct ledger_entry *entry)
{
    const struct manifest_entry *now = mailout_entry(work->mailout, index);

    if (strcmp(now->sha256, entry->file_sha256) == 0 ||
        strcmp(now->sha256, now->content_sha256) == 0 ||
        mailout_prove(work->mailout, index, work->diagnostics) == STATUS_OK)
        return true;
    work->faults++;
    return false;
}

/* Compares a current letter with its approval. */
static void compare_entry(struct selection_work *work, size_t index,
                          const struct ledger_entry *entry)
{
    const struct manifest_entry *now = mailout_entry(work->mailout, index);
    struct send_selection *send_selection = work->send_selection;

    if (entry->state == LEDGER_UNMAILED) {
        fault(work, RULE_MAIL_UNAPPROVED, entry->code,
              "was approved without an e-mail address, and its row has one "
              "now");
        return;
    }
    if (strcmp(now->content_sha256, entry->content_sha256) != 0) {
        fault(work, RULE_MAIL_CHANGED, entry->code,
              "the letter is not the one that was approved");
        return;
    }
    if (!is_chosen(work->choice, entry))
        return;
    if (is_proved(work, index, entry))
        send_selection->letters[send_selection->count++] =
            (struct send_selection_letter){index, entry};
}

/* Both lists are in order of code. */
static void compare_all(struct selection_work *work)
{
    const size_t count = mailout_count(work->mailout);
    size_t at = 0, was = 0;

    while (at < count || was < work->entry_count) {
        const struct ledger_entry *entry = &work->entries[was];
        const char *code =
            at < count ? mailout_entry(work->mailout, at)->code : NULL;
        const int order = !code ? 1
                          : was == work->entry_count
                              ? -1
                              : strcmp(code, entry->code);
        if (order < 0)
            fault(work, RULE_MAIL_UNAPPROVED, code,
                  "the letter was made after the approval");
        else if (order > 0 && is_to_leave(entry))
            fault(work, RULE_MAIL_CHANGED, entry->code,
                  mailout_is_unmailed(work->mailout, entry->code)
                      ? "was approved with an e-mail address, and its row has "
                        "none now"
                      : "the letter that was approved is not there any more");
        else if (order == 0)
            compare_entry(work, at, entry);
        at += order <= 0;
        was += order >= 0;
    }
}

static void count_states(struct selection_work *work)
{
    for (size_t i = 0; i < work->entry_count; i++)
        work->send_selection->states[work->entries[i].state]++;
}

static const struct ledger_entry *find_entry(const struct selection_work *work,
                                             const char *code)
{
    const size_t at = ARRAY_FIND_TEXT(struct ledger_entry, code, work->entries,
                                      work->entry_count, code);

    return at == SIZE_MAX ? NULL : &work->entries[at];
}

/* Reports codes of the command line without a letter, or with one that must
 * not be sent. */
static void check_names(struct selection_work *work)
{
    const struct send_selection_choice *choice = work->choice;

    for (size_t i = 0; i < choice->only_count; i++) {
        const char *code = choice->only[i];
        const struct ledger_entry *entry = find_entry(work, code);
        char words[64];
        if (!entry || entry->state == LEDGER_UNMAILED)
            fault(work, RULE_CODE_UNKNOWN, code,
                  mailout_is_unmailed(work->mailout, code)
                      ? mailout_unmailed_reason(work->mailout)
                      : "no letter has this code");
        if (choice->resend && mailout_is_kept(work->mailout, code))
            fault(work, RULE_MAIL_CHANGED, code,
                  "the comparison in it has changed since it was sent, so its "
                  "e-mail cannot be made again");
        if (!entry || entry->state == LEDGER_UNMAILED || !choice->resend ||
            may_go_again(entry))
            continue;
        snprintf(words, sizeof words, "is %s, and cannot be sent again",
                 ledger_state_word(entry->state));
        fault(work, RULE_LEDGER_STATE, code, words);
    }
}

enum status send_selection_make(struct arena *arena,
                                const struct mailout *mailout,
                                struct ledger *ledger,
                                const struct send_selection_choice *choice,
                                struct send_selection *send_selection,
                                struct diagnostics *diagnostics)
{
    struct selection_work work = {.mailout = mailout,
                                  .choice = choice,
                                  .send_selection = send_selection,
                                  .diagnostics = diagnostics};
    struct ledger_entry *entries = NULL;
    struct error err = {.code = ""};
    enum status status;

    *send_selection = (struct send_selection){.count = 0};
    if (!ledger_approval(ledger, arena, &send_selection->approval)) {
        diagnostics_add(diagnostics, RULE_MAIL_UNAPPROVED, NO_LOCATION, NULL,
                        NULL,
                        "nothing has been approved; after a look at the proof: "
                        "lettermill approve CAMPAIGN --by NAME");
        return STATUS_INPUT;
    }
    status = ledger_entries(ledger, arena, &entries, &work.entry_count, &err);
    if (status != STATUS_OK) {
        diagnostics_add_error(diagnostics, &err);
        return status;
    }
    work.entries = send_selection->entries = entries;
    send_selection->entry_count = work.entry_count;
    send_selection->letters =
        ARENA_ARRAY(arena, struct send_selection_letter, work.entry_count + 1);
    count_states(&work);
    check_names(&work);
    compare_all(&work);
    if (choice->limit && send_selection->count > choice->limit)
        send_selection->count = choice->limit;
    return work.faults ? STATUS_INPUT : STATUS_OK;
}

/* @return the difference from the approved message, or NULL */
static const char *find_change(const struct message *message,
                               const struct ledger_entry *entry)
{
    if (strcmp(message->content_sha256, entry->content_sha256) != 0)
        return "the letter is not the one that was approved";
    if (strcmp(message->message_sha256, entry->message_sha256) != 0 ||
        strcmp(message->id, entry->message_id) != 0)
        return "the e-mail is not the one that was approved";
    return NULL;
}

bool send_selection_is_valid(const struct send_selection_letter *letter,
                             const struct message *message)
{
    return !find_change(message, letter->entry);
}

enum status send_selection_compose(const struct mailout *mailout,
                                   const struct send_selection_letter *letter,
                                   int64_t now, struct arena *arena,
                                   struct message *message,
                                   struct diagnostics *diagnostics)
{
    const enum status status = mailout_compose(mailout, letter->index, now,
                                               arena, message, diagnostics);
    const char *change;

    if (status != STATUS_OK)
        return status;
    change = find_change(message, letter->entry);
    if (!change)
        return STATUS_OK;
    diagnostics_add(diagnostics, RULE_MAIL_CHANGED,
                    mailout_location(mailout, letter->index),
                    letter->entry->code, NULL, "%s: %s", letter->entry->code,
                    change);
    message_free(message);
    return STATUS_INPUT;
}
