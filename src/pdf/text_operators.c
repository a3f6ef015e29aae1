#include "pdf/text_operators.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "pdf/pdf_syntax.h"
#include "type/glyph_cluster.h"

/*
 * A run of glyphs becomes one TJ: strings of codes with corrections between
 * them, for kerning. A correction is a whole number of thousandths of an em, to
 * the left. Rounding errors are carried along the run, so that they do not
 * accumulate:
 *
 *     advances wanted      1212      1366        font units, 2048 to the em
 *     advances of codes    1288      1366
 *     [(T)37(o)]TJ          -76 units = -37.1 thousandths; .1 is carried
 *
 * Each code has a text, so the text of a cluster is distributed to its glyphs:
 * one character each, the rest to the first. If there are more glyphs than
 * characters, the last ones have a zero-width space.
 */

static const char zero_width_space[] = "\u200B";

struct text_operators {
    struct font_resources *fonts;
    struct font_resource *font;
    char *start; ///< of the operator being written
    char *at;
    size_t capacity;
    int64_t units; ///< to the em
    int64_t drift; ///< wanted less written, thousandths of a font unit
    bool corrected;
    bool in_string;
    long rise; ///< hundredths of a point
};

struct text_operators *text_operators_new(struct font_resources *fonts)
{
    struct text_operators *operators = memory_alloc(sizeof *operators);

    *operators = (struct text_operators){.fonts = fonts};
    return operators;
}

void text_operators_free(struct text_operators *operators)
{
    if (!operators)
        return;
    free(operators->start);
    free(operators);
}

/* ---- the text of a glyph ---- */

static const char *skip_characters(const char *text, size_t count)
{
    while (count--)
        utf8_next(&text);
    return text;
}

/* @return a glyph's share of its cluster's text */
static const char *deal_text(const struct glyph_cluster *cluster, size_t glyph,
                             size_t *length)
{
    const size_t characters = utf8_length(cluster->text, cluster->length);
    const char *start = cluster->text;
    const char *end = cluster->text + cluster->length;

    if (glyph_cluster_is_overlong(cluster) || !characters) {
        if (glyph > cluster->first || !characters) {
            *length = sizeof zero_width_space - 1;
            return zero_width_space;
        }
    } else if (glyph > cluster->first) {
        start = skip_characters(start, characters - cluster->count + glyph -
                                           cluster->first);
        end = skip_characters(start, 1);
    } else {
        end = skip_characters(start, characters - cluster->count + 1);
    }
    *length = (size_t)(end - start);
    return start;
}

static const char *glyph_text(const struct glyph_run *run, size_t glyph,
                              size_t *length)
{
    const struct glyph_cluster cluster = glyph_cluster_at(run, glyph);
    const char *text = deal_text(&cluster, glyph, length);

    if ((unsigned char)*text < ' ') { /* white space is painted as a space */
        *length = 1;
        return " ";
    }
    return text;
}

static const struct char_code *find_code(const struct text_operators *operators,
                                         const struct glyph_run *run,
                                         size_t index)
{
    const struct glyph *glyph = &run->glyphs[index];
    size_t length;
    const char *text;

    if (glyph->text_size == 1) {
        const unsigned char byte = (unsigned char)run->text[glyph->text_start];
        const struct char_code *code = byte < FONT_ENCODING_ASCII_END
                                           ? operators->font->plain[byte]
                                           : NULL;
        if (code && code->glyph == glyph->id)
            return code;
    }
    text = glyph_text(run, index, &length);
    return font_resources_find_code(operators->fonts, operators->font,
                                    glyph->id, text, length);
}

void text_operators_survey(struct text_operators *operators,
                           struct font_resource *font,
                           const struct glyph_run *run)
{
    operators->font = font;
    for (size_t i = 0; i < run->count; i++)
        if (run->glyphs[i].id)
            find_code(operators, run, i);
}

/* ---- operators ---- */

/** Maximum bytes for a glyph: a correction, brackets, an escaped code. */
enum { GLYPH_BYTES_MAX = 40 };

static void begin(struct text_operators *operators, size_t glyphs)
{
    const size_t size = glyphs * GLYPH_BYTES_MAX + 16;

    ARRAY_RESERVE(operators->start, size, operators->capacity);
    operators->at = operators->start + 1; /* for a bracket */
    operators->corrected = false;
    operators->in_string = false;
}

/* A run without corrections needs no array. */
static void end(struct text_operators *operators, struct buffer *out)
{
    if (operators->at == operators->start + 1)
        return;
    if (operators->in_string)
        *operators->at++ = ')';
    if (operators->corrected) {
        *operators->start = '[';
        *operators->at++ = ']';
    }
    buffer_add(out, operators->start + !operators->corrected,
               (size_t)(operators->at - operators->start) -
                   !operators->corrected);
    buffer_add_text(out, operators->corrected ? "TJ\n" : "Tj\n");
}

static void put_correction(struct text_operators *operators,
                           int64_t thousandths)
{
    char digits[24];
    char *digit = digits + sizeof digits;
    int64_t rest = thousandths < 0 ? -thousandths : thousandths;

    if (operators->in_string)
        *operators->at++ = ')';
    if (thousandths > 0)
        *operators->at++ = '-';
    do {
        *--digit = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    memcpy(operators->at, digit, (size_t)(digits + sizeof digits - digit));
    operators->at += digits + sizeof digits - digit;
    operators->corrected = true;
    operators->in_string = false;
}

static void put_byte(struct text_operators *operators, uint32_t byte)
{
    if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
        *operators->at++ = '\\';
    *operators->at++ = (char)(byte == '\r' ? 'r' : byte);
}

static void put_glyph(struct text_operators *operators,
                      const struct glyph *glyph, const struct char_code *code)
{
    const int64_t offset = operators->drift + (int64_t)glyph->x_offset * 1000;

    if (2 * offset > operators->units || 2 * offset < -operators->units) {
        const int64_t half =
            offset < 0 ? -operators->units / 2 : operators->units / 2;
        const int64_t thousandths = (offset + half) / operators->units;
        put_correction(operators, thousandths);
        operators->drift -= thousandths * operators->units;
    }
    if (!operators->in_string)
        *operators->at++ = '(';
    operators->in_string = true;
    put_byte(operators, code->number >> 8);
    put_byte(operators, code->number & 0xFF);
    operators->drift += ((int64_t)glyph->advance - code->advance) * 1000;
}

/* Glyph 0 means a missing glyph, which must not be painted. */
static void show_glyph(struct text_operators *operators,
                       const struct glyph_run *run, size_t index)
{
    const struct glyph *glyph = &run->glyphs[index];
    const struct char_code *code =
        glyph->id ? find_code(operators, run, index) : NULL;

    if (code)
        put_glyph(operators, glyph, code);
    else
        operators->drift += (int64_t)glyph->advance * 1000;
}

static void set_rise(struct text_operators *operators,
                     const struct glyph_run *run, int32_t y_offset,
                     struct buffer *out)
{
    const long rise = pdf_syntax_hundredths((double)y_offset * run->size /
                                            (double)operators->units);

    if (rise == operators->rise)
        return;
    operators->rise = rise;
    pdf_syntax_add_hundredths(out, rise);
    buffer_add_text(out, "Ts\n");
}

void text_operators_show(struct text_operators *operators,
                         struct font_resource *font,
                         const struct glyph_run *run, size_t first,
                         size_t count, struct buffer *out)
{
    int32_t y_offset = 0;

    operators->font = font;
    operators->units = face_metrics(run->face)->units_per_em;
    operators->drift = 0;
    begin(operators, count);
    for (size_t i = first; i < first + count; i++) {
        if (run->glyphs[i].y_offset != y_offset) {
            end(operators, out);
            y_offset = run->glyphs[i].y_offset;
            set_rise(operators, run, y_offset, out);
            begin(operators, count);
        }
        show_glyph(operators, run, i);
    }
    end(operators, out);
    set_rise(operators, run, 0, out);
}
