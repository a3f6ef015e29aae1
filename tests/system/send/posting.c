/* Posts files as messages over one connection and prints what became of each.
 *
 * usage: posting [-u USER] [-t TRUST] [-s SECONDS] [-r RECIPIENT]... [-n]
 *                URL FILE...
 *
 * A line a file: outcome, code, queue id, reply, parted by tabs; before it the
 * line "watch" where the last bytes were about to leave. With -n they may not.
 * The password stands in the environment: POSTING_PASSWORD.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mail/smtp_client.h"

enum { RECIPIENTS = 16 };

static const char *const outcomes[] = {
    [SMTP_ACCEPTED] = "accepted", [SMTP_DEFERRED] = "deferred",
    [SMTP_REFUSED] = "refused",   [SMTP_UNKNOWN] = "unknown",
    [SMTP_STOPPED] = "stopped",   [SMTP_UNREACHABLE] = "away",
    [SMTP_BARRED] = "barred",
};

static bool watch(void *context)
{
    const bool *allowed = context;

    puts("watch");
    fflush(stdout);
    return *allowed;
}

static int post_file(struct smtp_client *smtp_client, const char *path,
                     const char *const *recipients, size_t count, bool allowed)
{
    struct message message = {.sender = "ombudsman@lettermill.example",
                              .recipients = recipients,
                              .recipient_count = count,
                              .bytes = buffer_new((size_t)64 << 20)};
    struct smtp_receipt receipt;
    struct error err = {.code = ""};

    if (buffer_read_file(&message.bytes, path, path, &err) != STATUS_OK) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        return 2;
    }
    smtp_client_send(smtp_client, &message, watch, &allowed, &receipt);
    printf("%s\t%d\t%s\t%s\n", outcomes[receipt.outcome], receipt.code,
           receipt.queue_id, receipt.reply);
    fflush(stdout);
    buffer_free(&message.bytes);
    return 0;
}

int main(int count, char **words)
{
    struct smtp_server server = {.seconds = 5,
                                 .password = getenv("POSTING_PASSWORD")};
    const char *recipients[RECIPIENTS] = {"clerk@council.example"};
    size_t recipient_count = 0;
    bool allowed = true;
    struct smtp_client *smtp_client;
    int option;
    int failed = 0;

    while ((option = getopt(count, words, "u:t:s:r:n")) != -1) {
        if (option == 'u')
            server.user = optarg;
        else if (option == 't')
            server.trust = optarg;
        else if (option == 's')
            server.seconds = (int)strtol(optarg, NULL, 10);
        else if (option == 'r' && recipient_count < RECIPIENTS)
            recipients[recipient_count++] = optarg;
        else if (option == 'n')
            allowed = false;
        else
            return 2;
    }
    if (optind + 1 >= count)
        return 2;
    server.url = words[optind++];
    smtp_client = smtp_client_open(&server);
    for (; optind < count && !failed; optind++)
        failed = post_file(smtp_client, words[optind], recipients,
                           recipient_count ? recipient_count : 1, allowed);
    smtp_client_close(smtp_client);
    return failed;
}
