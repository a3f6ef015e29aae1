#ifndef STATS_FIGURE_WORDS_H
#define STATS_FIGURE_WORDS_H

/**
 * The words that figures print, one table entry a language. In texts with "%s"
 * it is the number, its unit included.
 */
struct figure_words {
    const char *language; ///< primary subtag of BCP 47
    const char *point;    ///< "%s point": one percentage point
    const char *points;
    const char *up; ///< of rates and counts for each head
    const char *down;
    const char *more; ///< of counts and amounts
    const char *fewer;
    const char *less; ///< of amounts
    const char *same; ///< no change
    const char *above;
    const char *below;
    const char *at_average;
};

/** @return the words of a language; English for an unknown one */
const struct figure_words *figure_words_find(const char *language);

#endif
