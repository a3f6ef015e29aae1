#include "base/time.h"

#include <string.h>
#include <time.h>

#include "base/ascii.h"

enum { HOUR = 3600, MINUTE = 60 };

int64_t time_now(void)
{
    struct timespec now = {0, 0};

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

double time_elapsed(void)
{
    struct timespec now = {0, 0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int64_t time_of_date(struct date date)
{
    struct tm day = {.tm_year = date.year - 1900,
                     .tm_mon = date.month - 1,
                     .tm_mday = date.day};

    return timegm(&day);
}

/* Reads a number with a fixed count of digits and moves past it. */
static bool read_number(const char **text, int digits, int min, int max,
                        int *number)
{
    *number = 0;
    for (; digits > 0; digits--, (*text)++) {
        if (!ascii_is_digit(**text))
            return false;
        *number = *number * 10 + (**text - '0');
    }
    return *number >= min && *number <= max;
}

/* Reads "09:00" and moves past it. */
static bool read_clock(const char **text, int64_t *seconds)
{
    int hour;
    int minute;

    if (!read_number(text, 2, 0, 23, &hour) || *(*text)++ != ':' ||
        !read_number(text, 2, 0, 59, &minute))
        return false;
    *seconds = (int64_t)hour * HOUR + (int64_t)minute * MINUTE;
    return true;
}

/* Reads "", "Z", "+01:00", to the end. */
static bool read_offset(const char *text, int64_t *offset)
{
    const int sign = *text == '-' ? -1 : 1;

    *offset = 0;
    if (!*text || strcmp(text, "Z") == 0)
        return true;
    if (*text != '+' && *text != '-')
        return false;
    text++;
    if (!read_clock(&text, offset))
        return false;
    *offset *= sign;
    return !*text;
}

static bool read_time_of_day(const char *text, int64_t *seconds)
{
    int64_t offset;
    int second = 0;

    if (!read_clock(&text, seconds))
        return false;
    if (*text == ':') {
        text++;
        if (!read_number(&text, 2, 0, 59, &second))
            return false;
    }
    if (!read_offset(text, &offset))
        return false;
    *seconds += second - offset;
    return true;
}

bool time_parse(const char *text, int64_t *time)
{
    const size_t length = strcspn(text, "T");
    int64_t seconds = 0;
    struct date date;
    char day[DATE_WORDS_SIZE];

    if (length >= sizeof day)
        return false;
    memcpy(day, text, length);
    day[length] = '\0';
    if (!date_parse(day, &date) ||
        (text[length] && !read_time_of_day(text + length + 1, &seconds)))
        return false;
    *time = time_of_date(date) + seconds;
    return true;
}

/* Reads a part of a PDF date; its lowest value at the end of the text. */
static bool read_part(const char **text, int min, int max, int *number)
{
    *number = min;
    return !**text || strchr("Z+-", **text) ||
           read_number(text, 2, min, max, number);
}

/* Reads "Z", "+01'00'", "-05'00", or nothing. */
static bool read_pdf_offset(const char *text, int *seconds)
{
    const int sign = *text == '-' ? -1 : 1;
    int hours;
    int minutes;

    *seconds = 0;
    if (!*text)
        return true;
    if (!strchr("Z+-", *text))
        return false;
    text++;
    if (!read_part(&text, 0, 23, &hours))
        return false;
    text += *text == '\'';
    if (!read_part(&text, 0, 59, &minutes))
        return false;
    text += *text == '\'';
    *seconds = sign * (hours * HOUR + minutes * MINUTE);
    return !*text;
}

bool time_parse_pdf(const char *text, int64_t *time)
{
    struct tm parts = {.tm_isdst = 0};
    int offset;

    if (strncmp(text, "D:", 2) == 0)
        text += 2;
    if (!read_number(&text, 4, 1900, 2999, &parts.tm_year) ||
        !read_part(&text, 1, 12, &parts.tm_mon) ||
        !read_part(&text, 1, 31, &parts.tm_mday) ||
        !read_part(&text, 0, 23, &parts.tm_hour) ||
        !read_part(&text, 0, 59, &parts.tm_min) ||
        !read_part(&text, 0, 60, &parts.tm_sec) ||
        !read_pdf_offset(text, &offset))
        return false;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    *time = timegm(&parts) - offset;
    return true;
}

const char *time_print(char text[static TIME_SIZE], int64_t time)
{
    const time_t seconds = (time_t)time;
    struct tm parts;

    if (!gmtime_r(&seconds, &parts) ||
        !strftime(text, TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts))
        *text = '\0';
    return text;
}

const char *time_print_minute(char text[static TIME_SIZE], int64_t time)
{
    char *seconds;

    time_print(text, time);
    seconds = strrchr(text, ':');
    if (seconds)
        memcpy(seconds, "Z", sizeof "Z");
    return text;
}

const char *time_print_day(char text[static TIME_SIZE], int64_t time)
{
    time_print(text, time);
    text[strcspn(text, "T")] = '\0';
    return text;
}
