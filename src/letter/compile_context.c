#include "letter/compile_context.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

void compile_context_report_field(struct compile_context *context,
                                  enum diagnostic_id rule,
                                  struct location location, const char *field,
                                  const char *message)
{
    diagnostics_add(context->diagnostics, rule, location, NULL, field, "%s",
                    message);
    /* errors that elsewhere refuse one letter refuse the whole text here */
    if (!context->status && rule_severity(rule) == SEVERITY_ERROR)
        context->status = rule_status(rule) == STATUS_LAYOUT
                              ? STATUS_INPUT
                              : rule_status(rule);
}

void compile_context_report(struct compile_context *context,
                            enum diagnostic_id rule, struct location location,
                            const char *format, ...)
{
    char message[sizeof((struct error *)0)->message];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    utf8_trim_partial(message);
    compile_context_report_field(context, rule, location, NULL, message);
}
