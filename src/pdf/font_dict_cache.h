#ifndef PDF_PRESET_H
#define PDF_PRESET_H

#include "base/buffer.h"
#include "pdf/static_deflate.h"

/**
 * Entries of a dictionary that stand in many files, made small ahead: a font's
 * widths, say. Immutable once packed.
 */
struct preset {
    struct buffer text;
    struct buffer bits;
    struct packing packing; ///< into bits
};

/** @return an empty one of at most @p limit bytes; give its memory back with
 *  preset_free() */
struct preset preset_new(size_t limit);

void preset_free(struct preset *preset);

/** Packs the text. @param compactor has the codes of dictionaries */
void preset_pack(struct preset *preset, struct compactor *compactor);

#endif
