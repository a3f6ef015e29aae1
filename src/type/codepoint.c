#include "type/codepoint.h"

#include "base/utf8.h"

bool letter_is_space(uint32_t letter)
{
    if (letter <= ' ')
        return letter == ' ' || (letter >= '\t' && letter <= '\r');
    if (letter < 0x1680)
        return letter == 0x85;
    return letter == 0x1680 ||
           (letter >= 0x2000 && letter <= 0x200A && letter != 0x2007) ||
           letter == 0x2028 || letter == 0x2029 || letter == 0x205F ||
           letter == 0x3000;
}

bool letter_is_blank(uint32_t letter)
{
    return letter_is_space(letter) || letter == 0xA0 || letter == 0x2007 ||
           letter == 0x202F;
}

bool letter_is_control(uint32_t letter)
{
    return (letter < 0x20 || (letter >= 0x7F && letter < 0xA0)) &&
           !letter_is_space(letter);
}

bool letter_is_dash(uint32_t letter)
{
    return letter >= 0x2012 && letter <= 0x2015;
}

bool letter_is_invisible(uint32_t letter)
{
    return letter == 0xAD || letter == 0x34F || letter == 0x61C ||
           (letter >= 0x200B && letter <= 0x200F) ||
           (letter >= 0x202A && letter <= 0x202E) ||
           (letter >= 0x2060 && letter <= 0x206F) ||
           (letter >= 0xFE00 && letter <= 0xFE0F) || letter == 0xFEFF;
}

uint32_t letter_before(const char *text, const char **at)
{
    const char *end = *at;
    const char *here;

    if (end == text)
        return 0;
    do
        end--;
    while (end > text && ((unsigned char)*end & 0xC0) == 0x80);
    *at = here = end;
    return text_next(&here);
}
