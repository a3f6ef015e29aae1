#include "base/text_origins.h"

struct location text_origins_at(struct text_origins origins, size_t offset,
                                struct location only)
{
    size_t i = 0;

    if (!origins.count)
        return only;
    while (i + 1 < origins.count && origins.items[i + 1].offset <= offset)
        i++;
    return origins.items[i].location;
}

struct location text_origins_most(struct text_origins origins, size_t from,
                                  size_t to, struct location only)
{
    struct location location = only;
    size_t max = 0;

    for (size_t i = 0; i < origins.count; i++) {
        const size_t start = origins.items[i].offset;
        const size_t end =
            i + 1 < origins.count ? origins.items[i + 1].offset : to;
        const size_t first = start > from ? start : from;
        const size_t last = end < to ? end : to;
        if (last > first && last - first > max) {
            max = last - first;
            location = origins.items[i].location;
        }
    }
    return location;
}
