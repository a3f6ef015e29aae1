/*
 * An SVG file against a picture that another program made of it.
 *
 * usage: svg_compare FILE.svg PICTURE.png
 *
 * PICTURE has 2 pixels for each point of a page that is FILE's picture, 200
 * points wide. Prints how many thousandths of the pixels differ by more than a
 * rasteriser's smoothing explains, or the error for which FILE is refused.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "canvas/artwork.h"
#include "canvas/cairo_painter.h"

static const double WIDTH = 200;
enum { DPI = 144, CHANNELS = 3, SMOOTHING = 48 };

static const struct artwork *read(struct arena *arena, const char *path)
{
    const struct artwork *artwork;
    struct error err = {.code = ""};

    if (artwork_read(arena, path, &artwork, &err) == STATUS_OK)
        return artwork;
    printf("refused: %d:%d: %s: %s\n", err.location.line, err.location.column,
           err.field, err.message);
    exit(0);
}

static struct pixmap paint(struct arena *arena, const struct artwork *artwork)
{
    const double height = WIDTH * artwork->height / artwork->width;
    const struct mark mark = {
        .kind = MARK_ARTWORK,
        .artifact = ARTIFACT_DECORATION,
        .artwork = artwork,
        .box = {0, 0, WIDTH, height},
    };
    struct display_list_builder *display_list = display_list_new(arena);
    struct document document;
    struct pixmap picture;
    struct error err;

    display_list_begin_page(display_list, WIDTH, height);
    display_list_add_mark(display_list, &mark);
    document = display_list_finish(display_list);
    if (cairo_painter_pixmap(document.pages, DPI, &picture, &err))
        abort();
    return picture;
}

/* The mean of the pixels around one, of one channel. */
static double mean(const unsigned char *pixels, size_t width, size_t height,
                   size_t x, size_t y, size_t channel)
{
    double sum = 0;

    for (size_t j = y - 1; j <= y + 1; j++)
        for (size_t i = x - 1; i <= x + 1; i++)
            sum += pixels[(j * width + i) * CHANNELS + channel];
    (void)height;
    return sum / 9;
}

static int compare(const struct pixmap *ours, const struct artwork *theirs)
{
    const size_t width = ours->width;
    const size_t height = ours->height;
    size_t different = 0;

    if (theirs->width != (double)width || theirs->height != (double)height) {
        printf("size: %zu by %zu, not %g by %g\n", width, height, theirs->width,
               theirs->height);
        return 0;
    }
    for (size_t y = 1; y + 1 < height; y++)
        for (size_t x = 1; x + 1 < width; x++) {
            double most = 0;
            for (size_t c = 0; c < CHANNELS; c++)
                most = fmax(most,
                            fabs(mean(ours->pixels, width, height, x, y, c) -
                                 mean(theirs->pixels, width, height, x, y, c)));
            different += most > SMOOTHING;
        }
    printf("%zu\n", different * 1000 / (width * height));
    return 0;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct pixmap ours;
    int status;

    if (argc != 3)
        return 2;
    ours = paint(arena, read(arena, argv[1]));
    status = compare(&ours, read(arena, argv[2]));
    pixmap_free(&ours);
    arena_free(arena);
    return status;
}
