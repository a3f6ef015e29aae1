#ifndef TESTS_PDF_SPECIMEN_H
#define TESTS_PDF_SPECIMEN_H

#include "base/arena.h"
#include "canvas/display_list.h"
#include "pdf/pdf_painter.h"

/**
 * A letter of four pages made by hand, without data and layout, to try the PDF
 * painter on: every tag and mark there is, in about the amount of a real one.
 */
struct specimen {
    struct arena *arena;
    struct face *faces[5];
    struct family fallback;
    struct family family;
    struct shaper *shaper;
    struct artwork *raster;
    const struct artwork *vector;
};

/** Opens the fonts of @p fonts; exits with a message where it cannot. */
void specimen_open(struct specimen *specimen, const char *fonts);

void specimen_close(struct specimen *specimen);

/** The characters that the template prints. */
extern const char specimen_characters[];

/**
 * @param name  the council's, as it stands in the letter
 * @return the letter, in the specimen's arena
 */
struct document specimen_letter(struct specimen *specimen, const char *name);

/** @return what goes with it */
struct pdf_facts specimen_facts(struct specimen *specimen, const char *name);

/** Sets one line of words: for tests that make documents of their own. */
void specimen_words(struct specimen *specimen, struct easel *easel,
                    struct tag *tag, enum face_style style, double x, double y,
                    const char *words);

#endif
