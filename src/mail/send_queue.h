#ifndef MAIL_QUEUE_H
#define MAIL_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/**
 * The letters of a round: those that wait, each until its time, and those that
 * are with a connection. Not locked: the round is.
 */
struct queue_item {
    size_t index; ///< of the letter, the caller's
    int64_t due;  ///< seconds since 1970; 0: at once
    int tries;    ///< of all rounds
};

struct queue {
    struct queue_item *items; ///< those that wait stand in front
    size_t waiting;
    size_t out; ///< with a connection
};

/**
 * @param arena  owns the queue
 * @param items  in the order to be taken; copied
 * @param count  how many
 */
struct queue queue_make(struct arena *arena, const struct queue_item *items,
                        size_t count);

/** Takes one whose time has come, the earliest due, then the first. @return
 *  false where there is none */
bool queue_take(struct queue *queue, int64_t now, struct queue_item *item);

/** Takes back one that was taken. */
void queue_return(struct queue *queue, const struct queue_item *item);

/** Strikes one off that was taken. */
void queue_strike(struct queue *queue);

/** @return the earliest time that a letter waits for; INT64_MAX: none waits */
int64_t queue_due(const struct queue *queue);

#endif
