#include "data/foreign_placeholder.h"

#include <string.h>
#include <strings.h>

struct brackets {
    const char *open;
    const char *close;
};

/* "{{" comes before "{", which it begins with. */
static const struct brackets pairs[] = {
    {"{{{", "}}}"}, {"{{", "}}"}, {"${", "}"},  {"{", "}"},
    {"[[", "]]"},   {"[", "]"},   {"<<", ">>"}, {"\xC2\xAB", "\xC2\xBB"},
};

static bool begins(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* @return the text inside the brackets, without section signs, blanks and
 *         quotes */
static void copy_inside(const char *text, size_t length,
                        char inside[static FOREIGN_PLACEHOLDER_SIZE])
{
    static const char around[] = " \t\"'#/^&$.=*_\\";

    while (length && strchr(around, *text)) {
        text++;
        length--;
    }
    while (length && strchr(around, text[length - 1]))
        length--;
    memcpy(inside, text, length);
    inside[length] = '\0';
}

static bool is_placeholder(const char *inside, foreign_placeholder_known *known,
                           void *context)
{
    return *inside && (strncasecmp(inside, "insert", 6) == 0 ||
                       strncasecmp(inside, "mergefield", 10) == 0 ||
                       known(inside, context));
}

/* The length of a placeholder that begins at @p at, or 0. */
static size_t length_at(const char *at, const struct brackets *pair,
                        foreign_placeholder_known *known, void *context)
{
    const size_t open = strlen(pair->open);
    const size_t close = strlen(pair->close);
    char inside[FOREIGN_PLACEHOLDER_SIZE];
    const char *end;

    if (!begins(at, pair->open))
        return 0;
    end = strstr(at + open, pair->close);
    if (!end || (size_t)(end - at) - open >= sizeof inside ||
        memchr(at, '\n', (size_t)(end - at)))
        return 0;
    if (*pair->open == '[' && (end[close] == '(' || end[close] == '['))
        return 0;
    copy_inside(at + open, (size_t)(end - at) - open, inside);
    return is_placeholder(inside, known, context) ? (size_t)(end - at) + close
                                                  : 0;
}

bool foreign_placeholder_find(const char *text, size_t from,
                              foreign_placeholder_known *known, void *context,
                              struct foreign_placeholder *found)
{
    static const char firsts[] = "\\{$[<\xC2"; /* a backslash or a bracket */

    for (const char *at = text + from; *(at += strcspn(at, firsts)); at++) {
        if (*at == '\\' && at[1]) {
            at++;
            continue;
        }
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            const size_t length = length_at(at, &pairs[i], known, context);
            if (!length)
                continue;
            *found = (struct foreign_placeholder){(size_t)(at - text), length};
            return true;
        }
    }
    return false;
}
