#include "cli/result.h"

#include "base/json.h"

/** Maximum bytes of a line. */
enum { LINE_LIMIT = 16 * 1024 * 1024 };

struct result result_begin(const char *kind, const char *word)
{
    struct result result = {buffer_new(LINE_LIMIT)};

    buffer_add_char(&result.line, '{');
    result_text(&result, kind, word);
    return result;
}

void result_text(struct result *result, const char *name, const char *text)
{
    json_add_text(&result->line, name, text);
}

void result_json(struct result *result, const char *name, const char *json)
{
    json_begin(&result->line, name);
    buffer_add_text(&result->line, json);
}

void result_number(struct result *result, const char *name, size_t number)
{
    json_begin(&result->line, name);
    buffer_add_integer(&result->line, (long long)number);
}

void result_flag(struct result *result, const char *name, bool flag)
{
    json_begin(&result->line, name);
    buffer_add_text(&result->line, flag ? "true" : "false");
}

void result_open(struct result *result, const char *name, char bracket)
{
    json_open(&result->line, name, bracket);
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
