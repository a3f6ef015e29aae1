#include "mail/send_queue.h"

#include <string.h>

struct send_queue send_queue_make(struct arena *arena,
                                  const struct send_queue_item *items,
                                  size_t count)
{
    struct send_queue queue = {.waiting = count};

    queue.items = ARENA_ARRAY(arena, struct send_queue_item, count + 1);
    if (count)
        memcpy(queue.items, items, count * sizeof *items);
    return queue;
}

/* @return the position of the earliest due; queue->waiting if none waits */
static size_t find_earliest(const struct send_queue *queue)
{
    size_t found = 0;

    for (size_t i = 1; i < queue->waiting; i++)
        if (queue->items[i].due < queue->items[found].due)
            found = i;
    return found;
}

bool send_queue_take(struct send_queue *queue, int64_t now,
                     struct send_queue_item *item)
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

void send_queue_return(struct send_queue *queue,
                       const struct send_queue_item *item)
{
    queue->items[queue->waiting++] = *item;
    queue->out--;
}

void send_queue_remove(struct send_queue *queue)
{
    queue->out--;
}

int64_t send_queue_due(const struct send_queue *queue)
{
    return queue->waiting ? queue->items[find_earliest(queue)].due : INT64_MAX;
}
