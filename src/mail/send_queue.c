#include "mail/send_queue.h"

#include <string.h>

struct queue queue_make(struct arena *arena, const struct queue_item *items,
                        size_t count)
{
    struct queue queue = {.waiting = count};

    queue.items = ARENA_ARRAY(arena, struct queue_item, count + 1);
    if (count)
        memcpy(queue.items, items, count * sizeof *items);
    return queue;
}

/* @return the position of the earliest due; queue->waiting: none waits */
static size_t find_earliest(const struct queue *queue)
{
    size_t found = 0;

    for (size_t i = 1; i < queue->waiting; i++)
        if (queue->items[i].due < queue->items[found].due)
            found = i;
    return found;
}

bool queue_take(struct queue *queue, int64_t now, struct queue_item *item)
{
    const size_t at = find_earliest(queue);

    if (at >= queue->waiting || queue->items[at].due > now)
        return false;
    *item = queue->items[at];
    queue->waiting--;
    queue->out++;
    memmove(&queue->items[at], &queue->items[at + 1],
            (queue->waiting - at) * sizeof *queue->items);
    return true;
}

void queue_return(struct queue *queue, const struct queue_item *item)
{
    queue->items[queue->waiting++] = *item;
    queue->out--;
}

void queue_strike(struct queue *queue)
{
    queue->out--;
}

int64_t queue_due(const struct queue *queue)
{
    return queue->waiting ? queue->items[find_earliest(queue)].due : INT64_MAX;
}
