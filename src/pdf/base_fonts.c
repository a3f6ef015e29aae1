#include "pdf/base_fonts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

enum { TYPES_LIMIT = 64, LETTER_SIZE = 4 };

struct typecase {
    struct arena *arena;
    struct type types[TYPES_LIMIT];
    size_t count;
};

/** What names, figures and addresses are made of; of printable ASCII the rest
 *  is rare in letters, and 60 bytes a glyph. */
static const char plain_characters[] =
    " !\"%&'(),-./0123456789:;?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz";

/** No-break space, pound, e acute, dashes, quotes, bullet, ellipsis. */
static const char house_characters[] = "\u00A0\u00A3\u00E9\u2013\u2014\u2018"
                                       "\u2019\u201C\u201D\u2022\u2026";

/** What type/shaper draws in place of something else, with its text. */
static const struct {
    uint32_t drawn;
    const char *text;
} dressed[] = {
    {0x2018, "'"},   {0x2019, "'"},      {0x201C, "\""},  {0x201D, "\""},
    {0x2013, "-"},   {' ', "\u00A0"},    {'-', "\u2010"}, {'-', "\u2011"},
    {'-', "\u00AD"}, {0x2010, "\u00AD"}, {0xFB00, "ff"},  {0xFB01, "fi"},
    {0xFB02, "fl"},  {0xFB03, "ffi"},    {0xFB04, "ffl"},
};

/* Where all codes are taken the rest waits for the letters, which say so. */
static void add_drawn(struct repertoire *codes, uint32_t drawn,
                      const char *text, size_t length)
{
    const uint32_t glyph = face_glyph(repertoire_face(codes), drawn);

    if (glyph)
        (void)repertoire_add(codes, glyph, text, length);
}

/* Control characters are not painted as themselves. */
static void add_characters(struct repertoire *codes, const char *characters,
                           const struct family *except,
                           const struct family *until, enum face_style style)
{
    for (;;) {
        const char *start = characters;
        const uint32_t letter = text_next(&characters);
        const struct family *family = except;
        if (!letter)
            return;
        while (family && family != until &&
               !face_glyph(family->faces[style], letter))
            family = family->fallback;
        if (letter >= ' ' && letter != 0x7F && (!family || family == until))
            add_drawn(codes, letter, start, (size_t)(characters - start));
    }
}

static void add_house(struct repertoire *codes)
{
    add_characters(codes, plain_characters, NULL, NULL, FACE_REGULAR);
    add_characters(codes, house_characters, NULL, NULL, FACE_REGULAR);
    for (size_t i = 0; i < sizeof dressed / sizeof *dressed; i++)
        add_drawn(codes, dressed[i].drawn, dressed[i].text,
                  strlen(dressed[i].text));
}

static bool is_known(const struct typecase *typecase, const struct face *face)
{
    for (size_t i = 0; i < typecase->count; i++)
        if (typecase->types[i].face == face)
            return true;
    return false;
}

static bool is_upright(enum face_style style)
{
    return style == FACE_REGULAR || style == FACE_BOLD;
}

/** What the faces are filled from. */
struct filling {
    const struct family *first;
    const char *characters;
    struct deflater *deflater;
};

static enum status add_type(struct typecase *typecase,
                            const struct filling *filling,
                            const struct family *family, enum face_style style,
                            struct error *err)
{
    const struct face *face = family->faces[style];
    struct type *type = &typecase->types[typecase->count];
    struct repertoire *codes = repertoire_new(typecase->arena, face, NULL);
    struct embed *embed = NULL;
    enum status status = STATUS_OK;
    size_t count;

    if (is_upright(style)) {
        if (family == filling->first)
            add_house(codes);
        add_characters(codes, filling->characters, filling->first, family,
                       style);
    }
    repertoire_codes(codes, &count);
    if (count)
        status = embed_new(codes, filling->deflater, &embed, err);
    if (status == STATUS_OK) {
        *type = (struct type){face, codes, embed};
        typecase->count++;
    }
    return status;
}

static enum status add_family(struct typecase *typecase,
                              const struct filling *filling,
                              const struct family *family, struct error *err)
{
    enum status status = STATUS_OK;

    for (int i = 0; i < FACE_STYLES && status == STATUS_OK; i++) {
        const enum face_style style = (enum face_style)i;
        if (!family->faces[style] || is_known(typecase, family->faces[style]))
            continue;
        if (typecase->count == TYPES_LIMIT)
            return error_set(err, RULE_FONT_UNREADABLE, NO_PLACE, NULL,
                             "more than %d faces", TYPES_LIMIT);
        status = add_type(typecase, filling, family, style, err);
    }
    return status;
}

enum status typecase_open(const struct family *family, const char *characters,
                          struct deflater *deflater, struct typecase **typecase,
                          struct error *err)
{
    const struct filling filling = {family, characters, deflater};
    struct typecase *opened = memory_alloc(sizeof *opened);
    enum status status = STATUS_OK;

    *opened = (struct typecase){.arena = arena_new()};
    for (; family && status == STATUS_OK; family = family->fallback)
        status = add_family(opened, &filling, family, err);
    if (status != STATUS_OK) {
        typecase_close(opened);
        return status;
    }
    *typecase = opened;
    return STATUS_OK;
}

void typecase_close(struct typecase *typecase)
{
    if (!typecase)
        return;
    for (size_t i = 0; i < typecase->count; i++)
        embed_free((struct embed *)typecase->types[i].embed);
    arena_free(typecase->arena);
    free(typecase);
}

const struct type *typecase_types(const struct typecase *typecase,
                                  size_t *count)
{
    *count = typecase->count;
    return typecase->types;
}
