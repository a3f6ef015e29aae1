#ifndef TESTS_UNIT_TYPE_SHAPER_FIXTURE_H
#define TESTS_UNIT_TYPE_SHAPER_FIXTURE_H

/* A shaper over the staged family for all tests of a program. Included once by
 * each. */

#include "face_fixture.h"

#include "type/shaper.h"

static struct family sans;
static struct shaper *shaper;
static struct arena *arena;

static int set_up(void **state)
{
    open_family(&sans);
    shaper = shaper_new();
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    shaper_free(shaper);
    arena_free(arena);
    close_family();
    return 0;
}

#endif
