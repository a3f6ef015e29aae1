/* Prints the layout of every letter of a campaign as text, for golden cases.
 * usage: trace CAMPAIGN FONTS [CODE] */
#include <stdio.h>
#include <string.h>

#include "canvas/trace_painter.h"
#include "run/engine.h"

static enum status trace_letter(struct hand *hand, size_t index,
                                const char *only, struct report *report)
{
    struct council council;
    struct letter letter;
    struct document document;
    struct error err = {.code = ""};
    struct buffer trace = buffer_new(64 * 1024 * 1024);
    enum status status;

    arena_reset(hand->arena);
    status = hand_write(hand, index, &council, &letter, report);
    if (status != STATUS_OK || (only && strcmp(only, council.code) != 0))
        return status;
    status = hand_set(hand, &letter, &document, &err);
    if (status != STATUS_OK) {
        report_add(report, &err);
        return status;
    }
    trace_painter_paint(&document, &trace);
    printf("letter %s \"%s\" %s.pdf\n%s", letter.code, letter.title,
           letter.file, buffer_text(&trace));
    buffer_free(&trace);
    return STATUS_OK;
}

int main(int count, char **words)
{
    struct report *report = report_new();
    struct press press = {.arena = NULL};
    struct press_paths paths = {.campaign = NULL};
    int failed;

    if (count < 3)
        return 2;
    paths.campaign = words[1];
    paths.fonts = words[2];
    if (press_open(&press, &paths, report) == STATUS_OK) {
        struct hand *hand = hand_new(&press);
        for (size_t i = 0; i < roster_count(press.campaign.roster); i++)
            if (trace_letter(hand, i, count > 3 ? words[3] : NULL, report) !=
                STATUS_OK)
                continue;
        hand_free(hand);
    }
    report_print(report, REPORT_TEXT, stderr);
    failed = report_errors(report) > 0;
    press_close(&press);
    report_free(report);
    return failed;
}
