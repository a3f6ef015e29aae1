#include "pdf/font_resources.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"
#include "pdf/pdf_syntax.h"

/** More than the faces of a letter, so that none in use is evicted. */
enum { REMEMBERED = 96 };

/** A cached subset. */
struct own {
    struct arena *arena; ///< owns the codes
    const struct font_encoding *codes;
    struct embedded_font *embedded_font;
    uint64_t last_use; ///< the letter that used it last; 0: empty
};

struct font_resources {
    struct arena *arena; ///< for the current letter
    struct flate *flate;
    struct font_resource *fonts;
    size_t count;
    bool lack;
    bool grows;      ///< codes are added on demand
    uint64_t letter; ///< from 1
    struct own remembered[REMEMBERED];
};

struct font_resources *font_resources_new(const struct base_fonts *base_fonts)
{
    struct font_resources *fonts = memory_alloc(sizeof *fonts);
    size_t count;
    const struct base_font *bases = base_fonts_list(base_fonts, &count);

    *fonts = (struct font_resources){
        .arena = arena_new(),
        .flate = flate_new(FLATE_EACH),
        .fonts = memory_resize(NULL, count, sizeof *fonts->fonts),
        .count = count,
    };
    assert(fonts->count < REMEMBERED);
    for (size_t i = 0; i < fonts->count; i++)
        fonts->fonts[i] =
            (struct font_resource){.index = i, .base_font = &bases[i]};
    font_resources_reset(fonts);
    return fonts;
}

static void forget(struct own *own)
{
    arena_free(own->arena);
    embedded_font_free(own->embedded_font);
    *own = (struct own){.last_use = 0};
}

void font_resources_free(struct font_resources *fonts)
{
    if (!fonts)
        return;
    for (size_t i = 0; i < REMEMBERED; i++)
        forget(&fonts->remembered[i]);
    flate_free(fonts->flate);
    arena_free(fonts->arena);
    free(fonts->fonts);
    free(fonts);
}

void font_resources_reset(struct font_resources *fonts)
{
    arena_reset(fonts->arena);
    fonts->letter++;
    fonts->lack = false;
    for (size_t i = 0; i < fonts->count; i++) {
        struct font_resource *font = &fonts->fonts[i];
        font->codes = font->base_font->codes;
        font->plain = font_encoding_ascii(font->base_font->codes);
        font->embedded_font = font->base_font->embedded_font;
        font->missing = NULL;
        font->used = false;
        font->full = false;
    }
}

struct font_resource *font_resources_use(struct font_resources *fonts,
                                         const struct face *face)
{
    struct font_resource *font = fonts->fonts;

    while (font->base_font->face != face) {
        font++;
        assert(font < fonts->fonts + fonts->count);
    }
    font->used = true;
    return font;
}

const struct char_code *font_resources_find_code(struct font_resources *fonts,
                                                 struct font_resource *font,
                                                 uint32_t glyph,
                                                 const char *text,
                                                 size_t length)
{
    const struct char_code *code = font_encoding_find(
        fonts->grows && font->missing ? font->missing : font->codes, glyph,
        text, length);

    if (code)
        return code;
    fonts->lack = !fonts->grows;
    if (!font->missing)
        font->missing =
            font_encoding_new(fonts->arena, font->base_font->face, font->codes);
    if (!font_encoding_add(font->missing, glyph, text, length))
        font->full = true;
    return fonts->grows ? font_encoding_find(font->missing, glyph, text, length)
                        : NULL;
}

void font_resources_grow(struct font_resources *fonts)
{
    fonts->grows = true;
}

bool font_resources_has_missing(const struct font_resources *fonts)
{
    return fonts->lack;
}

static struct own *recall(struct font_resources *fonts,
                          const struct font_encoding *codes)
{
    for (size_t i = 0; i < REMEMBERED; i++) {
        struct own *own = &fonts->remembered[i];
        if (own->last_use && font_encoding_equal(own->codes, codes))
            return own;
    }
    return NULL;
}

static struct own *evict_oldest(struct font_resources *fonts)
{
    struct own *oldest = &fonts->remembered[0];

    for (size_t i = 1; i < REMEMBERED; i++)
        if (fonts->remembered[i].last_use < oldest->last_use)
            oldest = &fonts->remembered[i];
    forget(oldest);
    return oldest;
}

/* The copy's codes have the same numbers. */
static const struct font_encoding *copy_codes(struct arena *arena,
                                              const struct font_encoding *codes)
{
    struct font_encoding *copy = font_encoding_new(
        arena, font_encoding_face(codes), font_encoding_base(codes));
    size_t count;
    const struct char_code *items = font_encoding_codes(codes, &count);

    for (size_t i = 0; i < count; i++) {
        const bool copied = font_encoding_add(copy, items[i].glyph,
                                              items[i].text, items[i].length);
        assert(copied);
        (void)copied;
    }
    return copy;
}

static enum status make_own(struct font_resources *fonts, struct own *own,
                            const struct font_encoding *codes,
                            struct error *err)
{
    enum status status;

    own->arena = arena_new();
    own->codes = copy_codes(own->arena, codes);
    status =
        embedded_font_new(own->codes, fonts->flate, &own->embedded_font, err);
    if (status != STATUS_OK)
        forget(own);
    return status;
}

/* @return the letter's codes besides the shared ones, sorted: missing ones and
 *         those of earlier completions; NULL if there are too many */
static struct font_encoding *sort_own(struct font_resources *fonts,
                                      const struct font_resource *font)
{
    const struct base_font *base_font = font->base_font;
    struct font_encoding *all =
        font_encoding_new(fonts->arena, base_font->face, base_font->codes);
    struct font_encoding *sorted =
        font_encoding_new(fonts->arena, base_font->face, base_font->codes);

    if (font->full || !font_encoding_add_sorted(all, font->missing))
        return NULL;
    if (font->codes != base_font->codes &&
        !font_encoding_add_sorted(all, font->codes))
        return NULL;
    return font_encoding_add_sorted(sorted, all) ? sorted : NULL;
}

/* Painted text uses the codes in the order of their addition. */
static struct font_encoding *own_codes(struct font_resources *fonts,
                                       const struct font_resource *font)
{
    if (!fonts->grows)
        return sort_own(fonts, font);
    return font->full ? NULL : font->missing;
}

static enum status complete(struct font_resources *fonts,
                            struct font_resource *font, struct error *err)
{
    struct font_encoding *sorted = own_codes(fonts, font);
    struct own *own;
    enum status status = STATUS_OK;

    if (!sorted)
        return error_set(err, RULE_LAYOUT_TOO_LONG, NO_LOCATION, NULL,
                         "more than %d different characters",
                         FONT_ENCODING_LAST - FONT_ENCODING_FIRST);
    own = recall(fonts, sorted);
    if (!own) {
        own = evict_oldest(fonts);
        status = make_own(fonts, own, sorted, err);
    }
    if (status != STATUS_OK)
        return status;
    own->last_use = fonts->letter;
    font->codes = own->codes;
    font->embedded_font = own->embedded_font;
    font->missing = NULL;
    return STATUS_OK;
}

enum status font_resources_complete(struct font_resources *fonts,
                                    struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < fonts->count && status == STATUS_OK; i++)
        if (fonts->fonts[i].missing)
            status = complete(fonts, &fonts->fonts[i], err);
    fonts->lack = false;
    return status;
}

void font_resources_write(const struct font_resources *fonts,
                          struct pdf_objects *pdf, struct buffer *resources)
{
    buffer_add_text(resources, "/Font<<");
    for (size_t i = 0; i < fonts->count; i++) {
        const struct font_resource *font = &fonts->fonts[i];
        if (!font->used)
            continue;
        buffer_printf(resources, "/F%zu", i + 1);
        pdf_syntax_add_reference(resources,
                                 embedded_font_write(font->embedded_font, pdf));
    }
    buffer_add_text(resources, ">>");
}
