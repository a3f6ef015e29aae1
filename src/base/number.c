#include "base/number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"

/* Skips blanks and no-break spaces, which spreadsheets leave. */
static const char *skip_blanks(const char *at)
{
    for (;;) {
        if (ascii_is_blank(*at))
            at++;
        else if (at[0] == '\xC2' && at[1] == '\xA0')
            at += 2;
        else
            return at;
    }
}

/* "1,234,567": groups of three after a first one of one to three. */
static bool read_grouped(const char **at, int64_t *count, int *digits)
{
    const char *p = *at;
    int64_t sum = 0;
    int first = 0;

    for (*digits = 0; ascii_is_digit(*p) && *digits <= NUMBER_DIGITS;
         (*digits)++)
        sum = sum * 10 + (*p++ - '0');
    first = *digits;
    while (*p == ',' && first >= 1 && first <= 3) {
        for (int i = 1; i <= 3; i++)
            if (!ascii_is_digit(p[i]))
                return false;
        if (ascii_is_digit(p[4]) || *digits > NUMBER_DIGITS)
            return false;
        for (int i = 1; i <= 3; i++)
            sum = sum * 10 + (p[i] - '0');
        *digits += 3;
        p += 4;
    }
    *at = p;
    *count = sum;
    return *digits >= 1 && *digits <= NUMBER_DIGITS;
}

bool number_parse_count(const char *text, int64_t *count)
{
    const char *at = skip_blanks(text);
    int64_t sum;
    int digits;

    if (!read_grouped(&at, &sum, &digits))
        return false;
    if (*at == '.') {
        const char *zeros = at + 1;
        at = zeros + strspn(zeros, "0");
        if (at == zeros)
            return false;
    }
    at = skip_blanks(at);
    if (*at)
        return false;
    *count = sum;
    return true;
}

int number_digits_over(const char *text)
{
    const char *at = skip_blanks(text);
    int digits = 0;

    /* Ignores where the commas are: too many digits are reported first. */
    for (; ascii_is_digit(*at) || (*at == ',' && digits); at++)
        digits += ascii_is_digit(*at);
    if (*at == '.')
        at += 1 + strspn(at + 1, "0");
    return *skip_blanks(at) || digits <= NUMBER_DIGITS ? 0 : digits;
}

bool number_parse_real(const char *text, double *value)
{
    const bool negative = *text == '-';
    const char *at = text + negative;
    double sum = 0;
    double scale = 1;
    int digits = 0;

    for (; ascii_is_digit(*at); at++, digits++)
        sum = sum * 10 + (*at - '0');
    if (*at == '.')
        for (at++; ascii_is_digit(*at); at++, digits++) {
            sum = sum * 10 + (*at - '0');
            scale *= 10;
        }
    if (*at || digits < 1 || digits > 15)
        return false;
    *value = (negative ? -sum : sum) / scale;
    return true;
}

static const char pairs[] =
    "00010203040506070809101112131415161718192021222324"
    "25262728293031323334353637383940414243444546474849"
    "50515253545556575859606162636465666768697071727374"
    "75767778798081828384858687888990919293949596979899";

char *number_put_digits(char *end, uint64_t value)
{
    while (value >= 100) {
        end -= 2;
        memcpy(end, pairs + value % 100 * 2, 2);
        value /= 100;
    }
    if (value < 10) {
        *--end = (char)('0' + value);
        return end;
    }
    end -= 2;
    return memcpy(end, pairs + value * 2, 2);
}

char *number_print_count(char text[static NUMBER_COUNT_SIZE], int64_t count)
{
    char *at = text + NUMBER_COUNT_SIZE - 1;
    int digits = 0;

    assert(count >= 0);
    *at = '\0';
    do {
        if (digits && digits % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + count % 10);
        count /= 10;
        digits++;
    } while (count);
    return memmove(text, at, strlen(at) + 1);
}

size_t number_print_real(char text[static NUMBER_REAL_SIZE], double value)
{
    long long thousandths = llround(value * 1000);
    char digits[24];
    size_t count = 0;
    size_t length = 0;
    bool negative = thousandths < 0;
    int decimals = 3;

    assert(fabs(value) < 1e9);
    if (negative)
        thousandths = -thousandths;
    while (decimals && thousandths % 10 == 0) {
        thousandths /= 10;
        decimals--;
    }
    do {
        digits[count++] = (char)('0' + thousandths % 10);
        thousandths /= 10;
    } while (thousandths || count < (size_t)decimals);
    if (negative)
        text[length++] = '-';
    if (count == (size_t)decimals)
        text[length++] = '0';
    while (count) {
        if (count == (size_t)decimals)
            text[length++] = '.';
        text[length++] = digits[--count];
    }
    text[length] = '\0';
    return length;
}
