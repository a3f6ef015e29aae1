#ifndef VERIFY_PDF_PLACES_H
#define VERIFY_PDF_PLACES_H

#include "verify/pdf_reader.h"

/**
 * The places in a document where its objects are used, in words: "page 2:
 * /Contents", "page 1: a Link annotation", "the form: /XFA", "the structure
 * tree".
 *
 * Visits each object that the trailer leads to, once, as part of a page if it
 * is part of one.
 */

#define PDF_PLACES_TREE "the structure tree"
#define PDF_PLACES_STORE "the validation data"

struct pdf_places {
    const char **words; ///< by the number of the object; NULL: not referred to
    size_t count;
};

/** Called for each dictionary and each stream; @p where: what it is part of. */
typedef void (*pdf_places_visit)(void *context, struct pdf_object item,
                                 const char *where);

/**
 * Visits the document.
 *
 * @param arena    owns the words
 * @param pdf      the file
 * @param visit    called for each dictionary; or NULL
 * @param context  for @p visit
 * @return the places of all objects
 */
struct pdf_places pdf_places_find(struct arena *arena, struct pdf_reader *pdf,
                                  pdf_places_visit visit, void *context);

/** @return where an object is used, or NULL */
const char *pdf_places_of(const struct pdf_places *places, int number);

#endif
