#include "base/language_tag.h"

#include <stddef.h>
#include <string.h>

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
