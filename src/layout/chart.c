#include "layout/chart.h"

static const struct chart *const charts[] = {
#define CHART(kind, name) [CHART_##kind] = &chart_##name,
#include "letter/chart.def"
#undef CHART
};

const struct chart *chart_of_kind(enum chart_kind kind)
{
    return charts[kind];
}
