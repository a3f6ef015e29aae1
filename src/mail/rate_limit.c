#include "mail/rate_limit.h"

struct pace pace_of(int count, int seconds)
{
    return (struct pace){.interval = (double)seconds / (double)count};
}

double pace_reserve(struct pace *pace, double now)
{
    const double moment = pace->next > now ? pace->next : now;

    pace->next = moment + pace->interval;
    return moment;
}
