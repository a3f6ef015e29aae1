#ifndef PDF_HARU_H
#define PDF_HARU_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "pdf/font_dict_cache.h"
#include "pdf/static_deflate.h"

/**
 * A PDF file through libharu's object layer; the one place that knows libharu.
 *
 * libharu numbers the objects, keeps the catalogue, the page tree and the
 * information dictionary, and writes the objects. What stands in the
 * dictionaries comes from here as finished bytes:
 *
 *     number = haru_add(haru);            reserved, may be referred to
 *     body = haru_begin(haru, number);    its entries, without << and >>
 *     buffer_add_text(body, "/Type/Font");
 *     haru_end(haru);
 *
 * The first error sticks and haru_save() reports it.
 */
struct haru;

/** @return the version of libharu */
const char *haru_version(void);

/** @owner the caller, who frees it with haru_close() before @p arena is reset
 */
struct haru *haru_open(struct arena *arena);

void haru_close(struct haru *haru);

/** @return the number of a new dictionary, 0 after an error */
uint32_t haru_add(struct haru *haru);

/** @return the number of a new page, after those there are; 0 after an error */
uint32_t haru_add_page(struct haru *haru);

uint32_t haru_catalog(const struct haru *haru);
uint32_t haru_info(const struct haru *haru);

/** @return the root of the page tree: every page's /Parent */
uint32_t haru_pages(const struct haru *haru);

/**
 * Begins the entries of a dictionary. Each is written once, and one has to end
 * before the next begins. The catalogue has its /Type and /Pages already.
 *
 * @return where to add them
 */
struct buffer *haru_begin(struct haru *haru, uint32_t number);

/** Adds entries to the dictionary begun last; @p preset is borrowed until
 *  haru_save(). */
void haru_add_preset(struct haru *haru, const struct preset *preset);

void haru_end(struct haru *haru);

/**
 * Makes the dictionary a stream; /Length is added.
 *
 * @param haru    the file
 * @param number  whose stream
 * @param bytes   as they stand in the file: deflated if the dictionary says so;
 *                borrowed until haru_save()
 * @param size    how many
 */
void haru_attach(struct haru *haru, uint32_t number, const void *bytes,
                 size_t size);

/**
 * As haru_attach(), for what many files have in common and the entries of some
 * dictionary name by its content: it is left out of the file's /ID.
 */
void haru_attach_shared(struct haru *haru, uint32_t number, const void *bytes,
                        size_t size);

/** Keeps a dictionary out of object streams: it stands in the file as it was
 *  written, behind all others, where haru_place() says. */
void haru_keep_clear(struct haru *haru, uint32_t number);

/**
 * Writes the file. Its /ID is a digest of all entries and streams.
 *
 * @param haru       the file; good for nothing but closing after this
 * @param compactor  dictionaries without streams share one object stream, made
 *                   small with it; NULL: everything stands in clear
 * @param file       gets the bytes
 * @param err        filled in on failure
 * @return STATUS_OK or STATUS_IO
 * @errors RULE_PDF_LIBRARY with libharu's own number
 * @source ISO 32000-1, 7.5.7 (object streams), 7.5.8 (cross-references)
 */
enum status haru_save(struct haru *haru, struct compactor *compactor,
                      struct buffer *file, struct error *err) MUST_CHECK;

/** @return how many of the saved file's bytes come before the first object that
 *  is the file's own: one whose stream is not shared */
size_t haru_beginning(const struct haru *haru);

/** @return where in the saved file the entries of a dictionary begin that is
 *  kept clear */
size_t haru_place(const struct haru *haru, uint32_t number);

#endif
