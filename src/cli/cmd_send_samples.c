#include <stdio.h>

#include "base/time.h"
#include "cli/result.h"
#include "cli/send_session.h"

enum { SAMPLES = 5 };

/* Reports a sample that was not accepted. */
static enum status take_receipt(struct send_session *send_session,
                                const struct smtp_receipt *receipt)
{
    const struct location location = {send_session->server.url, 0, 0};

    switch (receipt->outcome) {
    case SMTP_ACCEPTED:
        return STATUS_OK;
    case SMTP_STOPPED:
        return STATUS_STOPPED;
    case SMTP_UNREACHABLE:
    case SMTP_DEFERRED:
    case SMTP_UNKNOWN:
        diagnostics_add(send_session->session.diagnostics, RULE_MAIL_AWAY,
                        location, NULL, NULL, "%s", receipt->reply);
        return STATUS_AGAIN;
    case SMTP_REFUSED:
    case SMTP_BARRED:
        break;
    }
    diagnostics_add(send_session->session.diagnostics, RULE_MAIL_BARRED,
                    location, NULL, NULL, "%s", receipt->reply);
    return STATUS_INPUT;
}

static void print_sample(const struct send_session *send_session,
                         const struct message *message, const char *reply)
{
    const char *address = send_session->options->mail.self;
    struct result result;

    if (send_session->options->format != DIAGNOSTICS_JSON) {
        printf("sample for %s, to %s: %s\n", message->name, address, reply);
        return;
    }
    result = result_begin("sample", message->name);
    result_text(&result, "to", address);
    result_text(&result, "reply", reply);
    result_end(&result);
}

/* @param samples  number of sent samples */
static void print_summary(const struct send_session *send_session,
                          size_t samples)
{
    struct result result;

    if (send_session->options->format != DIAGNOSTICS_JSON ||
        send_session->options->quiet)
        return;
    result = result_begin("summary", "send");
    result_flag(&result, "sent", false);
    result_number(&result, "samples", samples);
    result_end(&result);
}

static enum status send_sample(struct send_session *send_session,
                               struct smtp_client *smtp_client, size_t index,
                               struct arena *passing)
{
    const char *address = send_session->options->mail.self;
    struct smtp_receipt receipt;
    struct message message;
    enum status status;

    arena_reset(passing);
    status = mailout_compose_sample(send_session->mailout, index, time_now(),
                                    address, passing, &message,
                                    send_session->session.diagnostics);
    if (status != STATUS_OK)
        return status;
    smtp_client_send(smtp_client, &message, NULL, NULL, &receipt);
    if (receipt.outcome == SMTP_ACCEPTED && !send_session->options->quiet)
        print_sample(send_session, &message, receipt.reply);
    message_free(&message);
    return take_receipt(send_session, &receipt);
}

/* Chooses letters evenly, including the first and the last. */
static enum status send_some(struct send_session *send_session,
                             const size_t *indices, size_t count)
{
    const size_t asked = send_session->options->mail.sample;
    const size_t max = asked ? asked : SAMPLES;
    const size_t samples = max < count ? max : count;
    struct arena *passing = arena_new();
    struct smtp_client *smtp_client = smtp_client_open(&send_session->server);
    enum status status = STATUS_OK;
    size_t sent = 0;

    for (size_t i = 0; i < samples && status == STATUS_OK; i++) {
        const size_t at = samples > 1 ? i * (count - 1) / (samples - 1) : 0;
        status = send_sample(send_session, smtp_client, indices[at], passing);
        sent += status == STATUS_OK;
    }
    print_summary(send_session, sent);
    smtp_client_close(smtp_client);
    arena_free(passing);
    return status;
}

int send_session_samples(struct send_session *send_session)
{
    struct session *session = &send_session->session;
    size_t *indices = ARENA_ARRAY(session->arena, size_t,
                                  mailout_count(send_session->mailout) + 1);
    size_t count;
    enum status status =
        send_session_find_wanted(send_session, indices, &count);

    if (status == STATUS_OK)
        status = send_session_find_server(send_session);
    if (status == STATUS_OK)
        status = send_some(send_session, indices, count);
    return session_finish(session, send_session->options, status);
}
