#include "base/plural.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { ZERO, ONE, TWO, FEW, MANY, OTHER };

static bool is_welsh(const char *language)
{
    return strncasecmp(language, "cy", 2) == 0 && strchr("-_", language[2]);
}

static size_t choose_welsh(int64_t number)
{
    switch (number) {
    case 0:
        return ZERO;
    case 1:
        return ONE;
    case 2:
        return TWO;
    case 3:
        return FEW;
    case 6:
        return MANY;
    default:
        return OTHER;
    }
}

size_t plural_choose(const char *language, int64_t number, size_t forms)
{
    if (forms < 2)
        return 0;
    if (forms < PLURAL_FORMS)
        return number == 1 ? 0 : 1;
    if (language && is_welsh(language))
        return choose_welsh(number);
    return number == 1 ? ONE : OTHER;
}
