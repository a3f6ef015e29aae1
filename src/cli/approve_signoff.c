#include <string.h>

#include "base/buffer.h"
#include "cli/approve.h"
#include "ledger/signoff.h"

/** Maximum bytes of the summary of readers. */
enum { WORDS_LIMIT = 1024 * 1024 };

static bool is_counted(const struct ledger_approval *approval, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(approval->readings[i].by, approval->readings[index].by) == 0)
            return true;
    return false;
}

static size_t count_by(const struct ledger_approval *approval, const char *by)
{
    size_t count = 0;

    for (size_t i = 0; i < approval->reading_count; i++)
        count += strcmp(approval->readings[i].by, by) == 0;
    return count;
}

/* "read by Jo (12), Sam (3); 1 accepted unread" */
static const char *summarise(struct arena *arena,
                             const struct ledger_approval *approval)
{
    struct buffer words = buffer_new(WORDS_LIMIT);
    const size_t unread = count_by(approval, "");
    const char *before = "read by ";
    const char *text;

    for (size_t i = 0; i < approval->reading_count; i++) {
        const char *by = approval->readings[i].by;
        if (!*by || is_counted(approval, i))
            continue;
        buffer_printf(&words, "%s%s (%zu)", before, by, count_by(approval, by));
        before = ", ";
    }
    if (unread)
        buffer_printf(&words, "%s%zu accepted unread", words.length ? "; " : "",
                      unread);
    text =
        arena_printf(arena, "%s%s\n", approval->summary, buffer_text(&words));
    buffer_free(&words);
    return text;
}

enum status approve_signoff(struct approving *approving)
{
    const struct options *options = approving->options;
    struct session *session = &approving->session;
    struct signoff signoff;
    enum status status;

    if (!options->signoffs.count)
        return options->unread_ok
                   ? approve_refuse(approving,
                                    "--unread-ok goes with --signoff FILE")
                   : STATUS_OK;
    approving->record.at = approving->now;
    status =
        signoff_read(session->arena, options->signoffs.items,
                     options->signoffs.count, &signoff, session->diagnostics);
    if (status == STATUS_OK)
        status = signoff_check(session->arena, &signoff, approving->entries,
                               approving->count, options->unread_ok,
                               &approving->record, session->diagnostics);
    if (status == STATUS_OK)
        approving->record.summary =
            summarise(session->arena, &approving->record);
    return status;
}
