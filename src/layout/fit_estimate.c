#include "layout/fit_estimate.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "layout/type_scale.h"

/** Characters below this have their widths in a table: Latin and its
 *  neighbours. */
enum { TABLE_SIZE = 0x250, UNITS = 4096 };

/** Kerning may widen a text by this much at the most. */
static const double kerning = 1.02;

/** Of the frame's width: a panel's column is wider than this, whatever its
 *  picture. */
static const double column_share = 0.45;

/** Of the frame's width: an address in its window, the running head's name. */
static const double window_share = 0.55;
static const double running_share = 0.7;

/** The largest line of the wordmark, in sizes of the text, tracking included.
 */
static const double wordmark_size = 2.2;

/** What a letter may have at the most to be foretold. */
enum { RUNNING_MOST = 3, DEPTH_MOST = 3 };
static const double pages_most = 60;

/** Lines that the letterhead and the signature block have besides their texts:
 *  white, the logo, the signature, the text that keeps with them. */
static const double letterhead_lines = 12;
static const double signature_lines = 14;

/** Of a page's height: what keeps together has to be lower than this. */
static const double height_share = 0.9;

/** Lines that a panel has besides its texts: number, gaps, the title's. */
static const double panel_lines = 6;

/** How wide a text is, in 1/UNITS em. */
struct measure {
    unsigned long width;   ///< all in one line
    unsigned long longest; ///< the widest word
    unsigned long word;    ///< the word in hand
    unsigned breaks;       ///< hard line breaks
    bool unknown;          ///< a face lacks a character
};

/** Standing words, by where their runs are. */
struct measured {
    const struct run *runs; ///< NULL: free
    struct measure measure;
};

struct forecast {
    struct scale scale;
    const struct family *family;
    unsigned widths[TABLE_SIZE]; ///< 1/UNITS em, rounded up; 0: not in all
                                 ///< four faces
    unsigned plain[256];         ///< the same for bytes that are a character
                                 ///< and part of a word; 0: not so
    bool has_bullet;             ///< in all four faces
    struct measured *standing;
    size_t standing_count;
    size_t standing_room; ///< a power of two, or 0
};

/** The widest that a glyph for @p letter is in any style; 0: one lacks it, or
 *  it is not set at all. */
static unsigned widest(const struct family *family, uint32_t letter)
{
    double width = 0;

    if (text_is_leftward(letter))
        return 0;
    for (size_t i = 0; i < FACE_STYLES; i++) {
        const struct face *face = family->faces[i];
        const uint32_t glyph = face_glyph(face, letter);
        if (!glyph)
            return 0;
        width = fmax(width, (double)face_advance(face, glyph) /
                                face_metrics(face)->units_per_em);
    }
    return (unsigned)ceil(width * UNITS) + 1;
}

/** Widens what may be drawn as something else: quotes and dashes. */
static void allow_for_dress(struct forecast *forecast, char plain,
                            uint32_t dressed)
{
    unsigned *width = &forecast->widths[(unsigned char)plain];
    const unsigned other = widest(forecast->family, dressed);

    if (other > *width)
        *width = other;
}

struct forecast *forecast_new(const struct layout_kit *kit)
{
    struct forecast *forecast = memory_alloc(sizeof *forecast);

    *forecast = (struct forecast){.scale = scale_make(&kit->theme),
                                  .family = kit->family};
    for (uint32_t letter = ' '; letter < TABLE_SIZE; letter++)
        forecast->widths[letter] = widest(kit->family, letter);
    allow_for_dress(forecast, '\'', 0x2019);
    allow_for_dress(forecast, '"', 0x201C);
    allow_for_dress(forecast, '-', 0x2013);
    forecast->has_bullet = widest(kit->family, 0x2022) > 0;
    for (size_t byte = ' ' + 1; byte < 0x7F; byte++)
        forecast->plain[byte] = forecast->widths[byte];
    return forecast;
}

void forecast_free(struct forecast *forecast)
{
    if (!forecast)
        return;
    free(forecast->standing);
    free(forecast);
}

static void end_word(struct measure *measure)
{
    if (measure->word > measure->longest)
        measure->longest = measure->word;
    measure->word = 0;
}

/** Measures a character that is not plain. @return where the next begins */
static const char *measure_letter(const struct forecast *forecast,
                                  const char *at, struct measure *measure)
{
    const uint32_t letter = text_next(&at);
    const unsigned width = letter < TABLE_SIZE
                               ? forecast->widths[letter]
                               : widest(forecast->family, letter);

    measure->width += width;
    measure->word += width;
    measure->unknown |= width == 0;
    return at;
}

/** Measures a stretch of ASCII without white space: most of any text.
 *  @return where it ends */
static const char *measure_ascii(const struct forecast *forecast,
                                 const char *at, struct measure *measure)
{
    unsigned long width = 0;
    unsigned wide;

    for (; (wide = forecast->plain[(unsigned char)*at]) != 0; at++)
        width += wide;
    measure->width += width;
    measure->word += width;
    return at;
}

static void measure_text(const struct forecast *forecast, const char *text,
                         struct measure *measure)
{
    while (*(text = measure_ascii(forecast, text, measure)) != '\0') {
        const unsigned char byte = (unsigned char)*text;
        if (byte > ' ') {
            text = measure_letter(forecast, text, measure);
            continue;
        }
        measure->width += forecast->widths[' '];
        measure->breaks += byte == '\n';
        end_word(measure);
        text++;
    }
}

/** Adds the most lines that a text takes in a column.
 *  @return false where it may not fit at all */
static bool add_lines(const struct measure *measure, double size, double column,
                      double *lines)
{
    const double em = size * kerning / UNITS;

    if (measure->unknown || (double)measure->longest * em > column)
        return false;
    *lines +=
        floor(2 * (double)measure->width * em / column) + 1 + measure->breaks;
    return true;
}

static struct measure measure_words(const struct forecast *forecast,
                                    struct words words)
{
    struct measure measure = {.width = 0};

    for (size_t i = 0; i < words.count; i++)
        measure_text(forecast, words.runs[i].text, &measure);
    end_word(&measure);
    return measure;
}

/** Where standing words are, or would be. */
static struct measured *find_standing(const struct forecast *forecast,
                                      const struct run *runs)
{
    const size_t mask = forecast->standing_room - 1;
    size_t at = (size_t)((uintptr_t)runs / sizeof(struct run)) & mask;

    while (forecast->standing[at].runs && forecast->standing[at].runs != runs)
        at = (at + 1) & mask;
    return &forecast->standing[at];
}

static void grow_standing(struct forecast *forecast)
{
    const struct forecast old = *forecast;

    forecast->standing_room = old.standing_room ? old.standing_room * 2 : 64;
    forecast->standing =
        memory_alloc(forecast->standing_room * sizeof *forecast->standing);
    memset(forecast->standing, 0,
           forecast->standing_room * sizeof *forecast->standing);
    for (size_t i = 0; i < old.standing_room; i++)
        if (old.standing[i].runs)
            *find_standing(forecast, old.standing[i].runs) = old.standing[i];
    free(old.standing);
}

static struct measure measure_standing(struct forecast *forecast,
                                       struct words words)
{
    struct measured *measured;

    if ((forecast->standing_count + 1) * 2 > forecast->standing_room)
        grow_standing(forecast);
    measured = find_standing(forecast, words.runs);
    if (!measured->runs) {
        *measured =
            (struct measured){words.runs, measure_words(forecast, words)};
        forecast->standing_count++;
    }
    return measured->measure;
}

static bool add_words(struct forecast *forecast, struct words words,
                      double size, double column, double *lines)
{
    struct measure measure;

    if (words.count == 0)
        return true;
    measure = words.standing ? measure_standing(forecast, words)
                             : measure_words(forecast, words);
    return add_lines(&measure, size, column, lines);
}

static bool panel_holds(struct forecast *forecast, const struct panel *panel,
                        double *lines)
{
    const struct scale *scale = &forecast->scale;
    const double column = scale->frame.width * column_share;
    double own = panel_lines;
    bool holds =
        add_words(forecast, panel->title, scale->title, column, &own) &&
        add_words(forecast, panel->headline, scale->headline, column, &own) &&
        add_words(forecast, panel->comparison, scale->text, column, &own) &&
        add_words(forecast, panel->caption, scale->text, column / 2, &own) &&
        add_words(forecast, panel->basis, scale->small, column, &own) &&
        add_words(forecast, panel->none, scale->headline, column, &own);

    for (size_t i = 0; holds && i < panel->note_count; i++)
        holds = forecast->has_bullet &&
                add_words(forecast, panel->notes[i], scale->small,
                          column - scale->indent, &own);
    *lines += own;
    return holds && own * scale->leading < scale->frame.height * height_share;
}

/** What has been counted of a letter so far. */
struct count {
    double lines;
    double headings; ///< lines of headings that follow one another
    double pages;    ///< by page breaks and panels
};

static bool blocks_hold(struct forecast *forecast, struct block_list blocks,
                        unsigned depth, struct count *count);

static bool list_holds(struct forecast *forecast, const struct block *block,
                       unsigned depth, struct count *count)
{
    if (!block->ordered && !forecast->has_bullet)
        return false;
    for (size_t i = 0; i < block->item_count; i++)
        if (!blocks_hold(forecast, block->items[i], depth + 1, count))
            return false;
    return true;
}

static bool heading_holds(struct forecast *forecast, const struct block *block,
                          double size, struct count *count)
{
    const struct scale *scale = &forecast->scale;
    double lines = 2; /* the white above */

    if (!add_words(forecast, block->words, size, scale->frame.width, &lines))
        return false;
    count->lines += 2 * lines;
    count->headings += 2 * lines;
    return count->headings * scale->leading < scale->frame.height / 2;
}

static bool block_holds(struct forecast *forecast, const struct block *block,
                        unsigned depth, struct count *count)
{
    const struct scale *scale = &forecast->scale;
    const double column = scale->frame.width - depth * 2 * scale->indent;

    count->lines += 1;
    switch (block->kind) {
    case BLOCK_SUBJECT:
        return heading_holds(forecast, block, scale->subject, count);
    case BLOCK_SECTION:
        return heading_holds(forecast, block, scale->section, count);
    case BLOCK_PARAGRAPH:
        count->headings = 0;
        return add_words(forecast, block->words, scale->text, column,
                         &count->lines);
    case BLOCK_LIST:
        count->headings = 0;
        return list_holds(forecast, block, depth, count);
    case BLOCK_PAGE_BREAK:
        count->pages++;
        return true;
    case BLOCK_PANEL:
        count->pages++;
        return count->headings <= 0 &&
               panel_holds(forecast, block->panel, &count->lines);
    case BLOCK_SIGNATURE:
        count->pages++;
        return count->headings <= 0;
    }
    return false;
}

static bool blocks_hold(struct forecast *forecast, struct block_list blocks,
                        unsigned depth, struct count *count)
{
    if (depth > DEPTH_MOST)
        return false;
    for (size_t i = 0; i < blocks.count; i++)
        if (!block_holds(forecast, blocks.items[i], depth, count))
            return false;
    return true;
}

static bool add_text(struct forecast *forecast, const char *text, double size,
                     double column, double *lines)
{
    const struct run run = {.text = text};

    return !text || !*text ||
           add_words(forecast, (struct words){.runs = &run, .count = 1}, size,
                     column, lines);
}

/** The head of page 1, in lines of text. */
static bool letterhead_holds(struct forecast *forecast,
                             const struct letter *letter)
{
    const struct scale *scale = &forecast->scale;
    const double width = scale->frame.width;
    double large = 0;
    double lines = letterhead_lines;
    bool holds =
        add_text(forecast, letter->date, scale->text, width, &lines) &&
        add_text(forecast, letter->delivery, scale->text, width, &lines);

    for (size_t i = 0; holds && i < letter->wordmark.count; i++)
        holds = add_text(forecast, letter->wordmark.items[i].text,
                         wordmark_size * scale->text, width, &large);
    for (size_t i = 0; holds && i < letter->addressee_count; i++)
        holds = add_text(forecast, letter->addressee[i], scale->text,
                         width * window_share, &lines);
    lines += 2 * large;
    return holds && lines * scale->leading < scale->frame.height * height_share;
}

static bool running_head_holds(struct forecast *forecast,
                               const struct letter *letter)
{
    const struct scale *scale = &forecast->scale;
    double lines = 0;

    return add_text(forecast, letter->name, scale->running,
                    scale->frame.width * running_share, &lines) &&
           lines <= RUNNING_MOST;
}

static bool signatory_holds(struct forecast *forecast,
                            const struct letter *letter)
{
    const struct scale *scale = &forecast->scale;
    const double width = scale->frame.width;
    double lines = signature_lines;
    bool holds =
        add_text(forecast, letter->signatory, scale->text, width, &lines);

    for (size_t i = 0; holds && i < letter->roles.count; i++)
        holds = add_text(forecast, letter->roles.items[i].text, scale->text,
                         width, &lines);
    return holds && lines * scale->leading < scale->frame.height * height_share;
}

bool forecast_holds(struct forecast *forecast, const struct letter *letter)
{
    const struct scale *scale = &forecast->scale;
    struct count count = {.lines = 0};
    double pages;

    if (!letterhead_holds(forecast, letter) ||
        !running_head_holds(forecast, letter) ||
        !signatory_holds(forecast, letter) ||
        !blocks_hold(forecast, letter->blocks, 0, &count))
        return false;
    pages =
        count.pages + count.lines * scale->leading / (scale->frame.height / 2);
    return pages < pages_most;
}
