#include <stdio.h>

#include "base/plural.h"
#include "base/time.h"
#include "cli/result.h"
#include "cli/send_session.h"
#include "cli/table_print.h"
#include "mail/outbox.h"
#include "run/signals.h"

/** The state that a run with --confirm would find. */
struct prospect {
    enum status ledger; ///< result of reading it, if it exists
    bool approved;
    bool changed; ///< a letter differs from its approval
};

/* Reads the approval; --confirm reports the errors in full. */
static struct prospect find_prospect(struct send_session *send_session)
{
    struct prospect prospect = {.approved = false};
    struct diagnostics *unsaid = diagnostics_new();
    struct error err = {.code = ""};

    prospect.ledger = ledger_open_in(send_session->session.arena,
                                     send_session->session.output, LEDGER_READ,
                                     &send_session->ledger, &err);
    if (prospect.ledger == STATUS_OK)
        prospect.changed =
            send_session_clear(send_session, unsaid) != STATUS_OK;
    else if (err.rule == RULE_LEDGER_MISSING)
        prospect.ledger = STATUS_OK;
    else
        diagnostics_add_error(send_session->session.diagnostics, &err);
    prospect.approved = send_session->send_selection.approval.by != NULL;
    diagnostics_free(unsaid);
    return prospect;
}

/* @return true if a message is the approved one, or none was approved
 *
 * @param at  the letter of the clearance to begin at; both lists ascend */
static bool is_as_approved(const struct send_session *send_session,
                           size_t index, const struct message *message,
                           size_t *at)
{
    const struct send_selection *send_selection = &send_session->send_selection;

    while (*at < send_selection->count &&
           send_selection->letters[*at].index < index)
        ++*at;
    return *at == send_selection->count ||
           send_selection->letters[*at].index != index ||
           send_selection_is_valid(&send_selection->letters[*at], message);
}

/* Reads back messages even though nothing is sent. */
static enum status check_wanted(struct send_session *send_session,
                                const size_t *indices, size_t count,
                                struct prospect *prospect)
{
    struct arena *passing = arena_new();
    struct readback_check *readback_check =
        readback_check_new(send_session->session.arena, send_session->mailout,
                           &send_session->rules);
    enum status first = STATUS_OK;
    size_t at = 0;

    for (size_t i = 0; i < count && !signals_interrupted(); i++) {
        struct error err = {.code = ""};
        struct message message;
        enum status status;
        arena_reset(passing);
        status = mailout_compose(send_session->mailout, indices[i], time_now(),
                                 passing, &message,
                                 send_session->session.diagnostics);
        if (status == STATUS_OK) {
            status = send_session_add_error(
                send_session, &err,
                readback_check_message(readback_check, indices[i], &message,
                                       &err));
            prospect->changed |=
                !is_as_approved(send_session, indices[i], &message, &at);
            message_free(&message);
        }
        if (first == STATUS_OK)
            first = status;
    }
    arena_free(passing);
    return signals_interrupted() ? STATUS_STOPPED : first;
}

/* Prints what --confirm would do with the approved, unchanged letters. */
static void print_offer(const struct send_session *send_session, size_t shown)
{
    const struct embargo embargo = send_session_embargo(send_session);
    const size_t count = send_session->send_selection.count;
    char words[TIME_SIZE];

    if (count == 0) {
        puts("nothing is left to be sent");
        return;
    }
    if (!send_session->settings->url) {
        puts("--confirm sends nothing: mail.server is missing");
        return;
    }
    printf("--confirm %zu sends %s", count,
           count < shown ? "what is left"
           : count == 1  ? "it"
                         : "them");
    if (time_now() < embargo.moment)
        printf(", but not before %s (%s)",
               time_print_minute(words, embargo.moment), embargo.by);
    putchar('\n');
}

/* Prints if the @p shown letters could be sent.
 *
 * @param status  of checking them */
static void print_prospect(const struct send_session *send_session,
                           const struct prospect *prospect, size_t shown,
                           enum status status)
{
    const struct ledger_approval *approval =
        &send_session->send_selection.approval;
    char words[TIME_SIZE];

    if (prospect->ledger != STATUS_OK) {
        puts("--confirm sends nothing: the ledger cannot be read");
        return;
    }
    if (!prospect->approved) {
        puts("not approved yet; lettermill approve");
        return;
    }
    printf("approved by %s, %s: ", approval->by,
           time_print_minute(words, approval->at));
    if (prospect->changed)
        puts("something has changed since; approve again");
    else if (status != STATUS_OK)
        puts("--confirm sends nothing: there are errors");
    else
        print_offer(send_session, shown);
}

static void print_json(const struct send_session *send_session,
                       const struct prospect *prospect, size_t count,
                       enum status status)
{
    const struct ledger_approval *approval =
        &send_session->send_selection.approval;
    const bool ready =
        status == STATUS_OK && prospect->approved && !prospect->changed;
    struct result result = result_begin("summary", "send");
    char words[TIME_SIZE];

    result_flag(&result, "sent", false);
    result_number(&result, "messages", count);
    result_text(&result, "outbox",
                arena_printf(send_session->session.arena, "%s/outbox",
                             send_session->session.output));
    result_text(&result, "approved_by", approval->by);
    result_text(&result, "approved_at",
                approval->by ? time_print_minute(words, approval->at) : NULL);
    result_flag(&result, "unchanged", prospect->approved && !prospect->changed);
    result_number(&result, "ready",
                  ready ? send_session->send_selection.count : 0);
    result_text(
        &result, "not_before",
        time_print_minute(words, send_session_embargo(send_session).moment));
    result_end(&result);
}

/* A line a message. */
static void print_outbox(struct arena *arena, enum diagnostics_format format,
                         const struct outbox *outbox)
{
    static const struct table_print_column columns[] = {
        {"code", true, false},    {"name", true, false},
        {"size", true, false},    {"recipients", true, false},
        {"subject", true, false},
    };
    struct table_print *table_print =
        table_print_new(arena, columns, sizeof columns / sizeof *columns);

    for (size_t i = 0; i < outbox->count; i++) {
        const struct outbox_line *line = &outbox->lines[i];
        const char *size =
            arena_printf(arena, "%zu kB", (line->size + 1023) / 1024);
        const char *const cells[] = {line->code, line->name, size,
                                     line->recipients, line->subject};
        table_print_add(table_print, cells);
    }
    table_print_write(table_print, format, stdout);
}

int send_session_outbox(struct send_session *send_session)
{
    struct session *session = &send_session->session;
    struct outbox outbox = {.count = 0};
    struct prospect prospect;
    size_t *indices = ARENA_ARRAY(session->arena, size_t,
                                  mailout_count(send_session->mailout) + 1);
    size_t count;
    enum status status =
        send_session_find_wanted(send_session, indices, &count);

    if (status == STATUS_OK)
        status = outbox_write(session->arena, send_session->mailout,
                              session->output, indices, count, time_now(),
                              &outbox, session->diagnostics);
    if (status != STATUS_OK)
        return session_finish(session, send_session->options, status);
    if (!send_session->options->quiet)
        print_outbox(session->arena, send_session->options->format, &outbox);
    prospect = find_prospect(send_session);
    status = check_wanted(send_session, indices, count, &prospect);
    if (status == STATUS_OK)
        status = prospect.ledger;
    if (!send_session->options->quiet &&
        send_session->options->format == DIAGNOSTICS_JSON) {
        print_json(send_session, &prospect, outbox.count, status);
    } else if (!send_session->options->quiet) {
        printf("%zu message%s in %s/outbox, nothing is sent\n", outbox.count,
               plural_s(outbox.count), session->output);
        send_session_print_unmailed(send_session);
        print_prospect(send_session, &prospect, outbox.count, status);
    }
    return session_finish(session, send_session->options, status);
}
