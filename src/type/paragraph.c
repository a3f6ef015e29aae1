#include "type/paragraph.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "type/break_penalty.h"
#include "type/shaper_internal.h"

/*
 * From a paragraph to lines:
 *
 *     spans    [We upheld ][17][ investigations\n][in July 2022]
 *     text      We_upheld_17_investigations\nin_July_2022     the display text
 *     segments  We _ upheld _ 17 _ investigations \n in _ July _ 2022
 *     boxes     We  upheld  17  investigations  | in  July  2022
 *     lines     ... chosen for each part between hard breaks on its own
 *
 * Segments are words and white space, cut at the borders of spans, and found
 * in the shaper's word cache. A box is a whole word, from white space to white
 * space, even if it has several spans. A line may end after every box, for a
 * penalty: for breaks that UAX #14 forbids, for words that belong together
 * (type/break_penalty.h), or zero.
 *
 * Break opportunities of UAX #14 inside a word are not used: a text copied
 * from the PDF would lose the hyphen of "well-connected" at the break. Only a
 * word that is wider than a line is cut into several boxes there, and a part
 * that is still too wide (a name of 58 letters, a token in an address) into its
 * grapheme clusters. Soft hyphens and zero-width spaces are intended, so they
 * are used.
 *
 * All penalties are finite, so there is always a solution if each box fits a
 * line.
 */

#define PENALTY_SOFT 0.1
#define PENALTY_LAST_RESORT 100.0
#define PRICE_ANYWHERE 1000.0
#define PENALTY_FORBIDDEN 1e4

enum { SHOWN_WORD = 60 /* bytes of a word in a message */ };

/* A call of paragraph_break(). */
struct breaking {
    struct shaper *shaper;
    struct line_builder *builder;
    const struct paragraph_style *style;
    size_t part; ///< the first segment of the current part
    struct error *err;
};

static void grow_boxes(struct shaper *shaper)
{
    const size_t capacity = shaper->box_capacity * 2 + 64;

    if (shaper->box_count < shaper->box_capacity)
        return;
    shaper->box_capacity = capacity;
    shaper->boxes =
        memory_resize(shaper->boxes, capacity, sizeof *shaper->boxes);
    shaper->breaker_boxes = memory_resize(shaper->breaker_boxes, capacity,
                                          sizeof *shaper->breaker_boxes);
    shaper->ends = memory_resize(shaper->ends, capacity, sizeof *shaper->ends);
}

static void add_box(struct breaking *b, size_t segment, struct text_range word,
                    const struct line_breaker_box *fit)
{
    struct shaper *shaper = b->shaper;

    grow_boxes(shaper);
    shaper->boxes[shaper->box_count] = (struct shaper_box){segment, word};
    shaper->breaker_boxes[shaper->box_count++] = *fit;
}

static void add_line_end(struct shaper *shaper, size_t segment)
{
    ARRAY_GROW(shaper->line_ends, shaper->line_count, shaper->line_capacity);
    shaper->line_ends[shaper->line_count++] = segment;
}

/* The width of the paragraph's current line, or of a later one. */
static double first_measure(const struct breaking *b)
{
    return b->style->width -
           (b->shaper->line_count ? 0 : b->style->first_indent);
}

/* @return the width for the next box, on any line */
static double box_measure(const struct breaking *b)
{
    return b->shaper->box_count ? b->style->width : first_measure(b);
}

static bool is_too_wide(const struct breaking *b, double width)
{
    return width > box_measure(b) + LINE_BREAKER_SLACK;
}

static enum status refuse_width(const struct breaking *b, size_t segment,
                                struct text_range text)
{
    const struct line_builder *builder = b->builder;
    const struct location location =
        line_builder_origin(builder, builder->segments[segment].span, text);
    const size_t length = text.end - text.start;
    const bool whole = length < SHOWN_WORD;
    char shown[SHOWN_WORD];

    memcpy(shown, builder->text + text.start, whole ? length : SHOWN_WORD - 1);
    shown[whole ? length : SHOWN_WORD - 1] = '\0';
    utf8_trim_partial(shown);
    return error_set(b->err, RULE_LAYOUT_WORD_TOO_WIDE, location, NULL,
                     "\"%s%s\" is wider than the line", shown,
                     whole ? "" : "\u2026");
}

/* Adds a part of a word that is wider than a line, a box for each grapheme
 * cluster.
 * @param penalty  of ending a line after the last */
static enum status add_clusters(struct breaking *b, struct text_range word,
                                struct text_range part, double penalty)
{
    const char *text = b->builder->text;
    struct text_range cluster = {part.start, part.start};

    while (cluster.end < part.end) {
        const size_t segment = b->builder->segment_count;
        struct line_breaker_box fit = {.penalty = PRICE_ANYWHERE};
        cluster.end += utf8_cluster(text + cluster.end, part.end - cluster.end);
        if (cluster.end == part.end)
            fit.penalty = penalty;
        fit.width = line_builder_cut_word(b->builder, cluster);
        if (is_too_wide(b, fit.width))
            return refuse_width(b, segment, word);
        add_box(b, segment, word, &fit);
        cluster.start = cluster.end;
    }
    return STATUS_OK;
}

/* Adds a part of a word as a box; @p after is the opportunity after it. */
static enum status add_part(struct breaking *b, struct text_range word,
                            struct text_range part,
                            enum break_opportunity after)
{
    const size_t segment = b->builder->segment_count;
    struct line_breaker_box fit = {
        .penalty = after == BREAK_OPPORTUNITY_LAST_RESORT ? PENALTY_LAST_RESORT
                                                          : PENALTY_SOFT};

    if (after == BREAK_OPPORTUNITY_SOFT_HYPHEN)
        fit.extra = line_builder_cut_hyphen(b->builder, part, &fit.width);
    if (is_too_wide(b, fit.width + fit.extra)) {
        line_builder_truncate(b->builder, segment); /* no room for the hyphen */
        fit = (struct line_breaker_box){.penalty = PENALTY_FORBIDDEN};
    }
    if (b->builder->segment_count == segment)
        fit.width = line_builder_cut_word(b->builder, part);
    if (is_too_wide(b, fit.width)) {
        line_builder_truncate(b->builder, segment);
        return add_clusters(b, word, part, fit.penalty);
    }
    add_box(b, segment, word, &fit);
    return STATUS_OK;
}

/* Adds a word in parts; unless it is too wide, only soft hyphens and
 * zero-width spaces divide it. */
static enum status add_parts(struct breaking *b, struct text_range word,
                             bool wide)
{
    const unsigned char *found = break_opportunity_inside(
        b->builder->scratch, b->builder->display_text, word);
    struct text_range part = {word.start, word.start};
    enum status status = STATUS_OK;

    while (status == STATUS_OK && part.end < word.end) {
        const enum break_opportunity after = found[part.end++ - word.start];
        if (part.end < word.end &&
            (after == BREAK_OPPORTUNITY_NONE ||
             (after == BREAK_OPPORTUNITY_LAST_RESORT && !wide)))
            continue;
        status = add_part(b, word, part, after);
        part.start = part.end;
    }
    return status;
}

/* The penalty of ending a line between the last box and the word @p next. */
static double penalty_between(const struct breaking *b, struct text_range next)
{
    const struct shaper_box *last = &b->shaper->boxes[b->shaper->box_count - 1];
    const char *text = b->builder->display_text;
    const struct text_range word = last->word;
    const double penalty =
        break_penalty(text + word.start, word.end - word.start,
                      text + next.start, next.end - next.start);

    return break_opportunity_between(text, word, next) ? penalty
                                                       : PENALTY_FORBIDDEN;
}

static enum status add_word(struct breaking *b, struct text_range word,
                            bool soft)
{
    const size_t segment = b->builder->segment_count;
    struct shaper *shaper = b->shaper;
    struct line_breaker_box fit = {0};
    bool wide;

    if (shaper->box_count)
        shaper->breaker_boxes[shaper->box_count - 1].penalty =
            penalty_between(b, word);
    fit.width = line_builder_cut_word(b->builder, word);
    wide = is_too_wide(b, fit.width);
    if (b->style->one_line || (!wide && !soft)) {
        add_box(b, segment, word, &fit);
        return STATUS_OK;
    }
    line_builder_truncate(b->builder, segment);
    return add_parts(b, word, wide);
}

/* White space that begins a line has no glyph. */
static void add_space(struct breaking *b, struct text_range space)
{
    struct shaper *shaper = b->shaper;
    const bool hidden = !shaper->box_count;
    const double width = line_builder_cut_space(b->builder, space, hidden);

    if (!hidden)
        shaper->breaker_boxes[shaper->box_count - 1].space += width;
}

/* A short word should not be alone on a last line. */
static bool is_short(const struct breaking *b, struct text_range word)
{
    enum { SHORT_WORD = 6 };
    size_t character_count = 0;

    for (size_t i = word.start; i < word.end; i++) {
        const char c = b->builder->text[i];
        character_count += ascii_is_alphanumeric(c) || (unsigned char)c >= 0xC0;
    }
    return character_count < SHORT_WORD;
}

static enum status finish_one_line(struct breaking *b)
{
    const struct shaper *shaper = b->shaper;
    const struct shaper_box *boxes = shaper->boxes;
    const struct text_range all = {boxes[0].word.start,
                                   boxes[shaper->box_count - 1].word.end};
    double width = 0;

    for (size_t i = 0; i < shaper->box_count; i++)
        width +=
            shaper->breaker_boxes[i].width + shaper->breaker_boxes[i].space;
    width -= shaper->breaker_boxes[shaper->box_count - 1].space;
    if (width > first_measure(b) + LINE_BREAKER_SLACK)
        return refuse_width(b, boxes[0].segment, all);
    add_line_end(b->shaper, b->builder->segment_count);
    return STATUS_OK;
}

static void finish_lines(struct breaking *b)
{
    struct shaper *shaper = b->shaper;
    const size_t count = shaper->box_count;
    const struct line_breaker_measure measure = {
        .first = first_measure(b),
        .width = b->style->width,
        .short_word = is_short(b, shaper->boxes[count - 1].word),
    };
    const size_t lines = line_breaker_choose(
        &shaper->fit, shaper->breaker_boxes, count, &measure, shaper->ends);

    for (size_t i = 0; i + 1 < lines; i++)
        add_line_end(shaper, shaper->boxes[shaper->ends[i]].segment);
    add_line_end(shaper, b->builder->segment_count);
}

/* Chooses the lines between two hard breaks. */
static enum status finish_part(struct breaking *b)
{
    enum status status = STATUS_OK;

    if (!b->shaper->box_count)
        add_line_end(b->shaper, b->builder->segment_count);
    else if (b->style->one_line)
        status = finish_one_line(b);
    else
        finish_lines(b);
    b->shaper->box_count = 0;
    b->part = b->builder->segment_count;
    return status;
}

/* Adds a newline, as a space unless one precedes it, so that words stay
 * separate. */
static enum status add_hard_break(struct breaking *b, size_t at)
{
    const struct line_builder *builder = b->builder;
    const bool spaced = builder->segment_count > b->part &&
                        builder->segments[builder->segment_count - 1].space;

    line_builder_cut_space(b->builder, (struct text_range){at, at + 1}, spaced);
    return finish_part(b);
}

/* Adds the text after the last hard break, with its white space. */
static enum status finish_text(struct breaking *b)
{
    struct shaper *shaper = b->shaper;

    if (shaper->box_count)
        return finish_part(b);
    if (shaper->line_count)
        shaper->line_ends[shaper->line_count - 1] = b->builder->segment_count;
    return STATUS_OK;
}

static enum status cut_text(struct breaking *b)
{
    const struct line_builder *builder = b->builder;
    enum status status = STATUS_OK;
    size_t at = 0;

    while (status == STATUS_OK && at < builder->length) {
        bool soft;
        const struct text_range word = {
            at, line_builder_word_end(builder, at, &soft)};
        const struct text_range space = {
            word.end, line_builder_space_end(builder, word.end)};
        if (word.end > word.start)
            status = add_word(b, word, soft);
        if (status == STATUS_OK && space.end > space.start)
            add_space(b, space);
        at = space.end;
        if (status == STATUS_OK && at < builder->length &&
            builder->display_text[at] == '\n')
            status = add_hard_break(b, at++);
    }
    return status == STATUS_OK ? finish_text(b) : status;
}

static void set_lines(const struct breaking *b, struct arena *arena,
                      struct paragraph *paragraph)
{
    const struct shaper *shaper = b->shaper;
    struct line *lines = ARENA_ARRAY(arena, struct line, shaper->line_count);
    size_t from = 0;

    line_builder_begin(b->builder, arena, shaper->line_count);
    for (size_t i = 0; i < shaper->line_count; i++) {
        lines[i] = line_builder_set_line(b->builder, from, shaper->line_ends[i],
                                         i ? 0 : b->style->first_indent);
        from = shaper->line_ends[i];
    }
    paragraph->lines = lines;
    paragraph->count = shaper->line_count;
}

static enum status set_paragraph(struct shaper *shaper, struct arena *arena,
                                 const struct paragraph_cache_key *key,
                                 struct paragraph *paragraph, struct error *err)
{
    struct breaking b = {
        .shaper = shaper,
        .builder = shaper->builder,
        .style = key->style,
        .err = err,
    };
    enum status status;

    shaper->box_count = shaper->line_count = 0;
    line_builder_load(b.builder, key->family, key->spans, key->count);
    if (utf8_is_blank(b.builder->text))
        return STATUS_OK;
    status = cut_text(&b);
    if (status == STATUS_OK)
        status = line_builder_check(b.builder, err);
    if (status == STATUS_OK)
        set_lines(&b, arena, paragraph);
    return status;
}

enum status paragraph_break(struct shaper *shaper, struct arena *arena,
                            const struct family *family,
                            const struct span *spans, size_t count,
                            const struct paragraph_style *style,
                            struct paragraph *paragraph, struct error *err)
{
    const struct paragraph_cache_key key = {family, spans, count, style};
    enum status status;

    *paragraph = (struct paragraph){NULL, 0};
    if (paragraph_cache_find(shaper->paragraph_cache, &key, paragraph))
        return STATUS_OK;
    status = set_paragraph(shaper, arena, &key, paragraph, err);
    if (status == STATUS_OK)
        paragraph_cache_add(shaper->paragraph_cache, &key, paragraph);
    return status;
}

bool paragraph_find(const struct shaper *shaper,
                    const struct paragraph_name *name,
                    struct paragraph *paragraph)
{
    return paragraph_cache_find_name(shaper->paragraph_cache, name, paragraph);
}

void paragraph_remember(struct shaper *shaper,
                        const struct paragraph_name *name,
                        const struct paragraph *paragraph)
{
    paragraph_cache_set_name(shaper->paragraph_cache, name, paragraph);
}
