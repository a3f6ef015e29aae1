#include "layout/chart.h"

#include <string.h>

#include "base/ascii.h"

static const struct chart *const charts[] = {
#define CHART(kind, name, feed, parts) [CHART_##kind] = &chart_##name,
#include "letter/chart.def"
#undef CHART
};

const struct chart *chart_of_kind(enum chart_kind kind)
{
    return charts[kind];
}

static size_t count_said(const char *said, const char *value)
{
    const char *at = said;
    size_t count = 0;

    while ((at = strstr(at, value)) != NULL) {
        const bool begins = at == said || !(ascii_is_digit(at[-1]) ||
                                            at[-1] == '.' || at[-1] == ',');

        count += begins && !ascii_is_digit(at[strlen(value)]);
        at++;
    }
    return count;
}

bool chart_is_said(const char *said, const char *value)
{
    return count_said(said, value) > 0;
}

bool chart_average_is_said(const char *said, const struct chart_data *data)
{
    const char *average = data->average_text;

    if (average == NULL)
        return true;
    return count_said(said, average) >
           (data->exists && strcmp(average, data->text) == 0);
}
