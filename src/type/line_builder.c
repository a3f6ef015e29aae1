#include "type/line_builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "type/codepoint.h"
#include "type/face_internal.h"
#include "type/smart_punctuation.h"

/* The meaning of a byte in the search for a word's end. */
enum byte_kind {
    BYTE_WORD,
    BYTE_SPACE,
    BYTE_LEAD, /* first of two or three: maybe white space or a soft hyphen */
};

static const unsigned char byte_kinds[256] = {
    ['\t'] = BYTE_SPACE, ['\n'] = BYTE_SPACE, ['\v'] = BYTE_SPACE,
    ['\f'] = BYTE_SPACE, ['\r'] = BYTE_SPACE, [' '] = BYTE_SPACE,
    [0xC2] = BYTE_LEAD, /* U+0085, U+00AD */
    [0xE1] = BYTE_LEAD, /* U+1680 */
    [0xE2] = BYTE_LEAD, /* U+2000 to U+200B, U+2028, U+2029, U+205F */
    [0xE3] = BYTE_LEAD, /* U+3000 */
};

struct line_builder *line_builder_new(void)
{
    struct line_builder *builder = memory_alloc(sizeof *builder);

    *builder = (struct line_builder){
        .word_cache = word_cache_new(),
        .scratch = arena_new(),
    };
    return builder;
}

void line_builder_free(struct line_builder *builder)
{
    if (!builder)
        return;
    word_cache_free(builder->word_cache);
    arena_free(builder->scratch);
    free(builder->spans);
    free(builder->display_text);
    free(builder->segments);
    free(builder);
}

static void load_span(struct line_builder *builder, const struct family *family,
                      const struct span *span, char *text)
{
    const struct face *face = face_of_family(family, span->style);
    struct line_builder_span *loaded = &builder->spans[builder->span_count++];

    *loaded = (struct line_builder_span){
        .span = span,
        .start = (uint32_t)builder->length,
        .typeface =
            word_cache_typeface(builder->word_cache, family, span->style),
        .face = face,
        .space = face->space_advance * span->size / face->metrics.units_per_em,
    };
    if (span->length)
        memcpy(text + builder->length, span->text, span->length);
    builder->length += span->length;
}

static void join_spans(struct line_builder *builder,
                       const struct family *family, const struct span *spans,
                       size_t count, size_t length)
{
    char *text = arena_alloc(builder->scratch, length + 1);

    for (size_t i = 0; i < count; i++)
        load_span(builder, family, &spans[i], text);
    smart_punctuation_apply(text, length, builder->display_text);
    builder->text = text;
}

void line_builder_load(struct line_builder *builder,
                       const struct family *family, const struct span *spans,
                       size_t count)
{
    size_t length = 0;

    for (size_t i = 0; i < count; i++)
        length += spans[i].length;
    word_cache_trim(builder->word_cache);
    arena_reset(builder->scratch);
    ARRAY_RESERVE(builder->spans, count, builder->span_capacity);
    ARRAY_RESERVE(builder->display_text, length + 1 + WORD_CACHE_PADDING,
                  builder->text_capacity);
    builder->length = builder->span_count = builder->span_at = 0;
    builder->segment_count = builder->glyph_bound = builder->piece_bound = 0;
    builder->missing = 0;
    join_spans(builder, family, spans, count, length);
}

size_t line_builder_word_end(const struct line_builder *builder, size_t at,
                             bool *soft)
{
    const char *text = builder->display_text;

    *soft = false;
    while (at < builder->length) {
        const char *next = text + at;
        uint32_t character;
        switch ((enum byte_kind)byte_kinds[(unsigned char)text[at]]) {
        case BYTE_WORD:
            at++;
            continue;
        case BYTE_SPACE:
            return at;
        case BYTE_LEAD:
            break;
        }
        character = utf8_next(&next);
        if (codepoint_is_space(character))
            return at;
        *soft = *soft || character == 0xAD || character == 0x200B;
        at = (size_t)(next - text);
    }
    return at;
}

size_t line_builder_space_end(const struct line_builder *builder, size_t at)
{
    const char *text = builder->display_text;

    while (at < builder->length && text[at] != '\n') {
        const char *next = text + at;
        if (text[at] != ' ' && !codepoint_is_space(utf8_next(&next)))
            break;
        at = text[at] == ' ' ? at + 1 : (size_t)(next - text);
    }
    return at;
}

/* @return the span of byte @p at; texts are cut first to last */
static const struct line_builder_span *find_span(struct line_builder *builder,
                                                 size_t at)
{
    size_t i = builder->span_at;

    while (i + 1 < builder->span_count && builder->spans[i + 1].start <= at)
        i++;
    builder->span_at = i;
    return &builder->spans[i];
}

static size_t span_end(const struct line_builder_span *span)
{
    return span->start + span->span->length;
}

static struct segment *add_segment(struct line_builder *builder,
                                   const struct line_builder_span *span,
                                   struct text_range text_range)
{
    const uint32_t number = (uint32_t)(span - builder->spans);
    struct segment *segment;

    ARRAY_GROW(builder->segments, builder->segment_count,
               builder->segment_capacity);
    segment = &builder->segments[builder->segment_count];
    *segment = (struct segment){
        .start = (uint32_t)text_range.start,
        .length = (uint32_t)(text_range.end - text_range.start),
        .span = number,
    };
    if (!builder->segment_count++ || segment[-1].span != number)
        builder->piece_bound++;
    return segment;
}

/* @return the offset of a character in a text, or 0 */
static size_t find_character(const char *text, size_t length,
                             uint32_t character)
{
    const char *at = text;

    while (at < text + length) {
        const char *const start = at;
        if (utf8_next(&at) == character)
            return (size_t)(start - text);
    }
    return 0;
}

/* Counts the glyphs and pieces that a word may need. */
static void reckon(struct line_builder *builder,
                   const struct line_builder_span *span,
                   const struct word *word)
{
    for (uint32_t i = 0; i < word->run_count; i++)
        builder->glyph_bound += word->runs[i].count;
    if (word->run_count > 1 || word->runs[0].face != span->face)
        builder->piece_bound += 1 + word->run_count;
}

/* @return the word that starts at byte @p start; a missing character is
 *         recorded */
static const struct word *find_word(struct line_builder *builder,
                                    const struct line_builder_span *span,
                                    const char *display_text, size_t start,
                                    size_t length)
{
    const struct word *word = word_cache_find(
        builder->word_cache, span->typeface, display_text, length);

    reckon(builder, span, word);
    if (word->missing && !builder->missing) {
        builder->missing = word->missing;
        builder->missing_span = (uint32_t)(span - builder->spans);
        builder->missing_at =
            start + find_character(display_text, length, word->missing);
    }
    return word;
}

double line_builder_cut_word(struct line_builder *builder,
                             struct text_range text_range)
{
    double width = 0;

    while (text_range.start < text_range.end) {
        const struct line_builder_span *span =
            find_span(builder, text_range.start);
        const size_t border = span_end(span);
        const size_t end = border < text_range.end ? border : text_range.end;
        const struct word *word =
            find_word(builder, span, builder->display_text + text_range.start,
                      text_range.start, end - text_range.start);
        add_segment(builder, span, (struct text_range){text_range.start, end})
            ->word = word;
        width += word->ems * span->span->size;
        text_range.start = end;
    }
    return width;
}

double line_builder_cut_hyphen(struct line_builder *builder,
                               struct text_range text_range, double *width)
{
    const struct line_builder_span *span;
    struct segment *segment;
    char *shown;

    *width = line_builder_cut_word(builder, text_range);
    segment = &builder->segments[builder->segment_count - 1];
    span = &builder->spans[segment->span];
    shown = arena_alloc(builder->scratch, segment->length + WORD_CACHE_PADDING);
    memcpy(shown, builder->display_text + segment->start, segment->length);
    smart_punctuation_show_hyphen(shown + segment->length - 2);
    segment->broken =
        find_word(builder, span, shown, segment->start, segment->length);
    return (segment->broken->ems - segment->word->ems) * span->span->size;
}

void line_builder_truncate(struct line_builder *builder, size_t count)
{
    if (count < builder->segment_count)
        builder->span_at = builder->segments[count].span;
    builder->segment_count = count;
}

static bool are_plain_spaces(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n')
            return false;
    return true;
}

/* White space of one span. */
static double cut_space(struct line_builder *builder,
                        const struct line_builder_span *span,
                        struct text_range text_range)
{
    const char *text = builder->display_text + text_range.start;
    const size_t length = text_range.end - text_range.start;
    struct segment *segment = add_segment(builder, span, text_range);

    segment->space = true;
    if (are_plain_spaces(text, length)) {
        builder->glyph_bound += length;
        return (double)length * span->space;
    }
    segment->word = find_word(builder, span, text, text_range.start, length);
    return segment->word->ems * span->span->size;
}

double line_builder_cut_space(struct line_builder *builder,
                              struct text_range text_range, bool hidden)
{
    double width = 0;

    while (text_range.start < text_range.end) {
        const struct line_builder_span *span =
            find_span(builder, text_range.start);
        const size_t border = span_end(span);
        const size_t end = border < text_range.end ? border : text_range.end;
        const struct text_range part = {text_range.start, end};
        if (hidden)
            add_segment(builder, span, part)->hidden = true;
        else
            width += cut_space(builder, span, part);
        text_range.start = end;
    }
    return width;
}

void line_builder_begin(struct line_builder *builder, struct arena *arena,
                        size_t lines)
{
    builder->glyphs = ARENA_ARRAY(arena, struct glyph, builder->glyph_bound);
    builder->pieces =
        ARENA_ARRAY(arena, struct piece, builder->piece_bound + lines);
}

/* The line that is being set, from left to right. */
struct line_state {
    struct line_builder *builder;
    struct line line;
    struct piece *piece; ///< the last one, or NULL
    int64_t advance;     ///< of its glyphs, font units
    double end;          ///< its right end
};

static void start_piece(struct line_state *line_state,
                        const struct segment *segment, const struct face *face,
                        uint32_t offset)
{
    const struct line_builder_span *span =
        &line_state->builder->spans[segment->span];
    struct piece *piece = line_state->builder->pieces++;

    *piece = (struct piece){
        .run = {.face = face,
                .size = span->span->size,
                .glyphs = line_state->builder->glyphs,
                .text =
                    span->span->text + (segment->start - span->start) + offset},
        .span = segment->span,
        .x = line_state->end,
    };
    line_state->piece = piece;
    line_state->advance = 0;
    line_state->line.count++;
}

/* @return the piece for @p length more bytes of a segment; in @p face, or any
 *         if NULL */
static struct piece *continue_piece(struct line_state *line_state,
                                    const struct segment *segment,
                                    const struct face *face, uint32_t offset,
                                    uint32_t length)
{
    const struct line_builder_span *span =
        &line_state->builder->spans[segment->span];
    const struct piece *piece = line_state->piece;

    if (!piece || piece->span != segment->span ||
        (face && piece->run.face != face))
        start_piece(line_state, segment, face ? face : span->face, offset);
    line_state->piece->run.text_size += length;
    return line_state->piece;
}

static void add_advance(struct line_state *line_state, int64_t advance)
{
    struct piece *piece = line_state->piece;

    line_state->advance += advance;
    piece->run.width = (double)line_state->advance * piece->run.size /
                       piece->run.face->metrics.units_per_em;
    line_state->end = piece->x + piece->run.width;
}

static void set_run(struct line_state *line_state,
                    const struct segment *segment, const struct word_run *run)
{
    struct piece *piece =
        continue_piece(line_state, segment, run->face, run->start, run->length);
    const uint32_t offset = (uint32_t)piece->run.text_size - run->length;
    struct glyph *glyphs = line_state->builder->glyphs;

    for (uint32_t i = 0; i < run->count; i++) {
        glyphs[i] = run->glyphs[i];
        glyphs[i].text_start += offset;
    }
    line_state->builder->glyphs += run->count;
    piece->run.count += run->count;
    add_advance(line_state, run->advance);
}

static void set_spaces(struct line_state *line_state,
                       const struct segment *segment)
{
    const struct face *face = line_state->builder->spans[segment->span].face;
    struct piece *piece =
        continue_piece(line_state, segment, face, 0, segment->length);
    const uint32_t offset = (uint32_t)piece->run.text_size - segment->length;

    for (uint32_t i = 0; i < segment->length; i++)
        *line_state->builder->glyphs++ = (struct glyph){
            .id = face->space,
            .advance = face->space_advance,
            .text_start = offset + i,
            .text_size = 1,
        };
    piece->run.count += segment->length;
    add_advance(line_state, (int64_t)segment->length * face->space_advance);
}

static void set_segment(struct line_state *line_state,
                        const struct segment *segment, bool last)
{
    const struct word *word =
        last && segment->broken ? segment->broken : segment->word;

    if (segment->hidden) {
        continue_piece(line_state, segment, NULL, 0, segment->length);
        return;
    }
    if (!word) {
        set_spaces(line_state, segment);
        return;
    }
    for (uint32_t i = 0; i < word->run_count; i++)
        set_run(line_state, segment, &word->runs[i]);
    if (!segment->space)
        line_state->line.width = line_state->end;
}

struct line line_builder_set_line(struct line_builder *builder, size_t from,
                                  size_t to, double indent)
{
    struct line_state line_state = {.builder = builder, .end = indent};

    line_state.line.pieces = builder->pieces;
    line_state.line.width = indent;
    for (size_t i = from; i < to; i++)
        set_segment(&line_state, &builder->segments[i], i + 1 == to);
    return line_state.line;
}

struct location line_builder_origin(const struct line_builder *builder,
                                    uint32_t span, struct text_range text_range)
{
    const struct line_builder_span *first = &builder->spans[span];

    return text_origins_most(
        first->span->origins, text_range.start - first->start,
        text_range.end - first->start, first->span->location);
}

enum status line_builder_check(const struct line_builder *builder,
                               struct error *err)
{
    const struct text_range at = {builder->missing_at, builder->missing_at + 1};
    struct location location;
    char character[5] = "";

    if (!builder->missing)
        return STATUS_OK;
    location = line_builder_origin(builder, builder->missing_span, at);
    character[utf8_encode(builder->missing, character)] = '\0';
    if (utf8_is_rtl(builder->missing))
        return error_set(err, RULE_TEXT_DIRECTION, location, NULL,
                         "\"%s\" (U+%04X) is written from right to left, which "
                         "no letter can be",
                         character, (unsigned)builder->missing);
    return error_set(err, RULE_GLYPH_MISSING, location, NULL,
                     "the font has no glyph for \"%s\" (U+%04X)", character,
                     (unsigned)builder->missing);
}
