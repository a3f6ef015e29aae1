#include "letter/compile_context.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

void compiler_blame_field(struct compiler *compiler, enum rule rule,
                          struct place place, const char *field,
                          const char *message)
{
    report_say(compiler->report, rule, place, NULL, field, "%s", message);
    /* what refuses a letter elsewhere refuses the whole text here */
    if (!compiler->status && rule_severity(rule) == SEVERITY_ERROR)
        compiler->status = rule_status(rule) == STATUS_LAYOUT
                               ? STATUS_INPUT
                               : rule_status(rule);
}

void compiler_blame(struct compiler *compiler, enum rule rule,
                    struct place place, const char *format, ...)
{
    char message[sizeof((struct error *)0)->message];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    text_trim_partial(message);
    compiler_blame_field(compiler, rule, place, NULL, message);
}
