#ifndef PDF_SIGNATURE_FIELD_H
#define PDF_SIGNATURE_FIELD_H

#include "base/buffer.h"
#include "base/hash.h"
#include "pdf/pdf_objects.h"
#include "pdf/pdf_painter.h"

/**
 * The signature field of a letter, and its signature: written with the file as
 * a hole of fixed size, and set once the file's bytes are there.
 *
 * @source ISO 32000-1, 12.8 (signatures) and 12.7.4.5 (fields); ETSI
 *         EN 319 142-1, 5.3 and 5.4 (PAdES)
 */
struct signature_field {
    const struct pdf_metadata *metadata; ///< with a seal
    struct pdf_objects *pdf;
    uint32_t signature; ///< number of its dictionary
    size_t range_at;    ///< of the /ByteRange's numbers, in its entries
    size_t hole_at;     ///< of the "<" of /Contents, in the file
};

/**
 * Writes the signature's dictionary.
 *
 * @param metadata  with a seal
 * @param pdf       the file
 * @param field     [out] for the calls below
 * @param entries gets what the field itself says, for structure_tree_write()
 */
void signature_field_write(const struct pdf_metadata *metadata,
                           struct pdf_objects *pdf,
                           struct signature_field *field,
                           struct buffer *entries);

/** Adds what the catalogue says of it. @p number is the field's own */
void signature_field_add_form(const struct signature_field *field,
                              uint32_t number, struct buffer *catalog);

/**
 * Writes where the hole is to be found.
 *
 * @param field  of a saved file that is not yet closed
 * @param file   its bytes
 * @return where the hole begins; what is before it stays as it is now
 */
size_t signature_field_close(const struct signature_field *field,
                             struct buffer *file);

/**
 * Signs the file and fills in the hole.
 *
 * @param field  after signature_field_close()
 * @param front  has the file's bytes before the hole; used up
 * @param file   its bytes
 * @return STATUS_OK or STATUS_INPUT
 * @errors those of cms_sign_make()
 */
enum status signature_field_sign(const struct signature_field *field,
                                 struct hash *front, struct buffer *file,
                                 struct error *err) MUST_CHECK;

#endif
