#include "layout/fit_estimate.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
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

/** The limits of a letter that can be estimated. */
enum { RUNNING_MAX = 3, DEPTH_MAX = 3 };
static const double pages_max = 60;

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
    unsigned long word;    ///< the current word
    unsigned breaks;       ///< hard line breaks
    bool unknown;          ///< a face lacks a character
};

/** Words that all letters share, by where their runs are. */
struct measured {
    const struct text_run *runs; ///< NULL: free
    struct measure measure;
};

struct fit_estimate {
    struct type_scale scale;
    const struct family *family;
    unsigned widths[TABLE_SIZE]; ///< 1/UNITS em, rounded up; 0: not in all
                                 ///< four faces
    unsigned plain[256];         ///< the same for bytes that are a character
                                 ///< and part of a word; 0: not so
    bool has_bullet;             ///< in all four faces
    struct measured *constants;
    size_t constant_count;
    size_t constant_capacity; ///< a power of two, or 0
};

/** The widest that a glyph for @p letter is in any style; 0: one lacks it, or
 *  it is not set at all. */
static unsigned widest(const struct family *family, uint32_t letter)
{
    double width = 0;

    if (utf8_is_rtl(letter))
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
static void allow_for_smart_punctuation(struct fit_estimate *fit_estimate,
                                        char plain, uint32_t display_text)
{
    unsigned *width = &fit_estimate->widths[(unsigned char)plain];
    const unsigned other = widest(fit_estimate->family, display_text);

    if (other > *width)
        *width = other;
}

struct fit_estimate *fit_estimate_new(const struct layout_kit *kit)
{
    struct fit_estimate *fit_estimate = memory_alloc(sizeof *fit_estimate);

    *fit_estimate = (struct fit_estimate){.scale = type_scale_make(&kit->theme),
                                          .family = kit->family};
    for (uint32_t letter = ' '; letter < TABLE_SIZE; letter++)
        fit_estimate->widths[letter] = widest(kit->family, letter);
    allow_for_smart_punctuation(fit_estimate, '\'', 0x2019);
    allow_for_smart_punctuation(fit_estimate, '"', 0x201C);
    allow_for_smart_punctuation(fit_estimate, '-', 0x2013);
    fit_estimate->has_bullet = widest(kit->family, 0x2022) > 0;
    for (size_t byte = ' ' + 1; byte < 0x7F; byte++)
        fit_estimate->plain[byte] = fit_estimate->widths[byte];
    return fit_estimate;
}

void fit_estimate_free(struct fit_estimate *fit_estimate)
{
    if (!fit_estimate)
        return;
    free(fit_estimate->constants);
    free(fit_estimate);
}

static void finish_word(struct measure *measure)
{
    if (measure->word > measure->longest)
        measure->longest = measure->word;
    measure->word = 0;
}

/** Measures a character that is not plain. @return where the next begins */
static const char *measure_letter(const struct fit_estimate *fit_estimate,
                                  const char *at, struct measure *measure)
{
    const uint32_t letter = utf8_next(&at);
    const unsigned width = letter < TABLE_SIZE
                               ? fit_estimate->widths[letter]
                               : widest(fit_estimate->family, letter);

    measure->width += width;
    measure->word += width;
    measure->unknown |= width == 0;
    return at;
}

/** Measures a stretch of ASCII without white space: most of any text.
 *  @return where it ends */
static const char *measure_ascii(const struct fit_estimate *fit_estimate,
                                 const char *at, struct measure *measure)
{
    unsigned long width = 0;
    unsigned wide;

    for (; (wide = fit_estimate->plain[(unsigned char)*at]) != 0; at++)
        width += wide;
    measure->width += width;
    measure->word += width;
    return at;
}

static void measure_text(const struct fit_estimate *fit_estimate,
                         const char *text, struct measure *measure)
{
    while (*(text = measure_ascii(fit_estimate, text, measure)) != '\0') {
        const unsigned char byte = (unsigned char)*text;
        if (byte > ' ') {
            text = measure_letter(fit_estimate, text, measure);
            continue;
        }
        measure->width += fit_estimate->widths[' '];
        measure->breaks += byte == '\n';
        finish_word(measure);
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

static struct measure measure_words(const struct fit_estimate *fit_estimate,
                                    struct inline_text words)
{
    struct measure measure = {.width = 0};

    for (size_t i = 0; i < words.count; i++)
        measure_text(fit_estimate, words.runs[i].text, &measure);
    finish_word(&measure);
    return measure;
}

/** Where shared words are, or would be. */
static struct measured *find_constant(const struct fit_estimate *fit_estimate,
                                      const struct text_run *runs)
{
    const size_t mask = fit_estimate->constant_capacity - 1;
    size_t at = (size_t)((uintptr_t)runs / sizeof(struct text_run)) & mask;

    while (fit_estimate->constants[at].runs &&
           fit_estimate->constants[at].runs != runs)
        at = (at + 1) & mask;
    return &fit_estimate->constants[at];
}

static void grow_constants(struct fit_estimate *fit_estimate)
{
    const struct fit_estimate old = *fit_estimate;

    fit_estimate->constant_capacity =
        old.constant_capacity ? old.constant_capacity * 2 : 64;
    fit_estimate->constants = memory_alloc(fit_estimate->constant_capacity *
                                           sizeof *fit_estimate->constants);
    memset(fit_estimate->constants, 0,
           fit_estimate->constant_capacity * sizeof *fit_estimate->constants);
    for (size_t i = 0; i < old.constant_capacity; i++)
        if (old.constants[i].runs)
            *find_constant(fit_estimate, old.constants[i].runs) =
                old.constants[i];
    free(old.constants);
}

static struct measure measure_constant(struct fit_estimate *fit_estimate,
                                       struct inline_text words)
{
    struct measured *measured;

    if ((fit_estimate->constant_count + 1) * 2 >
        fit_estimate->constant_capacity)
        grow_constants(fit_estimate);
    measured = find_constant(fit_estimate, words.runs);
    if (!measured->runs) {
        *measured =
            (struct measured){words.runs, measure_words(fit_estimate, words)};
        fit_estimate->constant_count++;
    }
    return measured->measure;
}

static bool add_words(struct fit_estimate *fit_estimate,
                      struct inline_text words, double size, double column,
                      double *lines)
{
    struct measure measure;

    if (words.count == 0)
        return true;
    measure = words.is_shared ? measure_constant(fit_estimate, words)
                              : measure_words(fit_estimate, words);
    return add_lines(&measure, size, column, lines);
}

static bool panel_fits(struct fit_estimate *fit_estimate,
                       const struct panel *panel, double *lines)
{
    const struct type_scale *scale = &fit_estimate->scale;
    const double column = scale->frame.width * column_share;
    double own = panel_lines;
    bool fits =
        add_words(fit_estimate, panel->title, scale->title, column, &own) &&
        add_words(fit_estimate, panel->headline, scale->headline, column,
                  &own) &&
        add_words(fit_estimate, panel->comparison, scale->text, column, &own) &&
        add_words(fit_estimate, panel->caption, scale->text, column / 2,
                  &own) &&
        add_words(fit_estimate, panel->basis, scale->small, column, &own) &&
        add_words(fit_estimate, panel->none, scale->headline, column, &own);

    for (size_t i = 0; fits && i < panel->note_count; i++)
        fits = fit_estimate->has_bullet &&
               add_words(fit_estimate, panel->notes[i], scale->small,
                         column - scale->indent, &own);
    *lines += own;
    return fits && own * scale->leading < scale->frame.height * height_share;
}

/** What has been counted of a letter so far. */
struct line_count {
    double lines;
    double headings; ///< lines of headings that follow one another
    double pages;    ///< by page breaks and panels
};

static bool blocks_fit(struct fit_estimate *fit_estimate,
                       struct block_list blocks, unsigned depth,
                       struct line_count *count);

static bool list_fits(struct fit_estimate *fit_estimate,
                      const struct block *block, unsigned depth,
                      struct line_count *count)
{
    if (!block->ordered && !fit_estimate->has_bullet)
        return false;
    for (size_t i = 0; i < block->item_count; i++)
        if (!blocks_fit(fit_estimate, block->items[i], depth + 1, count))
            return false;
    return true;
}

static bool heading_fits(struct fit_estimate *fit_estimate,
                         const struct block *block, double size,
                         struct line_count *count)
{
    const struct type_scale *scale = &fit_estimate->scale;
    double lines = 2; /* the white above */

    if (!add_words(fit_estimate, block->words, size, scale->frame.width,
                   &lines))
        return false;
    count->lines += 2 * lines;
    count->headings += 2 * lines;
    return count->headings * scale->leading < scale->frame.height / 2;
}

static bool block_fits(struct fit_estimate *fit_estimate,
                       const struct block *block, unsigned depth,
                       struct line_count *count)
{
    const struct type_scale *scale = &fit_estimate->scale;
    const double column = scale->frame.width - depth * 2 * scale->indent;

    count->lines += 1;
    switch (block->kind) {
    case BLOCK_SUBJECT:
        return heading_fits(fit_estimate, block, scale->subject, count);
    case BLOCK_SECTION:
        return heading_fits(fit_estimate, block, scale->section, count);
    case BLOCK_PARAGRAPH:
        count->headings = 0;
        return add_words(fit_estimate, block->words, scale->text, column,
                         &count->lines);
    case BLOCK_LIST:
        count->headings = 0;
        return list_fits(fit_estimate, block, depth, count);
    case BLOCK_PAGE_BREAK:
        count->pages++;
        return true;
    case BLOCK_PANEL:
        count->pages++;
        return count->headings <= 0 &&
               panel_fits(fit_estimate, block->panel, &count->lines);
    case BLOCK_SIGNATURE:
        count->pages++;
        return count->headings <= 0;
    }
    return false;
}

static bool blocks_fit(struct fit_estimate *fit_estimate,
                       struct block_list blocks, unsigned depth,
                       struct line_count *count)
{
    if (depth > DEPTH_MAX)
        return false;
    for (size_t i = 0; i < blocks.count; i++)
        if (!block_fits(fit_estimate, blocks.items[i], depth, count))
            return false;
    return true;
}

static bool add_text(struct fit_estimate *fit_estimate, const char *text,
                     double size, double column, double *lines)
{
    const struct text_run run = {.text = text};

    return !text || !*text ||
           add_words(fit_estimate,
                     (struct inline_text){.runs = &run, .count = 1}, size,
                     column, lines);
}

/** The head of page 1, in lines of text. */
static bool letterhead_fits(struct fit_estimate *fit_estimate,
                            const struct letter *letter)
{
    const struct type_scale *scale = &fit_estimate->scale;
    const double width = scale->frame.width;
    double large = 0;
    double lines = letterhead_lines;
    bool fits =
        add_text(fit_estimate, letter->date, scale->text, width, &lines) &&
        add_text(fit_estimate, letter->delivery, scale->text, width / 2,
                 &lines) &&
        add_text(fit_estimate, letter->reference, scale->text, width / 3,
                 &lines);

    for (size_t i = 0; fits && i < letter->contact.count; i++)
        fits = add_text(fit_estimate, letter->contact.items[i].text,
                        scale->text, width / 3, &lines);
    for (size_t i = 0; fits && i < letter->wordmark.count; i++)
        fits = add_text(fit_estimate, letter->wordmark.items[i].text,
                        wordmark_size * scale->text,
                        letter->contact.count ? width / 2 : width, &large);
    for (size_t i = 0; fits && i < letter->addressee_count; i++)
        fits = add_text(fit_estimate, letter->addressee[i], scale->text,
                        width * window_share, &lines);
    lines += 2 * large;
    return fits && lines * scale->leading < scale->frame.height * height_share;
}

static bool running_head_fits(struct fit_estimate *fit_estimate,
                              const struct letter *letter)
{
    const struct type_scale *scale = &fit_estimate->scale;
    const struct text_run runs[] = {{.text = letter->name},
                                    {.text = " ("},
                                    {.text = letter->code},
                                    {.text = ")"}};
    const struct inline_text words = {.runs = runs, .count = 4};
    double lines = 0;

    return add_words(fit_estimate, words, scale->running,
                     scale->frame.width * running_share, &lines) &&
           lines <= RUNNING_MAX;
}

static bool signatory_fits(struct fit_estimate *fit_estimate,
                           const struct letter *letter)
{
    const struct type_scale *scale = &fit_estimate->scale;
    const double width = scale->frame.width;
    double lines = signature_lines;
    bool fits =
        add_text(fit_estimate, letter->signatory, scale->text, width, &lines);

    for (size_t i = 0; fits && i < letter->roles.count; i++)
        fits = add_text(fit_estimate, letter->roles.items[i].text, scale->text,
                        width, &lines);
    return fits && lines * scale->leading < scale->frame.height * height_share;
}

bool fit_estimate_fits(struct fit_estimate *fit_estimate,
                       const struct letter *letter)
{
    const struct type_scale *scale = &fit_estimate->scale;
    struct line_count count = {.lines = 0};
    double pages;

    if (!letterhead_fits(fit_estimate, letter) ||
        !running_head_fits(fit_estimate, letter) ||
        !signatory_fits(fit_estimate, letter) ||
        !blocks_fit(fit_estimate, letter->blocks, 0, &count))
        return false;
    pages =
        count.pages + count.lines * scale->leading / (scale->frame.height / 2);
    return pages < pages_max;
}
