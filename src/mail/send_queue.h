#ifndef MAIL_SEND_QUEUE_H
#define MAIL_SEND_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/**
 * The queue of letters to send: some wait until their time, some are being
 * sent. The caller locks it.
 */
struct send_queue_item {
    size_t index; ///< the caller's, of the letter
    int64_t due;  ///< seconds since 1970; 0: at once
    int tries;    ///< of all runs
};

struct send_queue {
    struct send_queue_item *items; ///< waiting ones first
    size_t waiting;
    size_t out; ///< number being sent
};

/**
 * @param arena  owns the queue
 * @param items  in sending order; copied
 * @param count  how many
 */
struct send_queue send_queue_make(struct arena *arena,
                                  const struct send_queue_item *items,
                                  size_t count);

/** Takes the next due letter: the earliest, then the first. @return false if
 *  none is due */
bool send_queue_take(struct send_queue *queue, int64_t now,
                     struct send_queue_item *item);

/** Returns a taken letter to the queue. */
void send_queue_return(struct send_queue *queue,
                       const struct send_queue_item *item);

/** Removes a taken letter. */
void send_queue_remove(struct send_queue *queue);

/** @return the earliest time of a waiting letter; INT64_MAX if none waits */
int64_t send_queue_due(const struct send_queue *queue);

#endif
