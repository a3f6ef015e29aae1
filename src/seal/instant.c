#include "seal/instant.h"

#include <string.h>

const char *instant_print(char text[static INSTANT_SIZE], time_t instant)
{
    struct tm parts;

    if (!gmtime_r(&instant, &parts) ||
        !strftime(text, INSTANT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts))
        *text = '\0';
    return text;
}

const char *instant_print_day(char text[static INSTANT_SIZE], time_t instant)
{
    instant_print(text, instant);
    if (strchr(text, 'T'))
        *strchr(text, 'T') = '\0';
    return text;
}

/* Reads so many digits, or takes @p otherwise where the text ends.
 * @return false: something else stands there, or it is out of range */
static bool read_digits(const char **text, int digits, int otherwise, int min,
                        int max, int *value)
{
    *value = 0;
    if (!**text || strchr("Z+-", **text)) {
        *value = otherwise;
        return true;
    }
    for (; digits > 0; digits--, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        *value = *value * 10 + (**text - '0');
    }
    return *value >= min && *value <= max;
}

/* "Z", "+01'00'", "-05'00", or nothing. */
static bool read_zone(const char *text, int *seconds)
{
    const int sign = *text == '-' ? -1 : 1;
    int hours;
    int minutes = 0;

    *seconds = 0;
    if (!*text)
        return true;
    if (*text != 'Z' && *text != '+' && *text != '-')
        return false;
    text++;
    if (!read_digits(&text, 2, 0, 0, 23, &hours))
        return false;
    text += *text == '\'';
    if (!read_digits(&text, 2, 0, 0, 59, &minutes))
        return false;
    text += *text == '\'';
    *seconds = sign * (hours * 3600 + minutes * 60);
    return *text == '\0';
}

bool instant_parse_pdf(const char *text, time_t *instant)
{
    struct tm parts = {.tm_isdst = 0};
    int zone;

    if (strncmp(text, "D:", 2) == 0)
        text += 2;
    if (*text < '0' || *text > '9' ||
        !read_digits(&text, 4, 0, 1900, 2999, &parts.tm_year) ||
        !read_digits(&text, 2, 1, 1, 12, &parts.tm_mon) ||
        !read_digits(&text, 2, 1, 1, 31, &parts.tm_mday) ||
        !read_digits(&text, 2, 0, 0, 23, &parts.tm_hour) ||
        !read_digits(&text, 2, 0, 0, 59, &parts.tm_min) ||
        !read_digits(&text, 2, 0, 0, 60, &parts.tm_sec) ||
        !read_zone(text, &zone))
        return false;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    *instant = timegm(&parts) - zone;
    return true;
}
