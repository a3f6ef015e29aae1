#ifndef TESTS_UNIT_CANVAS_MODEL_FACE_H
#define TESTS_UNIT_CANVAS_MODEL_FACE_H

#include <string.h>

#include "type/face.h"

/**
 * A face made by hand, in place of module type's: what a painter does with it
 * can be worked out on paper. 1000 units to the em; glyph 1 is a square from
 * the baseline to 500 and from 100 to 600; every other glyph is empty.
 */
struct face {
    const char *name;
};

static const struct face model_face = {"Model-Regular"};

const struct face_metrics *face_metrics(const struct face *face)
{
    static const struct face_metrics metrics = {
        .units_per_em = 1000,
        .ascent = 800,
        .descent = 200,
    };

    (void)face;
    return &metrics;
}

const char *face_name(const struct face *face)
{
    return face->name;
}

/** The closing quote alone has a glyph: 19. */
uint32_t face_glyph(const struct face *face, uint32_t codepoint)
{
    (void)face;
    return codepoint == 0x2019 ? 19 : 0;
}

void face_outline(const struct face *face, uint32_t glyph,
                  const struct outline_sink *sink, void *to)
{
    (void)face;
    if (glyph != 1)
        return;
    sink->move(to, 100, 0);
    sink->line(to, 600, 0);
    sink->curve(to, 600, 100, 600, 400, 600, 500);
    sink->line(to, 100, 500);
    sink->close(to);
}

#endif
