#include "cli/clock.h"

#include <time.h>

int64_t clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

const char *clock_print(char words[static CLOCK_SIZE], int64_t moment)
{
    const time_t seconds = (time_t)moment;
    struct tm parts;

    if (!gmtime_r(&seconds, &parts) ||
        !strftime(words, CLOCK_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts))
        words[0] = '\0';
    return words;
}
