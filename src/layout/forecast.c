#include "layout/forecast.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "layout/scale.h"

/** Characters below this have their widths in a table: Latin and its
 *  neighbours. */
enum { TABLE_SIZE = 0x250 };

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
enum { RUNNING_MOST = 2, DEPTH_MOST = 3 };
static const double pages_most = 60;

/** Lines that the letterhead and the signature block have besides their texts:
 *  white, the logo, the signature, the text that keeps with them. */
static const double letterhead_lines = 12;
static const double signature_lines = 14;

/** Of a page's height: what keeps together has to be lower than this. */
static const double height_share = 0.9;

/** Lines that a panel has besides its texts: number, gaps, the title's. */
static const double panel_lines = 6;

struct forecast {
    struct scale scale;
    const struct family *family;
    double widths[TABLE_SIZE]; ///< ems; 0: not in all four faces
};

/** How wide a text is. */
struct measure {
    double width;   ///< ems, all in one line
    double longest; ///< ems, the widest word
    double breaks;  ///< hard line breaks
    bool known;     ///< every character is in every face
};

/** The widest that a glyph for @p letter is in any style; 0: one lacks it. */
static double widest(const struct family *family, uint32_t letter)
{
    double width = 0;

    for (size_t i = 0; i < FACE_STYLES; i++) {
        const struct face *face = family->faces[i];
        const uint32_t glyph = face_glyph(face, letter);
        if (!glyph)
            return 0;
        width = fmax(width, (double)face_advance(face, glyph) /
                                face_metrics(face)->units_per_em);
    }
    return width;
}

/** Widens what may be drawn as something else: quotes and dashes. */
static void allow_for_dress(struct forecast *forecast, char plain,
                            uint32_t dressed)
{
    double *width = &forecast->widths[(unsigned char)plain];

    *width = fmax(*width, widest(forecast->family, dressed));
}

const struct forecast *forecast_new(struct arena *arena,
                                    const struct layout_kit *kit)
{
    struct forecast *forecast = ARENA_NEW(arena, struct forecast);

    forecast->scale = scale_make(&kit->theme);
    forecast->family = kit->family;
    for (uint32_t letter = ' '; letter < TABLE_SIZE; letter++)
        forecast->widths[letter] = widest(kit->family, letter);
    allow_for_dress(forecast, '\'', 0x2019);
    allow_for_dress(forecast, '"', 0x201C);
    allow_for_dress(forecast, '-', 0x2013);
    return forecast;
}

static struct measure measure_text(const struct forecast *forecast,
                                   const char *text, struct measure so_far,
                                   double *word)
{
    uint32_t letter;

    while ((letter = text_next(&text)) != 0) {
        const double width = letter < TABLE_SIZE
                                 ? forecast->widths[letter]
                                 : widest(forecast->family, letter);
        if (letter == '\n')
            so_far.breaks++;
        else if (width <= 0)
            so_far.known = false;
        so_far.width += width;
        *word = letter == ' ' || letter == '\n' ? 0 : *word + width;
        so_far.longest = fmax(so_far.longest, *word);
    }
    return so_far;
}

static struct measure measure_words(const struct forecast *forecast,
                                    struct words words)
{
    struct measure measure = {.known = true};
    double word = 0;

    for (size_t i = 0; i < words.count; i++)
        measure = measure_text(forecast, words.runs[i].text, measure, &word);
    return measure;
}

/** Adds the most lines that a text takes in a column.
 *  @return false where it may not fit at all */
static bool add_lines(struct measure measure, double size, double column,
                      double *lines)
{
    const double em = size * kerning;

    if (!measure.known || measure.longest * em > column)
        return false;
    *lines += floor(2 * measure.width * em / column) + 1 + measure.breaks;
    return true;
}

static bool add_words(const struct forecast *forecast, struct words words,
                      double size, double column, double *lines)
{
    return words.count == 0 ||
           add_lines(measure_words(forecast, words), size, column, lines);
}

static bool panel_holds(const struct forecast *forecast,
                        const struct panel *panel, double *lines)
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
        holds = add_words(forecast, panel->notes[i], scale->small,
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

static bool blocks_hold(const struct forecast *forecast,
                        struct block_list blocks, unsigned depth,
                        struct count *count);

static bool list_holds(const struct forecast *forecast,
                       const struct block *block, unsigned depth,
                       struct count *count)
{
    for (size_t i = 0; i < block->item_count; i++)
        if (!blocks_hold(forecast, block->items[i], depth + 1, count))
            return false;
    return true;
}

static bool heading_holds(const struct forecast *forecast,
                          const struct block *block, double size,
                          struct count *count)
{
    const struct scale *scale = &forecast->scale;
    double lines = 2; /* the white above */

    if (!add_words(forecast, block->words, size, scale->frame.width, &lines))
        return false;
    count->lines += 2 * lines;
    count->headings += 2 * lines;
    return count->headings * scale->leading < scale->frame.height / 2;
}

static bool block_holds(const struct forecast *forecast,
                        const struct block *block, unsigned depth,
                        struct count *count)
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

static bool blocks_hold(const struct forecast *forecast,
                        struct block_list blocks, unsigned depth,
                        struct count *count)
{
    if (depth > DEPTH_MOST)
        return false;
    for (size_t i = 0; i < blocks.count; i++)
        if (!block_holds(forecast, blocks.items[i], depth, count))
            return false;
    return true;
}

static bool add_text(const struct forecast *forecast, const char *text,
                     double size, double column, double *lines)
{
    const struct run run = {.text = text};

    return !text || !*text ||
           add_words(forecast, (struct words){&run, 1}, size, column, lines);
}

/** The head of page 1, in lines of text. */
static bool letterhead_holds(const struct forecast *forecast,
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

static bool running_head_holds(const struct forecast *forecast,
                               const struct letter *letter)
{
    const struct scale *scale = &forecast->scale;
    double lines = 0;

    return add_text(forecast, letter->name, scale->running,
                    scale->frame.width * running_share, &lines) &&
           lines <= RUNNING_MOST;
}

static bool signatory_holds(const struct forecast *forecast,
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

bool forecast_holds(const struct forecast *forecast,
                    const struct letter *letter)
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
