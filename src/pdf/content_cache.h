#ifndef PDF_PLATES_H
#define PDF_PLATES_H

#include <stddef.h>
#include <stdint.h>

#include "pdf/static_deflate.h"

/**
 * Plates: parts of content streams that come again in other letters, lines of
 * text and outlines, kept with what the compactor makes of them.
 *
 * One set for each thread. A part is kept when it comes for the second time,
 * and all are forgotten once they take more than a few megabytes. What is kept
 * never shows in a letter's bytes: it is found by its whole content.
 */
struct plates;

/** What the operators of a part follow from. */
struct plate_key {
    size_t kind; ///< tells keys apart that are not of a kind
    double size;
    const void *head; ///< differs in almost all keys
    size_t head_size; ///< bytes
    const void *body; ///< follows from the head as a rule
    size_t body_size; ///< bytes
    uint64_t stamp;   ///< not 0: keys with this stamp have this head and body
};

/** A part made before. */
struct plate {
    const char *bytes; ///< the operators
    size_t size;
    struct packing packing;
};

/** @owner the caller, who frees it with plates_free() */
struct plates *plates_new(void);

void plates_free(struct plates *plates);

/** Begins a letter: may forget plates, which are then gone. */
void plates_begin_letter(struct plates *plates);

/** @return the part's plate, until the next letter; or NULL */
const struct plate *plates_find(struct plates *plates,
                                const struct plate_key *key);

/**
 * Keeps a part that plates_find() just looked for in vain, if this was not the
 * first time.
 *
 * @param plates  this thread's
 * @param key     as before
 * @param bytes   the operators
 * @param size    how many
 * @return its plate or NULL
 */
const struct plate *plates_keep(struct plates *plates,
                                const struct plate_key *key, const char *bytes,
                                size_t size);

#endif
