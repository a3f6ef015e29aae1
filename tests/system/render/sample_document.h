#ifndef TESTS_SYSTEM_RENDER_SAMPLE_DOCUMENT_H
#define TESTS_SYSTEM_RENDER_SAMPLE_DOCUMENT_H

#include "base/arena.h"
#include "canvas/display_list.h"
#include "pdf/pdf_painter.h"

/**
 * A letter of four pages made by hand, without data and layout, to try the PDF
 * painter on: every tag and mark there is, in about the amount of a real one.
 */
struct sample_document {
    struct arena *arena;
    struct face *faces[5];
    struct family fallback;
    struct family family;
    struct shaper *shaper;
    struct artwork *raster;
    const struct artwork *vector;
};

/** Opens the fonts of @p fonts; exits with a message where it cannot. */
void sample_document_open(struct sample_document *sample_document,
                          const char *fonts);

void sample_document_close(struct sample_document *sample_document);

/** The characters that the template prints. */
extern const char sample_document_characters[];

/**
 * @param name  the council's, as it stands in the letter
 * @return the letter, in the specimen's arena
 */
struct document sample_document_letter(struct sample_document *sample_document,
                                       const char *name);

/** @return what goes with it */
struct pdf_metadata
sample_document_facts(struct sample_document *sample_document,
                      const char *name);

/** Sets one line of words: for tests that make documents of their own. */
void sample_document_words(struct sample_document *sample_document,
                           struct display_list_builder *display_list,
                           struct tag *tag, enum face_style style, double x,
                           double y, const char *words);

#endif
