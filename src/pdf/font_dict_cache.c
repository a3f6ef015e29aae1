#include "pdf/font_dict_cache.h"

struct font_dict_cache font_dict_cache_new(size_t limit)
{
    return (struct font_dict_cache){
        buffer_new(limit), buffer_new(2 * limit), {NULL, 0}};
}

void font_dict_cache_free(struct font_dict_cache *font_dict)
{
    buffer_free(&font_dict->text);
    buffer_free(&font_dict->bits);
}

void font_dict_cache_pack(struct font_dict_cache *font_dict,
                          struct static_deflate *static_deflate)
{
    font_dict->packed.count =
        static_deflate_pack(static_deflate, buffer_text(&font_dict->text),
                            font_dict->text.length, &font_dict->bits);
    font_dict->packed.bits = (const unsigned char *)font_dict->bits.bytes;
}
