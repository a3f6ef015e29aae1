#include "pdf/pictures.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "pdf/deflater.h"
#include "pdf/syntax.h"

struct picture {
    unsigned char digest[sizeof((struct artwork *)0)->digest];
    struct buffer pixels; ///< deflated
    struct buffer alpha;  ///< deflated; empty: opaque
    long width;
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
    buffer_free(&picture->pixels);
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
                           const struct artwork *artwork)
{
    const size_t size = (size_t)artwork->width * (size_t)artwork->height;
    struct picture *picture;

    if (pictures->count == pictures->room) {
        pictures->room = pictures->room ? pictures->room * 2 : REMEMBERED;
        pictures->items = memory_resize(pictures->items, pictures->room,
                                        sizeof *pictures->items);
    }
    picture = &pictures->items[pictures->count++];
    *picture = (struct picture){
        .pixels = buffer_new(picture_limit),
        .alpha = buffer_new(picture_limit),
        .width = (long)artwork->width,
        .height = (long)artwork->height,
    };
    memcpy(picture->digest, artwork->digest, sizeof picture->digest);
    deflater_add(pictures->deflater, artwork->pixels, size * 3,
                 &picture->pixels);
    if (artwork->alpha)
        deflater_add(pictures->deflater, artwork->alpha, size, &picture->alpha);
    return picture;
}

static struct picture *find(struct pictures *pictures,
                            const struct artwork *artwork)
{
    for (size_t i = 0; i < pictures->count; i++)
        if (memcmp(pictures->items[i].digest, artwork->digest,
                   sizeof artwork->digest) == 0)
            return &pictures->items[i];
    return add(pictures, artwork);
}

size_t pictures_use(struct pictures *pictures, const struct artwork *artwork)
{
    struct picture *picture = find(pictures, artwork);

    assert(artwork->kind == ARTWORK_RASTER);
    picture->last_use = pictures->letter;
    if (!picture->number)
        picture->number = ++pictures->used;
    return picture->number;
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

static uint32_t write_picture(const struct picture *picture, struct haru *haru)
{
    uint32_t mask = 0;

    if (picture->alpha.length)
        mask = write_image(picture, haru, &picture->alpha, "DeviceGray", 0);
    return write_image(picture, haru, &picture->pixels, "DeviceRGB", mask);
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
