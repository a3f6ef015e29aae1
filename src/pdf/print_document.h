#ifndef PDF_PRINT_DOCUMENT_H
#define PDF_PRINT_DOCUMENT_H

#include <stddef.h>

#include "base/date.h"
#include "base/hash.h"
#include "canvas/display_list.h"
#include "pdf/shared_resources.h"

/**
 * Writes many letters to one PDF file for printing: fonts and artwork are
 * shared, and pages are written immediately, so that memory does not grow with
 * the letters.
 *
 * The file has no structure tree and claims neither PDF/UA nor PDF/A: a print
 * job is neither read aloud nor archived (each letter has its own file for
 * that), and the tree would be the larger half of the file.
 */
struct print_document;

/** The destination of the file. */
struct print_sink {
    void (*write)(void *to, const void *bytes, size_t size);
    void *to;
};

/**
 * @param shared  of the run; borrowed
 * @param sink    receives the bytes, in order
 * @owner the caller, who frees it with print_document_free()
 */
struct print_document *print_document_new(const struct shared_resources *shared,
                                          struct print_sink sink);

void print_document_free(struct print_document *print_document);

/** Begins a piece, whose pages have labels of @p label and 1, 2, 3. */
void print_document_begin(struct print_document *print_document,
                          const char *label);

/** Adds the pages of a letter, as in its own file. */
void print_document_add(struct print_document *print_document,
                        const struct document *document);

/** Adds an empty page. */
void print_document_add_blank(struct print_document *print_document,
                              double width, double height);

/** @return the pages so far */
size_t print_document_count_pages(const struct print_document *print_document);

/**
 * Writes the rest of the file.
 *
 * @param title   of the job
 * @param date    creation and modification; never the clock
 * @param digest  [out] SHA-256 of the whole file
 * @return STATUS_OK, STATUS_INPUT or STATUS_IO
 * @errors RULE_PDF_LIBRARY, RULE_FONT_UNREADABLE, RULE_LAYOUT_TOO_LONG
 */
enum status print_document_finish(struct print_document *print_document,
                                  const char *title, struct date date,
                                  unsigned char digest[static HASH_SIZE],
                                  struct error *err) MUST_CHECK;

#endif
