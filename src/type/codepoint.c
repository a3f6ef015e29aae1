#include "type/codepoint.h"

#include "base/utf8.h"

bool codepoint_is_space(uint32_t codepoint)
{
    if (codepoint <= ' ')
        return codepoint == ' ' || (codepoint >= '\t' && codepoint <= '\r');
    if (codepoint < 0x1680)
        return codepoint == 0x85;
    return codepoint == 0x1680 ||
           (codepoint >= 0x2000 && codepoint <= 0x200A &&
            codepoint != 0x2007) ||
           codepoint == 0x2028 || codepoint == 0x2029 || codepoint == 0x205F ||
           codepoint == 0x3000;
}

bool codepoint_is_blank(uint32_t codepoint)
{
    return codepoint_is_space(codepoint) || codepoint == 0xA0 ||
           codepoint == 0x2007 || codepoint == 0x202F;
}

bool codepoint_is_control(uint32_t codepoint)
{
    return (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0)) &&
           !codepoint_is_space(codepoint);
}

bool codepoint_is_dash(uint32_t codepoint)
{
    return codepoint >= 0x2012 && codepoint <= 0x2015;
}

bool codepoint_is_invisible(uint32_t codepoint)
{
    return codepoint == 0xAD || codepoint == 0x34F || codepoint == 0x61C ||
           (codepoint >= 0x200B && codepoint <= 0x200F) ||
           (codepoint >= 0x202A && codepoint <= 0x202E) ||
           (codepoint >= 0x2060 && codepoint <= 0x206F) ||
           (codepoint >= 0xFE00 && codepoint <= 0xFE0F) || codepoint == 0xFEFF;
}

uint32_t codepoint_before(const char *text, const char **at)
{
    const char *end = *at;
    const char *here;

    if (end == text)
        return 0;
    do
        end--;
    while (end > text && ((unsigned char)*end & 0xC0) == 0x80);
    *at = here = end;
    return utf8_next(&here);
}
