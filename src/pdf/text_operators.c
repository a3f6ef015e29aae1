#include "pdf/text_operators.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "pdf/pdf_syntax.h"

/*
 * A run of glyphs becomes one TJ: strings of codes with corrections between
 * them, for kerning. A correction is a whole number of thousandths of an em, to
 * the left. What is left over by rounding is carried along the run, so that it
 * never grows:
 *
 *     advances wanted      1212      1366        font units, 2048 to the em
 *     advances of codes    1288      1366
 *     [(T)37(o)]TJ          -76 units = -37.1 thousandths; .1 is carried
 *
 * Each code has a text, so the text of a cluster is dealt out to its glyphs:
 * one character each, what is over to the first. Where there are more glyphs
 * than characters the last ones stand for a zero-width space.
 */

static const char zero_width_space[] = "\u200B";

struct show {
    struct letter_fonts *fonts;
    struct letter_font *font;
    char *start; ///< of the operator being written
    char *at;
    size_t room;
    int64_t units; ///< to the em
    int64_t drift; ///< wanted less written, thousandths of a font unit
    bool corrected;
    bool in_string;
    long rise; ///< hundredths of a point
};

struct show *show_new(struct letter_fonts *fonts)
{
    struct show *show = memory_alloc(sizeof *show);

    *show = (struct show){.fonts = fonts};
    return show;
}

void show_free(struct show *show)
{
    if (!show)
        return;
    free(show->start);
    free(show);
}

/* ---- the text of a glyph ---- */

static size_t cluster_start(const struct glyph_run *run, size_t glyph)
{
    while (glyph && !run->glyphs[glyph].text_length)
        glyph--;
    return glyph;
}

static struct cluster cluster_at(const struct glyph_run *run, size_t first)
{
    const struct glyph *glyph = &run->glyphs[first];
    struct cluster cluster = {first, 1, run->text + glyph->text_start,
                              glyph->text_length};

    while (first + cluster.count < run->count &&
           !run->glyphs[first + cluster.count].text_length)
        cluster.count++;
    return cluster;
}

static bool is_overlong(const struct cluster *cluster)
{
    return cluster->count > 1 &&
           cluster->count > text_length(cluster->text, cluster->length);
}

void show_find_overlong(const struct glyph_run *run, size_t from,
                        struct cluster *cluster)
{
    size_t next = from;

    while (next < run->count) {
        if (next + 1 < run->count && !run->glyphs[next + 1].text_length) {
            *cluster = cluster_at(run, next);
            if (is_overlong(cluster))
                return;
        }
        next++;
    }
    *cluster = (struct cluster){.first = run->count};
}

static const char *skip_letters(const char *text, size_t count)
{
    while (count--)
        text_next(&text);
    return text;
}

/* The share of a cluster's text that one of its glyphs gets. */
static const char *deal_text(const struct cluster *cluster, size_t glyph,
                             size_t *length)
{
    const size_t letters = text_length(cluster->text, cluster->length);
    const char *start = cluster->text;
    const char *end = cluster->text + cluster->length;

    if (is_overlong(cluster) || !letters) {
        if (glyph > cluster->first || !letters) {
            *length = sizeof zero_width_space - 1;
            return zero_width_space;
        }
    } else if (glyph > cluster->first) {
        start = skip_letters(start,
                             letters - cluster->count + glyph - cluster->first);
        end = skip_letters(start, 1);
    } else {
        end = skip_letters(start, letters - cluster->count + 1);
    }
    *length = (size_t)(end - start);
    return start;
}

static const char *glyph_text(const struct glyph_run *run, size_t glyph,
                              size_t *length)
{
    const struct cluster cluster = cluster_at(run, cluster_start(run, glyph));
    const char *text = deal_text(&cluster, glyph, length);

    if ((unsigned char)*text < ' ') { /* white space is painted as a space */
        *length = 1;
        return " ";
    }
    return text;
}

static const struct code *find_code(const struct show *show,
                                    const struct glyph_run *run, size_t index)
{
    const struct glyph *glyph = &run->glyphs[index];
    size_t length;
    const char *text;

    if (glyph->text_length == 1) {
        const unsigned char byte = (unsigned char)run->text[glyph->text_start];
        const struct code *code =
            byte < REPERTOIRE_PLAIN ? show->font->plain[byte] : NULL;
        if (code && code->glyph == glyph->id)
            return code;
    }
    text = glyph_text(run, index, &length);
    return letter_font_code(show->fonts, show->font, glyph->id, text, length);
}

void show_survey(struct show *show, struct letter_font *font,
                 const struct glyph_run *run)
{
    show->font = font;
    for (size_t i = 0; i < run->count; i++)
        if (run->glyphs[i].id)
            find_code(show, run, i);
}

/* ---- operators ---- */

/** Most bytes that one glyph adds: a correction, brackets, an escaped code. */
enum { GLYPH_ROOM = 40 };

static void begin(struct show *show, size_t glyphs)
{
    const size_t size = glyphs * GLYPH_ROOM + 16;

    if (size > show->room) {
        show->room = size * 2;
        show->start = memory_resize(show->start, show->room, 1);
    }
    show->at = show->start + 1; /* for a bracket */
    show->corrected = false;
    show->in_string = false;
}

/* A run without corrections goes without the array. */
static void end(struct show *show, struct buffer *out)
{
    if (show->at == show->start + 1)
        return;
    if (show->in_string)
        *show->at++ = ')';
    if (show->corrected) {
        *show->start = '[';
        *show->at++ = ']';
    }
    buffer_add(out, show->start + !show->corrected,
               (size_t)(show->at - show->start) - !show->corrected);
    buffer_add_text(out, show->corrected ? "TJ\n" : "Tj\n");
}

static void put_correction(struct show *show, int64_t thousandths)
{
    char digits[24];
    char *digit = digits + sizeof digits;
    int64_t rest = thousandths < 0 ? -thousandths : thousandths;

    if (show->in_string)
        *show->at++ = ')';
    if (thousandths > 0)
        *show->at++ = '-';
    do {
        *--digit = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    memcpy(show->at, digit, (size_t)(digits + sizeof digits - digit));
    show->at += digits + sizeof digits - digit;
    show->corrected = true;
    show->in_string = false;
}

static void put_byte(struct show *show, uint32_t byte)
{
    if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
        *show->at++ = '\\';
    *show->at++ = (char)(byte == '\r' ? 'r' : byte);
}

static void put_glyph(struct show *show, const struct glyph *glyph,
                      const struct code *code)
{
    const int64_t offset = show->drift + (int64_t)glyph->x_offset * 1000;

    if (2 * offset > show->units || 2 * offset < -show->units) {
        const int64_t half = offset < 0 ? -show->units / 2 : show->units / 2;
        const int64_t thousandths = (offset + half) / show->units;
        put_correction(show, thousandths);
        show->drift -= thousandths * show->units;
    }
    if (!show->in_string)
        *show->at++ = '(';
    show->in_string = true;
    put_byte(show, code->number >> 8);
    put_byte(show, code->number & 0xFF);
    show->drift += ((int64_t)glyph->advance - code->advance) * 1000;
}

/* Glyph 0 shows that there is none; nothing may be painted with it. */
static void show_glyph(struct show *show, const struct glyph_run *run,
                       size_t index)
{
    const struct glyph *glyph = &run->glyphs[index];
    const struct code *code = glyph->id ? find_code(show, run, index) : NULL;

    if (code)
        put_glyph(show, glyph, code);
    else
        show->drift += (int64_t)glyph->advance * 1000;
}

static void set_rise(struct show *show, const struct glyph_run *run,
                     int32_t y_offset, struct buffer *out)
{
    const long rise =
        syntax_hundredths((double)y_offset * run->size / (double)show->units);

    if (rise == show->rise)
        return;
    show->rise = rise;
    syntax_add_hundredths(out, rise);
    buffer_add_text(out, "Ts\n");
}

void show_glyphs(struct show *show, struct letter_font *font,
                 const struct glyph_run *run, size_t first, size_t count,
                 struct buffer *out)
{
    int32_t y_offset = 0;

    show->font = font;
    show->units = face_metrics(run->face)->units_per_em;
    show->drift = 0;
    begin(show, count);
    for (size_t i = first; i < first + count; i++) {
        if (run->glyphs[i].y_offset != y_offset) {
            end(show, out);
            y_offset = run->glyphs[i].y_offset;
            set_rise(show, run, y_offset, out);
            begin(show, count);
        }
        show_glyph(show, run, i);
    }
    end(show, out);
    set_rise(show, run, 0, out);
}
