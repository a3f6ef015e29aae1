#include "layout/chart.h"

#include <string.h>

#include "base/ascii.h"

static const struct chart *const charts[] = {
#define CHART(kind, name) [CHART_##kind] = &chart_##name,
#include "letter/chart.def"
#undef CHART
};

const struct chart *chart_of_kind(enum chart_kind kind)
{
    return charts[kind];
}

bool chart_is_said(const char *said, const char *value)
{
    const char *at = said;

    while ((at = strstr(at, value)) != NULL) {
        const bool begins = at == said || !(ascii_is_digit(at[-1]) ||
                                            at[-1] == '.' || at[-1] == ',');

        if (begins && !ascii_is_digit(at[strlen(value)]))
            return true;
        at++;
    }
    return false;
}
