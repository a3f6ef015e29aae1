#ifndef TYPE_LINE_BUILDER_H
#define TYPE_LINE_BUILDER_H

#include "base/arena.h"
#include "type/break_opportunity.h"
#include "type/paragraph.h"
#include "type/word_cache.h"

/**
 * Sets the spans of a paragraph as lines.
 *
 * It joins the spans' texts, as source and as display text. The caller cuts
 * the text into segments, first to last: words and white space, each of one
 * span. Then it sets segments as lines. Segments and pieces cover the text
 * without gaps.
 *
 * @units  bytes into the whole text; points
 */
struct segment {
    uint32_t start;
    uint32_t length;
    uint32_t span;
    bool space;                ///< white space
    bool hidden;               ///< no glyph: white space that starts a line
    const struct word *word;   ///< NULL: hidden, or one space a byte
    const struct word *broken; ///< at the end of a line: the word with its
                               ///< hyphen; or NULL: as word
};

/** A span, with the start of its text and its font. */
struct line_builder_span {
    const struct span *span;
    uint32_t start;
    uint32_t typeface; ///< for the word cache
    const struct face *face;
    double space; ///< the width of a space, points
};

struct line_builder {
    struct word_cache *word_cache;
    struct arena *scratch; ///< for one paragraph
    struct line_builder_span *spans;
    size_t span_count;
    size_t span_capacity;
    size_t span_at;     ///< the span that is being cut
    const char *text;   ///< as it was written
    char *display_text; ///< as it is drawn, NUL-terminated
    size_t length;
    size_t text_capacity;
    struct segment *segments;
    size_t segment_count;
    size_t segment_capacity;
    size_t glyph_bound;    ///< maximum glyphs
    size_t piece_bound;    ///< maximum pieces, besides one a line
    uint32_t missing;      ///< the first character that cannot be set, or 0
    uint32_t missing_span; ///< its span
    size_t missing_at;
    struct glyph *glyphs; ///< where the next ones go
    struct piece *pieces; ///< where the next ones go
};

/** @owner the caller, who frees it with line_builder_free() */
struct line_builder *line_builder_new(void);

void line_builder_free(struct line_builder *builder);

/** Loads spans, and drops the previous ones. */
void line_builder_load(struct line_builder *builder,
                       const struct family *family, const struct span *spans,
                       size_t count);

/** @return the end of the word that starts at @p at; @p soft is set to true if
 *         it contains a soft hyphen or a zero-width space */
size_t line_builder_word_end(const struct line_builder *builder, size_t at,
                             bool *soft);

/** @return the end of the white space that starts at @p at, at most the first
 *  "\n", which is not in it */
size_t line_builder_space_end(const struct line_builder *builder, size_t at);

/** Cuts a word, or a part of one. @return its width */
double line_builder_cut_word(struct line_builder *builder,
                             struct text_range text_range);

/**
 * Cuts a part of a word that ends in a soft hyphen.
 *
 * @param builder     the line builder
 * @param text_range  the part
 * @param width       [out] the part's width without a hyphen
 * @return the width that the hyphen adds if a line ends after it
 */
double line_builder_cut_hyphen(struct line_builder *builder,
                               struct text_range text_range, double *width);

/** Removes segments from @p count on. */
void line_builder_truncate(struct line_builder *builder, size_t count);

/** Cuts white space. @return its width */
double line_builder_cut_space(struct line_builder *builder,
                              struct text_range text_range, bool hidden);

/** Allocates the pieces of at most @p lines lines in @p arena. */
void line_builder_begin(struct line_builder *builder, struct arena *arena,
                        size_t lines);

/**
 * Sets segments as a line.
 *
 * @param builder  after line_builder_begin()
 * @param from     the first segment
 * @param to       one past the last segment
 * @param indent   x of the first piece
 * @return the line
 */
struct line line_builder_set_line(struct line_builder *builder, size_t from,
                                  size_t to, double indent);

/** @return the origin of most of a text that begins in a span */
struct location line_builder_origin(const struct line_builder *builder,
                                    uint32_t span,
                                    struct text_range text_range);

/** @return STATUS_OK, or an error with the missing character and its span */
enum status line_builder_check(const struct line_builder *builder,
                               struct error *err);

#endif
