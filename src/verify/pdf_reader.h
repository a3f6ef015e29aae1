#ifndef VERIFY_PDF_READER_H
#define VERIFY_PDF_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diagnostics.h"

/**
 * A PDF file opened for reading. No other file includes libqpdf's header.
 *
 * The file may be damaged or hostile. Reading an object as another type gives
 * an empty value, never an error: the name "", the text NULL, the entry
 * PDF_OBJECT_NONE. Damage is found and counted by pdf_reader_check().
 *
 * One reader for each thread at a time.
 *
 * @source ISO 32000-1, 7 (syntax)
 */
struct pdf_reader;

/** A value in the file: number, name, dictionary, stream and so on. */
struct pdf_object {
    unsigned handle; ///< 0: nothing
};

#define PDF_OBJECT_NONE ((struct pdf_object){0})

/**
 * Opens a file.
 *
 * @param arena  owns what is read
 * @param shown  the file's name in diagnostics
 * @param bytes  the whole file; borrowed until pdf_reader_close()
 * @param size   how many
 * @param pdf    [out]
 * @return STATUS_OK; STATUS_IO for a file that needs a password; STATUS_INPUT
 * @errors RULE_PDF_FOREIGN: not a PDF file; RULE_FILE_UNREADABLE: it needs a
 *         password; RULE_PDF_DAMAGED: a PDF file that cannot be opened
 * @owner  the caller, who closes it with pdf_reader_close()
 */
enum status pdf_reader_open(struct arena *arena, const char *shown,
                            const void *bytes, size_t size,
                            struct pdf_reader **pdf,
                            struct error *err) MUST_CHECK;

void pdf_reader_close(struct pdf_reader *pdf);

struct pdf_object pdf_reader_catalog(struct pdf_reader *pdf);
struct pdf_object pdf_reader_trailer(struct pdf_reader *pdf);

bool pdf_reader_is_encrypted(struct pdf_reader *pdf);

/* --- items --------------------------------------------------------------- */

bool pdf_reader_is_dictionary(struct pdf_reader *pdf, struct pdf_object item);
bool pdf_reader_is_stream(struct pdf_reader *pdf, struct pdf_object item);
bool pdf_reader_is_array(struct pdf_reader *pdf, struct pdf_object item);

/** @return true if it exists and is not null */
bool pdf_reader_is_given(struct pdf_reader *pdf, struct pdf_object item);

/** @return the object of a number, or a null */
struct pdf_object pdf_reader_object(struct pdf_reader *pdf, int number);

/** @return an item in PDF syntax, with references and with sorted keys, so that
 *         equal items give equal texts; a reference if @p item is one */
const char *pdf_reader_unparse(struct pdf_reader *pdf, struct pdf_object item);

/** @return an object in the form of pdf_reader_unparse(), even if @p item is a
 *         reference to it; for a stream its dictionary */
const char *pdf_reader_unparse_object(struct pdf_reader *pdf,
                                      struct pdf_object item);

/** The allowed value of an entry of a dictionary. */
struct pdf_entry_rule {
    const char *key;
    const char *value; ///< NULL: anything; "": text, or absent; "/Name": that
                       ///< name; "?/Name": that name, or absent
};

/** @return true if a dictionary, or a stream's, keeps these rules and has no
 *  other key; the last rule has no key */
bool pdf_reader_fits(struct pdf_reader *pdf, struct pdf_object item,
                     const struct pdf_entry_rule *rules);

/** @return true if libqpdf has found no fault so far */
bool pdf_reader_is_sound(struct pdf_reader *pdf);

/** @return true if it is the boolean true */
bool pdf_reader_is_true(struct pdf_reader *pdf, struct pdf_object item);

/** @return the number of an indirect object, 0 for a direct one */
int pdf_reader_number(struct pdf_reader *pdf, struct pdf_object item);

/** @return a name with its slash, or "" */
const char *pdf_reader_name(struct pdf_reader *pdf, struct pdf_object item);

/** @return a string as UTF-8, or NULL; invalid bytes become U+FFFD */
const char *pdf_reader_text(struct pdf_reader *pdf, struct pdf_object item);

/** @return the bytes of a string, or NULL. @owner the arena */
const unsigned char *pdf_reader_bytes(struct pdf_reader *pdf,
                                      struct pdf_object item, size_t *size);

/** @return a whole number, or @p otherwise */
long long pdf_reader_integer(struct pdf_reader *pdf, struct pdf_object item,
                             long long otherwise);

/** @return the entry of a dictionary, or of a stream's; @p key has its slash */
struct pdf_object pdf_reader_entry(struct pdf_reader *pdf,
                                   struct pdf_object item, const char *key);

/** @return the keys of a dictionary, or of a stream's. @owner the arena */
const char **pdf_reader_keys(struct pdf_reader *pdf, struct pdf_object item,
                             size_t *count);

/** @return the number of an array's items; 0 if it is not an array */
size_t pdf_reader_count(struct pdf_reader *pdf, struct pdf_object array);

struct pdf_object pdf_reader_at(struct pdf_reader *pdf, struct pdf_object array,
                                size_t index);

/**
 * Decodes a stream.
 *
 * @param pdf    the file
 * @param item   the stream
 * @param limit  maximum bytes to return
 * @param bytes  [out] the first bytes, at most @p limit; in the arena
 * @param size   [out] the whole size
 * @return false if it is not a stream or
 *               cannot be decoded
 */
bool pdf_reader_stream(struct pdf_reader *pdf, struct pdf_object item,
                       size_t limit, const void **bytes, size_t *size);

/* --- walks --------------------------------------------------------------- */

/**
 * A walk over a tree of items: each indirect object once, in order, so that
 * the walk ends even if references form a ring.
 */
struct pdf_reader_walk;

/** @owner the reader's arena */
struct pdf_reader_walk *pdf_reader_walk_new(struct pdf_reader *pdf);

/** Adds an item to be visited, before those that wait. */
void pdf_reader_walk_add(struct pdf_reader_walk *walk, struct pdf_object item);

/** Adds the items of an array, or else the item itself. */
void pdf_reader_walk_add_all(struct pdf_reader_walk *walk,
                             struct pdf_object item);

/**
 * Takes the next item. Items added until the next call are one level below
 * it.
 *
 * @return false at the end
 */
bool pdf_reader_walk_next(struct pdf_reader_walk *walk,
                          struct pdf_object *item);

/* --- the file as a whole ------------------------------------------------- */

/**
 * Finds the pages.
 *
 * @param pdf    the file
 * @param pages  [out] in the arena
 * @return the number of pages
 */
size_t pdf_reader_pages(struct pdf_reader *pdf,
                        const struct pdf_object **pages);

/** @return an entry of an item or its ancestors, found by the key @p parent */
struct pdf_object pdf_reader_inherited(struct pdf_reader *pdf,
                                       struct pdf_object item,
                                       const char *parent, const char *key);

/**
 * Reads everything that can be reached and decodes every stream.
 *
 * @param pdf    the file; may only be closed after this
 * @param first  [out] the first fault, in libqpdf's words; in the arena
 * @return the number of faults, those of the walks included
 */
size_t pdf_reader_check(struct pdf_reader *pdf, const char **first);

#endif
