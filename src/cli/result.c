#include "cli/result.h"

#include <string.h>

/** Maximum bytes of a line. */
enum { LINE_LIMIT = 16 * 1024 * 1024 };

struct result result_begin(const char *kind, const char *word)
{
    struct result result = {buffer_new(LINE_LIMIT)};

    buffer_add_char(&result.line, '{');
    result_text(&result, kind, word);
    return result;
}

/* Adds a comma, unless an object or a list was just opened, and a name. */
static void begin_member(struct result *result, const char *name)
{
    struct buffer *line = &result->line;

    if (!strchr("{[", line->bytes[line->length - 1]))
        buffer_add_char(line, ',');
    if (!name)
        return;
    buffer_add_json(line, name);
    buffer_add_char(line, ':');
}

void result_text(struct result *result, const char *name, const char *text)
{
    begin_member(result, name);
    if (text)
        buffer_add_json(&result->line, text);
    else
        buffer_add_text(&result->line, "null");
}

void result_json(struct result *result, const char *name, const char *json)
{
    begin_member(result, name);
    buffer_add_text(&result->line, json);
}

void result_number(struct result *result, const char *name, size_t number)
{
    begin_member(result, name);
    buffer_add_integer(&result->line, (long long)number);
}

void result_flag(struct result *result, const char *name, bool flag)
{
    begin_member(result, name);
    buffer_add_text(&result->line, flag ? "true" : "false");
}

void result_open(struct result *result, const char *name, char bracket)
{
    begin_member(result, name);
    buffer_add_char(&result->line, bracket);
}

void result_close(struct result *result, char bracket)
{
    buffer_add_char(&result->line, bracket);
}

void result_write(struct result *result, FILE *out)
{
    buffer_add_text(&result->line, "}\n");
    fputs(buffer_text(&result->line), out);
    buffer_free(&result->line);
}

void result_end(struct result *result)
{
    result_write(result, stdout);
}
