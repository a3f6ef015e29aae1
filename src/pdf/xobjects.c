#include "pdf/xobjects.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "pdf/flate.h"
#include "pdf/pdf_syntax.h"

struct picture {
    unsigned char digest[sizeof((struct artwork *)0)->digest];
    enum artwork_kind kind;
    struct buffer stream; ///< pixels or operators, deflated
    struct buffer alpha;  ///< deflated; empty: opaque
    long width;           ///< pixels; of a form hundredths of a point
    long height;
    size_t number;     ///< in the letter in hand; 0: not used
    uint64_t last_use; ///< the letter
};

/** Pictures kept for letters to come; one letter may use more. */
enum { REMEMBERED = 16 };

struct pictures {
    struct deflater *deflater;
    struct picture *items;
    size_t count;
    size_t room;
    size_t used;
    uint64_t letter;
};

/** A logo of 20 million pixels is none. */
static const size_t picture_limit = (size_t)128 * 1024 * 1024;

struct pictures *pictures_new(void)
{
    struct pictures *pictures = memory_alloc(sizeof *pictures);

    *pictures = (struct pictures){.deflater = deflater_new(DEFLATER_EACH)};
    return pictures;
}

static void drop(struct picture *picture)
{
    buffer_free(&picture->stream);
    buffer_free(&picture->alpha);
}

void pictures_free(struct pictures *pictures)
{
    if (!pictures)
        return;
    for (size_t i = 0; i < pictures->count; i++)
        drop(&pictures->items[i]);
    free(pictures->items);
    deflater_free(pictures->deflater);
    free(pictures);
}

/* Forgets what was longest not used, down to the number that is kept. */
static void trim(struct pictures *pictures)
{
    while (pictures->count > REMEMBERED) {
        struct picture *oldest = pictures->items;
        for (size_t i = 1; i < pictures->count; i++)
            if (pictures->items[i].last_use < oldest->last_use)
                oldest = &pictures->items[i];
        drop(oldest);
        *oldest = pictures->items[--pictures->count];
    }
}

void pictures_reset(struct pictures *pictures)
{
    trim(pictures);
    for (size_t i = 0; i < pictures->count; i++)
        pictures->items[i].number = 0;
    pictures->used = 0;
    pictures->letter++;
}

static struct picture *add(struct pictures *pictures,
                           const struct artwork *artwork, long width,
                           long height)
{
    struct picture *picture;

    if (pictures->count == pictures->room) {
        pictures->room = pictures->room ? pictures->room * 2 : REMEMBERED;
        pictures->items = memory_resize(pictures->items, pictures->room,
                                        sizeof *pictures->items);
    }
    picture = &pictures->items[pictures->count++];
    *picture = (struct picture){
        .kind = artwork->kind,
        .stream = buffer_new(picture_limit),
        .alpha = buffer_new(picture_limit),
        .width = width,
        .height = height,
    };
    memcpy(picture->digest, artwork->digest, sizeof picture->digest);
    return picture;
}

static struct picture *find(struct pictures *pictures,
                            const struct artwork *artwork, long width,
                            long height)
{
    for (size_t i = 0; i < pictures->count; i++) {
        struct picture *picture = &pictures->items[i];
        if (picture->width == width && picture->height == height &&
            memcmp(picture->digest, artwork->digest, sizeof artwork->digest) ==
                0)
            return picture;
    }
    return NULL;
}

static size_t use(struct pictures *pictures, struct picture *picture)
{
    picture->last_use = pictures->letter;
    if (!picture->number)
        picture->number = ++pictures->used;
    return picture->number;
}

static struct picture *add_raster(struct pictures *pictures,
                                  const struct artwork *artwork, long width,
                                  long height)
{
    const size_t size = (size_t)width * (size_t)height;
    struct picture *picture = add(pictures, artwork, width, height);

    deflater_add(pictures->deflater, artwork->pixels, size * 3,
                 &picture->stream);
    if (artwork->alpha)
        deflater_add(pictures->deflater, artwork->alpha, size, &picture->alpha);
    return picture;
}

size_t pictures_use(struct pictures *pictures, const struct artwork *artwork)
{
    const long width = (long)artwork->width;
    const long height = (long)artwork->height;
    struct picture *picture = find(pictures, artwork, width, height);

    assert(artwork->kind == ARTWORK_RASTER);
    if (!picture)
        picture = add_raster(pictures, artwork, width, height);
    return use(pictures, picture);
}

size_t pictures_use_form(struct pictures *pictures,
                         const struct artwork *artwork, long width, long height)
{
    struct picture *picture = find(pictures, artwork, width, height);

    assert(artwork->kind == ARTWORK_VECTOR);
    return picture ? use(pictures, picture) : 0;
}

void pictures_add_form(struct pictures *pictures, const struct artwork *artwork,
                       long width, long height, const struct buffer *stream)
{
    struct picture *picture = add(pictures, artwork, width, height);

    /* Forms are few, and what deflates them thoroughly takes 9 MB. */
    struct deflater *thorough = deflater_new(DEFLATER_ONCE);

    picture->last_use = pictures->letter;
    deflater_add(thorough, buffer_text(stream), stream->length,
                 &picture->stream);
    deflater_free(thorough);
}

static uint32_t write_image(const struct picture *picture, struct haru *haru,
                            const struct buffer *stream, const char *space,
                            uint32_t mask)
{
    const uint32_t number = haru_add(haru);
    struct buffer *body = haru_begin(haru, number);

    buffer_printf(body,
                  "/Type/XObject/Subtype/Image/Width %ld/Height %ld"
                  "/ColorSpace/%s/BitsPerComponent 8/Filter/FlateDecode",
                  picture->width, picture->height, space);
    if (mask) {
        buffer_add_text(body, "/SMask");
        syntax_add_reference(body, mask);
    }
    haru_end(haru);
    haru_attach(haru, number, stream->bytes, stream->length);
    return number;
}

static uint32_t write_form(const struct picture *picture, struct haru *haru)
{
    const uint32_t number = haru_add(haru);
    struct buffer *body = haru_begin(haru, number);

    buffer_add_text(body, "/Type/XObject/Subtype/Form/BBox[0 0 ");
    syntax_add_hundredths(body, picture->width);
    syntax_add_hundredths(body, picture->height);
    buffer_add_text(body, "]/Resources<<>>/Filter/FlateDecode");
    haru_end(haru);
    haru_attach(haru, number, picture->stream.bytes, picture->stream.length);
    return number;
}

static uint32_t write_picture(const struct picture *picture, struct haru *haru)
{
    uint32_t mask = 0;

    if (picture->kind == ARTWORK_VECTOR)
        return write_form(picture, haru);
    if (picture->alpha.length)
        mask = write_image(picture, haru, &picture->alpha, "DeviceGray", 0);
    return write_image(picture, haru, &picture->stream, "DeviceRGB", mask);
}

static const struct picture *by_number(const struct pictures *pictures,
                                       size_t number)
{
    const struct picture *picture = pictures->items;

    while (picture->number != number)
        picture++;
    return picture;
}

void pictures_write(const struct pictures *pictures, struct haru *haru,
                    struct buffer *resources)
{
    if (!pictures->used)
        return;
    buffer_add_text(resources, "/XObject<<");
    for (size_t number = 1; number <= pictures->used; number++) {
        buffer_printf(resources, "/I%zu", number);
        syntax_add_reference(resources,
                             write_picture(by_number(pictures, number), haru));
    }
    buffer_add_text(resources, ">>");
}
