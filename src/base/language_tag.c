#include "base/language_tag.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

bool language_tag_is_valid(const char *text)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t part = strspn(text, letters);

    if (part < 2 || part > 3)
        return false;
    for (text += part; *text == '-'; text += part + 1) {
        part = strcspn(text + 1, "-");
        if (part < 1 || part > 8)
            return false;
        for (size_t i = 1; i <= part; i++)
            if (!strchr(letters, text[i]) && (text[i] < '0' || text[i] > '9'))
                return false;
    }
    return !*text;
}

bool language_tag_is(const char *tag, const char *primary)
{
    const size_t length = tag ? strcspn(tag, "-") : 0;

    return length == strlen(primary) && strncasecmp(tag, primary, length) == 0;
}

bool language_tag_is_same(const char *a, const char *b)
{
    const size_t length = strcspn(a, "-");

    return length == strcspn(b, "-") && strncasecmp(a, b, length) == 0;
}
