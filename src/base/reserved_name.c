#include "base/reserved_name.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* @return the bytes of the digit at @p at: 0 to 9, superscript 1 to 3; or 0 */
static size_t digit_length(const char *at)
{
    if (*at >= '0' && *at <= '9')
        return 1;
    if (strncmp(at, "\xC2\xB9", 2) == 0 || strncmp(at, "\xC2\xB2", 2) == 0 ||
        strncmp(at, "\xC2\xB3", 2) == 0)
        return 2;
    return 0;
}

bool reserved_name_is(const char *name)
{
    static const char *const whole[] = {"con", "prn",    "aux",
                                        "nul", "conin$", "conout$"};
    size_t length = strcspn(name, ".:");

    while (length && name[length - 1] == ' ')
        length--;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strlen(whole[i]) == length &&
            strncasecmp(name, whole[i], length) == 0)
            return true;
    return length > 3 &&
           (strncasecmp(name, "com", 3) == 0 ||
            strncasecmp(name, "lpt", 3) == 0) &&
           digit_length(name + 3) == length - 3;
}
