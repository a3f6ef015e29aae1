#ifndef VERIFY_PDF_UPDATE_H
#define VERIFY_PDF_UPDATE_H

#include "verify/pdf_reader.h"

/**
 * An incremental update, byte for byte: objects, one cross-reference section,
 * "startxref" and "%%EOF", and nothing between them. Readers that follow the
 * cross-references and readers that search for objects must find the same, so
 * the section must list every object of the update and no other.
 *
 * @source ISO 32000-1, 7.5 (file structure)
 */

struct pdf_update_object {
    int number;
    const char *text; ///< its value, with its stream
    size_t length;
    size_t offset; ///< of "N 0 obj" in the file; of one in a stream: its index
    int container; ///< its object stream; 0: none
};

struct pdf_update {
    const char *fault; ///< the first fault, in words; NULL: none
    size_t end;        ///< the byte after the update
    const struct pdf_update_object *objects; ///< those in streams included
    size_t count;
    const int *references; ///< numbers that it refers to and does not have
    size_t reference_count;
    struct pdf_reader *pdf; ///< the objects of the update alone
    struct pdf_object trailer;
};

/**
 * Reads the update that begins at @p start; the bytes before it are a file.
 *
 * @param arena   owns what is read
 * @param bytes   the whole file
 * @param size    how many
 * @param start   where the update begins
 * @param update  [out] pdf_update_close() it in the end
 */
void pdf_update_read(struct arena *arena, const void *bytes, size_t size,
                     size_t start, struct pdf_update *update);

void pdf_update_close(struct pdf_update *update);

/** @return true if the update has an object of this number */
bool pdf_update_has(const struct pdf_update *update, int number);

#endif
