/* Microseconds a letter by stage, on one thread.
 * usage: stages CAMPAIGN FONTS */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <time.h>

#include "base/hash.h"
#include "batch/press.h"

enum stage { STAGE_WORDS, STAGE_PAGES, STAGE_FILE, STAGE_DIGEST, STAGES };

static const char *const names[STAGES] = {
    [STAGE_WORDS] = "words, from row and template",
    [STAGE_PAGES] = "pages: shape, break, place",
    [STAGE_FILE] = "file: paint, deflate, save",
    [STAGE_DIGEST] = "digest of the file",
};

struct watch {
    double seconds[STAGES];
    double last;
    size_t letters;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* What passed since the last call was this stage. */
static void note(struct watch *watch, enum stage stage)
{
    const double time = now();

    watch->seconds[stage] += time - watch->last;
    watch->last = time;
}

static enum status make_letter(struct hand *hand, size_t index,
                               struct watch *watch, struct report *report)
{
    unsigned char digest[HASH_SIZE];
    struct council council;
    struct letter letter;
    struct document document;
    struct error err = {.code = ""};
    enum status status;

    arena_reset(hand->arena);
    watch->last = now();
    status = hand_write(hand, index, &council, &letter, report);
    note(watch, STAGE_WORDS);
    if (status == STATUS_OK)
        status = hand_set(hand, &letter, &document, &err);
    note(watch, STAGE_PAGES);
    if (status == STATUS_OK)
        status = hand_print(hand, &letter, &document, &err);
    note(watch, STAGE_FILE);
    hash_bytes(hand->file.bytes, hand->file.length, digest);
    note(watch, STAGE_DIGEST);
    watch->letters += status == STATUS_OK;
    return status;
}

static void print(const struct watch *watch)
{
    for (int i = 0; i < STAGES; i++)
        printf("%-30s %7.1f us\n", names[i],
               watch->seconds[i] * 1e6 / (double)watch->letters);
}

static int measure(const struct press *press, struct report *report)
{
    struct watch watch = {.letters = 0};
    struct hand *hand = hand_new(press);
    int failed = 0;

    for (size_t i = 0; i < roster_count(press->campaign.roster); i++)
        failed |= make_letter(hand, i, &watch, report) != STATUS_OK;
    hand_free(hand);
    print(&watch);
    return failed;
}

int main(int count, char **words)
{
    struct report *report = report_new();
    struct press press = {.arena = NULL};
    struct press_paths paths = {.campaign = NULL};
    int failed = 1;

    if (count < 3)
        return 2;
    paths.campaign = words[1];
    paths.fonts = words[2];
    if (press_open(&press, &paths, report) == STATUS_OK &&
        press_ready(&press, report) == STATUS_OK)
        failed = measure(&press, report);
    press_close(&press);
    report_free(report);
    return failed;
}
