#include "pdf/font_resources.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "pdf/pdf_syntax.h"

/** More than a letter can have faces, so that none of its own is evicted. */
enum { REMEMBERED = 96 };

/** A subset that some letter needed. */
struct own {
    struct arena *arena; ///< owns the codes
    const struct repertoire *codes;
    struct embed *embed;
    uint64_t last_use; ///< the letter that used it last; 0: empty
};

struct letter_fonts {
    struct arena *arena; ///< for the letter in hand
    struct deflater *deflater;
    struct letter_font *fonts;
    size_t count;
    bool lack;
    uint64_t letter; ///< from 1
    struct own remembered[REMEMBERED];
};

struct letter_fonts *letter_fonts_new(const struct typecase *typecase)
{
    struct letter_fonts *fonts = memory_alloc(sizeof *fonts);
    size_t count;
    const struct type *types = typecase_types(typecase, &count);

    *fonts = (struct letter_fonts){
        .arena = arena_new(),
        .deflater = deflater_new(DEFLATER_EACH),
        .fonts = memory_resize(NULL, count, sizeof *fonts->fonts),
        .count = count,
    };
    assert(fonts->count < REMEMBERED);
    for (size_t i = 0; i < fonts->count; i++)
        fonts->fonts[i] = (struct letter_font){.index = i, .type = &types[i]};
    letter_fonts_reset(fonts);
    return fonts;
}

static void forget(struct own *own)
{
    arena_free(own->arena);
    embed_free(own->embed);
    *own = (struct own){.last_use = 0};
}

void letter_fonts_free(struct letter_fonts *fonts)
{
    if (!fonts)
        return;
    for (size_t i = 0; i < REMEMBERED; i++)
        forget(&fonts->remembered[i]);
    deflater_free(fonts->deflater);
    arena_free(fonts->arena);
    free(fonts->fonts);
    free(fonts);
}

void letter_fonts_reset(struct letter_fonts *fonts)
{
    arena_reset(fonts->arena);
    fonts->letter++;
    fonts->lack = false;
    for (size_t i = 0; i < fonts->count; i++) {
        struct letter_font *font = &fonts->fonts[i];
        font->codes = font->type->codes;
        font->plain = repertoire_plain(font->type->codes);
        font->embed = font->type->embed;
        font->missing = NULL;
        font->used = false;
        font->full = false;
    }
}

struct letter_font *letter_fonts_use(struct letter_fonts *fonts,
                                     const struct face *face)
{
    struct letter_font *font = fonts->fonts;

    while (font->type->face != face) {
        font++;
        assert(font < fonts->fonts + fonts->count);
    }
    font->used = true;
    return font;
}

const struct code *letter_font_code(struct letter_fonts *fonts,
                                    struct letter_font *font, uint32_t glyph,
                                    const char *text, size_t length)
{
    const struct code *code = repertoire_find(font->codes, glyph, text, length);

    if (code)
        return code;
    fonts->lack = true;
    if (!font->missing)
        font->missing =
            repertoire_new(fonts->arena, font->type->face, font->codes);
    if (!repertoire_add(font->missing, glyph, text, length))
        font->full = true;
    return NULL;
}

bool letter_fonts_lack(const struct letter_fonts *fonts)
{
    return fonts->lack;
}

static struct own *recall(struct letter_fonts *fonts,
                          const struct repertoire *codes)
{
    for (size_t i = 0; i < REMEMBERED; i++) {
        struct own *own = &fonts->remembered[i];
        if (own->last_use && repertoire_equal(own->codes, codes))
            return own;
    }
    return NULL;
}

static struct own *make_room(struct letter_fonts *fonts)
{
    struct own *oldest = &fonts->remembered[0];

    for (size_t i = 1; i < REMEMBERED; i++)
        if (fonts->remembered[i].last_use < oldest->last_use)
            oldest = &fonts->remembered[i];
    forget(oldest);
    return oldest;
}

static enum status make_own(struct letter_fonts *fonts, struct own *own,
                            const struct repertoire *codes, struct error *err)
{
    struct repertoire *copy;
    bool copied;
    enum status status;

    own->arena = arena_new();
    copy = repertoire_new(own->arena, repertoire_face(codes),
                          repertoire_base(codes));
    copied = repertoire_add_sorted(copy, codes);
    assert(copied);
    (void)copied;
    own->codes = copy;
    status = embed_new(copy, fonts->deflater, &own->embed, err);
    if (status != STATUS_OK)
        forget(own);
    return status;
}

/* All that the letter asks for besides the shared codes, sorted: what is
 * missing, and what an earlier completion brought. NULL: too much. */
static struct repertoire *sort_own(struct letter_fonts *fonts,
                                   const struct letter_font *font)
{
    const struct type *type = font->type;
    struct repertoire *all =
        repertoire_new(fonts->arena, type->face, type->codes);
    struct repertoire *sorted =
        repertoire_new(fonts->arena, type->face, type->codes);

    if (font->full || !repertoire_add_sorted(all, font->missing))
        return NULL;
    if (font->codes != type->codes && !repertoire_add_sorted(all, font->codes))
        return NULL;
    return repertoire_add_sorted(sorted, all) ? sorted : NULL;
}

static enum status complete(struct letter_fonts *fonts,
                            struct letter_font *font, struct error *err)
{
    struct repertoire *sorted = sort_own(fonts, font);
    struct own *own;
    enum status status = STATUS_OK;

    if (!sorted)
        return error_set(err, RULE_LAYOUT_TOO_LONG, NO_PLACE, NULL,
                         "more than %d different characters",
                         REPERTOIRE_LAST - REPERTOIRE_FIRST);
    own = recall(fonts, sorted);
    if (!own) {
        own = make_room(fonts);
        status = make_own(fonts, own, sorted, err);
    }
    if (status != STATUS_OK)
        return status;
    own->last_use = fonts->letter;
    font->codes = own->codes;
    font->embed = own->embed;
    font->missing = NULL;
    return STATUS_OK;
}

enum status letter_fonts_complete(struct letter_fonts *fonts, struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < fonts->count && status == STATUS_OK; i++)
        if (fonts->fonts[i].missing)
            status = complete(fonts, &fonts->fonts[i], err);
    fonts->lack = false;
    return status;
}

void letter_fonts_write(const struct letter_fonts *fonts, struct haru *haru,
                        struct buffer *resources)
{
    buffer_add_text(resources, "/Font<<");
    for (size_t i = 0; i < fonts->count; i++) {
        const struct letter_font *font = &fonts->fonts[i];
        if (!font->used)
            continue;
        buffer_printf(resources, "/F%zu", i + 1);
        syntax_add_reference(resources, embed_write(font->embed, haru));
    }
    buffer_add_text(resources, ">>");
}
