#include "data/spreadsheet_cell.h"

#include <stddef.h>
#include <string.h>

#include "base/ascii.h"
#include "base/time.h"
#include "base/utf8.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* 1 January 2000, 31 December 2049 and 1 January 1970, in days since 30
 * December 1899; seconds of a day. */
enum {
    SERIAL_MIN = 36526,
    SERIAL_MAX = 54788,
    SERIAL_1970 = 25569,
    DAY = 24 * 60 * 60,
};

static bool is_letter(char c)
{
    return ascii_to_lower(c) >= 'a' && ascii_to_lower(c) <= 'z';
}

static bool is_one_of(const char *text, size_t length, const char *const *words,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < length && ascii_to_lower(text[at]) == words[i][at])
            at++;
        if (at == length && !words[i][at])
            return true;
    }
    return false;
}

/* "#REF!", "#NAME?", "#DIV/0!", "#N/A", "#NV", "####": capitals, digits,
 * slashes and underscores with the ending of an error. @return the length, or 0
 */
static size_t error_length(const char *at)
{
    const char *const word = at + 1;
    size_t length = strspn(word, "#");

    if (*at != '#')
        return 0;
    if (length)
        return length >= 2 ? 1 + length : 0;
    length = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_");
    if (length >= 3 && (word[length] == '!' || word[length] == '?'))
        return length + 2;
    if ((strncmp(word, "N/A", 3) == 0 && length == 3) ||
        (strncmp(word, "NV", 2) == 0 && length == 2) ||
        (strncmp(word, "GETTING_DATA", 12) == 0 && length == 12))
        return length + 1;
    return 0;
}

/* "Err:502" */
static size_t numbered_length(const char *at)
{
    size_t digits = 0;

    if (strncmp(at, "Err:", 4) != 0)
        return 0;
    while (ascii_is_digit(at[4 + digits]))
        digits++;
    return digits == 3 ? 4 + digits : 0;
}

bool spreadsheet_cell_find_error(const char *text,
                                 char word[static SPREADSHEET_ERROR_SIZE])
{
    static const char *const whole[] = {"null", "nan", "undefined"};
    size_t length = 0;

    if (is_one_of(text, strlen(text), whole, LENGTH(whole))) {
        utf8_copy(word, SPREADSHEET_ERROR_SIZE, text);
        return true;
    }
    for (; *text && !length; text += !length) {
        length = error_length(text);
        if (!length)
            length = numbered_length(text);
    }
    if (!length)
        return false;
    if (length >= SPREADSHEET_ERROR_SIZE)
        length = SPREADSHEET_ERROR_SIZE - 1;
    memcpy(word, text, length);
    word[length] = '\0';
    return true;
}

bool spreadsheet_cell_is_dash(const char *text)
{
    size_t count = 0;

    for (; *text; count++) {
        const uint32_t codepoint = utf8_next(&text);
        if (codepoint != '-' && codepoint != 0x2212 &&
            (codepoint < 0x2010 || codepoint > 0x2015))
            return false;
    }
    return count >= 1 && count <= 3;
}

bool spreadsheet_cell_read_serial(const char *text, struct date *date)
{
    char day[TIME_SIZE];
    int serial = 0;
    const char *at = text;

    while (ascii_is_digit(*at) && at - text < 5)
        serial = serial * 10 + (*at++ - '0');
    if (*at == '.' && ascii_is_digit(at[1]))
        at += 1 + strspn(at + 1, "0123456789");
    if (*at || serial < SERIAL_MIN || serial > SERIAL_MAX)
        return false;
    time_print_day(day, (int64_t)(serial - SERIAL_1970) * DAY);
    return date_parse(day, date);
}

/* Skips one to four digits. @return the text after them, or NULL */
static const char *skip_number(const char *at)
{
    size_t digits = 0;

    while (ascii_is_digit(at[digits]))
        digits++;
    return digits >= 1 && digits <= 4 ? at + digits : NULL;
}

/* "20/07/2022", "20.7.22", "2022-07-20T10:00" */
static bool is_numeric_date(const char *text)
{
    const char *at = skip_number(text);
    const char parting = at ? *at : '\0';

    if (!parting || !strchr("/.-", parting))
        return false;
    at = skip_number(at + 1);
    if (!at || *at != parting)
        return false;
    at = skip_number(at + 1);
    return at && (!*at || *at == ' ' || *at == 'T');
}

/* A month's name, or its first three letters, beside a number. */
static bool is_worded_date(const char *text)
{
    static const char *const months[] = {
        "jan",     "feb",      "mar",      "apr",      "may",
        "jun",     "jul",      "aug",      "sep",      "oct",
        "nov",     "dec",      "january",  "february", "march",
        "april",   "june",     "july",     "august",   "september",
        "october", "november", "december", "ionawr",   "chwefror",
        "mawrth",  "ebrill",   "mai",      "mehefin",  "gorffennaf",
        "awst",    "medi",     "hydref",   "tachwedd", "rhagfyr"};
    bool named = false;
    size_t length;

    if (!strpbrk(text, "0123456789"))
        return false;
    for (; *text && !named; text += length ? length : 1) {
        for (length = 0; is_letter(text[length]);)
            length++;
        named = is_one_of(text, length, months, LENGTH(months));
    }
    return named;
}

bool spreadsheet_cell_is_date(const char *text)
{
    return is_numeric_date(text) || is_worded_date(text);
}

/* "ReportDate" ends with it, and so does "update". */
static bool ends_with_date(const char *word, size_t length)
{
    static const char *const others[] = {"update", "mandate", "candidate",
                                         "validate", "accommodate"};
    static const char *const date[] = {"date"};

    return length >= 4 && is_one_of(word + length - 4, 4, date, 1) &&
           !is_one_of(word, length, others, LENGTH(others));
}

bool spreadsheet_cell_is_date_column(const char *name)
{
    static const char *const anywhere[] = {
        "date", "dates",  "dated",   "datum", "deadline",
        "due",  "expiry", "expires", "until", "dyddiad"};
    static const char *const last[] = {"on", "by", "day", "when", "since"};
    size_t length;

    while (*name) {
        for (length = 0; is_letter(name[length]);)
            length++;
        if (is_one_of(name, length, anywhere, LENGTH(anywhere)) ||
            ends_with_date(name, length) ||
            (!name[length] && is_one_of(name, length, last, LENGTH(last))))
            return true;
        name += length ? length : 1;
    }
    return false;
}
