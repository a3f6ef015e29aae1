#include "data/statistic_form.h"

#include <stddef.h>

/* The first form whose keys a setting has is its form. */
const struct statistic_form statistic_forms[] = {
    {.name = "a rate",
     .numerator = "count",
     .denominator = "total",
     .keys = {"count", "total", "stated", "decimals", "minimum"},
     .per = 100,
     .is_share = true,
     .pools = true,
     .needs_total = true,
     .interval = INTERVAL_WILSON,
     .charts = "ring marks"},
    {.name = "a count for each head",
     .numerator = "count",
     .denominator = "population",
     .keys = {"count", "population", "per", "decimals", "minimum"},
     .pools = true,
     .interval = INTERVAL_BYAR,
     .charts = "bar"},
    {.name = "an amount",
     .numerator = "amount",
     .keys = {"amount", "unit", "decimals"},
     .per = 1,
     .takes_money = true,
     .charts = "bar"},
    {.name = "a whole in parts",
     .denominator = "total",
     .keys = {"total", "parts", "minimum"},
     .per = 1,
     .needs_total = true,
     .charts = "parts"},
    {.name = "a count",
     .numerator = "count",
     .keys = {"count", "minimum"},
     .per = 1,
     .charts = "columns"},
};

const size_t statistic_form_count =
    sizeof statistic_forms / sizeof *statistic_forms;

static bool has(const struct yaml *setting, const char *key)
{
    return !key || yaml_find(setting, key) != NULL;
}

const struct statistic_form *statistic_form_of(const struct yaml *setting)
{
    for (size_t i = 0; i < statistic_form_count; i++) {
        const struct statistic_form *form = &statistic_forms[i];
        if (form->numerator ? has(setting, form->numerator) &&
                                  has(setting, form->denominator)
                            : has(setting, "parts") && !has(setting, "count"))
            return form;
    }
    return &statistic_forms[0];
}
