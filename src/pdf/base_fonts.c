#include "pdf/base_fonts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/utf8.h"

enum { FONTS_LIMIT = 64, CODEPOINT_SIZE = 4 };

struct base_fonts {
    struct arena *arena;
    struct base_font fonts[FONTS_LIMIT];
    size_t count;
};

/** The ASCII characters of names, figures and addresses; the rest is rare in
 *  letters and takes 60 bytes a glyph. */
static const char common_characters[] =
    " !\"%&'(),-./0123456789:;?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz";

/** No-break space, pound, e acute, dashes, quotes, bullet, ellipsis. */
static const char typographic_characters[] =
    "\u00A0\u00A3\u00E9\u2013\u2014\u2018"
    "\u2019\u201C\u201D\u2022\u2026";

/** The glyphs that type/shaper substitutes, with their texts. */
static const struct {
    uint32_t drawn;
    const char *text;
} display_text[] = {
    {0x2018, "'"},   {0x2019, "'"},      {0x201C, "\""},  {0x201D, "\""},
    {0x2013, "-"},   {' ', "\u00A0"},    {'-', "\u2010"}, {'-', "\u2011"},
    {'-', "\u00AD"}, {0x2010, "\u00AD"}, {0xFB00, "ff"},  {0xFB01, "fi"},
    {0xFB02, "fl"},  {0xFB03, "ffi"},    {0xFB04, "ffl"},
};

/* If all codes are taken, letters report the missing ones. */
static void add_drawn(struct font_encoding *codes, uint32_t drawn,
                      const char *text, size_t length)
{
    const uint32_t glyph = face_glyph(font_encoding_face(codes), drawn);

    if (glyph)
        (void)font_encoding_add(codes, glyph, text, length);
}

/* Control characters are not painted. */
static void add_characters(struct font_encoding *codes, const char *characters,
                           const struct family *except,
                           const struct family *until, enum face_style style)
{
    for (;;) {
        const char *start = characters;
        const uint32_t codepoint = utf8_next(&characters);
        const struct family *family = except;
        if (!codepoint)
            return;
        while (family && family != until &&
               !face_glyph(family->faces[style], codepoint))
            family = family->fallback;
        if (codepoint >= ' ' && codepoint != 0x7F &&
            (!family || family == until))
            add_drawn(codes, codepoint, start, (size_t)(characters - start));
    }
}

static void add_common_characters(struct font_encoding *codes)
{
    add_characters(codes, common_characters, NULL, NULL, FACE_REGULAR);
    add_characters(codes, typographic_characters, NULL, NULL, FACE_REGULAR);
    for (size_t i = 0; i < sizeof display_text / sizeof *display_text; i++)
        add_drawn(codes, display_text[i].drawn, display_text[i].text,
                  strlen(display_text[i].text));
}

static bool is_known(const struct base_fonts *base_fonts,
                     const struct face *face)
{
    for (size_t i = 0; i < base_fonts->count; i++)
        if (base_fonts->fonts[i].face == face)
            return true;
    return false;
}

static bool is_upright(enum face_style style)
{
    return style == FACE_REGULAR || style == FACE_BOLD;
}

/** The sources of the faces' codes. */
struct base_font_source {
    const struct family *first;
    const char *characters;
    struct flate *flate;
};

static enum status
add_base_font(struct base_fonts *base_fonts,
              const struct base_font_source *base_font_source,
              const struct family *family, enum face_style style,
              struct error *err)
{
    const struct face *face = family->faces[style];
    struct base_font *base_font = &base_fonts->fonts[base_fonts->count];
    struct font_encoding *codes =
        font_encoding_new(base_fonts->arena, face, NULL);
    struct embedded_font *embedded_font = NULL;
    enum status status = STATUS_OK;
    size_t count;

    if (is_upright(style)) {
        if (family == base_font_source->first)
            add_common_characters(codes);
        add_characters(codes, base_font_source->characters,
                       base_font_source->first, family, style);
    }
    font_encoding_codes(codes, &count);
    if (count)
        status = embedded_font_new(codes, base_font_source->flate,
                                   &embedded_font, err);
    if (status == STATUS_OK) {
        *base_font = (struct base_font){face, codes, embedded_font};
        base_fonts->count++;
    }
    return status;
}

static enum status add_family(struct base_fonts *base_fonts,
                              const struct base_font_source *base_font_source,
                              const struct family *family, struct error *err)
{
    enum status status = STATUS_OK;

    for (int i = 0; i < FACE_STYLES && status == STATUS_OK; i++) {
        const enum face_style style = (enum face_style)i;
        if (!family->faces[style] || is_known(base_fonts, family->faces[style]))
            continue;
        if (base_fonts->count == FONTS_LIMIT)
            return error_set(err, RULE_FONT_UNREADABLE, NO_LOCATION, NULL,
                             "more than %d faces", FONTS_LIMIT);
        status =
            add_base_font(base_fonts, base_font_source, family, style, err);
    }
    return status;
}

enum status base_fonts_open(const struct family *family, const char *characters,
                            struct flate *flate, struct base_fonts **base_fonts,
                            struct error *err)
{
    const struct base_font_source base_font_source = {family, characters,
                                                      flate};
    struct base_fonts *opened = memory_alloc(sizeof *opened);
    enum status status = STATUS_OK;

    *opened = (struct base_fonts){.arena = arena_new()};
    for (; family && status == STATUS_OK; family = family->fallback)
        status = add_family(opened, &base_font_source, family, err);
    if (status != STATUS_OK) {
        base_fonts_close(opened);
        return status;
    }
    *base_fonts = opened;
    return STATUS_OK;
}

void base_fonts_close(struct base_fonts *base_fonts)
{
    if (!base_fonts)
        return;
    for (size_t i = 0; i < base_fonts->count; i++)
        embedded_font_free(base_fonts->fonts[i].embedded_font);
    arena_free(base_fonts->arena);
    free(base_fonts);
}

const struct base_font *base_fonts_list(const struct base_fonts *base_fonts,
                                        size_t *count)
{
    *count = base_fonts->count;
    return base_fonts->fonts;
}
