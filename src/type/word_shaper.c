#include "type/word_shaper.h"

#include <hb.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "type/codepoint.h"
#include "type/face_internal.h"
#include "type/smart_punctuation.h"

/*
 * A word goes through three lists, each with its own count:
 *
 *     display text     c  a  f  e  U+0301   s          (UTF-8)
 *     code points      c  a  f  e  U+0301   s          one a character
 *     glyphs           c  a  f  e-acute     s          HarfBuzz' clusters
 *
 * HarfBuzz' cluster numbers are indices into the code points, which have their
 * bytes' offsets. HarfBuzz composes and decomposes for the face's character
 * map, so that a letter with a combining accent gets one glyph.
 *
 * Clusters with glyph 0 are shaped again with the next family; the others are
 * kept.
 */

struct source_codepoint {
    uint32_t code;
    uint32_t start; ///< bytes into the word
    uint32_t end;
};

struct listed_run {
    struct word_run run;
    struct listed_run *next;
};

struct word_shaper {
    struct arena *scratch; ///< for one word
    hb_buffer_t *buffer;
    hb_language_t language;
    hb_unicode_funcs_t *unicode;

    /* the current word */
    struct arena *arena; ///< of the result
    enum face_style style;
    const struct source_codepoint *codepoints;
    hb_script_t script;
    struct listed_run *first, *last;
    uint32_t run_count;
    uint32_t missing;
};

struct word_shaper *word_shaper_new(void)
{
    struct word_shaper *word_shaper = memory_alloc(sizeof *word_shaper);

    *word_shaper = (struct word_shaper){
        .scratch = arena_new(),
        .buffer = hb_buffer_create(),
        .language = hb_language_from_string("en", -1),
        .unicode = hb_unicode_funcs_get_default(),
    };
    hb_buffer_set_flags(word_shaper->buffer,
                        HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    return word_shaper;
}

void word_shaper_free(struct word_shaper *word_shaper)
{
    if (!word_shaper)
        return;
    hb_buffer_destroy(word_shaper->buffer);
    arena_free(word_shaper->scratch);
    free(word_shaper);
}

/* @return the character to look up in the face */
static uint32_t drawn_codepoint(const struct face *face, uint32_t code,
                                uint32_t plain)
{
    if (code < ' ' || code == 0x85 || code == 0x2028 || code == 0x2029)
        return ' '; /* tabs and line ends; HarfBuzz knows the other spaces */
    if (code != plain && !face_glyph(face, code))
        return plain;
    if ((code == 0x2010 || code == 0x2011) && !face_glyph(face, code))
        return '-';
    return code;
}

static size_t read_codepoints(const struct face *face, const char *display_text,
                              size_t length,
                              struct source_codepoint *codepoints)
{
    const char *at = display_text;
    size_t count = 0;

    while (at < display_text + length) {
        struct source_codepoint *codepoint = &codepoints[count];
        uint32_t plain;
        codepoint->start = (uint32_t)(at - display_text);
        codepoint->code = smart_punctuation_next(&at, &plain);
        codepoint->end = (uint32_t)(at - display_text);
        if (codepoint_is_control(codepoint->code))
            continue;
        codepoint->code = drawn_codepoint(face, codepoint->code, plain);
        count++;
    }
    return count;
}

/* Copies HarfBuzz' glyphs, because the buffer is reused. */
struct shaped {
    unsigned count;
    const hb_glyph_info_t *infos;
    const hb_glyph_position_t *positions;
};

static struct shaped shape_codepoints(struct word_shaper *word_shaper,
                                      const struct face *face, size_t from,
                                      size_t to)
{
    hb_buffer_t *buffer = word_shaper->buffer;
    struct shaped shaped;

    hb_buffer_clear_contents(buffer);
    for (size_t i = from; i < to; i++)
        hb_buffer_add(buffer, word_shaper->codepoints[i].code, (unsigned)i);
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, word_shaper->script);
    hb_buffer_set_language(buffer, word_shaper->language);
    hb_shape(face->font, buffer, NULL, 0);
    shaped.infos = hb_buffer_get_glyph_infos(buffer, &shaped.count);
    shaped.positions = hb_buffer_get_glyph_positions(buffer, NULL);
    shaped.infos = arena_copy(word_shaper->scratch, shaped.infos,
                              shaped.count * sizeof *shaped.infos);
    shaped.positions = arena_copy(word_shaper->scratch, shaped.positions,
                                  shaped.count * sizeof *shaped.positions);
    return shaped;
}

/* The end of the cluster that starts at glyph @p at. */
static unsigned cluster_end(const struct shaped *shaped, unsigned at)
{
    const unsigned cluster = shaped->infos[at].cluster;

    while (at < shaped->count && shaped->infos[at].cluster == cluster)
        at++;
    return at;
}

static bool cluster_is_missing(const struct shaped *shaped, unsigned at)
{
    for (unsigned end = cluster_end(shaped, at); at < end; at++)
        if (shaped->infos[at].codepoint == 0)
            return true;
    return false;
}

/* The code point after a cluster, or @p to. */
static size_t codepoints_end(const struct shaped *shaped, unsigned at,
                             size_t to)
{
    const unsigned end = cluster_end(shaped, at);

    return end < shaped->count ? shaped->infos[end].cluster : to;
}

/* Sets the bytes of a cluster, without invisible characters at either end. */
static struct source_codepoint
cluster_of(const struct source_codepoint *codepoints, size_t from, size_t to)
{
    while (to > from + 1 && codepoint_is_invisible(codepoints[to - 1].code))
        to--;
    while (to > from + 1 && codepoint_is_invisible(codepoints[from].code))
        from++;
    return (struct source_codepoint){
        codepoints[from].code, codepoints[from].start, codepoints[to - 1].end};
}

static struct listed_run *add_run(struct word_shaper *word_shaper,
                                  const struct face *face)
{
    struct listed_run *listed =
        ARENA_NEW(word_shaper->scratch, struct listed_run);

    listed->run.face = face;
    if (word_shaper->last)
        word_shaper->last->next = listed;
    else
        word_shaper->first = listed;
    word_shaper->last = listed;
    word_shaper->run_count++;
    return listed;
}

/* Adds glyphs @p at up to @p end as a run; their text ends at @p to. */
static void add_glyphs(struct word_shaper *word_shaper, const struct face *face,
                       const struct shaped *shaped, unsigned at, unsigned end,
                       size_t to)
{
    const struct source_codepoint *codepoints = word_shaper->codepoints;
    struct word_run *run = &add_run(word_shaper, face)->run;
    struct glyph *glyphs =
        ARENA_ARRAY(word_shaper->arena, struct glyph, end - at);
    struct source_codepoint bytes = {0, 0, 0};
    unsigned cluster = UINT32_MAX;

    run->glyphs = glyphs;
    run->count = end - at;
    if (word_shaper->run_count > 1)
        run->start = codepoints[shaped->infos[at].cluster].start;
    for (; at < end; at++, glyphs++) {
        const hb_glyph_position_t *position = &shaped->positions[at];
        const unsigned first = shaped->infos[at].cluster;
        if (first != cluster)
            bytes =
                cluster_of(codepoints, first, codepoints_end(shaped, at, to));
        *glyphs = (struct glyph){
            .id = shaped->infos[at].codepoint,
            .advance = position->x_advance,
            .x_offset = position->x_offset,
            .y_offset = position->y_offset,
            .text_start = bytes.start - run->start,
            .text_size = first != cluster ? bytes.end - bytes.start : 0,
        };
        cluster = first;
        run->advance += position->x_advance;
    }
}

static void note_missing(struct word_shaper *word_shaper,
                         const struct face *face, size_t from, size_t to)
{
    for (size_t i = from; i < to && !word_shaper->missing; i++)
        if (!codepoint_is_invisible(word_shaper->codepoints[i].code) &&
            !face_glyph(face, word_shaper->codepoints[i].code))
            word_shaper->missing = word_shaper->codepoints[i].code;
    if (!word_shaper->missing)
        word_shaper->missing = word_shaper->codepoints[from].code;
}

/* All text is set from left to right: other scripts would be reversed, so
 * their characters count as missing. */
static void note_right_to_left(struct word_shaper *word_shaper, size_t count)
{
    for (size_t i = 0; i < count && !word_shaper->missing; i++)
        if (utf8_is_rtl(word_shaper->codepoints[i].code))
            word_shaper->missing = word_shaper->codepoints[i].code;
}

/* Shapes text with a family, and missing characters with the next. */
static void shape_range(struct word_shaper *word_shaper,
                        const struct family *family, size_t from, size_t to)
{
    const struct face *face = face_of_family(family, word_shaper->style);
    const struct shaped shaped = shape_codepoints(word_shaper, face, from, to);
    unsigned at = 0;

    while (at < shaped.count) {
        const bool missing = cluster_is_missing(&shaped, at);
        const size_t start = shaped.infos[at].cluster;
        unsigned end = at;
        size_t stop;
        do {
            stop = codepoints_end(&shaped, end, to);
            end = cluster_end(&shaped, end);
        } while (end < shaped.count &&
                 cluster_is_missing(&shaped, end) == missing);
        if (!missing)
            add_glyphs(word_shaper, face, &shaped, at, end, stop);
        else if (family->fallback)
            shape_range(word_shaper, family->fallback, start, stop);
        else
            note_missing(word_shaper, face, start, stop);
        at = end;
    }
}

/* @return the end of the text in one script, which is set in the shaper.
 *         Punctuation, digits and accents have the script of the text before
 *         them. */
static size_t script_end(struct word_shaper *word_shaper, size_t from,
                         size_t count)
{
    hb_script_t found = HB_SCRIPT_COMMON;
    size_t i;

    for (i = from; i < count; i++) {
        const uint32_t code = word_shaper->codepoints[i].code;
        const hb_script_t script =
            hb_unicode_script(word_shaper->unicode, code);
        if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
            script == HB_SCRIPT_UNKNOWN || script == found)
            continue;
        if (found != HB_SCRIPT_COMMON)
            break;
        found = script;
    }
    word_shaper->script = found == HB_SCRIPT_COMMON ? HB_SCRIPT_LATIN : found;
    return i;
}

/* Extends each run to the start of the next. */
static void finish_runs(struct word_shaper *word_shaper, struct word *word)
{
    struct word_run *runs = ARENA_ARRAY(word_shaper->arena, struct word_run,
                                        word_shaper->run_count);
    const struct listed_run *listed = word_shaper->first;

    for (uint32_t i = 0; i < word->run_count; i++, listed = listed->next) {
        const struct face *face = listed->run.face;
        runs[i] = listed->run;
        word->ems += (double)runs[i].advance / face->metrics.units_per_em;
    }
    for (uint32_t i = 0; i < word->run_count; i++) {
        const uint32_t end =
            i + 1 < word->run_count ? runs[i + 1].start : word->length;
        runs[i].length = end - runs[i].start;
    }
    word->runs = runs;
}

struct word *word_shaper_shape(struct word_shaper *word_shaper,
                               struct arena *arena, const struct family *family,
                               enum face_style style, const char *display_text,
                               size_t length)
{
    const struct face *face = face_of_family(family, style);
    struct word *word = ARENA_NEW(arena, struct word);
    struct source_codepoint *codepoints;
    size_t count, at = 0;

    arena_reset(word_shaper->scratch);
    codepoints =
        ARENA_ARRAY(word_shaper->scratch, struct source_codepoint, length);
    count = read_codepoints(face, display_text, length, codepoints);
    word_shaper->arena = arena;
    word_shaper->style = style;
    word_shaper->codepoints = codepoints;
    word_shaper->first = word_shaper->last = NULL;
    word_shaper->run_count = word_shaper->missing = 0;
    note_right_to_left(word_shaper, count);
    while (at < count) {
        const size_t end = script_end(word_shaper, at, count);
        shape_range(word_shaper, family, at, end);
        at = end;
    }
    if (!word_shaper->run_count)
        add_run(word_shaper, face);
    word->display_text = arena_strndup(arena, display_text, length);
    word->length = (uint32_t)length;
    word->run_count = word_shaper->run_count;
    word->missing = word_shaper->missing;
    finish_runs(word_shaper, word);
    return word;
}
