#include "type/word_shaper.h"

#include <hb.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "type/codepoint.h"
#include "type/face_internal.h"
#include "type/smart_punctuation.h"

/*
 * A word goes through three lists, each with its own count:
 *
 *     dressed bytes    c  a  f  e  U+0301   s          (UTF-8)
 *     letters          c  a  f  e  U+0301   s          one a character
 *     glyphs           c  a  f  e-acute     s          HarfBuzz' clusters
 *
 * HarfBuzz' cluster numbers are indices into the letters, and a letter knows
 * its bytes. HarfBuzz composes and decomposes as the face's character map
 * asks for, so that a letter followed by its accent finds the glyph of both.
 *
 * Clusters that come back with glyph 0 are shaped again with the next family;
 * what lies between them stays.
 */

struct letter {
    uint32_t code;
    uint32_t start; ///< bytes into the word
    uint32_t end;
};

struct listed_run {
    struct word_run run;
    struct listed_run *next;
};

struct forge {
    struct arena *scratch; ///< for one word
    hb_buffer_t *buffer;
    hb_language_t language;
    hb_unicode_funcs_t *unicode;

    /* the word in hand */
    struct arena *arena; ///< of the result
    enum face_style style;
    const struct letter *letters;
    hb_script_t script;
    struct listed_run *first, *last;
    uint32_t run_count;
    uint32_t missing;
};

struct forge *forge_new(void)
{
    struct forge *forge = memory_alloc(sizeof *forge);

    *forge = (struct forge){
        .scratch = arena_new(),
        .buffer = hb_buffer_create(),
        .language = hb_language_from_string("en", -1),
        .unicode = hb_unicode_funcs_get_default(),
    };
    hb_buffer_set_flags(forge->buffer,
                        HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    return forge;
}

void forge_free(struct forge *forge)
{
    if (!forge)
        return;
    hb_buffer_destroy(forge->buffer);
    arena_free(forge->scratch);
    free(forge);
}

/* What the face is asked for in place of a character. */
static uint32_t drawn_letter(const struct face *face, uint32_t code,
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

static size_t read_letters(const struct face *face, const char *dressed,
                           size_t length, struct letter *letters)
{
    const char *at = dressed;
    size_t count = 0;

    while (at < dressed + length) {
        struct letter *letter = &letters[count];
        uint32_t plain;
        letter->start = (uint32_t)(at - dressed);
        letter->code = dress_next(&at, &plain);
        letter->end = (uint32_t)(at - dressed);
        if (letter_is_control(letter->code))
            continue;
        letter->code = drawn_letter(face, letter->code, plain);
        count++;
    }
    return count;
}

/* Glyphs as HarfBuzz gave them, out of the buffer's reach. */
struct shaped {
    unsigned count;
    const hb_glyph_info_t *infos;
    const hb_glyph_position_t *positions;
};

static struct shaped shape_letters(struct forge *forge, const struct face *face,
                                   size_t from, size_t to)
{
    hb_buffer_t *buffer = forge->buffer;
    struct shaped shaped;

    hb_buffer_clear_contents(buffer);
    for (size_t i = from; i < to; i++)
        hb_buffer_add(buffer, forge->letters[i].code, (unsigned)i);
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, forge->script);
    hb_buffer_set_language(buffer, forge->language);
    hb_shape(face->font, buffer, NULL, 0);
    shaped.infos = hb_buffer_get_glyph_infos(buffer, &shaped.count);
    shaped.positions = hb_buffer_get_glyph_positions(buffer, NULL);
    shaped.infos = arena_copy(forge->scratch, shaped.infos,
                              shaped.count * sizeof *shaped.infos);
    shaped.positions = arena_copy(forge->scratch, shaped.positions,
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

/* The letter behind a cluster, or @p to. */
static size_t letters_end(const struct shaped *shaped, unsigned at, size_t to)
{
    const unsigned end = cluster_end(shaped, at);

    return end < shaped->count ? shaped->infos[end].cluster : to;
}

/* Bytes of the letters of one cluster; what is invisible at either end is not
 * the glyph's. */
static struct letter cluster_of(const struct letter *letters, size_t from,
                                size_t to)
{
    while (to > from + 1 && letter_is_invisible(letters[to - 1].code))
        to--;
    while (to > from + 1 && letter_is_invisible(letters[from].code))
        from++;
    return (struct letter){letters[from].code, letters[from].start,
                           letters[to - 1].end};
}

static struct listed_run *add_run(struct forge *forge, const struct face *face)
{
    struct listed_run *listed = ARENA_NEW(forge->scratch, struct listed_run);

    listed->run.face = face;
    if (forge->last)
        forge->last->next = listed;
    else
        forge->first = listed;
    forge->last = listed;
    forge->run_count++;
    return listed;
}

/* Adds glyphs @p at up to @p end as a run; their letters end at @p to. */
static void add_glyphs(struct forge *forge, const struct face *face,
                       const struct shaped *shaped, unsigned at, unsigned end,
                       size_t to)
{
    const struct letter *letters = forge->letters;
    struct word_run *run = &add_run(forge, face)->run;
    struct glyph *glyphs = ARENA_ARRAY(forge->arena, struct glyph, end - at);
    struct letter bytes = {0, 0, 0};
    unsigned cluster = UINT32_MAX;

    run->glyphs = glyphs;
    run->count = end - at;
    if (forge->run_count > 1)
        run->start = letters[shaped->infos[at].cluster].start;
    for (; at < end; at++, glyphs++) {
        const hb_glyph_position_t *position = &shaped->positions[at];
        const unsigned first = shaped->infos[at].cluster;
        if (first != cluster)
            bytes = cluster_of(letters, first, letters_end(shaped, at, to));
        *glyphs = (struct glyph){
            .id = shaped->infos[at].codepoint,
            .advance = position->x_advance,
            .x_offset = position->x_offset,
            .y_offset = position->y_offset,
            .text_start = bytes.start - run->start,
            .text_length = first != cluster ? bytes.end - bytes.start : 0,
        };
        cluster = first;
        run->advance += position->x_advance;
    }
}

static void note_missing(struct forge *forge, const struct face *face,
                         size_t from, size_t to)
{
    for (size_t i = from; i < to && !forge->missing; i++)
        if (!letter_is_invisible(forge->letters[i].code) &&
            !face_glyph(face, forge->letters[i].code))
            forge->missing = forge->letters[i].code;
    if (!forge->missing)
        forge->missing = forge->letters[from].code;
}

/* Everything is set from left to right: a script that is not would come out
 * backwards, so that the faces are as good as without it. */
static void note_leftward(struct forge *forge, size_t count)
{
    for (size_t i = 0; i < count && !forge->missing; i++)
        if (text_is_leftward(forge->letters[i].code))
            forge->missing = forge->letters[i].code;
}

/* Shapes letters with a family, and what it lacks with the next. */
static void shape_range(struct forge *forge, const struct family *family,
                        size_t from, size_t to)
{
    const struct face *face = family_face(family, forge->style);
    const struct shaped shaped = shape_letters(forge, face, from, to);
    unsigned at = 0;

    while (at < shaped.count) {
        const bool missing = cluster_is_missing(&shaped, at);
        const size_t start = shaped.infos[at].cluster;
        unsigned end = at;
        size_t stop;
        do {
            stop = letters_end(&shaped, end, to);
            end = cluster_end(&shaped, end);
        } while (end < shaped.count &&
                 cluster_is_missing(&shaped, end) == missing);
        if (!missing)
            add_glyphs(forge, face, &shaped, at, end, stop);
        else if (family->fallback)
            shape_range(forge, family->fallback, start, stop);
        else
            note_missing(forge, face, start, stop);
        at = end;
    }
}

/* The end of the letters that share a script, which is put into the forge.
 * Punctuation, digits and accents take the script of what is before them. */
static size_t script_end(struct forge *forge, size_t from, size_t count)
{
    hb_script_t found = HB_SCRIPT_COMMON;
    size_t i;

    for (i = from; i < count; i++) {
        const uint32_t code = forge->letters[i].code;
        const hb_script_t script = hb_unicode_script(forge->unicode, code);
        if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
            script == HB_SCRIPT_UNKNOWN || script == found)
            continue;
        if (found != HB_SCRIPT_COMMON)
            break;
        found = script;
    }
    forge->script = found == HB_SCRIPT_COMMON ? HB_SCRIPT_LATIN : found;
    return i;
}

/* Runs in a row; each reaches to the next one's start. */
static void finish_runs(struct forge *forge, struct word *word)
{
    struct word_run *runs =
        ARENA_ARRAY(forge->arena, struct word_run, forge->run_count);
    const struct listed_run *listed = forge->first;

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

struct word *word_shape(struct forge *forge, struct arena *arena,
                        const struct family *family, enum face_style style,
                        const char *dressed, size_t length)
{
    const struct face *face = family_face(family, style);
    struct word *word = ARENA_NEW(arena, struct word);
    struct letter *letters;
    size_t count, at = 0;

    arena_reset(forge->scratch);
    letters = ARENA_ARRAY(forge->scratch, struct letter, length);
    count = read_letters(face, dressed, length, letters);
    forge->arena = arena;
    forge->style = style;
    forge->letters = letters;
    forge->first = forge->last = NULL;
    forge->run_count = forge->missing = 0;
    note_leftward(forge, count);
    while (at < count) {
        const size_t end = script_end(forge, at, count);
        shape_range(forge, family, at, end);
        at = end;
    }
    if (!forge->run_count)
        add_run(forge, face);
    word->dressed = arena_text(arena, dressed, length);
    word->length = (uint32_t)length;
    word->run_count = forge->run_count;
    word->missing = forge->missing;
    finish_runs(forge, word);
    return word;
}
