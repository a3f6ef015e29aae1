#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* Prints a column's letters: 1 is A, 27 is AA. */
static void print_letters(int column, char letters[static 8])
{
    size_t at = 7;

    letters[at] = '\0';
    for (; column > 0 && at; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    memmove(letters, letters + at, 8 - at);
}

const char *error_print_location(struct location location,
                                 char text[static LOCATION_SIZE])
{
    const char *file = location.file ? location.file : "lettermill";
    char letters[8];

    print_letters(location_column(location), letters);
    if (!location.file || !location.line)
        snprintf(text, LOCATION_SIZE, "%s", file);
    else if (location.column > LOCATION_CELL)
        snprintf(text, LOCATION_SIZE, "%s!%s%d", file, letters, location.line);
    else if (location.column)
        snprintf(text, LOCATION_SIZE, "%s:%d:%d", file, location.line,
                 location.column);
    else
        snprintf(text, LOCATION_SIZE, "%s:%d", file, location.line);
    return text;
}

enum status error_set(struct error *err, enum diagnostic_id rule,
                      struct location location, const char *field,
                      const char *format, ...)
{
    va_list args;

    err->rule = rule;
    err->location = location;
    utf8_copy(err->field, sizeof err->field, field ? field : "");
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    utf8_trim_partial(err->message);
    return rule_status(rule);
}

static int is_retryable(int number)
{
    return number == ENOSPC || number == EDQUOT || number == EFBIG ||
           number == EMFILE || number == ENFILE || number == EAGAIN;
}

enum status error_set_errno(struct error *err, enum diagnostic_id rule,
                            const char *path, const char *verb)
{
    const int number = errno;
    const struct location location = {path, 0, 0};
    char words[128];

    /* GNU strerror_r is thread-safe and returns the text. */
    const char *why = strerror_r(number, words, sizeof words);
    if (is_retryable(number))
        rule = RULE_FILE_FULL;
    return error_set(err, rule, location, NULL, "cannot %s: %s", verb, why);
}
