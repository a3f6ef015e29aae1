#ifndef PDF_FONT_DICT_CACHE_H
#define PDF_FONT_DICT_CACHE_H

#include "base/buffer.h"
#include "pdf/static_deflate.h"

/**
 * Entries of a font's dictionaries that many files share, deflated ahead.
 * Immutable once packed.
 */
struct font_dict_cache {
    struct buffer text;
    struct buffer bits;
    struct packed_bits packed; ///< into bits
};

/** @return an empty one of at most @p limit bytes; give its memory back with
 *  font_dict_cache_free() */
struct font_dict_cache font_dict_cache_new(size_t limit);

void font_dict_cache_free(struct font_dict_cache *font_dict);

/** Packs the text. @param static_deflate has the codes of dictionaries */
void font_dict_cache_pack(struct font_dict_cache *font_dict,
                          struct static_deflate *static_deflate);

#endif
