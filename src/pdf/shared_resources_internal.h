#ifndef PDF_KIT_H
#define PDF_KIT_H

#include "base/buffer.h"
#include "pdf/base_fonts.h"
#include "pdf/shared_resources.h"

/** What the kit is made of; for this folder only. */
struct pdf_kit {
    struct typecase *typecase;
    struct buffer profile; ///< sRGB, deflated
    struct buffer schemas; ///< the part of XMP that is always the same
};

#endif
