#include "mail/send_selection.h"

#include <string.h>

/* What the steps below have in common. */
struct desk_work {
    const struct mailing *mailing;
    const struct clearance_choice *choice;
    const struct ledger_entry *entries;
    size_t entry_count;
    struct clearance *clearance;
    struct report *report;
    size_t faults;
};

static void fault(struct desk_work *work, enum rule rule, const char *code,
                  const char *words)
{
    report_say(work->report, rule, NO_PLACE, code, NULL, "%s: %s", code, words);
    work->faults++;
}

static bool is_to_leave(const struct ledger_entry *entry)
{
    return entry->state == MAIL_READY || entry->state == MAIL_DEFERRED;
}

static bool may_go_again(const struct ledger_entry *entry)
{
    return entry->state == MAIL_UNKNOWN || entry->state == MAIL_REFUSED ||
           entry->bounced;
}

static bool is_named(const struct clearance_choice *choice, const char *code)
{
    for (size_t i = 0; i < choice->only_count; i++)
        if (strcmp(choice->only[i], code) == 0)
            return true;
    return false;
}

static bool is_chosen(const struct clearance_choice *choice,
                      const struct ledger_entry *entry)
{
    if (choice->only && !is_named(choice, entry->code))
        return false;
    return choice->resend ? may_go_again(entry) : is_to_leave(entry);
}

/* One letter that is there now and was approved. */
static void hold(struct desk_work *work, size_t index,
                 const struct ledger_entry *entry)
{
    const struct manifest_entry *now = mailing_entry(work->mailing, index);
    struct clearance *clearance = work->clearance;

    if (strcmp(now->sha256, entry->letter_sha256) != 0) {
        fault(work, RULE_MAIL_CHANGED, entry->code,
              "the letter is not the one that was approved");
        return;
    }
    if (is_chosen(work->choice, entry))
        clearance->letters[clearance->count++] =
            (struct cleared_letter){index, entry};
}

/* Both lists are in order of code. */
static void hold_all(struct desk_work *work)
{
    const size_t count = mailing_count(work->mailing);
    size_t at = 0, was = 0;

    while (at < count || was < work->entry_count) {
        const struct ledger_entry *entry = &work->entries[was];
        const char *code =
            at < count ? mailing_entry(work->mailing, at)->code : NULL;
        const int order = !code ? 1
                          : was == work->entry_count
                              ? -1
                              : strcmp(code, entry->code);
        if (order < 0)
            fault(work, RULE_MAIL_UNAPPROVED, code,
                  "the letter was made after the approval");
        else if (order > 0 && is_to_leave(entry))
            fault(work, RULE_MAIL_CHANGED, entry->code,
                  "the letter that was approved is not there any more");
        else if (order == 0)
            hold(work, at, entry);
        at += order <= 0;
        was += order >= 0;
    }
}

static void count_states(struct desk_work *work)
{
    for (size_t i = 0; i < work->entry_count; i++)
        work->clearance->states[work->entries[i].state]++;
}

static const struct ledger_entry *find_entry(const struct desk_work *work,
                                             const char *code)
{
    for (size_t i = 0; i < work->entry_count; i++)
        if (strcmp(work->entries[i].code, code) == 0)
            return &work->entries[i];
    return NULL;
}

/* Codes that the command line names and that are no letter's, or of one that
 * may not go. */
static void check_names(struct desk_work *work)
{
    const struct clearance_choice *choice = work->choice;

    for (size_t i = 0; i < choice->only_count; i++) {
        const char *code = choice->only[i];
        const struct ledger_entry *entry = find_entry(work, code);
        char words[64];
        if (!entry)
            fault(work, RULE_CODE_UNKNOWN, code, "no letter has this code");
        if (!entry || !choice->resend || may_go_again(entry))
            continue;
        snprintf(words, sizeof words, "is %s, and cannot be sent again",
                 mail_state_word(entry->state));
        fault(work, RULE_LEDGER_STATE, code, words);
    }
}

enum status clearance_make(struct arena *arena, const struct mailing *mailing,
                           struct ledger *ledger,
                           const struct clearance_choice *choice,
                           struct clearance *clearance, struct report *report)
{
    struct desk_work work = {.mailing = mailing,
                             .choice = choice,
                             .clearance = clearance,
                             .report = report};
    struct ledger_entry *entries = NULL;
    struct error err = {.code = ""};
    enum status status;

    *clearance = (struct clearance){.count = 0};
    if (!ledger_approval(ledger, arena, &clearance->approval)) {
        report_say(report, RULE_MAIL_UNAPPROVED, NO_PLACE, NULL, NULL,
                   "nothing has been approved; after a look at the proof: "
                   "lettermill approve CAMPAIGN --by NAME");
        return STATUS_INPUT;
    }
    status = ledger_entries(ledger, arena, &entries, &work.entry_count, &err);
    if (status != STATUS_OK) {
        report_add(report, &err);
        return status;
    }
    work.entries = entries;
    clearance->letters =
        ARENA_ARRAY(arena, struct cleared_letter, work.entry_count + 1);
    count_states(&work);
    check_names(&work);
    hold_all(&work);
    clearance->same_manifest = strcmp(mailing_manifest_sha256(mailing),
                                      clearance->approval.manifest_sha256) == 0;
    if (choice->limit && clearance->count > choice->limit)
        clearance->count = choice->limit;
    return work.faults ? STATUS_INPUT : STATUS_OK;
}

/* @return what differs from the approved message, or NULL */
static const char *find_change(const struct message *message,
                               const struct ledger_entry *entry)
{
    if (strcmp(message->letter_sha256, entry->letter_sha256) != 0)
        return "the letter's file is not the one that was approved";
    if (strcmp(message->content_sha256, entry->content_sha256) != 0 ||
        strcmp(message->id, entry->message_id) != 0)
        return "the e-mail is not the one that was approved";
    return NULL;
}

enum status clearance_compose(const struct mailing *mailing,
                              const struct cleared_letter *letter, int64_t now,
                              struct arena *arena, struct message *message,
                              struct report *report)
{
    const enum status status =
        mailing_compose(mailing, letter->index, now, arena, message, report);
    const char *change;

    if (status != STATUS_OK)
        return status;
    change = find_change(message, letter->entry);
    if (!change)
        return STATUS_OK;
    report_say(report, RULE_MAIL_CHANGED, NO_PLACE, letter->entry->code, NULL,
               "%s: %s", letter->entry->code, change);
    message_free(message);
    return STATUS_INPUT;
}
