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
#include "mail/email_channel.h"
#include "mail/outbox.h"

static enum status print_sample(const struct mailout *mailout, int64_t now,
                                const char *address, struct arena *arena,
                                struct diagnostics *diagnostics)
{
    struct message message;
    const enum status status = mailout_compose_sample(
        mailout, 0, now, address, arena, &message, diagnostics);

    if (status != STATUS_OK)
        return status;
    fwrite(message.bytes.bytes, 1, message.bytes.length, stdout);
    message_free(&message);
    return STATUS_OK;
}

static enum status print_outbox(const struct mailout *mailout,
                                const char *output, int64_t now,
                                struct arena *arena,
                                struct diagnostics *diagnostics)
{
    struct outbox outbox;
    const enum status status = outbox_write(arena, mailout, output, NULL, 0,
                                            now, &outbox, diagnostics);

    for (size_t i = 0; status == STATUS_OK && i < outbox.count; i++)
        printf("%s %s\n", outbox.lines[i].code, outbox.lines[i].file);
    return status;
}

static enum status compose(char **words, const struct engine *engine,
                           int64_t now, struct arena *arena,
                           struct diagnostics *diagnostics)
{
    struct mailout *mailout;
    enum status status =
        mailout_open(arena, engine, words[3], &mailout, diagnostics);

    if (status != STATUS_OK)
        return status;
    status = words[5]
                 ? print_sample(mailout, now, words[5], arena, diagnostics)
                 : print_outbox(mailout, words[3], now, arena, diagnostics);
    mailout_close(mailout);
    return status;
}

int main(int count, char **words)
{
    struct engine_paths paths = {.channel = &email_channel};
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct engine engine;
    int64_t now = 0;
    enum status status;

    if (count < 5 || count > 6 || !number_parse_count(words[4], &now)) {
        fputs("usage: composing FONTS CAMPAIGN OUTPUT SECONDS [ADDRESS]\n",
              stderr);
        return 2;
    }
    paths.fonts = words[1];
    paths.campaign = words[2];
    status = engine_open(&engine, &paths, diagnostics);
    if (status == STATUS_OK)
        status = engine_prepare(&engine, diagnostics);
    if (status == STATUS_OK)
        status = compose(words, &engine, now, arena, diagnostics);
    diagnostics_print(diagnostics, DIAGNOSTICS_TEXT, stderr);
    engine_close(&engine);
    diagnostics_free(diagnostics);
    arena_free(arena);
    return status == STATUS_OK ? 0 : 2;
}
