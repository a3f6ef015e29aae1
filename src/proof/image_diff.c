#include "proof/image_diff.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * The page is cut into tiles. A tile in which a pixel differs is marked, and
 * so are its neighbours as far as words stand apart; marked tiles that touch
 * are one region, and regions whose boxes overlap are one too.
 *
 *     . . . . . .        . # # # # .
 *     . x . . x .   ->   . # # # # .   ->  one box
 *     . . . . . .        . # # # # .
 */

enum {
    TILES_ACROSS = 150, /* of about 4 points on A4 */
    REACH_ACROSS = 3,
    REACH_DOWN = 2,
    SEEN = 24, /* of 255; the palettes of two pictures are up to 16 apart */
    MAX_REGIONS = 24,
};

struct tiles {
    size_t across;
    size_t down;
    bool *marked;
};

/* A box of tiles: from the first to the one before the last. */
struct tile_box {
    size_t left, top, right, bottom;
};

static bool differs(const unsigned char *a, const unsigned char *b)
{
    for (size_t i = 0; i < 3; i++)
        if (abs(a[i] - b[i]) >= SEEN)
            return true;
    return false;
}

static size_t min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t max_size(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void mark_around(struct tiles *tiles, size_t x, size_t y)
{
    const size_t right = min_size(x + REACH_ACROSS + 1, tiles->across);
    const size_t bottom = min_size(y + REACH_DOWN + 1, tiles->down);
    const size_t top = y > REACH_DOWN ? y - REACH_DOWN : 0;

    for (size_t row = top; row < bottom; row++)
        for (size_t at = x > REACH_ACROSS ? x - REACH_ACROSS : 0; at < right;
             at++)
            tiles->marked[row * tiles->across + at] = true;
}

static struct tiles mark_tiles(struct arena *arena, size_t width, size_t height,
                               const unsigned char *a, const unsigned char *b)
{
    const size_t side = max_size(1, width / TILES_ACROSS);
    struct tiles tiles = {.across = (width + side - 1) / side,
                          .down = (height + side - 1) / side};

    tiles.marked = ARENA_ARRAY(arena, bool, tiles.across *tiles.down);
    for (size_t y = 0; y < height; y++, a += width * 3, b += width * 3) {
        size_t last = tiles.across; /* marked in this row */
        if (memcmp(a, b, width * 3) == 0)
            continue;
        for (size_t x = 0; x < width; x++) {
            if (x / side == last || !differs(a + x * 3, b + x * 3))
                continue;
            last = x / side;
            mark_around(&tiles, last, y / side);
        }
    }
    return tiles;
}

/* Takes the tiles that touch @p start off the map. @return their box */
static struct tile_box take_patch(struct tiles *tiles, size_t start,
                                  size_t *stack)
{
    struct tile_box tile_box = {tiles->across, tiles->down, 0, 0};
    size_t depth = 0;

    tiles->marked[start] = false;
    stack[depth++] = start;
    while (depth) {
        const size_t at = stack[--depth];
        const size_t x = at % tiles->across;
        const size_t y = at / tiles->across;
        const size_t near[4] = {x > 0 ? at - 1 : at,
                                x + 1 < tiles->across ? at + 1 : at,
                                y > 0 ? at - tiles->across : at,
                                y + 1 < tiles->down ? at + tiles->across : at};
        tile_box = (struct tile_box){
            min_size(tile_box.left, x), min_size(tile_box.top, y),
            max_size(tile_box.right, x + 1), max_size(tile_box.bottom, y + 1)};
        for (size_t i = 0; i < 4; i++)
            if (tiles->marked[near[i]]) {
                tiles->marked[near[i]] = false;
                stack[depth++] = near[i];
            }
    }
    return tile_box;
}

static bool overlap(struct tile_box a, struct tile_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom &&
           b.top < a.bottom;
}

static struct tile_box join(struct tile_box a, struct tile_box b)
{
    return (struct tile_box){min_size(a.left, b.left), min_size(a.top, b.top),
                             max_size(a.right, b.right),
                             max_size(a.bottom, b.bottom)};
}

/* Adds a box; those that it overlaps, then or once joined, become one. */
static size_t add_box(struct tile_box *boxes, size_t count,
                      struct tile_box tile_box)
{
    for (size_t i = 0; i < count;) {
        if (!overlap(boxes[i], tile_box) && count < MAX_REGIONS) {
            i++;
            continue;
        }
        tile_box = join(boxes[i], tile_box);
        boxes[i] = boxes[--count];
        i = 0;
    }
    boxes[count] = tile_box;
    return count + 1;
}

static int by_place(const void *left, const void *right)
{
    const struct image_diff_region *a = left;
    const struct image_diff_region *b = right;

    if (a->top != b->top)
        return (a->top > b->top) - (a->top < b->top);
    return (a->left > b->left) - (a->left < b->left);
}

static struct image_diff_region region_of(const struct tiles *tiles,
                                          struct tile_box tile_box)
{
    const int left = (int)(tile_box.left * 10000 / tiles->across);
    const int top = (int)(tile_box.top * 10000 / tiles->down);

    return (struct image_diff_region){
        left, top, (int)(tile_box.right * 10000 / tiles->across) - left,
        (int)(tile_box.bottom * 10000 / tiles->down) - top};
}

struct image_diff_regions image_diff_find(struct arena *arena, size_t width,
                                          size_t height, const unsigned char *a,
                                          const unsigned char *b)
{
    struct tiles tiles = mark_tiles(arena, width, height, a, b);
    const size_t size = tiles.across * tiles.down;
    size_t *stack = ARENA_ARRAY(arena, size_t, size + 1);
    struct tile_box boxes[MAX_REGIONS + 1];
    struct image_diff_region *items =
        ARENA_ARRAY(arena, struct image_diff_region, MAX_REGIONS + 1);
    size_t count = 0;

    for (size_t i = 0; i < size; i++)
        if (tiles.marked[i])
            count = add_box(boxes, count, take_patch(&tiles, i, stack));
    for (size_t i = 0; i < count; i++)
        items[i] = region_of(&tiles, boxes[i]);
    if (count)
        qsort(items, count, sizeof *items, by_place);
    return (struct image_diff_regions){items, count};
}
