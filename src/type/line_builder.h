#ifndef TYPE_GALLEY_H
#define TYPE_GALLEY_H

#include "base/arena.h"
#include "type/break_opportunity.h"
#include "type/paragraph.h"
#include "type/word_cache.h"

/**
 * A paragraph on its way from spans to lines.
 *
 * Loaded with spans, it holds their text in one piece and dressed. Its user
 * cuts that into atoms, first to last: words and white space, each of one
 * span. Then it sets atoms as lines of pieces. What is cut covers the text
 * without gaps, and so do the pieces.
 *
 * @units  bytes into the whole text; points
 */
struct atom {
    uint32_t start;
    uint32_t length;
    uint32_t span;
    bool space;                ///< white space
    bool hidden;               ///< no glyph: white space that starts a line
    const struct word *word;   ///< NULL: hidden, or one space a byte
    const struct word *broken; ///< what to set at the end of a line: the word
                               ///< with its hyphen; or NULL: the same
};

/** A span, where its text starts, what it is set in. */
struct galley_span {
    const struct span *span;
    uint32_t start;
    uint32_t typeface; ///< for the lexicon
    const struct face *face;
    double space; ///< the width of a space, points
};

struct galley {
    struct lexicon *lexicon;
    struct arena *scratch; ///< for one paragraph
    struct galley_span *spans;
    size_t span_count;
    size_t span_room;
    size_t span_at;   ///< the span being cut
    const char *text; ///< as it was written
    char *dressed;    ///< as it is drawn; with a NUL behind it
    size_t length;
    size_t text_room;
    struct atom *atoms;
    size_t atom_count;
    size_t atom_room;
    size_t glyph_bound;    ///< no more glyphs than that
    size_t piece_bound;    ///< no more pieces than that, one a line aside
    uint32_t missing;      ///< the first character that cannot be set, or 0
    uint32_t missing_span; ///< where it is
    struct glyph *glyphs;  ///< where the next ones go
    struct piece *pieces;  ///< where the next ones go
};

/** @owner the caller, who frees it with galley_free() */
struct galley *galley_new(void);

void galley_free(struct galley *galley);

/** Takes spans in; forgets what was there. */
void galley_load(struct galley *galley, const struct family *family,
                 const struct span *spans, size_t count);

/** @return the end of the word that starts at @p at; @p soft gets whether a
 *  soft hyphen or a zero-width space is in it */
size_t galley_word_end(const struct galley *galley, size_t at, bool *soft);

/** @return the end of the white space that starts at @p at, at most the first
 *  "\n", which is not in it */
size_t galley_space_end(const struct galley *galley, size_t at);

/** Cuts a word, or a part of one. @return its width */
double galley_cut_word(struct galley *galley, struct stretch stretch);

/**
 * Cuts a part of a word that ends in a soft hyphen.
 *
 * @param galley   the galley
 * @param stretch  the part
 * @param width    gets the part's width without a hyphen
 * @return the width that the hyphen adds where a line ends behind it
 */
double galley_cut_hyphen(struct galley *galley, struct stretch stretch,
                         double *width);

/** Takes back what was cut from atom @p count on. */
void galley_uncut(struct galley *galley, size_t count);

/** Cuts white space. @return its width */
double galley_cut_space(struct galley *galley, struct stretch stretch,
                        bool hidden);

/** Makes room in @p arena for all pieces of at most @p lines lines. */
void galley_begin(struct galley *galley, struct arena *arena, size_t lines);

/**
 * Sets atoms as a line.
 *
 * @param galley  after galley_begin()
 * @param from    the first atom
 * @param to      the last atom and one
 * @param indent  where the first piece goes
 * @return the line
 */
struct line galley_set(struct galley *galley, size_t from, size_t to,
                       double indent);

/** @return STATUS_OK, or what character is missing and in which span */
enum status galley_check(const struct galley *galley, struct error *err);

#endif
