#include "letter/charted_parts.h"

#include <string.h>

static const char *const names[CHART_KINDS] = {
#define CHART(kind, name) #name,
#include "letter/chart.def"
#undef CHART
};

unsigned charted_parts(enum chart_kind chart)
{
    static const struct {
        const char *name;
        unsigned parts;
    } table[] = {
        {"columns", FIGURE_PREVIOUS | FIGURE_PREVIOUS_COUNT |
                        FIGURE_PREVIOUS_TOTAL | FIGURE_YEARS},
        {"parts", FIGURE_PARTS},
        {"peers", FIGURE_PEERS | FIGURE_HIGHER | FIGURE_PEER_VALUES},
        {"trend", FIGURE_PREVIOUS | FIGURE_PREVIOUS_COUNT |
                      FIGURE_PREVIOUS_TOTAL | FIGURE_YEARS},
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(names[chart], table[i].name) == 0)
            return table[i].parts;
    return 0;
}
