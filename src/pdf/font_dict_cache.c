#include "pdf/font_dict_cache.h"

struct preset preset_new(size_t limit)
{
    return (struct preset){buffer_new(limit), buffer_new(2 * limit), {NULL, 0}};
}

void preset_free(struct preset *preset)
{
    buffer_free(&preset->text);
    buffer_free(&preset->bits);
}

void preset_pack(struct preset *preset, struct compactor *compactor)
{
    preset->packing.count =
        compactor_pack(compactor, buffer_text(&preset->text),
                       preset->text.length, &preset->bits);
    preset->packing.bits = (const unsigned char *)preset->bits.bytes;
}
