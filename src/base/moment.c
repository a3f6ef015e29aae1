#include "base/moment.h"

#include <string.h>
#include <time.h>

enum { HOUR = 3600, MINUTE = 60 };

int64_t moment_of_date(struct date date)
{
    struct tm day = {.tm_year = date.year - 1900,
                     .tm_mon = date.month - 1,
                     .tm_mday = date.day};

    return (int64_t)timegm(&day);
}

/* Reads two digits below @p limit. @return -1: there are none */
static int read_two(const char *text, int limit)
{
    int value;

    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return -1;
    value = (text[0] - '0') * 10 + text[1] - '0';
    return value < limit ? value : -1;
}

/* Reads "09:00" and goes past it. @return seconds, or -1 */
static int64_t read_clock(const char **text)
{
    const int hour = read_two(*text, 24);
    int minute;

    if (hour < 0 || (*text)[2] != ':')
        return -1;
    minute = read_two(*text + 3, 60);
    if (minute < 0)
        return -1;
    *text += 5;
    return (int64_t)hour * HOUR + (int64_t)minute * MINUTE;
}

/* Reads "", "Z", "+01:00", to the end. */
static bool read_offset(const char *text, int64_t *offset)
{
    const int64_t sign = *text == '-' ? -1 : 1;

    *offset = 0;
    if (!*text || strcmp(text, "Z") == 0)
        return true;
    if (*text != '+' && *text != '-')
        return false;
    text++;
    *offset = read_clock(&text);
    if (*offset < 0 || *text)
        return false;
    *offset *= sign;
    return true;
}

static bool read_time(const char *text, int64_t *moment)
{
    int64_t offset;
    int64_t time = read_clock(&text);
    int second;

    if (time < 0)
        return false;
    if (*text == ':') {
        second = read_two(text + 1, 60);
        if (second < 0)
            return false;
        time += second;
        text += 3;
    }
    if (!read_offset(text, &offset))
        return false;
    *moment += time - offset;
    return true;
}

bool moment_parse(const char *text, int64_t *moment)
{
    const size_t length = strcspn(text, "T");
    struct date date;
    char day[DATE_WORDS_SIZE];

    if (length >= sizeof day)
        return false;
    memcpy(day, text, length);
    day[length] = '\0';
    if (!date_parse(day, &date))
        return false;
    *moment = moment_of_date(date);
    return !text[length] || read_time(text + length + 1, moment);
}

const char *moment_print(char words[static MOMENT_SIZE], int64_t moment)
{
    const time_t seconds = (time_t)moment;
    struct tm parts;

    if (!gmtime_r(&seconds, &parts) ||
        strftime(words, MOMENT_SIZE, "%Y-%m-%dT%H:%MZ", &parts) == 0)
        *words = '\0';
    return words;
}
