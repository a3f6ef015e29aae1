#include "canvas/pixmap.h"

#include <stdlib.h>

#include "base/memory.h"

struct pixmap pixmap_new(size_t width, size_t height)
{
    return (struct pixmap){width, height,
                           memory_resize(NULL, width * height + 1, 3)};
}

void pixmap_free(struct pixmap *pixmap)
{
    free(pixmap->pixels);
    *pixmap = (struct pixmap){0, 0, NULL};
}
