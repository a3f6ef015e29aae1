#include "base/date.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/words.h"

static int days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30,
                                 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

static bool read_digits(const char *text, int count, int *number)
{
    *number = 0;
    for (int i = 0; i < count; i++) {
        if (!ascii_is_digit(text[i]))
            return false;
        *number = *number * 10 + (text[i] - '0');
    }
    return true;
}

bool date_parse(const char *text, struct date *date)
{
    struct date read;

    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    if (!read_digits(text, 4, &read.year) ||
        !read_digits(text + 5, 2, &read.month) ||
        !read_digits(text + 8, 2, &read.day))
        return false;
    if (read.year < 1900 || read.year > 2999 || read.month < 1 ||
        read.month > 12 || read.day < 1 ||
        read.day > days_in_month(read.year, read.month))
        return false;
    *date = read;
    return true;
}

bool date_is_given(struct date date)
{
    return date.year != 0;
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    if (a.month != b.month)
        return a.month - b.month;
    return a.day - b.day;
}

const char *date_print_words(char words[static DATE_WORDS_SIZE],
                             struct date date, const char *language)
{
    snprintf(words, DATE_WORDS_SIZE, "%d %s %d", date.day,
             words_find(language)->months[date.month - 1], date.year);
    return words;
}

static void put_digits(char *at, int count, int number)
{
    while (count--) {
        at[count] = (char)('0' + number % 10);
        number /= 10;
    }
}

const char *date_print_iso(char words[static DATE_WORDS_SIZE], struct date date)
{
    static const char form[] = "0000-00-00";

    memcpy(words, form, sizeof form);
    put_digits(words, 4, date.year);
    put_digits(words + 5, 2, date.month);
    put_digits(words + 8, 2, date.day);
    return words;
}
