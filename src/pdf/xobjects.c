#include "pdf/xobjects.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/memory.h"
#include "pdf/flate.h"
#include "pdf/pdf_syntax.h"

struct xobject {
    unsigned char digest[sizeof((struct artwork *)0)->digest];
    enum artwork_kind kind;
    struct buffer stream; ///< pixels or operators, deflated
    struct buffer alpha;  ///< deflated; empty: opaque
    long width;           ///< pixels; of a form hundredths of a point
    long height;
    size_t number;     ///< in the current letter; 0: not used
    uint64_t last_use; ///< the letter
};

/** Maximum cached pictures; a letter may use more. */
enum { REMEMBERED = 16 };

struct xobjects {
    struct flate *flate;
    struct xobject *items;
    size_t count;
    size_t capacity;
    size_t used;
    uint64_t letter;
};

/** Maximum bytes of a picture. */
static const size_t image_limit = (size_t)128 * 1024 * 1024;

struct xobjects *xobjects_new(void)
{
    struct xobjects *xobjects = memory_alloc(sizeof *xobjects);

    *xobjects = (struct xobjects){.flate = flate_new(FLATE_EACH)};
    return xobjects;
}

static void drop(struct xobject *xobject)
{
    buffer_free(&xobject->stream);
    buffer_free(&xobject->alpha);
}

void xobjects_free(struct xobjects *xobjects)
{
    if (!xobjects)
        return;
    for (size_t i = 0; i < xobjects->count; i++)
        drop(&xobjects->items[i]);
    free(xobjects->items);
    flate_free(xobjects->flate);
    free(xobjects);
}

/* Removes the least recently used pictures, down to the maximum. */
static void trim(struct xobjects *xobjects)
{
    while (xobjects->count > REMEMBERED) {
        struct xobject *oldest = xobjects->items;
        for (size_t i = 1; i < xobjects->count; i++)
            if (xobjects->items[i].last_use < oldest->last_use)
                oldest = &xobjects->items[i];
        drop(oldest);
        *oldest = xobjects->items[--xobjects->count];
    }
}

void xobjects_reset(struct xobjects *xobjects)
{
    trim(xobjects);
    for (size_t i = 0; i < xobjects->count; i++)
        xobjects->items[i].number = 0;
    xobjects->used = 0;
    xobjects->letter++;
}

static struct xobject *add(struct xobjects *xobjects,
                           const struct artwork *artwork, long width,
                           long height)
{
    struct xobject *xobject;

    ARRAY_GROW(xobjects->items, xobjects->count, xobjects->capacity);
    xobject = &xobjects->items[xobjects->count++];
    *xobject = (struct xobject){
        .kind = artwork->kind,
        .stream = buffer_new(image_limit),
        .alpha = buffer_new(image_limit),
        .width = width,
        .height = height,
    };
    memcpy(xobject->digest, artwork->digest, sizeof xobject->digest);
    return xobject;
}

static struct xobject *find(struct xobjects *xobjects,
                            const struct artwork *artwork, long width,
                            long height)
{
    for (size_t i = 0; i < xobjects->count; i++) {
        struct xobject *xobject = &xobjects->items[i];
        if (xobject->width == width && xobject->height == height &&
            memcmp(xobject->digest, artwork->digest, sizeof artwork->digest) ==
                0)
            return xobject;
    }
    return NULL;
}

static size_t use(struct xobjects *xobjects, struct xobject *xobject)
{
    xobject->last_use = xobjects->letter;
    if (!xobject->number)
        xobject->number = ++xobjects->used;
    return xobject->number;
}

static struct xobject *add_raster(struct xobjects *xobjects,
                                  const struct artwork *artwork, long width,
                                  long height)
{
    const size_t size = (size_t)width * (size_t)height;
    struct xobject *xobject = add(xobjects, artwork, width, height);

    flate_add(xobjects->flate, artwork->pixels, size * 3, &xobject->stream);
    if (artwork->alpha)
        flate_add(xobjects->flate, artwork->alpha, size, &xobject->alpha);
    return xobject;
}

size_t xobjects_use(struct xobjects *xobjects, const struct artwork *artwork)
{
    const long width = (long)artwork->width;
    const long height = (long)artwork->height;
    struct xobject *xobject = find(xobjects, artwork, width, height);

    assert(artwork->kind == ARTWORK_RASTER);
    if (!xobject)
        xobject = add_raster(xobjects, artwork, width, height);
    return use(xobjects, xobject);
}

size_t xobjects_use_form(struct xobjects *xobjects,
                         const struct artwork *artwork, long width, long height)
{
    struct xobject *xobject = find(xobjects, artwork, width, height);

    assert(artwork->kind == ARTWORK_VECTOR);
    return xobject ? use(xobjects, xobject) : 0;
}

void xobjects_add_form(struct xobjects *xobjects, const struct artwork *artwork,
                       long width, long height, const struct buffer *stream)
{
    struct xobject *xobject = add(xobjects, artwork, width, height);

    /* Forms are few, and the thorough compressor takes 9 MB. */
    struct flate *thorough = flate_new(FLATE_ONCE);

    xobject->last_use = xobjects->letter;
    flate_add(thorough, buffer_text(stream), stream->length, &xobject->stream);
    flate_free(thorough);
}

static uint32_t write_image(const struct xobject *xobject,
                            struct pdf_objects *pdf,
                            const struct buffer *stream, const char *space,
                            uint32_t mask)
{
    const uint32_t number = pdf_objects_add(pdf);
    struct buffer *body = pdf_objects_begin(pdf, number);

    buffer_printf(body,
                  "/Type/XObject/Subtype/Image/Width %ld/Height %ld"
                  "/ColorSpace/%s/BitsPerComponent 8/Filter/FlateDecode",
                  xobject->width, xobject->height, space);
    if (mask) {
        buffer_add_text(body, "/SMask");
        pdf_syntax_add_reference(body, mask);
    }
    pdf_objects_finish(pdf);
    pdf_objects_set_stream(pdf, number, stream->bytes, stream->length);
    return number;
}

static uint32_t write_form(const struct xobject *xobject,
                           struct pdf_objects *pdf)
{
    const uint32_t number = pdf_objects_add(pdf);
    struct buffer *body = pdf_objects_begin(pdf, number);

    buffer_add_text(body, "/Type/XObject/Subtype/Form/BBox[0 0 ");
    pdf_syntax_add_hundredths(body, xobject->width);
    pdf_syntax_add_hundredths(body, xobject->height);
    buffer_add_text(body, "]/Resources<<>>/Filter/FlateDecode");
    pdf_objects_finish(pdf);
    pdf_objects_set_stream(pdf, number, xobject->stream.bytes,
                           xobject->stream.length);
    return number;
}

static uint32_t write_xobject(const struct xobject *xobject,
                              struct pdf_objects *pdf)
{
    uint32_t mask = 0;

    if (xobject->kind == ARTWORK_VECTOR)
        return write_form(xobject, pdf);
    if (xobject->alpha.length)
        mask = write_image(xobject, pdf, &xobject->alpha, "DeviceGray", 0);
    return write_image(xobject, pdf, &xobject->stream, "DeviceRGB", mask);
}

static const struct xobject *by_number(const struct xobjects *xobjects,
                                       size_t number)
{
    const struct xobject *xobject = xobjects->items;

    while (xobject->number != number)
        xobject++;
    return xobject;
}

void xobjects_write(const struct xobjects *xobjects, struct pdf_objects *pdf,
                    struct buffer *resources)
{
    if (!xobjects->used)
        return;
    buffer_add_text(resources, "/XObject<<");
    for (size_t number = 1; number <= xobjects->used; number++) {
        buffer_printf(resources, "/I%zu", number);
        pdf_syntax_add_reference(
            resources, write_xobject(by_number(xobjects, number), pdf));
    }
    buffer_add_text(resources, ">>");
}
