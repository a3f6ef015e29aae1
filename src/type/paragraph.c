#include "type/paragraph.h"

#include <string.h>

#include "base/utf8.h"
#include "type/break_penalty.h"
#include "type/codepoint.h"
#include "type/shaper_internal.h"

/*
 * How a paragraph becomes lines.
 *
 *     spans    [We upheld ][17][ investigations\n][in July 2022]
 *     text      We_upheld_17_investigations\nin_July_2022     one text, dressed
 *     atoms     We _ upheld _ 17 _ investigations \n in _ July _ 2022
 *     boxes     We  upheld  17  investigations  | in  July  2022
 *     lines     ... chosen for each part between hard breaks on its own
 *
 * Atoms are words and white space, cut at the borders of spans, and found in
 * the shaper's lexicon. A box is a word whole, from white space to white
 * space, whatever spans it is made of: at the end of every box a line may
 * end, for a price. The price is that of what UAX #14 forbids, or of what
 * belongs together (type/break_penalty.h), or nothing.
 *
 * What UAX #14 allows inside a word is not taken up: a reader of the PDF
 * would lose the hyphen of "well-connected" when copying it over the break.
 * Only a word that is wider than a line is cut into several boxes there.
 * Soft hyphens and zero-width spaces are different, somebody put them there.
 *
 * All prices are finite, so that there is always a choice, as long as each
 * box fits a line.
 */

#define PRICE_SOFT 0.1
#define PRICE_LAST_RESORT 100.0
#define PRICE_FORBIDDEN 1e4

enum { SHOWN_WORD = 60 /* bytes of a word in a message */ };

/* A call of paragraph_break(). */
struct breaking {
    struct shaper *shaper;
    struct galley *galley;
    const struct paragraph_style *style;
    size_t part; ///< the first atom of the part in hand
    struct error *err;
};

static void make_box_room(struct shaper *shaper)
{
    const size_t room = shaper->box_room * 2 + 64;

    if (shaper->box_count < shaper->box_room)
        return;
    shaper->box_room = room;
    shaper->boxes = memory_resize(shaper->boxes, room, sizeof *shaper->boxes);
    shaper->fits = memory_resize(shaper->fits, room, sizeof *shaper->fits);
    shaper->ends = memory_resize(shaper->ends, room, sizeof *shaper->ends);
}

static void add_box(struct breaking *b, size_t atom, struct stretch word,
                    const struct fit_box *fit)
{
    struct shaper *shaper = b->shaper;

    make_box_room(shaper);
    shaper->boxes[shaper->box_count] = (struct box){atom, word};
    shaper->fits[shaper->box_count++] = *fit;
}

static void add_line_end(struct shaper *shaper, size_t atom)
{
    if (shaper->line_count == shaper->line_room) {
        shaper->line_room = shaper->line_room * 2 + 64;
        shaper->line_ends = memory_resize(shaper->line_ends, shaper->line_room,
                                          sizeof *shaper->line_ends);
    }
    shaper->line_ends[shaper->line_count++] = atom;
}

/* The room on the paragraph's line that is in hand, or on a later one. */
static double first_measure(const struct breaking *b)
{
    return b->style->width -
           (b->shaper->line_count ? 0 : b->style->first_indent);
}

/* The room for a box that is added now, wherever its line begins. */
static double box_measure(const struct breaking *b)
{
    return b->shaper->box_count ? b->style->width : first_measure(b);
}

static bool is_too_wide(const struct breaking *b, double width)
{
    return width > box_measure(b) + FIT_SLACK;
}

static enum status refuse_width(const struct breaking *b, size_t atom,
                                struct stretch text)
{
    const struct galley *galley = b->galley;
    const struct span *span = galley->spans[galley->atoms[atom].span].span;
    const size_t length = text.end - text.start;
    const bool whole = length < SHOWN_WORD;
    char shown[SHOWN_WORD];

    memcpy(shown, galley->text + text.start, whole ? length : SHOWN_WORD - 1);
    shown[whole ? length : SHOWN_WORD - 1] = '\0';
    text_trim_partial(shown);
    return error_set(b->err, RULE_LAYOUT_WORD_TOO_WIDE, span->place, NULL,
                     "\"%s%s\" is wider than the line", shown,
                     whole ? "" : "\u2026");
}

/* Adds a part of a word as a box; @p after is what lies behind it. */
static enum status add_part(struct breaking *b, struct stretch word,
                            struct stretch part, enum opportunity after)
{
    const size_t atom = b->galley->atom_count;
    struct fit_box fit = {.price = after == OPPORTUNITY_LAST_RESORT
                                       ? PRICE_LAST_RESORT
                                       : PRICE_SOFT};

    if (after == OPPORTUNITY_SOFT_HYPHEN)
        fit.extra = galley_cut_hyphen(b->galley, part, &fit.width);
    if (is_too_wide(b, fit.width + fit.extra)) {
        galley_uncut(b->galley, atom); /* no room for the hyphen */
        fit = (struct fit_box){.price = PRICE_FORBIDDEN};
    }
    if (b->galley->atom_count == atom)
        fit.width = galley_cut_word(b->galley, part);
    if (is_too_wide(b, fit.width))
        return refuse_width(b, atom, word);
    add_box(b, atom, word, &fit);
    return STATUS_OK;
}

/* Adds a word in parts; where it is not too wide, only soft hyphens and
 * zero-width spaces part it. */
static enum status add_parts(struct breaking *b, struct stretch word, bool wide)
{
    const unsigned char *found =
        opportunity_inside(b->galley->scratch, b->galley->dressed, word);
    struct stretch part = {word.start, word.start};
    enum status status = STATUS_OK;

    while (status == STATUS_OK && part.end < word.end) {
        const enum opportunity after = found[part.end++ - word.start];
        if (part.end < word.end &&
            (after == OPPORTUNITY_NONE ||
             (after == OPPORTUNITY_LAST_RESORT && !wide)))
            continue;
        status = add_part(b, word, part, after);
        part.start = part.end;
    }
    return status;
}

/* The price of ending a line between the last box and the word @p next. */
static double price_between(const struct breaking *b, struct stretch next)
{
    const struct box *last = &b->shaper->boxes[b->shaper->box_count - 1];
    const char *text = b->galley->dressed;
    const struct stretch word = last->word;
    const double price = keep_price(text + word.start, word.end - word.start,
                                    text + next.start, next.end - next.start);

    return opportunity_between(text, word, next) ? price : PRICE_FORBIDDEN;
}

static enum status add_word(struct breaking *b, struct stretch word, bool soft)
{
    const size_t atom = b->galley->atom_count;
    struct shaper *shaper = b->shaper;
    struct fit_box fit = {0};
    bool wide;

    if (shaper->box_count)
        shaper->fits[shaper->box_count - 1].price = price_between(b, word);
    fit.width = galley_cut_word(b->galley, word);
    wide = is_too_wide(b, fit.width);
    if (b->style->one_line || (!wide && !soft)) {
        add_box(b, atom, word, &fit);
        return STATUS_OK;
    }
    galley_uncut(b->galley, atom);
    return add_parts(b, word, wide);
}

/* White space that begins a line has no glyph. */
static void add_space(struct breaking *b, struct stretch space)
{
    struct shaper *shaper = b->shaper;
    const bool hidden = !shaper->box_count;
    const double width = galley_cut_space(b->galley, space, hidden);

    if (!hidden)
        shaper->fits[shaper->box_count - 1].space += width;
}

/* A word of few letters looks lost on a last line. */
static bool is_short(const struct breaking *b, struct stretch word)
{
    enum { SHORT_WORD = 6 };
    size_t letters = 0;

    for (size_t i = word.start; i < word.end; i++) {
        const char c = b->galley->text[i];
        letters += letter_is_alphanumeric(c) || (unsigned char)c >= 0xC0;
    }
    return letters < SHORT_WORD;
}

static enum status end_one_line(struct breaking *b)
{
    const struct shaper *shaper = b->shaper;
    const struct box *boxes = shaper->boxes;
    const struct stretch all = {boxes[0].word.start,
                                boxes[shaper->box_count - 1].word.end};
    double width = 0;

    for (size_t i = 0; i < shaper->box_count; i++)
        width += shaper->fits[i].width + shaper->fits[i].space;
    width -= shaper->fits[shaper->box_count - 1].space;
    if (width > first_measure(b) + FIT_SLACK)
        return refuse_width(b, boxes[0].atom, all);
    add_line_end(b->shaper, b->galley->atom_count);
    return STATUS_OK;
}

static void end_lines(struct breaking *b)
{
    struct shaper *shaper = b->shaper;
    const size_t count = shaper->box_count;
    const struct fit_measure measure = {
        .first = first_measure(b),
        .width = b->style->width,
        .short_word = is_short(b, shaper->boxes[count - 1].word),
    };
    const size_t lines =
        fit_lines(&shaper->fit, shaper->fits, count, &measure, shaper->ends);

    for (size_t i = 0; i + 1 < lines; i++)
        add_line_end(shaper, shaper->boxes[shaper->ends[i]].atom);
    add_line_end(shaper, b->galley->atom_count);
}

/* Chooses the lines of what lies between two hard breaks. */
static enum status end_part(struct breaking *b)
{
    enum status status = STATUS_OK;

    if (!b->shaper->box_count)
        add_line_end(b->shaper, b->galley->atom_count);
    else if (b->style->one_line)
        status = end_one_line(b);
    else
        end_lines(b);
    b->shaper->box_count = 0;
    b->part = b->galley->atom_count;
    return status;
}

/* A newline: a space where none is before it, so that words stay apart. */
static enum status add_hard_break(struct breaking *b, size_t at)
{
    const struct galley *galley = b->galley;
    const bool spaced = galley->atom_count > b->part &&
                        galley->atoms[galley->atom_count - 1].space;

    galley_cut_space(b->galley, (struct stretch){at, at + 1}, spaced);
    return end_part(b);
}

/* What is left behind the last hard break; white space stays with it. */
static enum status end_text(struct breaking *b)
{
    struct shaper *shaper = b->shaper;

    if (shaper->box_count)
        return end_part(b);
    if (shaper->line_count)
        shaper->line_ends[shaper->line_count - 1] = b->galley->atom_count;
    return STATUS_OK;
}

static enum status cut_text(struct breaking *b)
{
    const struct galley *galley = b->galley;
    enum status status = STATUS_OK;
    size_t at = 0;

    while (status == STATUS_OK && at < galley->length) {
        bool soft;
        const struct stretch word = {at, galley_word_end(galley, at, &soft)};
        const struct stretch space = {word.end,
                                      galley_space_end(galley, word.end)};
        if (word.end > word.start)
            status = add_word(b, word, soft);
        if (status == STATUS_OK && space.end > space.start)
            add_space(b, space);
        at = space.end;
        if (status == STATUS_OK && at < galley->length &&
            galley->dressed[at] == '\n')
            status = add_hard_break(b, at++);
    }
    return status == STATUS_OK ? end_text(b) : status;
}

static void set_lines(const struct breaking *b, struct arena *arena,
                      struct paragraph *paragraph)
{
    const struct shaper *shaper = b->shaper;
    struct line *lines = ARENA_ARRAY(arena, struct line, shaper->line_count);
    size_t from = 0;

    galley_begin(b->galley, arena, shaper->line_count);
    for (size_t i = 0; i < shaper->line_count; i++) {
        lines[i] = galley_set(b->galley, from, shaper->line_ends[i],
                              i ? 0 : b->style->first_indent);
        from = shaper->line_ends[i];
    }
    paragraph->lines = lines;
    paragraph->count = shaper->line_count;
}

static enum status set_paragraph(struct shaper *shaper, struct arena *arena,
                                 const struct setting_order *order,
                                 struct paragraph *paragraph, struct error *err)
{
    struct breaking b = {
        .shaper = shaper,
        .galley = shaper->galley,
        .style = order->style,
        .err = err,
    };
    enum status status;

    shaper->box_count = shaper->line_count = 0;
    galley_load(b.galley, order->family, order->spans, order->count);
    if (text_is_blank(b.galley->text))
        return STATUS_OK;
    status = cut_text(&b);
    if (status == STATUS_OK)
        status = galley_check(b.galley, err);
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
    const struct setting_order order = {family, spans, count, style};
    enum status status;

    *paragraph = (struct paragraph){NULL, 0};
    if (standing_find(shaper->standing, &order, paragraph))
        return STATUS_OK;
    status = set_paragraph(shaper, arena, &order, paragraph, err);
    if (status == STATUS_OK)
        standing_keep(shaper->standing, &order, paragraph);
    return status;
}

bool paragraph_find(const struct shaper *shaper,
                    const struct paragraph_name *name,
                    struct paragraph *paragraph)
{
    return standing_recall(shaper->standing, name, paragraph);
}

void paragraph_keep(struct shaper *shaper, const struct paragraph_name *name,
                    const struct paragraph *paragraph)
{
    standing_name(shaper->standing, name, paragraph);
}
