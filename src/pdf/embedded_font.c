#include "pdf/embedded_font.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "pdf/pdf_syntax.h"
#include "type/font_subset.h"

/*
 * Five objects make a font, for the CIDFont stands inside the first:
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

struct embed {
    struct buffer name;    ///< "ABCDEF+LiberationSans"
    struct buffer program; ///< deflated
    size_t program_size;   ///< before
    struct buffer map;     ///< deflated
    struct buffer unicode; ///< deflated
    struct preset widths;
    struct buffer descriptor;
};

/** All codes of a repertoire and its base, by number. */
struct codes {
    const struct code **items;
    size_t count;
    int units_per_em;
};

/** Bounds no honest font comes near. */
static const size_t part_limit = (size_t)64 * 1024 * 1024;

static int compare_numbers(const void *left, const void *right)
{
    const struct code *a = *(const struct code *const *)left;
    const struct code *b = *(const struct code *const *)right;

    return (a->number > b->number) - (a->number < b->number);
}

static int compare_glyphs(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

static struct codes gather(const struct repertoire *repertoire)
{
    const struct face *face = repertoire_face(repertoire);
    struct codes all = {NULL, 0, face_metrics(face)->units_per_em};

    for (; repertoire; repertoire = repertoire_base(repertoire)) {
        size_t count;
        const struct code *codes = repertoire_codes(repertoire, &count);
        all.items =
            memory_resize(all.items, all.count + count, sizeof(struct code *));
        for (size_t i = 0; i < count; i++)
            all.items[all.count++] = &codes[i];
    }
    assert(all.count > 0);
    qsort(all.items, all.count, sizeof(struct code *), compare_numbers);
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

static void name_subset(struct embed *embed, const struct face *face,
                        const struct subset *subset)
{
    unsigned char digest[HASH_SIZE];

    hash_bytes(subset->bytes, subset->size, digest);
    for (int i = 0; i < TAG_LETTERS; i++)
        buffer_add_char(&embed->name, (char)('A' + digest[i] % 26));
    buffer_add_char(&embed->name, '+');
    buffer_add_text(&embed->name, face_name(face));
}

/* Two bytes a code, from code 0 on. */
static void make_map(struct embed *embed, const struct codes *codes,
                     const struct subset *subset, struct deflater *deflater)
{
    const size_t size =
        2 * ((size_t)codes->items[codes->count - 1]->number + 1);
    unsigned char *map = memory_alloc(size);

    memset(map, 0, size);
    for (size_t i = 0; i < codes->count; i++) {
        const struct code *code = codes->items[i];
        const uint32_t *found =
            bsearch(&code->glyph, subset->old_glyphs, subset->glyph_count,
                    sizeof *subset->old_glyphs, compare_glyphs);
        assert(found);
        map[2 * code->number] =
            (unsigned char)((found - subset->old_glyphs) >> 8);
        map[2 * code->number + 1] =
            (unsigned char)((found - subset->old_glyphs) & 0xFF);
    }
    deflater_add(deflater, map, size, &embed->map);
    free(map);
}

static void add_width(struct buffer *buffer, int32_t advance, int units_per_em)
{
    buffer_add_real(buffer, advance * 1000.0 / units_per_em);
}

/* How many codes from @p first on follow each other without gap, or, if so
 * asked, with one width too. */
static size_t count_run(const struct codes *codes, size_t first, bool one_width)
{
    const struct code *const *items = codes->items + first;
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
    const struct code *code = codes->items[first];

    buffer_add_integer(widths, code->number);
    buffer_add_char(widths, ' ');
    buffer_add_integer(widths, (long long)(code->number + count - 1));
    buffer_add_char(widths, ' ');
    add_width(widths, code->advance, codes->units_per_em);
    buffer_add_char(widths, ' ');
}

/* "32[277.832 354.98]": up to the next range. @return how many codes */
static size_t add_list(struct buffer *widths, const struct codes *codes,
                       size_t first, size_t range_min)
{
    const size_t most = count_run(codes, first, false);
    size_t count = 0;

    buffer_add_integer(widths, codes->items[first]->number);
    do {
        buffer_add_char(widths, count ? ' ' : '[');
        add_width(widths, codes->items[first + count]->advance,
                  codes->units_per_em);
        count++;
    } while (count < most && count_run(codes, first + count, true) < range_min);
    buffer_add_char(widths, ']');
    return count;
}

/* "/W[32[277.832 277.832 354.98]48 57 556.152 58[277.832]]". No /DW: poppler
 * takes one that is no whole number for 1000. */
static void make_widths(struct embed *embed, const struct codes *codes)
{
    enum { RANGE_MIN = 4 }; /* fewer are shorter as a list */
    struct buffer *widths = &embed->widths.text;
    struct compactor *compactor = compactor_new(&compactor_object_codes);
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
    preset_pack(&embed->widths, compactor);
    compactor_free(compactor);
}

/** Codes in a row that stand for characters in a row. */
struct range {
    const struct code *first;
    uint32_t last;
};

static uint32_t only_letter(const struct code *code)
{
    const char *at = code->text;
    const uint32_t letter = text_next(&at);

    return at == code->text + code->length ? letter : 0;
}

/* Neither codes nor characters of a range may differ in the upper byte. */
static bool follows(const struct code *code, const struct code *before)
{
    const uint32_t letter = only_letter(code);

    return letter && code->number == before->number + 1 && code->number % 256 &&
           letter == only_letter(before) + 1 && letter % 256 &&
           letter < 0x10000;
}

static size_t find_ranges(const struct codes *codes, struct range *ranges)
{
    size_t count = 0;

    for (size_t i = 0; i < codes->count; i++) {
        const struct code *code = codes->items[i];
        if (i && follows(code, codes->items[i - 1]))
            ranges[count - 1].last = code->number;
        else
            ranges[count++] = (struct range){code, code->number};
    }
    return count;
}

/* Sections of at most 100, which is all that a CMap may hold. */
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
        syntax_add_utf16(cmap, ranges[i].first->text, ranges[i].first->length);
        buffer_add_text(cmap, ">\n");
        if (i % SECTION == SECTION - 1 || left == 1)
            buffer_add_text(cmap, "endbfrange\n");
    }
    free(ranges);
}

static void make_unicode(struct embed *embed, const struct codes *codes,
                         struct deflater *deflater)
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
    deflater_add(deflater, cmap.bytes, cmap.length, &embed->unicode);
    buffer_free(&cmap);
}

/* Stems are not in the file: this is the usual estimate from the weight. */
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

static void make_descriptor(struct embed *embed, const struct face *face)
{
    enum { FIXED_PITCH = 1, SYMBOLIC = 4, ITALIC = 64 };
    const struct face_metrics *metrics = face_metrics(face);
    const double scale = 1000.0 / metrics->units_per_em;
    struct buffer *descriptor = &embed->descriptor;

    buffer_add_text(descriptor, "/Type/FontDescriptor/FontName");
    syntax_add_name(descriptor, embed->name.bytes);
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

static struct embed *new_embed(void)
{
    struct embed *embed = memory_alloc(sizeof *embed);

    *embed = (struct embed){
        .name = buffer_new(256),
        .program = buffer_new(part_limit),
        .map = buffer_new(part_limit),
        .unicode = buffer_new(part_limit),
        .widths = preset_new(part_limit),
        .descriptor = buffer_new(4096),
    };
    return embed;
}

enum status embed_new(const struct repertoire *repertoire,
                      struct deflater *deflater, struct embed **embed,
                      struct error *err)
{
    const struct face *face = repertoire_face(repertoire);
    const struct codes codes = gather(repertoire);
    size_t glyph_count;
    uint32_t *glyphs = gather_glyphs(&codes, &glyph_count);
    struct subset subset;
    const enum status status =
        face_subset(face, glyphs, glyph_count, &subset, err);

    if (status == STATUS_OK) {
        *embed = new_embed();
        name_subset(*embed, face, &subset);
        (*embed)->program_size = subset.size;
        deflater_add(deflater, subset.bytes, subset.size, &(*embed)->program);
        make_map(*embed, &codes, &subset, deflater);
        make_widths(*embed, &codes);
        make_unicode(*embed, &codes, deflater);
        make_descriptor(*embed, face);
        subset_free(&subset);
    }
    free(glyphs);
    free(codes.items);
    return status;
}

void embed_free(struct embed *embed)
{
    if (!embed)
        return;
    buffer_free(&embed->name);
    buffer_free(&embed->program);
    buffer_free(&embed->map);
    buffer_free(&embed->unicode);
    preset_free(&embed->widths);
    buffer_free(&embed->descriptor);
    free(embed);
}

/* The subset's name says what is in it, as far as a file's identity goes. */
static uint32_t write_stream(struct haru *haru, const struct buffer *deflated,
                             const char *entries)
{
    const uint32_t number = haru_add(haru);
    struct buffer *body = haru_begin(haru, number);

    buffer_add_text(body, "/Filter/FlateDecode");
    buffer_add_text(body, entries);
    haru_end(haru);
    haru_attach_shared(haru, number, deflated->bytes, deflated->length);
    return number;
}

static uint32_t write_descriptor(const struct embed *embed, struct haru *haru)
{
    uint32_t program;
    uint32_t number;
    struct buffer *body;
    struct buffer entry = buffer_new(64);

    buffer_printf(&entry, "/Length1 %zu", embed->program_size);
    program = write_stream(haru, &embed->program, entry.bytes);
    buffer_free(&entry);
    number = haru_add(haru);
    body = haru_begin(haru, number);
    buffer_add(body, embed->descriptor.bytes, embed->descriptor.length);
    buffer_add_text(body, "/FontFile2");
    syntax_add_reference(body, program);
    haru_end(haru);
    return number;
}

static void add_descendant(const struct embed *embed, struct haru *haru,
                           struct buffer *body, uint32_t descriptor,
                           uint32_t map)
{
    buffer_add_text(body, "<</Type/Font/Subtype/CIDFontType2/BaseFont");
    syntax_add_name(body, embed->name.bytes);
    buffer_add_text(body, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                          "/Supplement 0>>/FontDescriptor");
    syntax_add_reference(body, descriptor);
    buffer_add_text(body, "/CIDToGIDMap");
    syntax_add_reference(body, map);
    haru_add_preset(haru, &embed->widths);
    buffer_add_text(body, ">>");
}

uint32_t embed_write(const struct embed *embed, struct haru *haru)
{
    const uint32_t descriptor = write_descriptor(embed, haru);
    const uint32_t map = write_stream(haru, &embed->map, "");
    const uint32_t unicode = write_stream(haru, &embed->unicode, "");
    const uint32_t number = haru_add(haru);
    struct buffer *body = haru_begin(haru, number);

    buffer_add_text(body, "/Type/Font/Subtype/Type0/BaseFont");
    syntax_add_name(body, embed->name.bytes);
    buffer_add_text(body, "/Encoding/Identity-H/DescendantFonts[");
    add_descendant(embed, haru, body, descriptor, map);
    buffer_add_text(body, "]/ToUnicode");
    syntax_add_reference(body, unicode);
    haru_end(haru);
    return number;
}
