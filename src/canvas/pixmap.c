#include "canvas/pixmap.h"

#include <stdlib.h>

#include "base/arena.h"

struct picture picture_new(size_t width, size_t height)
{
    return (struct picture){width, height,
                            memory_resize(NULL, width * height + 1, 3)};
}

void picture_free(struct picture *picture)
{
    free(picture->pixels);
    *picture = (struct picture){0, 0, NULL};
}
