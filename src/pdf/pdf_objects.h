#ifndef PDF_PDF_OBJECTS_H
#define PDF_PDF_OBJECTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "pdf/static_deflate.h"

/**
 * Writes a PDF file through libharu's object layer; no other file uses
 * libharu.
 *
 * libharu numbers the objects, keeps the catalogue, the page tree and the
 * information dictionary, and writes the objects. The contents of dictionaries
 * are passed as finished bytes:
 *
 *     number = pdf_objects_add(haru);            reserved, may be referred to
 *     body = pdf_objects_begin(haru, number);    its entries, without << and >>
 *     buffer_add_text(body, "/Type/Font");
 *     pdf_objects_finish(haru);
 *
 * The first error sticks and pdf_objects_save() reports it.
 */
struct pdf_objects;

/** @owner the caller, who frees it with pdf_objects_close() before @p arena is
 *        reset
 */
struct pdf_objects *pdf_objects_open(struct arena *arena);

void pdf_objects_close(struct pdf_objects *pdf);

/** @return the number of a new dictionary, 0 after an error */
uint32_t pdf_objects_add(struct pdf_objects *pdf);

/** @return the number of a new last page; 0 after an error */
uint32_t pdf_objects_add_page(struct pdf_objects *pdf);

uint32_t pdf_objects_catalog(const struct pdf_objects *pdf);
uint32_t pdf_objects_info(const struct pdf_objects *pdf);

/** @return the root of the page tree: every page's /Parent */
uint32_t pdf_objects_pages(const struct pdf_objects *pdf);

/**
 * Begins the entries of a dictionary. Each is written once, and must be
 * finished before the next begins. The catalogue already has its /Type and
 * /Pages.
 *
 * @return the buffer for them
 */
struct buffer *pdf_objects_begin(struct pdf_objects *pdf, uint32_t number);

void pdf_objects_finish(struct pdf_objects *pdf);

/**
 * Makes the dictionary a stream; /Length is added.
 *
 * @param pdf     the file
 * @param number  whose stream
 * @param bytes   as in the file, deflated or not; borrowed until
 *                pdf_objects_save()
 * @param size    how many
 */
void pdf_objects_set_stream(struct pdf_objects *pdf, uint32_t number,
                            const void *bytes, size_t size);

/**
 * Writes a stream before the rest of the file, so that it is not kept in
 * memory until pdf_objects_save().
 *
 * @param pdf      the file, not yet saved
 * @param entries  of its dictionary, without /Length
 * @param bytes    as in the file
 * @param size     how many
 * @param out      the object is added; before the first one the file's header
 * @return its number, 0 after an error
 */
uint32_t pdf_objects_write_ahead(struct pdf_objects *pdf, const char *entries,
                                 const void *bytes, size_t size,
                                 struct buffer *out);

/** Keeps a dictionary out of object streams: it is uncompressed, after all
 *  others, at pdf_objects_offset(). */
void pdf_objects_leave_clear(struct pdf_objects *pdf, uint32_t number);

/**
 * Writes the file. Its /ID is the truncated SHA-256 of all objects except the
 * uncompressed ones. If some were written ahead, @p hash already has them.
 *
 * @param pdf             the file, which can then only be closed
 * @param static_deflate  deflates the object stream of dictionaries without
 *                        streams; NULL: no object stream
 * @param hash            [out] of the file's first pdf_objects_hashed() bytes
 * @param file            [out] the bytes
 * @return STATUS_OK or STATUS_IO
 * @errors RULE_PDF_LIBRARY with libharu's error number
 * @source ISO 32000-1, 7.5.7 (object streams), 7.5.8 (cross-references)
 */
enum status pdf_objects_save(struct pdf_objects *pdf,
                             struct static_deflate *static_deflate,
                             struct hash *hash, struct buffer *file,
                             struct error *err) MUST_CHECK;

/** @return the number of hashed bytes of the saved file: all before the
 *         uncompressed dictionaries */
size_t pdf_objects_hashed(const struct pdf_objects *pdf);

/** @return the offset of an uncompressed dictionary's entries in the saved file
 */
size_t pdf_objects_offset(const struct pdf_objects *pdf, uint32_t number);

#endif
