#ifndef VERIFY_PDF_UPDATE_H
#define VERIFY_PDF_UPDATE_H

#include "verify/pdf_places.h"

/**
 * An incremental update of which every byte is accounted for: objects, one
 * cross-reference section that lists exactly these objects, "startxref" and
 * "%%EOF". Readers that follow cross-references and readers that search for
 * objects then find the same objects.
 *
 * Each object of an update must have one reason, which a check gives by
 * explaining the object; an unexplained object is a change.
 *
 * @source ISO 32000-1, 7.5 (file structure)
 */

struct pdf_update_object {
    int number;
    const char *text; ///< its value, with its stream
    size_t length;
    size_t location; ///< of "N 0 obj" in the file; in a stream: its index
    int container;   ///< the object stream that holds it; 0: none
    bool listed;     ///< by the cross-reference section
    int explained;   ///< 0, or the caller's number of its reason
};

struct pdf_update {
    struct arena *arena;
    struct pdf_reader *before; ///< the file without the update
    struct pdf_places places;  ///< of the objects in it
    struct pdf_reader *after;  ///< the file with it; NULL: not readable
    const char *fault;         ///< the reason for a refusal; NULL: accepted
    const char *flaw;          ///< a fault in the accepted objects, or NULL
    size_t start;              ///< the update's first byte
    size_t end;                ///< the byte after its last
    struct pdf_update_object *objects;
    size_t count;
};

/**
 * Reads the update that follows the file @p before.
 *
 * @param arena   owns what is read
 * @param bytes   the whole file
 * @param size    of @p bytes
 * @param start   start of the update
 * @param before  the file up to there
 * @param update  [out] the update; its fault says if it was refused
 * @owner the caller, who closes @p update->after
 */
void pdf_update_read(struct arena *arena, const void *bytes, size_t size,
                     size_t start, struct pdf_reader *before,
                     struct pdf_update *update);

/** @return true if the update has an object of this number */
bool pdf_update_has(const struct pdf_update *update, int number);

/** @return true if the object of the update was explained by this reason */
bool pdf_update_is_explained(const struct pdf_update *update, int number,
                             int reason);

/** Explains an object that replaces one of the file, if the update has it. */
void pdf_update_explain(struct pdf_update *update, int number, int reason);

/**
 * Explains an object that is new.
 *
 * @return false if the update has no such object, it was explained by another
 *         reason, or the file had or referred to an object of this number
 */
bool pdf_update_explain_new(struct pdf_update *update, int number, int reason);

#endif
