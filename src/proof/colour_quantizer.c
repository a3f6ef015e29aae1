#include "proof/colour_quantizer.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

/* A colour of the picture. */
struct swatch {
    uint32_t colour;
    uint32_t pixels;
    uint32_t distance; /* squared, to the nearest chosen colour */
    unsigned char index;
};

struct swatches {
    struct swatch *items; /* in order of their first pixel */
    size_t count;
    size_t capacity;
    uint32_t *slots; /* by hash: index + 1, or 0 */
    unsigned bits;   /* of the number of slots */
};

static size_t slot_of(const struct swatches *swatches, uint32_t colour)
{
    const size_t mask = ((size_t)1 << swatches->bits) - 1;
    size_t slot = colour * UINT32_C(2654435761) >> (32 - swatches->bits);

    while (swatches->slots[slot] &&
           swatches->items[swatches->slots[slot] - 1].colour != colour)
        slot = (slot + 1) & mask;
    return slot;
}

static void widen(struct swatches *swatches)
{
    const size_t size = (size_t)1 << ++swatches->bits;

    swatches->capacity = size / 2;
    swatches->items = memory_resize(swatches->items, swatches->capacity,
                                    sizeof *swatches->items);
    swatches->slots =
        memory_resize(swatches->slots, size, sizeof *swatches->slots);
    memset(swatches->slots, 0, size * sizeof *swatches->slots);
    for (size_t i = 0; i < swatches->count; i++)
        swatches->slots[slot_of(swatches, swatches->items[i].colour)] =
            (uint32_t)i + 1;
}

static struct swatch *swatch_of(struct swatches *swatches, uint32_t colour)
{
    size_t slot = slot_of(swatches, colour);

    if (swatches->slots[slot])
        return &swatches->items[swatches->slots[slot] - 1];
    if (swatches->count == swatches->capacity) {
        widen(swatches);
        slot = slot_of(swatches, colour);
    }
    swatches->items[swatches->count] =
        (struct swatch){colour, 0, UINT32_MAX, 0};
    swatches->slots[slot] = (uint32_t)++swatches->count;
    return &swatches->items[swatches->count - 1];
}

static uint32_t colour_at(const unsigned char *rgb)
{
    return (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
}

/* Most pixels have the previous one's colour. */
static void count_pixels(const struct pixmap *picture,
                         struct swatches *swatches)
{
    const unsigned char *rgb = picture->pixels;
    struct swatch *swatch = NULL;

    for (size_t i = picture->width * picture->height; i > 0; i--, rgb += 3) {
        const uint32_t colour = colour_at(rgb);
        if (!swatch || swatch->colour != colour)
            swatch = swatch_of(swatches, colour);
        swatch->pixels++;
    }
}

static uint32_t distance(uint32_t a, uint32_t b)
{
    uint32_t sum = 0;

    for (unsigned shift = 0; shift < 24; shift += 8) {
        const int gap = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);
        sum += (uint32_t)(gap * gap);
    }
    return sum;
}

/* @return the next colour: at first a frequent one far from all chosen ones,
 *         later the farthest */
static const struct swatch *find_worst(const struct swatches *swatches,
                                       bool by_pixels)
{
    const struct swatch *worst = NULL;
    uint64_t max = 0;

    for (size_t i = 0; i < swatches->count; i++) {
        const struct swatch *swatch = &swatches->items[i];
        const uint64_t weight =
            (uint64_t)swatch->distance * (by_pixels ? swatch->pixels : 1);
        if (weight <= max)
            continue;
        max = weight;
        worst = swatch;
    }
    return worst;
}

static void choose(struct swatches *swatches, uint32_t colour,
                   struct palette *palette)
{
    const unsigned char index = (unsigned char)palette->count;

    palette->colours[palette->count++] = colour;
    for (size_t i = 0; i < swatches->count; i++) {
        struct swatch *swatch = &swatches->items[i];
        const uint32_t gap = distance(swatch->colour, colour);
        if (gap >= swatch->distance)
            continue;
        swatch->distance = gap;
        swatch->index = index;
    }
}

static void index_pixels(const struct pixmap *picture,
                         struct swatches *swatches, unsigned char *indices)
{
    const unsigned char *rgb = picture->pixels;
    const struct swatch *swatch = NULL;

    for (size_t i = 0; i < picture->width * picture->height; i++, rgb += 3) {
        const uint32_t colour = colour_at(rgb);
        if (!swatch || swatch->colour != colour)
            swatch = swatch_of(swatches, colour);
        indices[i] = swatch->index;
    }
}

void colour_quantizer_choose(const struct pixmap *picture, size_t max,
                             struct palette *palette, unsigned char *indices)
{
    struct swatches swatches = {.bits = 9};
    const struct swatch *worst;

    palette->count = 0;
    widen(&swatches);
    count_pixels(picture, &swatches);
    while (palette->count < max &&
           (worst = find_worst(&swatches, palette->count <= max / 2)) != NULL)
        choose(&swatches, worst->colour, palette);
    index_pixels(picture, &swatches, indices);
    free(swatches.items);
    free(swatches.slots);
}
