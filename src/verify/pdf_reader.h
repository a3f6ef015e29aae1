#ifndef DELIVERY_DOSSIER_H
#define DELIVERY_DOSSIER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diagnostics.h"

/**
 * A PDF file opened for reading; the one place that knows libqpdf.
 *
 * The file may be anybody's, damaged or hostile. An item that is not what was
 * asked for gives nothing, never an error: no name is "", no text is NULL, a
 * dictionary without the key has the item NO_ITEM there. What is damaged is
 * found by dossier_check() and counted.
 *
 * One dossier for each thread at a time.
 *
 * @source ISO 32000-1, 7 (syntax)
 */
struct dossier;

/** A value in the file: number, name, dictionary, stream and so on. */
struct dossier_item {
    unsigned handle; ///< 0: nothing
};

#define NO_ITEM ((struct dossier_item){0})

/**
 * Opens a file.
 *
 * @param arena    owns what is read
 * @param shown    the file's name in diagnostics
 * @param bytes    the whole file; borrowed until dossier_close()
 * @param size     how many
 * @param dossier  filled in on success
 * @param err      filled in otherwise
 * @return STATUS_OK; STATUS_IO for a file that needs a password; STATUS_INPUT
 * @errors RULE_PDF_FOREIGN: it is no PDF file; RULE_FILE_UNREADABLE: it needs
 *         a password; RULE_PDF_DAMAGED: it is a PDF file that cannot be opened
 * @owner  the caller, who closes it with dossier_close()
 */
enum status dossier_open(struct arena *arena, const char *shown,
                         const void *bytes, size_t size,
                         struct dossier **dossier,
                         struct error *err) MUST_CHECK;

void dossier_close(struct dossier *dossier);

struct dossier_item dossier_catalog(struct dossier *dossier);
struct dossier_item dossier_trailer(struct dossier *dossier);

bool dossier_is_encrypted(struct dossier *dossier);

/** @return whether a screen reader may read it */
bool dossier_is_accessible(struct dossier *dossier);

/* --- items --------------------------------------------------------------- */

bool dossier_is_dictionary(struct dossier *dossier, struct dossier_item item);
bool dossier_is_stream(struct dossier *dossier, struct dossier_item item);

/** @return whether it is there and not null */
bool dossier_is_given(struct dossier *dossier, struct dossier_item item);

/** @return whether it is the boolean true */
bool dossier_is_true(struct dossier *dossier, struct dossier_item item);

/** @return the number of an indirect object, 0 for a direct one */
int dossier_number(struct dossier *dossier, struct dossier_item item);

/** @return a name with its slash, or "" */
const char *dossier_name(struct dossier *dossier, struct dossier_item item);

/** @return a string as UTF-8, or NULL; what is no text becomes U+FFFD */
const char *dossier_text(struct dossier *dossier, struct dossier_item item);

/** @return the length of a string in bytes, or 0 */
size_t dossier_length(struct dossier *dossier, struct dossier_item item);

/** @return the bytes of a string, or NULL. @owner the arena */
const unsigned char *dossier_bytes(struct dossier *dossier,
                                   struct dossier_item item, size_t *size);

/** @return a whole number, or @p otherwise */
long long dossier_integer(struct dossier *dossier, struct dossier_item item,
                          long long otherwise);

/** @return the entry of a dictionary, or of a stream's; @p key has its slash */
struct dossier_item dossier_entry(struct dossier *dossier,
                                  struct dossier_item item, const char *key);

/** @return the keys of a dictionary, or of a stream's. @owner the arena */
const char **dossier_keys(struct dossier *dossier, struct dossier_item item,
                          size_t *count);

/** @return how many items an array has; 0: it is no array */
size_t dossier_count(struct dossier *dossier, struct dossier_item array);

struct dossier_item dossier_at(struct dossier *dossier,
                               struct dossier_item array, size_t index);

/**
 * Decodes a stream.
 *
 * @param dossier  the file
 * @param item     the stream
 * @param limit    how many bytes are wanted
 * @param bytes    gets the first of them, @p limit at most; in the arena
 * @param size     gets the size of all
 * @return false: no stream, or one that cannot be decoded
 */
bool dossier_stream(struct dossier *dossier, struct dossier_item item,
                    size_t limit, const void **bytes, size_t *size);

/**
 * Compares two items, of one file or of two, that are neither array nor
 * dictionary: numbers, strings, names; of streams their bytes as they stand in
 * the file. An array is as another one where both are arrays, and so on.
 */
bool dossier_is_same(struct dossier *dossier, struct dossier_item item,
                     struct dossier *other, struct dossier_item other_item);

/* --- walks --------------------------------------------------------------- */

/**
 * A walk over a tree of items: each indirect object once, in order, so that a
 * ring or a thicket of references ends.
 */
struct dossier_walk;

/** @owner the dossier's arena */
struct dossier_walk *dossier_walk_new(struct dossier *dossier);

/** Adds an item to be visited, before those that wait. */
void dossier_walk_add(struct dossier_walk *walk, struct dossier_item item);

/** Adds the items of an array, or else the item itself. */
void dossier_walk_add_all(struct dossier_walk *walk, struct dossier_item item);

/**
 * Takes the next item. What is added until the next call lies one level below
 * it.
 *
 * @return false at the end
 */
bool dossier_walk_next(struct dossier_walk *walk, struct dossier_item *item);

/* --- the file as a whole ------------------------------------------------- */

/**
 * Finds the pages.
 *
 * @param dossier  the file
 * @param pages    filled in; in the arena
 * @return how many
 */
size_t dossier_pages(struct dossier *dossier,
                     const struct dossier_item **pages);

/** @return whether a page's content streams have these bytes somewhere */
bool dossier_page_has(struct dossier *dossier, struct dossier_item page,
                      const char *bytes);

/** @return an entry of an item, or of what is above it by way of @p parent */
struct dossier_item dossier_inherited(struct dossier *dossier,
                                      struct dossier_item item,
                                      const char *parent, const char *key);

/**
 * Reads everything that can be reached and decodes every stream.
 *
 * @param dossier  the file; good for nothing but closing after this
 * @param first    what was found first, in libqpdf's words; in the arena
 * @return how many things are damaged, the walks' own findings included
 */
size_t dossier_check(struct dossier *dossier, const char **first);

#endif
