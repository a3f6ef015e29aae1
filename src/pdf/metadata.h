#ifndef PDF_METADATA_H
#define PDF_METADATA_H

#include "pdf/pdf_objects.h"
#include "pdf/pdf_painter.h"

/**
 * Writes a file's metadata: XMP, and an information dictionary that agrees
 * with it. XMP is not compressed, so that any program can find it.
 *
 * The council's code and name and the campaign are custom properties:
 *
 *     xmlns:lettermill="urn:lettermill:letter:1"
 *     <lettermill:Code>E08000032</lettermill:Code>
 *     <lettermill:Council>...</lettermill:Council>
 *     <lettermill:Campaign>...</lettermill:Campaign>
 *
 * @source ISO 16684-1 (XMP); ISO 19005-3, 6.6; ISO 14289-1, 5
 */

/** Fills in libharu's information dictionary. */
void metadata_write_info(const struct pdf_metadata *metadata,
                         struct pdf_objects *pdf);

/** Adds the part of the packet that describes the custom properties; it is
 *  equal in every file. */
void metadata_add_schemas(struct buffer *schemas);

/**
 * Writes the XMP packet.
 *
 * @param metadata  the values
 * @param schemas   from metadata_add_schemas()
 * @param xmp       [out] the packet; must exist until the file is saved
 * @param pdf       the file
 * @return the number of the metadata stream
 */
uint32_t metadata_write_xmp(const struct pdf_metadata *metadata,
                            const struct buffer *schemas, struct buffer *xmp,
                            struct pdf_objects *pdf);

#endif
