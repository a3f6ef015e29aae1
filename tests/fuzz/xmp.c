#include <stdint.h>
#include <stdlib.h>

#include "verify/xmp.h"

/* Any bytes as an XMP packet. A packet says the same as itself. */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct xmp xmp;

    if (!xmp_read(arena, bytes, size, &xmp)) {
        if (!xmp_is_same(&xmp, &xmp))
            abort();
        for (size_t i = 0; i < xmp.count; i++)
            if (!xmp_value(&xmp, xmp.properties[i].space,
                           xmp.properties[i].name))
                abort();
    } else if (xmp.count) {
        abort();
    }
    arena_free(arena);
    return 0;
}
