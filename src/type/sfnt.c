#include "type/sfnt.h"

#include <stdbool.h>
#include <string.h>

enum {
    HEADER_SIZE = 12,
    RECORD_SIZE = 16,
    /* OS/2 fsType */
    EMBEDDING_MASK = 0x000F,
    EMBEDDING_RESTRICTED = 0x0002,
    SUBSETTING_FORBIDDEN = 0x0100,
    BITMAPS_ONLY = 0x0200,
};

unsigned sfnt_u16(const unsigned char *at)
{
    return (unsigned)(at[0] << 8 | at[1]);
}

int sfnt_i16(const unsigned char *at)
{
    const int value = (int)sfnt_u16(at);

    return value < 0x8000 ? value : value - 0x10000;
}

uint32_t sfnt_u32(const unsigned char *at)
{
    return (uint32_t)sfnt_u16(at) << 16 | sfnt_u16(at + 2);
}

static const unsigned char *find(const struct sfnt *sfnt, const char *tag,
                                 size_t *length)
{
    const unsigned count = sfnt_u16(sfnt->bytes + 4);

    for (unsigned i = 0; i < count; i++) {
        const unsigned char *record =
            sfnt->bytes + HEADER_SIZE + (size_t)i * RECORD_SIZE;
        if (memcmp(record, tag, 4) != 0)
            continue;
        *length = sfnt_u32(record + 12);
        return sfnt->bytes + sfnt_u32(record + 8);
    }
    *length = 0;
    return NULL;
}

const unsigned char *sfnt_table(const struct sfnt *sfnt, const char *tag,
                                size_t min)
{
    size_t length;
    const unsigned char *table = find(sfnt, tag, &length);

    return length >= min ? table : NULL;
}

static const char *version_fault(uint32_t version)
{
    switch (version) {
    case 0x00010000:
    case 0x74727565: /* 'true' */
        return NULL;
    case 0x4F54544F: /* 'OTTO' */
        return "the font has PostScript outlines (OTF), which are not read; "
               "use the family's TrueType files, or convert it: fontforge "
               "-lang=ff -c 'Open($1); Generate($2)' FILE.otf NAME.ttf";
    case 0x74746366: /* 'ttcf' */
        return "the file is a collection of fonts (TTC), not one; take each "
               "out: fonttools ttLib FILE.ttc -y NUMBER -o "
               "NAME.ttf";
    case 0x774F4646: /* 'wOFF' */
    case 0x774F4632: /* 'wOF2' */
        return "the file is a font for the web (WOFF), which is not read; use "
               "the family's TrueType files";
    default:
        return "the file is not a TrueType font";
    }
}

static bool directory_is_whole(const struct sfnt *sfnt)
{
    const unsigned count = sfnt_u16(sfnt->bytes + 4);

    if (sfnt->size < HEADER_SIZE + (size_t)count * RECORD_SIZE)
        return false;
    for (unsigned i = 0; i < count; i++) {
        const unsigned char *record =
            sfnt->bytes + HEADER_SIZE + (size_t)i * RECORD_SIZE;
        const uint64_t offset = sfnt_u32(record + 8);
        if (offset + sfnt_u32(record + 12) > sfnt->size)
            return false;
    }
    return true;
}

static const char *tables_fault(const struct sfnt *sfnt)
{
    if (!sfnt_table(sfnt, "glyf", 1) || !sfnt_table(sfnt, "loca", 4))
        return "the font has no TrueType outlines";
    if (!sfnt_table(sfnt, "cmap", 4))
        return "the font has no character map";
    if (sfnt_table(sfnt, "fvar", 1))
        return "the font is variable: one file for all weights, which is not "
               "read; use the family's static files, or make one for each "
               "style: fonttools varLib.instancer FILE.ttf "
               "wght=400 -o NAME.ttf";
    if (!sfnt_table(sfnt, "head", 54) || !sfnt_table(sfnt, "maxp", 6) ||
        !sfnt_table(sfnt, "hhea", 36) || !sfnt_table(sfnt, "hmtx", 4))
        return "the font lacks its head, maxp, hhea or hmtx table";
    return NULL;
}

/* @return true if `loca` has an entry for each glyph and stays inside `glyf` */
static bool outlines_are_whole(const struct sfnt *sfnt, size_t glyphs)
{
    const bool wide = sfnt_i16(sfnt_table(sfnt, "head", 54) + 50) != 0;
    size_t length, glyf_size;
    const unsigned char *loca = find(sfnt, "loca", &length);
    uint32_t before = 0;

    if (length < (glyphs + 1) * (wide ? 4 : 2))
        return false;
    find(sfnt, "glyf", &glyf_size);
    for (size_t i = 0; i <= glyphs; i++) {
        const uint32_t offset =
            wide ? sfnt_u32(loca + i * 4) : 2 * sfnt_u16(loca + i * 2);
        if (offset < before || offset > glyf_size)
            return false;
        before = offset;
    }
    return true;
}

static bool metrics_are_whole(const struct sfnt *sfnt, size_t glyphs)
{
    const unsigned units = sfnt_u16(sfnt_table(sfnt, "head", 54) + 18);
    const size_t wide = sfnt_u16(sfnt_table(sfnt, "hhea", 36) + 34);

    if (units < 16 || units > 16384 || !wide || wide > glyphs)
        return false;
    return sfnt_table(sfnt, "hmtx", 4 * wide + 2 * (glyphs - wide)) != NULL;
}

static const char *licence_fault(const struct sfnt *sfnt)
{
    const unsigned char *facts = sfnt_table(sfnt, "OS/2", 10);
    const unsigned type = facts ? sfnt_u16(facts + 8) : 0;

    if ((type & EMBEDDING_MASK) == EMBEDDING_RESTRICTED)
        return "the font's licence bits (OS/2 fsType) forbid embedding";
    if (type & BITMAPS_ONLY)
        return "the font's licence bits (OS/2 fsType) allow bitmaps only";
    if (type & SUBSETTING_FORBIDDEN)
        return "the font's licence bits (OS/2 fsType) forbid subsetting";
    return NULL;
}

const char *sfnt_fault(const struct sfnt *sfnt)
{
    const char *fault;
    size_t glyphs;

    if (sfnt->size < HEADER_SIZE)
        return "the file is not a TrueType font";
    fault = version_fault(sfnt_u32(sfnt->bytes));
    if (fault)
        return fault;
    if (!directory_is_whole(sfnt))
        return "the font is cut short";
    fault = tables_fault(sfnt);
    if (fault)
        return fault;
    glyphs = sfnt_u16(sfnt_table(sfnt, "maxp", 6) + 4);
    if (!glyphs || !outlines_are_whole(sfnt, glyphs) ||
        !metrics_are_whole(sfnt, glyphs))
        return "the font's outlines or advances are damaged";
    return licence_fault(sfnt);
}
