#ifndef MAIL_RATE_LIMIT_H
#define MAIL_RATE_LIMIT_H

/**
 * The rate limit: letters leave at even intervals, however many connections
 * there are, so that no server gets them in bursts.
 *
 * @units seconds, of a clock that only goes forward
 */
struct rate_limit {
    double interval;
    double next; ///< the first free moment
};

/** @return the pace of @p count in @p seconds, both at least 1 */
struct rate_limit rate_limit_of(int count, int seconds);

/** Reserves the next moment. @return it, not before @p now */
double rate_limit_reserve(struct rate_limit *rate_limit, double now);

#endif
