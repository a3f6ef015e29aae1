#ifndef MAIL_PACE_H
#define MAIL_PACE_H

/**
 * How fast letters leave: at even intervals, however many connections there
 * are, so that no server sees them come in heaps.
 *
 * @units seconds, of a clock that only goes forward
 */
struct pace {
    double interval;
    double next; ///< the first moment that is not given away
};

/** @return the pace of @p count in @p seconds, both at least 1 */
struct pace pace_of(int count, int seconds);

/** Gives away the next moment. @return it, not before @p now */
double pace_reserve(struct pace *pace, double now);

#endif
