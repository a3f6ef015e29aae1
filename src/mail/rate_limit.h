#ifndef MAIL_RATE_LIMIT_H
#define MAIL_RATE_LIMIT_H

/**
 * The rate limit: letters leave at even intervals, however many connections
 * there are, so that no server sees them come in heaps.
 *
 * @units seconds, of a clock that only goes forward
 */
struct rate_limit {
    double interval;
    double next; ///< the first moment that is not given away
};

/** @return the pace of @p count in @p seconds, both at least 1 */
struct rate_limit rate_limit_of(int count, int seconds);

/** Gives away the next moment. @return it, not before @p now */
double rate_limit_reserve(struct rate_limit *rate_limit, double now);

#endif
