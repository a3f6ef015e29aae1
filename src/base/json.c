#include "base/json.h"

#include <string.h>

void json_begin(struct buffer *json, const char *name)
{
    if (json->length && !strchr("{[", json->bytes[json->length - 1]))
        buffer_add_char(json, ',');
    if (!name)
        return;
    buffer_add_json(json, name);
    buffer_add_char(json, ':');
}

void json_add_text(struct buffer *json, const char *name, const char *text)
{
    json_begin(json, name);
    if (text)
        buffer_add_json(json, text);
    else
        buffer_add_text(json, "null");
}

void json_open(struct buffer *json, const char *name, char bracket)
{
    json_begin(json, name);
    buffer_add_char(json, bracket);
}
