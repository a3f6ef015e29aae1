#ifndef TYPE_WORD_SHAPER_H
#define TYPE_WORD_SHAPER_H

#include "base/arena.h"
#include "type/shaper.h"

/**
 * The glyphs of a word in one style, in font units, for any size.
 *
 * Offsets count from the word's first byte. Runs cover the word without gaps;
 * an invisible character (a zero-width space, a control character) is in a run,
 * but in no cluster.
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
    uint32_t run_count;       ///< several if a fallback was used
    const struct word_run *runs;
    double ems;       ///< width at 1 point
    uint32_t missing; ///< a character without glyph, or of a right-to-left
                      ///< script; or 0
};

/** Scratch memory for shaping; one for each thread. */
struct word_shaper;

/** @owner the caller, who frees it with word_shaper_free() */
struct word_shaper *word_shaper_new(void);

void word_shaper_free(struct word_shaper *word_shaper);

/**
 * Shapes a word.
 *
 * The result depends only on the arguments, not on adjacent words, so that it
 * can be cached. Kerning and ligatures apply inside the word, not next to
 * spaces.
 *
 * @param word_shaper   this thread's
 * @param arena         owns the word
 * @param family        and its fallbacks
 * @param style         which face
 * @param display_text  see smart_punctuation_apply(); with a NUL somewhere
 *                      after the word
 * @param length        bytes, at least 1
 * @return the word; a missing character has no glyph
 */
struct word *word_shaper_shape(struct word_shaper *word_shaper,
                               struct arena *arena, const struct family *family,
                               enum face_style style, const char *display_text,
                               size_t length);

#endif
