#ifndef TYPE_WORD_SHAPER_H
#define TYPE_WORD_SHAPER_H

#include "base/arena.h"
#include "type/shaper.h"

/**
 * A word in glyphs of one style, without a size: font units do not depend on
 * it.
 *
 * Offsets count from the word's first byte. Runs follow one another and cover
 * the word; a byte that draws nothing (a zero-width space, a control
 * character) belongs to a run, but to no glyph's cluster.
 */
struct word_run {
    const struct face *face;
    const struct glyph *glyphs;
    uint32_t count;
    uint32_t start;  ///< bytes
    uint32_t length; ///< bytes
    int64_t advance; ///< font units
};

struct word {
    const char *display_text; ///< see type/smart_punctuation.h
    uint32_t length;          ///< bytes
    uint32_t run_count;       ///< 1, or more where a fallback helped
    const struct word_run *runs;
    double ems;       ///< width at 1 point
    uint32_t missing; ///< a character that no family has, or that is written
                      ///< from right to left, or 0
};

/** What shaping needs besides faces; one for each thread. */
struct word_shaper;

/** @owner the caller, who frees it with word_shaper_free() */
struct word_shaper *word_shaper_new(void);

void word_shaper_free(struct word_shaper *word_shaper);

/**
 * Shapes a word.
 *
 * The result depends on the arguments alone: no neighbour is looked at, so
 * that a remembered word is as good as a new one. Pairs are kerned and
 * ligatures made inside the word; a space is not kerned.
 *
 * @param word_shaper   this thread's
 * @param arena         owns the word
 * @param family        and its fallbacks
 * @param style         which face
 * @param display_text  see smart_punctuation_apply(); with a NUL somewhere
 *                      after the word
 * @param length        bytes, at least 1
 * @return the word; where a character is missing it has no glyph
 */
struct word *word_shaper_shape(struct word_shaper *word_shaper,
                               struct arena *arena, const struct family *family,
                               enum face_style style, const char *display_text,
                               size_t length);

#endif
