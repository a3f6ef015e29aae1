#include "canvas/stencil.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum {
    SLOTS = 512, /* a power of two */
    STROKES_MAX = 8,
    OPERATORS_MAX = 40,
    POINTS_MAX = 80
};

struct stencil {
    size_t stroke_count; ///< 0: empty
    size_t operator_count;
    size_t point_count;
    struct path_stroke strokes[STROKES_MAX];
    unsigned char operators[OPERATORS_MAX];
    struct point points[POINTS_MAX];
};

/* A stencil has one place, found by its strokes' hash. */
struct stencils {
    struct stencil *slots[SLOTS];
};

struct stencils *stencils_new(void)
{
    struct stencils *stencils = memory_alloc(sizeof *stencils);

    *stencils = (struct stencils){.slots = {NULL}};
    return stencils;
}

void stencils_free(struct stencils *stencils)
{
    if (!stencils)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        free(stencils->slots[i]);
    free(stencils);
}

static size_t place_of(const struct path_stroke *strokes, size_t count)
{
    return hash_swift(0, strokes, count * sizeof *strokes) & (SLOTS - 1);
}

bool stencils_find(const struct stencils *stencils,
                   const struct path_stroke *strokes, size_t count,
                   struct arena *arena, struct path *path)
{
    const struct stencil *stencil;

    if (!count || count > STROKES_MAX)
        return false;
    stencil = stencils->slots[place_of(strokes, count)];
    if (!stencil || stencil->stroke_count != count ||
        memcmp(stencil->strokes, strokes, count * sizeof *strokes) != 0)
        return false;
    *path = (struct path){
        arena_copy(arena, stencil->operators, stencil->operator_count),
        stencil->operator_count,
        arena_copy(arena, stencil->points,
                   stencil->point_count * sizeof *stencil->points),
        stencil->point_count};
    return true;
}

void stencils_keep(struct stencils *stencils, const struct path_stroke *strokes,
                   size_t count, const struct path *path)
{
    struct stencil **slot;
    struct stencil *stencil;

    if (!count || count > STROKES_MAX || !path->point_count ||
        path->operator_count > OPERATORS_MAX || path->point_count > POINTS_MAX)
        return;
    slot = &stencils->slots[place_of(strokes, count)];
    if (!*slot)
        *slot = memory_alloc(sizeof **slot);
    stencil = *slot;
    stencil->stroke_count = count;
    stencil->operator_count = path->operator_count;
    stencil->point_count = path->point_count;
    memcpy(stencil->strokes, strokes, count * sizeof *strokes);
    memcpy(stencil->operators, path->operators, path->operator_count);
    memcpy(stencil->points, path->points,
           path->point_count * sizeof *path->points);
}
