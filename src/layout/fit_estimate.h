#ifndef LAYOUT_FORECAST_H
#define LAYOUT_FORECAST_H

#include <stdbool.h>

#include "layout/layout.h"

/**
 * Foretells whether a letter can be set, without setting it.
 *
 * Setting 100,000 letters to see whether one of them has a name that is too
 * wide takes half a minute; measuring their texts takes a moment. A forecast
 * that holds is certain; one that does not says nothing, and the letter has to
 * be set to know.
 *
 * It rests on three bounds: a text is no wider than its characters in the
 * widest of the four styles; a paragraph has at most 2 w / c + 1 lines, for two
 * lines that follow one another in the best way to break it would not fit on
 * one; and what keeps together is no higher than its lines.
 */
struct forecast;

/**
 * @return a forecast for all letters set with this kit, for one thread: words
 *         that are the same in all letters are measured once, and have to
 *         outlive it. @owner the caller: forecast_free()
 */
struct forecast *forecast_new(const struct layout_kit *kit);

/** NULL is allowed. */
void forecast_free(struct forecast *forecast);

/** @return true: layout_letter() will set this letter */
bool forecast_holds(struct forecast *forecast, const struct letter *letter);

#endif
