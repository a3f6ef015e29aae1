#ifndef PDF_PDF_OBJECTS_H
#define PDF_PDF_OBJECTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "pdf/static_deflate.h"

/**
 * A PDF file through libharu's object layer; the one place that knows libharu.
 *
 * libharu numbers the objects, keeps the catalogue, the page tree and the
 * information dictionary, and writes the objects. What is in the
 * dictionaries comes from here as finished bytes:
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

/** @return the number of a new page, after those there are; 0 after an error */
uint32_t pdf_objects_add_page(struct pdf_objects *pdf);

uint32_t pdf_objects_catalog(const struct pdf_objects *pdf);
uint32_t pdf_objects_info(const struct pdf_objects *pdf);

/** @return the root of the page tree: every page's /Parent */
uint32_t pdf_objects_pages(const struct pdf_objects *pdf);

/**
 * Begins the entries of a dictionary. Each is written once, and one has to end
 * before the next begins. The catalogue has its /Type and /Pages already.
 *
 * @return where to add them
 */
struct buffer *pdf_objects_begin(struct pdf_objects *pdf, uint32_t number);

void pdf_objects_finish(struct pdf_objects *pdf);

/**
 * Makes the dictionary a stream; /Length is added.
 *
 * @param pdf     the file
 * @param number  whose stream
 * @param bytes   as in the file: deflated if the dictionary says so;
 *                borrowed until pdf_objects_save()
 * @param size    how many
 */
void pdf_objects_set_stream(struct pdf_objects *pdf, uint32_t number,
                            const void *bytes, size_t size);

/**
 * Writes a stream ahead of the rest of the file, so that it need not be kept
 * until pdf_objects_save(), which then writes what follows.
 *
 * @param pdf      the file, nothing of which has been saved
 * @param entries  of its dictionary, but for /Length
 * @param bytes    as in the file
 * @param size     how many
 * @param out      gets the object; for the first one the file's header too
 * @return its number, 0 after an error
 */
uint32_t pdf_objects_write_ahead(struct pdf_objects *pdf, const char *entries,
                                 const void *bytes, size_t size,
                                 struct buffer *out);

/** Keeps a dictionary out of object streams: it is in the file as it was
 *  written, after all others, where pdf_objects_offset() says. */
void pdf_objects_leave_clear(struct pdf_objects *pdf, uint32_t number);

/**
 * Writes the file. Its /ID is the SHA-256, cut to 16 bytes, of all objects but
 * those that are kept clear. Where some were written ahead, @p hash has them,
 * and is not begun again.
 *
 * @param pdf             the file; good for nothing but closing after this
 * @param static_deflate  dictionaries without streams share one object stream,
 *                        made small with it; NULL: everything is in clear
 * @param hash            [out] has the file's first pdf_objects_hashed() bytes
 * @param file            gets the bytes
 * @return STATUS_OK or STATUS_IO
 * @errors RULE_PDF_LIBRARY with libharu's own number
 * @source ISO 32000-1, 7.5.7 (object streams), 7.5.8 (cross-references)
 */
enum status pdf_objects_save(struct pdf_objects *pdf,
                             struct static_deflate *static_deflate,
                             struct hash *hash, struct buffer *file,
                             struct error *err) MUST_CHECK;

/** @return how many bytes of the saved file its hash has: all before the
 *  dictionaries that are kept clear */
size_t pdf_objects_hashed(const struct pdf_objects *pdf);

/** @return where in the saved file the entries of a dictionary begin that is
 *  kept clear */
size_t pdf_objects_offset(const struct pdf_objects *pdf, uint32_t number);

#endif
