#include "stats/rate.h"

bool rate_exists(struct rate rate)
{
    return rate.total > 0;
}

int rate_compare(struct rate a, struct rate b)
{
    __extension__ const __int128 left = (__int128)a.count * b.total;
    __extension__ const __int128 right = (__int128)b.count * a.total;

    return (left > right) - (left < right);
}
