#ifndef PDF_SIGNATURE_FIELD_H
#define PDF_SIGNATURE_FIELD_H

#include "base/buffer.h"
#include "base/hash.h"
#include "pdf/pdf_objects.h"
#include "pdf/pdf_painter.h"

/**
 * The signature field of a letter and its signature: the file is written with
 * a hole of fixed size, which is then filled.
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
 * @param entries [out] the field's entries, for structure_tree_write()
 */
void signature_field_write(const struct pdf_metadata *metadata,
                           struct pdf_objects *pdf,
                           struct signature_field *field,
                           struct buffer *entries);

/** Adds the form to the catalogue's entries. @p number is the field's */
void signature_field_add_form(const struct signature_field *field,
                              uint32_t number, struct buffer *catalog);

/**
 * Writes the position of the hole.
 *
 * @param field  of a saved file
 * @param file   its bytes
 * @return the start of the hole; the bytes before it are final
 */
size_t signature_field_close(const struct signature_field *field,
                             struct buffer *file);

/**
 * Signs the file and fills in the hole.
 *
 * @param field  after signature_field_close()
 * @param front  hash of the file's bytes before the hole; then invalid
 * @param file   its bytes
 * @return STATUS_OK or STATUS_INPUT
 * @errors those of cms_sign_make()
 */
enum status signature_field_sign(const struct signature_field *field,
                                 struct hash *front, struct buffer *file,
                                 struct error *err) MUST_CHECK;

#endif
