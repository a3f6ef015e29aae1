#ifndef MAIL_SEND_QUEUE_H
#define MAIL_SEND_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/**
 * The letters to send: some wait, each until its time, and some are being
 * sent. The caller locks it.
 */
struct send_queue_item {
    size_t index; ///< of the letter, the caller's
    int64_t due;  ///< seconds since 1970; 0: at once
    int tries;    ///< of all runs
};

struct send_queue {
    struct send_queue_item *items; ///< those that wait come first
    size_t waiting;
    size_t out; ///< with a connection
};

/**
 * @param arena  owns the queue
 * @param items  in the order to be taken; copied
 * @param count  how many
 */
struct send_queue send_queue_make(struct arena *arena,
                                  const struct send_queue_item *items,
                                  size_t count);

/** Takes one whose time has come, the earliest due, then the first. @return
 *  false where there is none */
bool send_queue_take(struct send_queue *queue, int64_t now,
                     struct send_queue_item *item);

/** Takes back one that was taken. */
void send_queue_return(struct send_queue *queue,
                       const struct send_queue_item *item);

/** Removes one that was taken. */
void send_queue_remove(struct send_queue *queue);

/** @return the earliest time that a letter waits for; INT64_MAX: none waits */
int64_t send_queue_due(const struct send_queue *queue);

#endif
