#include <string.h>

#include "cli/approve.h"
#include "cli/main_mail.h"
#include "mail/approval.h"

/* Reads the previous approval, with its allowed domains. An unreadable ledger
 * is reported later, when it is opened for writing. */
static void recall(struct approving *approving,
                   struct readback_check_rules *rules)
{
    struct session *session = &approving->session;
    struct error err = {.code = ""};
    struct ledger_entry *entries;
    struct ledger *ledger;

    if (ledger_open_in(session->arena, session->output, LEDGER_READ, &ledger,
                       &err) != STATUS_OK)
        return;
    if (ledger_entries(ledger, session->arena, &entries, &rules->entry_count,
                       &err) == STATUS_OK)
        rules->entries = entries;
    else
        rules->entry_count = 0;
    ledger_close(ledger);
}

static enum status gather(struct approving *approving,
                          const struct mailout *mailout)
{
    struct session *session = &approving->session;
    struct readback_check_rules rules = {
        .domains = approving->options->mail.domains.items,
        .domain_count = approving->options->mail.domains.count};
    struct approval approval;
    enum status status;

    recall(approving, &rules);
    status = approval_gather(session->arena, &session->engine, mailout, &rules,
                             approving->refused, approving->refusals,
                             approving->now, &approval, session->diagnostics);
    if (status != STATUS_OK)
        return status;
    approving->entries = approval.entries;
    approving->count = approval.count;
    approving->kept = mailout_letters(mailout)->kept_count;
    approving->record.summary = approval.summary;
    memcpy(approving->record.messages_sha256, approval.messages_sha256,
           HASH_HEX_SIZE);
    memcpy(approving->record.manifest_sha256,
           mailout_letters(mailout)->manifest_sha256, HASH_HEX_SIZE);
    return STATUS_OK;
}

static enum status gather_messages(struct approving *approving)
{
    struct session *session = &approving->session;
    struct mailout *mailout;
    enum status status =
        mailout_open(session->arena, &session->engine, session->output,
                     &mailout, session->diagnostics);

    if (status != STATUS_OK)
        return status;
    status = gather(approving, mailout);
    if (status == STATUS_OK)
        status = made_letters_prove(
            &session->engine, session->output, mailout_letters(mailout)->items,
            mailout_letters(mailout)->count, session->diagnostics);
    mailout_close(mailout);
    return status;
}

int main_mail_approve(const struct options *options)
{
    return approve_run(options, gather_messages);
}
