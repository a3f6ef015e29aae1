#include "base/plural.h"

#include "base/words.h"

size_t plural_choose(const char *language, int64_t number, size_t forms)
{
    if (forms < 2)
        return 0;
    if (forms < PLURAL_FORMS)
        return number == 1 ? 0 : 1;
    return words_find(language)->plural(number);
}

const char *plural_s(size_t count)
{
    return count == 1 ? "" : "s";
}
