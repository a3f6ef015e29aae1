#include "letter/text_line.h"

#include <string.h>

#include "base/ascii.h"

static bool is_blank_or_end(char byte)
{
    return ascii_is_blank(byte) || byte == '\n' || byte == '\0';
}

size_t text_line_marker_size(const char *at)
{
    size_t digits = strspn(at, "0123456789");
    size_t size = 0;

    if (digits && (at[digits] == '.' || at[digits] == ')'))
        size = digits + 1;
    else if (*at && strchr("-*+>", *at))
        size = 1;
    if (!size || !is_blank_or_end(at[size]))
        return 0;
    return size + strspn(at + size, " \t");
}

struct text_line text_line_at(const char *text, size_t start)
{
    struct text_line line = {start, start, start + strcspn(text + start, "\n")};
    size_t size;

    line.content += strspn(text + start, " \t");
    while ((size = text_line_marker_size(text + line.content)) != 0)
        line.content += size;
    return line;
}

bool text_line_pass_fence(const char *text, const struct text_line *line,
                          struct fence *fence)
{
    const char *at = text + line->start + strspn(text + line->start, " \t");
    const char mark = *at;
    size_t count = 0;

    if (mark == '`' || mark == '~')
        while (at[count] == mark)
            count++;
    if (fence->mark) {
        if (mark == fence->mark && count >= fence->count)
            fence->mark = 0;
        return true;
    }
    if (count < 3)
        return false;
    *fence = (struct fence){mark, count};
    return true;
}

size_t text_line_next(const char *text, size_t start)
{
    const size_t end = start + strcspn(text + start, "\n");

    return end + (text[end] == '\n');
}

bool text_line_is_blank(const char *text, size_t start)
{
    const char *at = text + start + strspn(text + start, " \t");

    return *at == '\n' || *at == '\0';
}
