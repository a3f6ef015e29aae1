#include "stats/figure_cells.h"

#include "base/number.h"
#include "stats/stated_percent.h"

bool figure_cells_parse(const struct figure_format *format, const char *text,
                        struct rate *rate)
{
    if (format->form->takes_money)
        return format_parse(format, text, NUMBER_DIGITS, rate);
    rate->total = 1;
    return number_parse_count(text, &rate->count);
}

bool figure_cells_have_value(const struct statistic_setting *setting)
{
    return setting->format.form->numerator != NULL;
}

bool figure_cells_withheld(const struct statistic_setting *setting,
                           struct rate rate)
{
    const int64_t base =
        setting->format.form->needs_total ? rate.total : rate.count;

    return base > 0 && base < setting->minimum;
}

bool figure_cells_found(const struct statistic_setting *setting,
                        struct average_columns columns)
{
    for (size_t i = 0; i < setting->part_count; i++)
        if (columns.parts[i] == SIZE_MAX)
            return false;
    return (columns.count != SIZE_MAX || !setting->count.text) &&
           (columns.total != SIZE_MAX || !setting->total.text);
}

static bool read_parts(const struct statistic_setting *setting,
                       struct average_columns columns,
                       const struct value *values, int64_t total,
                       struct location *fault)
{
    int64_t sum = 0;

    for (size_t i = 0; i < setting->part_count; i++) {
        const struct value part = values[columns.parts[i]];
        int64_t count;
        *fault = part.location;
        if (!number_parse_count(part.text, &count))
            return false;
        sum += count;
    }
    *fault = values[columns.total].location;
    return sum == total;
}

bool figure_cells_read(const struct statistic_setting *setting,
                       struct average_columns columns,
                       const struct value *values, struct rate *rate,
                       struct location *fault)
{
    const struct figure_format *format = &setting->format;

    *rate = (struct rate){0, 1};
    if (setting->count.text) {
        *fault = values[columns.count].location;
        if (!figure_cells_parse(format, values[columns.count].text, rate))
            return false;
    }
    if (setting->total.text) {
        *fault = values[columns.total].location;
        if (!number_parse_count(values[columns.total].text, &rate->total))
            return false;
    }
    if (setting->part_count)
        return read_parts(setting, columns, values, rate->total, fault);
    if (setting->count.text)
        *fault = values[columns.count].location;
    if (!format_holds(format, *rate) ||
        (format_is_share(format) && rate->count > rate->total))
        return false;
    if (columns.stated == SIZE_MAX)
        return true;
    *fault = values[columns.stated].location;
    return stated_percent_agrees(values[columns.stated].text, *rate, format);
}
