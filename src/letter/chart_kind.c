#include "letter/chart_kind.h"

/* The parts of a figure in charts of years and of a group. */
enum {
    FIGURE_YEARS_SHOWN = FIGURE_PREVIOUS | FIGURE_PREVIOUS_COUNT |
                         FIGURE_PREVIOUS_TOTAL | FIGURE_YEARS,
    FIGURE_PEERS_SHOWN = FIGURE_PEERS | FIGURE_HIGHER | FIGURE_PEER_VALUES,
};

static const struct {
    enum chart_feed feed;
    unsigned parts;
} kinds[CHART_KINDS] = {
#define CHART(kind, name, feed, parts) {CHART_FEED_##feed, parts},
#include "letter/chart.def"
#undef CHART
};

static const char *const names[CHART_KINDS] = {
#define CHART(kind, name, feed, parts) #name,
#include "letter/chart.def"
#undef CHART
};

const char *chart_kind_name(enum chart_kind chart)
{
    return names[chart];
}

const char *const *chart_kind_names(void)
{
    return names;
}

bool chart_kind_fits(enum chart_kind chart, const struct statistic_form *form)
{
    switch (kinds[chart].feed) {
    case CHART_FEED_SHARE:
        return form->is_share;
    case CHART_FEED_VALUE:
        return form->numerator != NULL;
    case CHART_FEED_PARTS:
        break;
    }
    return form->numerator == NULL;
}

unsigned chart_kind_parts(const enum chart_kind *charts, size_t count)
{
    unsigned parts = 0;

    for (size_t i = 0; i < count; i++)
        parts |= kinds[charts[i]].parts;
    return parts;
}
