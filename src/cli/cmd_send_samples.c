#include <stdio.h>

#include "cli/clock.h"
#include "cli/send_session.h"

enum { SAMPLES = 5 };

/* What became of a sample, said where it is not well. */
static enum status take_receipt(struct office *office,
                                const struct post_receipt *receipt)
{
    const struct place place = {office->server.url, 0, 0};

    switch (receipt->outcome) {
    case POST_ACCEPTED:
        return STATUS_OK;
    case POST_STOPPED:
        return STATUS_STOPPED;
    case POST_AWAY:
    case POST_DEFERRED:
    case POST_UNKNOWN:
        report_say(office->desk.report, RULE_MAIL_AWAY, place, NULL, NULL, "%s",
                   receipt->reply);
        return STATUS_AGAIN;
    case POST_REFUSED:
    case POST_BARRED:
        break;
    }
    report_say(office->desk.report, RULE_MAIL_BARRED, place, NULL, NULL, "%s",
               receipt->reply);
    return STATUS_INPUT;
}

static enum status send_sample(struct office *office, struct post *post,
                               size_t index, struct arena *passing)
{
    const char *address = office->options->mail.self;
    struct post_receipt receipt;
    struct message message;
    enum status status;

    arena_reset(passing);
    status =
        mailing_compose_sample(office->mailing, index, clock_now(), address,
                               passing, &message, office->desk.report);
    if (status != STATUS_OK)
        return status;
    post_send(post, &message, NULL, NULL, &receipt);
    if (receipt.outcome == POST_ACCEPTED && !office->options->quiet)
        printf("sample for %s, to %s: %s\n", message.name, address,
               receipt.reply);
    message_free(&message);
    return take_receipt(office, &receipt);
}

/* Evenly out of all, the first and the last among them. */
static enum status send_some(struct office *office, const size_t *indices,
                             size_t count)
{
    const size_t asked = office->options->mail.sample;
    const size_t most = asked ? asked : SAMPLES;
    const size_t samples = most < count ? most : count;
    struct arena *passing = arena_new();
    struct post *post = post_open(&office->server);
    enum status status = STATUS_OK;

    for (size_t i = 0; i < samples && status == STATUS_OK; i++) {
        const size_t at = samples > 1 ? i * (count - 1) / (samples - 1) : 0;
        status = send_sample(office, post, indices[at], passing);
    }
    post_close(post);
    arena_free(passing);
    return status;
}

int office_send_samples(struct office *office)
{
    struct desk *desk = &office->desk;
    size_t *indices =
        ARENA_ARRAY(desk->arena, size_t, mailing_count(office->mailing) + 1);
    size_t count;
    enum status status = office_find_wanted(office, indices, &count);

    if (status == STATUS_OK)
        status = office_find_server(office);
    if (status == STATUS_OK)
        status = send_some(office, indices, count);
    return desk_settle(desk, office->options, status);
}
