/* Composes a campaign's messages and files them, as a dry run does; sends
 * nothing. For tests.
 *
 * usage: composing FONTS CAMPAIGN OUTPUT SECONDS [ADDRESS]
 *
 * With an address, a sample of the first letter goes to standard output
 * instead. */
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "mail/outbox.h"

static enum status print_sample(const struct mailing *mailing, int64_t now,
                                const char *address, struct arena *arena,
                                struct report *report)
{
    struct message message;
    const enum status status = mailing_compose_sample(mailing, 0, now, address,
                                                      arena, &message, report);

    if (status != STATUS_OK)
        return status;
    fwrite(message.bytes.bytes, 1, message.bytes.length, stdout);
    message_free(&message);
    return STATUS_OK;
}

static enum status print_outbox(const struct mailing *mailing,
                                const char *output, int64_t now,
                                struct arena *arena, struct report *report)
{
    struct outbox outbox;
    const enum status status =
        outbox_write(arena, mailing, output, NULL, 0, now, &outbox, report);

    for (size_t i = 0; status == STATUS_OK && i < outbox.count; i++)
        printf("%s %s\n", outbox.lines[i].code, outbox.lines[i].file);
    return status;
}

static enum status compose(char **words, const struct press *press, int64_t now,
                           struct arena *arena, struct report *report)
{
    struct mailing *mailing;
    enum status status = mailing_open(arena, press, words[3], &mailing, report);

    if (status != STATUS_OK)
        return status;
    status = words[5] ? print_sample(mailing, now, words[5], arena, report)
                      : print_outbox(mailing, words[3], now, arena, report);
    mailing_close(mailing);
    return status;
}

int main(int count, char **words)
{
    struct press_paths paths = {.campaign = NULL};
    struct arena *arena = arena_new();
    struct report *report = report_new();
    struct press press;
    int64_t now = 0;
    enum status status;

    if (count < 5 || count > 6 || !number_parse_count(words[4], &now)) {
        fputs("usage: composing FONTS CAMPAIGN OUTPUT SECONDS [ADDRESS]\n",
              stderr);
        return 2;
    }
    paths.fonts = words[1];
    paths.campaign = words[2];
    status = press_open(&press, &paths, report);
    if (status == STATUS_OK)
        status = compose(words, &press, now, arena, report);
    report_print(report, REPORT_TEXT, stderr);
    press_close(&press);
    report_free(report);
    arena_free(arena);
    return status == STATUS_OK ? 0 : 2;
}
