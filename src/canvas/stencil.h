#ifndef CANVAS_STENCIL_H
#define CANVAS_STENCIL_H

#include <stdbool.h>
#include <stdint.h>

#include "canvas/path.h"

/**
 * Stencils: small outlines that were built before, found by the strokes that
 * built them. The rings of one letter's panels are those of most letters.
 *
 * One set for each thread. There is a fixed number; a new one pushes out
 * another. What is kept never shows in an outline: strokes are compared whole.
 */
struct stencils;

/** A call of a path builder. */
struct path_stroke {
    uint64_t kind;    ///< the builder's own
    double values[6]; ///< 0 where it has fewer
};

/** @owner the caller, who frees it with stencils_free() */
struct stencils *stencils_new(void);

void stencils_free(struct stencils *stencils);

/**
 * @param stencils  this thread's
 * @param strokes   all of an outline's
 * @param count     how many
 * @param arena     owns the path
 * @param path      filled in where there is a stencil
 * @return whether there is one
 */
bool stencils_find(const struct stencils *stencils,
                   const struct path_stroke *strokes, size_t count,
                   struct arena *arena, struct path *path);

/** Keeps what the strokes built, if it is small. */
void stencils_keep(struct stencils *stencils, const struct path_stroke *strokes,
                   size_t count, const struct path *path);

#endif
