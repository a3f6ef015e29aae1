#ifndef MAIL_RATE_LIMIT_H
#define MAIL_RATE_LIMIT_H

/**
 * The rate limit: letters are sent at even intervals over all connections, not
 * in bursts.
 *
 * @units seconds of a monotonic clock
 */
struct rate_limit {
    double interval;
    double next; ///< the first free time
};

/** @return the limit of @p count letters in @p seconds, both at least 1 */
struct rate_limit rate_limit_of(int count, int seconds);

/** Reserves the next free time. @return that time, not before @p now */
double rate_limit_reserve(struct rate_limit *rate_limit, double now);

#endif
