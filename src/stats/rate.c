#include "stats/rate.h"

#include "base/number.h"

bool rate_exists(struct rate rate)
{
    return rate.total > 0;
}

int rate_percent(struct rate rate)
{
    return number_percent(rate.count, rate.total);
}

const char *rate_print(char text[static RATE_TEXT_SIZE], struct rate rate)
{
    text[0] = '\0';
    if (rate_exists(rate))
        number_print_percent(text, rate_percent(rate));
    return text;
}

bool rate_parse(const char *count, const char *total, struct rate *rate)
{
    struct rate read;

    if (!number_parse_count(count, &read.count) ||
        !number_parse_count(total, &read.total) || read.count > read.total)
        return false;
    *rate = read;
    return true;
}
