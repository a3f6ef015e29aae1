#ifndef RUN_CULPRIT_H
#define RUN_CULPRIT_H

#include "run/engine.h"
#include "type/shaper_internal.h"

/**
 * Finds the cell that makes a letter impossible to lay out. Several cells are
 * one run of text, which has the place of the first: the cell whose character
 * or word it is may be another one.
 *
 * @param engine   open
 * @param shaper   of this thread
 * @param council  the letter's row
 * @param err      what layout_letter() said; its place is mended, or stays
 *                 where nothing holds what its message names
 */
void culprit_find(const struct engine *engine, struct shaper *shaper,
                  const struct council *council, struct error *err);

#endif
