#ifndef PDF_SHARED_RESOURCES_INTERNAL_H
#define PDF_SHARED_RESOURCES_INTERNAL_H

#include "base/buffer.h"
#include "pdf/base_fonts.h"
#include "pdf/shared_resources.h"

/** The members of the shared resources; private to pdf. */
struct shared_resources {
    struct base_fonts *base_fonts;
    struct buffer profile; ///< sRGB, deflated
    struct buffer schemas; ///< the constant part of XMP
};

#endif
