#include "pdf/shared_resources.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"
#include "pdf/icc_srgb.h"
#include "pdf/metadata.h"
#include "pdf/shared_resources_internal.h"

enum { PART_LIMIT = 16 * 1024 };

enum status shared_resources_open(const struct family *family,
                                  const char *characters,
                                  struct shared_resources **shared,
                                  struct error *err)
{
    struct flate *flate = flate_new(FLATE_ONCE);
    struct shared_resources *opened = memory_alloc(sizeof *opened);
    enum status status;

    *opened = (struct shared_resources){NULL, buffer_new(PART_LIMIT),
                                        buffer_new(PART_LIMIT)};
    flate_add(flate, icc_srgb, ICC_SRGB_SIZE, &opened->profile);
    metadata_add_schemas(&opened->schemas);
    status =
        base_fonts_open(family, characters, flate, &opened->base_fonts, err);
    flate_free(flate);
    if (status != STATUS_OK) {
        opened->base_fonts = NULL;
        shared_resources_close(opened);
        return status;
    }
    *shared = opened;
    return STATUS_OK;
}

void shared_resources_close(struct shared_resources *shared)
{
    if (!shared)
        return;
    base_fonts_close(shared->base_fonts);
    buffer_free(&shared->profile);
    buffer_free(&shared->schemas);
    free(shared);
}
