#include "pdf/embedded_font.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "pdf/pdf_syntax.h"
#include "type/font_subset.h"

/*
 * A font has five objects; the CIDFont is inside the first:
 *
 *     Type 0 font [CIDFontType2] -> descriptor -> font program
 *          |              |
 *          |              +-> CIDToGIDMap      code -> glyph of the subset
 *          +-> ToUnicode                       code -> text
 *
 * A code is a CID (Identity-H). Several codes may show one glyph, so the map
 * is never the identity.
 */

enum { TAG_LETTERS = 6 };

struct embedded_font {
    struct buffer name;    ///< "ABCDEF+LiberationSans"
    struct buffer program; ///< deflated
    size_t program_size;   ///< before
    struct buffer map;     ///< deflated
    struct buffer unicode; ///< deflated
    struct buffer widths;
    struct buffer descriptor;
};

/** All codes of an encoding and its base, by number. */
struct codes {
    const struct char_code **items;
    size_t count;
    int units_per_em;
};

/** Limits against damaged fonts. */
static const size_t part_limit = (size_t)64 * 1024 * 1024;

static int compare_numbers(const void *left, const void *right)
{
    const struct char_code *a = *(const struct char_code *const *)left;
    const struct char_code *b = *(const struct char_code *const *)right;

    return (a->number > b->number) - (a->number < b->number);
}

static int compare_glyphs(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

static struct codes gather(const struct font_encoding *encoding)
{
    const struct face *face = font_encoding_face(encoding);
    struct codes all = {NULL, 0, face_metrics(face)->units_per_em};

    for (; encoding; encoding = font_encoding_base(encoding)) {
        size_t count;
        const struct char_code *codes = font_encoding_codes(encoding, &count);
        all.items = memory_resize(all.items, all.count + count,
                                  sizeof(struct char_code *));
        for (size_t i = 0; i < count; i++)
            all.items[all.count++] = &codes[i];
    }
    assert(all.count > 0);
    qsort(all.items, all.count, sizeof(struct char_code *), compare_numbers);
    return all;
}

/* @return the glyphs, sorted, once each; heap */
static uint32_t *gather_glyphs(const struct codes *codes, size_t *count)
{
    uint32_t *glyphs = memory_resize(NULL, codes->count, sizeof *glyphs);
    size_t kept = 0;

    for (size_t i = 0; i < codes->count; i++)
        glyphs[i] = codes->items[i]->glyph;
    qsort(glyphs, codes->count, sizeof *glyphs, compare_glyphs);
    for (size_t i = 0; i < codes->count; i++)
        if (kept == 0 || glyphs[kept - 1] != glyphs[i])
            glyphs[kept++] = glyphs[i];
    *count = kept;
    return glyphs;
}

static void name_subset(struct embedded_font *embedded_font,
                        const struct face *face,
                        const struct font_subset *subset)
{
    unsigned char digest[HASH_SIZE];

    hash_bytes(subset->bytes, subset->size, digest);
    for (int i = 0; i < TAG_LETTERS; i++)
        buffer_add_char(&embedded_font->name, (char)('A' + digest[i] % 26));
    buffer_add_char(&embedded_font->name, '+');
    buffer_add_text(&embedded_font->name, face_name(face));
}

/* Two bytes a code, from code 0 on. */
static void make_map(struct embedded_font *embedded_font,
                     const struct codes *codes,
                     const struct font_subset *subset, struct flate *flate)
{
    const size_t size =
        2 * ((size_t)codes->items[codes->count - 1]->number + 1);
    unsigned char *map = memory_alloc(size);

    memset(map, 0, size);
    for (size_t i = 0; i < codes->count; i++) {
        const struct char_code *code = codes->items[i];
        const uint32_t *found =
            bsearch(&code->glyph, subset->old_glyphs, subset->glyph_count,
                    sizeof *subset->old_glyphs, compare_glyphs);
        assert(found);
        map[2 * code->number] =
            (unsigned char)((found - subset->old_glyphs) >> 8);
        map[2 * code->number + 1] =
            (unsigned char)((found - subset->old_glyphs) & 0xFF);
    }
    flate_add(flate, map, size, &embedded_font->map);
    free(map);
}

static void add_width(struct buffer *buffer, int32_t advance, int units_per_em)
{
    buffer_add_real(buffer, advance * 1000.0 / units_per_em);
}

/* @return the number of consecutive codes from @p first, optionally of one
 *         width */
static size_t count_run(const struct codes *codes, size_t first, bool one_width)
{
    const struct char_code *const *items = codes->items + first;
    size_t count = 1;

    while (first + count < codes->count &&
           items[count]->number == items[0]->number + count &&
           (!one_width || items[count]->advance == items[0]->advance))
        count++;
    return count;
}

/* "48 57 556.152 ": ten codes of one width. */
static void add_range(struct buffer *widths, const struct codes *codes,
                      size_t first, size_t count)
{
    const struct char_code *code = codes->items[first];

    buffer_add_integer(widths, code->number);
    buffer_add_char(widths, ' ');
    buffer_add_integer(widths, (long long)(code->number + count - 1));
    buffer_add_char(widths, ' ');
    add_width(widths, code->advance, codes->units_per_em);
    buffer_add_char(widths, ' ');
}

/* "32[277.832 354.98]": up to the next range. @return the number of codes */
static size_t add_list(struct buffer *widths, const struct codes *codes,
                       size_t first, size_t range_min)
{
    const size_t max = count_run(codes, first, false);
    size_t count = 0;

    buffer_add_integer(widths, codes->items[first]->number);
    do {
        buffer_add_char(widths, count ? ' ' : '[');
        add_width(widths, codes->items[first + count]->advance,
                  codes->units_per_em);
        count++;
    } while (count < max && count_run(codes, first + count, true) < range_min);
    buffer_add_char(widths, ']');
    return count;
}

/* "/W[32[277.832 277.832 354.98]48 57 556.152 58[277.832]]". No /DW: poppler
 * reads a fractional one as 1000. */
static void make_widths(struct embedded_font *embedded_font,
                        const struct codes *codes)
{
    enum { RANGE_MIN = 4 }; /* fewer are shorter as a list */
    struct buffer *widths = &embedded_font->widths;
    size_t done;

    buffer_add_text(widths, "/W[");
    for (size_t i = 0; i < codes->count; i += done) {
        done = count_run(codes, i, true);
        if (done >= RANGE_MIN)
            add_range(widths, codes, i, done);
        else
            done = add_list(widths, codes, i, RANGE_MIN);
    }
    buffer_add_char(widths, ']');
}

/** Counts consecutive codes for consecutive characters. */
struct range {
    const struct char_code *first;
    uint32_t last;
};

static uint32_t only_codepoint(const struct char_code *code)
{
    const char *at = code->text;
    const uint32_t codepoint = utf8_next(&at);

    return at == code->text + code->length ? codepoint : 0;
}

/* The codes, and the characters, of a range must have one upper byte. */
static bool follows(const struct char_code *code,
                    const struct char_code *before)
{
    const uint32_t codepoint = only_codepoint(code);

    return codepoint && code->number == before->number + 1 &&
           code->number % 256 && codepoint == only_codepoint(before) + 1 &&
           codepoint % 256 && codepoint < 0x10000;
}

static size_t find_ranges(const struct codes *codes, struct range *ranges)
{
    size_t count = 0;

    for (size_t i = 0; i < codes->count; i++) {
        const struct char_code *code = codes->items[i];
        if (i && follows(code, codes->items[i - 1]))
            ranges[count - 1].last = code->number;
        else
            ranges[count++] = (struct range){code, code->number};
    }
    return count;
}

/* Sections of a CMap have at most 100 entries. */
static void add_mappings(struct buffer *cmap, const struct codes *codes)
{
    enum { SECTION = 100 };
    struct range *ranges = memory_resize(NULL, codes->count, sizeof *ranges);
    const size_t count = find_ranges(codes, ranges);

    for (size_t i = 0; i < count; i++) {
        const size_t left = count - i;
        if (i % SECTION == 0)
            buffer_printf(cmap, "%zu beginbfrange\n",
                          left < SECTION ? left : (size_t)SECTION);
        buffer_printf(cmap, "<%04X><%04X><", (unsigned)ranges[i].first->number,
                      (unsigned)ranges[i].last);
        pdf_syntax_add_utf16(cmap, ranges[i].first->text,
                             ranges[i].first->length);
        buffer_add_text(cmap, ">\n");
        if (i % SECTION == SECTION - 1 || left == 1)
            buffer_add_text(cmap, "endbfrange\n");
    }
    free(ranges);
}

static void make_unicode(struct embedded_font *embedded_font,
                         const struct codes *codes, struct flate *flate)
{
    struct buffer cmap = buffer_new(part_limit);

    buffer_add_text(
        &cmap,
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    add_mappings(&cmap, codes);
    buffer_add_text(&cmap,
                    "endcmap\nCMapName currentdict/CMap defineresource pop\n"
                    "end\nend\n");
    flate_add(flate, cmap.bytes, cmap.length, &embedded_font->unicode);
    buffer_free(&cmap);
}

/* The file has no stem width: this is the usual estimate from the weight. */
static double stem(const struct face_metrics *metrics)
{
    return 50 + (metrics->weight / 65.0) * (metrics->weight / 65.0);
}

static void add_measure(struct buffer *buffer, const char *key, double value)
{
    buffer_add_text(buffer, key);
    buffer_add_char(buffer, ' ');
    buffer_add_real(buffer, value);
}

static void make_descriptor(struct embedded_font *embedded_font,
                            const struct face *face)
{
    enum { FIXED_PITCH = 1, SYMBOLIC = 4, ITALIC = 64 };
    const struct face_metrics *metrics = face_metrics(face);
    const double scale = 1000.0 / metrics->units_per_em;
    struct buffer *descriptor = &embedded_font->descriptor;

    buffer_add_text(descriptor, "/Type/FontDescriptor/FontName");
    pdf_syntax_add_name(descriptor, embedded_font->name.bytes);
    add_measure(descriptor, "/Flags",
                SYMBOLIC | (metrics->fixed_pitch ? FIXED_PITCH : 0) |
                    (metrics->italic ? ITALIC : 0));
    buffer_add_text(descriptor, "/FontBBox[");
    for (int i = 0; i < 4; i++)
        add_measure(descriptor, "", round(metrics->box[i] * scale));
    buffer_add_char(descriptor, ']');
    add_measure(descriptor, "/ItalicAngle", metrics->italic_angle);
    add_measure(descriptor, "/Ascent", round(metrics->ascent * scale));
    add_measure(descriptor, "/Descent", -round(metrics->descent * scale));
    add_measure(descriptor, "/CapHeight", round(metrics->cap_height * scale));
    add_measure(descriptor, "/StemV", round(stem(metrics)));
}

static struct embedded_font *new_embed(void)
{
    struct embedded_font *embedded_font = memory_alloc(sizeof *embedded_font);

    *embedded_font = (struct embedded_font){
        .name = buffer_new(256),
        .program = buffer_new(part_limit),
        .map = buffer_new(part_limit),
        .unicode = buffer_new(part_limit),
        .widths = buffer_new(part_limit),
        .descriptor = buffer_new(4096),
    };
    return embedded_font;
}

enum status embedded_font_new(const struct font_encoding *encoding,
                              struct flate *flate,
                              struct embedded_font **embedded_font,
                              struct error *err)
{
    const struct face *face = font_encoding_face(encoding);
    const struct codes codes = gather(encoding);
    size_t glyph_count;
    uint32_t *glyphs = gather_glyphs(&codes, &glyph_count);
    struct font_subset subset;
    const enum status status =
        font_subset_make(face, glyphs, glyph_count, &subset, err);

    if (status == STATUS_OK) {
        *embedded_font = new_embed();
        name_subset(*embedded_font, face, &subset);
        (*embedded_font)->program_size = subset.size;
        flate_add(flate, subset.bytes, subset.size, &(*embedded_font)->program);
        make_map(*embedded_font, &codes, &subset, flate);
        make_widths(*embedded_font, &codes);
        make_unicode(*embedded_font, &codes, flate);
        make_descriptor(*embedded_font, face);
        font_subset_free(&subset);
    }
    free(glyphs);
    free(codes.items);
    return status;
}

void embedded_font_free(struct embedded_font *embedded_font)
{
    if (!embedded_font)
        return;
    buffer_free(&embedded_font->name);
    buffer_free(&embedded_font->program);
    buffer_free(&embedded_font->map);
    buffer_free(&embedded_font->unicode);
    buffer_free(&embedded_font->widths);
    buffer_free(&embedded_font->descriptor);
    free(embedded_font);
}

/* The subset's name is a hash of its content. */
static uint32_t write_stream(struct pdf_objects *pdf,
                             const struct buffer *deflated, const char *entries)
{
    const uint32_t number = pdf_objects_add(pdf);
    struct buffer *body = pdf_objects_begin(pdf, number);

    buffer_add_text(body, "/Filter/FlateDecode");
    buffer_add_text(body, entries);
    pdf_objects_finish(pdf);
    pdf_objects_set_stream(pdf, number, deflated->bytes, deflated->length);
    return number;
}

static uint32_t write_descriptor(const struct embedded_font *embedded_font,
                                 struct pdf_objects *pdf)
{
    uint32_t program;
    uint32_t number;
    struct buffer *body;
    struct buffer entry = buffer_new(64);

    buffer_printf(&entry, "/Length1 %zu", embedded_font->program_size);
    program = write_stream(pdf, &embedded_font->program, entry.bytes);
    buffer_free(&entry);
    number = pdf_objects_add(pdf);
    body = pdf_objects_begin(pdf, number);
    buffer_add(body, embedded_font->descriptor.bytes,
               embedded_font->descriptor.length);
    buffer_add_text(body, "/FontFile2");
    pdf_syntax_add_reference(body, program);
    pdf_objects_finish(pdf);
    return number;
}

static void add_descendant(const struct embedded_font *embedded_font,
                           struct buffer *body, uint32_t descriptor,
                           uint32_t map)
{
    buffer_add_text(body, "<</Type/Font/Subtype/CIDFontType2/BaseFont");
    pdf_syntax_add_name(body, embedded_font->name.bytes);
    buffer_add_text(body, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                          "/Supplement 0>>/FontDescriptor");
    pdf_syntax_add_reference(body, descriptor);
    buffer_add_text(body, "/CIDToGIDMap");
    pdf_syntax_add_reference(body, map);
    buffer_add(body, embedded_font->widths.bytes, embedded_font->widths.length);
    buffer_add_text(body, ">>");
}

uint32_t embedded_font_write(const struct embedded_font *embedded_font,
                             struct pdf_objects *pdf)
{
    const uint32_t descriptor = write_descriptor(embedded_font, pdf);
    const uint32_t map = write_stream(pdf, &embedded_font->map, "");
    const uint32_t unicode = write_stream(pdf, &embedded_font->unicode, "");
    const uint32_t number = pdf_objects_add(pdf);
    struct buffer *body = pdf_objects_begin(pdf, number);

    buffer_add_text(body, "/Type/Font/Subtype/Type0/BaseFont");
    pdf_syntax_add_name(body, embedded_font->name.bytes);
    buffer_add_text(body, "/Encoding/Identity-H/DescendantFonts[");
    add_descendant(embedded_font, body, descriptor, map);
    buffer_add_text(body, "]/ToUnicode");
    pdf_syntax_add_reference(body, unicode);
    pdf_objects_finish(pdf);
    return number;
}
