#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum status error_set(struct error *err, enum rule rule, struct place place,
                      const char *field, const char *format, ...)
{
    va_list args;

    err->rule = rule;
    err->place = place;
    text_copy(err->field, sizeof err->field, field ? field : "");
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    text_trim_partial(err->message);
    return rule_status(rule);
}

static int worth_another_try(int number)
{
    return number == ENOSPC || number == EDQUOT || number == EFBIG ||
           number == EMFILE || number == ENFILE || number == EAGAIN;
}

enum status error_set_errno(struct error *err, enum rule rule, const char *path,
                            const char *verb)
{
    const int number = errno;
    const struct place place = {path, 0, 0};
    char words[128];

    /* GNU strerror_r: thread-safe, and returns the text it means. */
    const char *why = strerror_r(number, words, sizeof words);
    if (worth_another_try(number))
        rule = RULE_FILE_FULL;
    return error_set(err, rule, place, NULL, "cannot %s: %s", verb, why);
}
