#include "mail/rate_limit.h"

struct rate_limit rate_limit_of(int count, int seconds)
{
    return (struct rate_limit){.interval = (double)seconds / (double)count};
}

double rate_limit_reserve(struct rate_limit *rate_limit, double now)
{
    const double moment = rate_limit->next > now ? rate_limit->next : now;

    rate_limit->next = moment + rate_limit->interval;
    return moment;
}
