#include "pdf/shared_resources.h"

#include <stdlib.h>

#include "base/arena.h"
#include "pdf/icc_srgb.h"
#include "pdf/metadata.h"
#include "pdf/shared_resources_internal.h"

enum { PART_LIMIT = 16 * 1024 };

static void add_profile(struct pdf_kit *kit, struct deflater *deflater)
{
    struct buffer profile = buffer_new(PART_LIMIT);

    profile_add_srgb(&profile);
    deflater_add(deflater, profile.bytes, profile.length, &kit->profile);
    buffer_free(&profile);
}

enum status pdf_kit_open(const struct family *family, const char *characters,
                         struct pdf_kit **kit, struct error *err)
{
    struct deflater *deflater = deflater_new(DEFLATER_ONCE);
    struct pdf_kit *opened = memory_alloc(sizeof *opened);
    enum status status;

    *opened =
        (struct pdf_kit){NULL, buffer_new(PART_LIMIT), buffer_new(PART_LIMIT)};
    add_profile(opened, deflater);
    metadata_add_schemas(&opened->schemas);
    status =
        typecase_open(family, characters, deflater, &opened->typecase, err);
    deflater_free(deflater);
    if (status != STATUS_OK) {
        opened->typecase = NULL;
        pdf_kit_close(opened);
        return status;
    }
    *kit = opened;
    return STATUS_OK;
}

void pdf_kit_close(struct pdf_kit *kit)
{
    if (!kit)
        return;
    typecase_close(kit->typecase);
    buffer_free(&kit->profile);
    buffer_free(&kit->schemas);
    free(kit);
}
