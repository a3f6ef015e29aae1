#include "type/paragraph_cache.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

enum {
    MEMORY_LIMIT = 4 * 1024 * 1024,
    SLOTS = 4096,  /* a power of two; at most three in four are taken */
    SIGHTS = 4096, /* likewise */
    NAME_BITS = 10,
    NAMES = 1 << NAME_BITS /* at most half of them are taken */
};

/* A paragraph with texts, lines, pieces and glyphs of its own. */
struct kept {
    const struct family *family;
    struct paragraph_style style;
    const struct span *spans;
    size_t span_count;
    struct paragraph paragraph;
};

struct slot {
    uint64_t hash;
    const struct kept *kept; ///< NULL: free
};

struct named {
    struct paragraph_name name;
    struct paragraph paragraph; ///< without lines: free
};

struct standing {
    struct arena *arena;
    struct slot *slots;
    size_t used;
    struct named *names;
    size_t named;
    const struct kept *found; ///< last
    uint64_t *sights; ///< hashes that came once; new ones push out old ones
    uint64_t wanted;  ///< the hash that was looked for last
    bool seen;        ///< and whether it had come before
};

static void clear(struct standing *standing)
{
    memset(standing->slots, 0, SLOTS * sizeof *standing->slots);
    memset(standing->names, 0, NAMES * sizeof *standing->names);
    standing->used = standing->named = 0;
    standing->found = NULL;
}

struct standing *standing_new(void)
{
    struct standing *standing = memory_alloc(sizeof *standing);

    *standing = (struct standing){
        .arena = arena_new(),
        .slots = memory_resize(NULL, SLOTS, sizeof *standing->slots),
        .names = memory_resize(NULL, NAMES, sizeof *standing->names),
        .sights = memory_resize(NULL, SIGHTS, sizeof *standing->sights),
    };
    clear(standing);
    memset(standing->sights, 0, SIGHTS * sizeof *standing->sights);
    return standing;
}

void standing_free(struct standing *standing)
{
    if (!standing)
        return;
    arena_free(standing->arena);
    free(standing->slots);
    free(standing->names);
    free(standing->sights);
    free(standing);
}

/* ---- orders ---- */

/* The texts tell nearly all orders apart. */
static uint64_t hash_order(const struct setting_order *order)
{
    uint64_t hash =
        hash_swift(order->count, &order->style->width, sizeof(double));

    for (size_t i = 0; i < order->count; i++) {
        const struct span *span = &order->spans[i];
        hash =
            hash_swift(hash + (uint64_t)span->style, span->text, span->length);
    }
    return hash;
}

static bool is_same_span(const struct span *a, const struct span *b)
{
    return a->length == b->length && a->style == b->style &&
           a->size == b->size &&
           (!a->length || memcmp(a->text, b->text, a->length) == 0);
}

static bool is_same_style(const struct paragraph_style *a,
                          const struct paragraph_style *b)
{
    return a->width == b->width && a->first_indent == b->first_indent &&
           a->one_line == b->one_line;
}

static bool is_order(const struct kept *kept, const struct setting_order *order)
{
    if (kept->family != order->family || kept->span_count != order->count ||
        !is_same_style(&kept->style, order->style))
        return false;
    for (size_t i = 0; i < order->count; i++)
        if (!is_same_span(&kept->spans[i], &order->spans[i]))
            return false;
    return true;
}

/* ---- copies ---- */

/* No two runs ever get the same. */
static uint64_t next_stamp(void)
{
    static atomic_uint_fast64_t last;

    return atomic_fetch_add_explicit(&last, 1, memory_order_relaxed) + 1;
}

static const struct span *copy_spans(struct arena *arena,
                                     const struct setting_order *order)
{
    struct span *spans =
        arena_copy(arena, order->spans, order->count * sizeof *spans);

    for (size_t i = 0; i < order->count; i++)
        spans[i].text = arena_text(arena, spans[i].text, spans[i].length);
    return spans;
}

/* A piece that lasts as long as the copies of its spans. */
static struct piece copy_piece(struct arena *arena, const struct piece *piece,
                               const struct span *from, const struct span *to)
{
    struct piece copy = *piece;
    struct glyph_run *run = &copy.run;

    run->glyphs =
        arena_copy(arena, run->glyphs, run->count * sizeof *run->glyphs);
    run->text = to[piece->span].text + (run->text - from[piece->span].text);
    run->stamp = next_stamp();
    return copy;
}

static struct paragraph copy_lines(struct arena *arena,
                                   const struct paragraph *paragraph,
                                   const struct span *from,
                                   const struct span *to)
{
    struct line *lines =
        arena_copy(arena, paragraph->lines, paragraph->count * sizeof *lines);

    for (size_t i = 0; i < paragraph->count; i++) {
        struct piece *pieces = ARENA_ROOM(arena, struct piece, lines[i].count);
        for (size_t j = 0; j < lines[i].count; j++)
            pieces[j] = copy_piece(arena, &lines[i].pieces[j], from, to);
        lines[i].pieces = pieces;
    }
    return (struct paragraph){lines, paragraph->count};
}

/* ---- the shelf ---- */

static struct slot *find_slot(const struct standing *standing,
                              const struct setting_order *order, uint64_t hash)
{
    struct slot *slot = &standing->slots[hash & (SLOTS - 1)];

    while (slot->kept && (slot->hash != hash || !is_order(slot->kept, order)))
        slot = slot < &standing->slots[SLOTS - 1] ? slot + 1 : standing->slots;
    return slot;
}

bool standing_find(struct standing *standing, const struct setting_order *order,
                   struct paragraph *paragraph)
{
    const uint64_t hash = hash_order(order);
    uint64_t *sight = &standing->sights[hash >> 32 & (SIGHTS - 1)];

    standing->wanted = hash;
    standing->found = find_slot(standing, order, hash)->kept;
    if (standing->found) {
        *paragraph = standing->found->paragraph;
        return true;
    }
    standing->seen = *sight == hash;
    *sight = hash;
    return false;
}

void standing_trim(struct standing *standing)
{
    if (arena_used(standing->arena) < MEMORY_LIMIT / 2 &&
        standing->used < SLOTS / 2)
        return;
    arena_reset(standing->arena);
    clear(standing);
}

static bool is_full(const struct standing *standing)
{
    return arena_used(standing->arena) >= MEMORY_LIMIT ||
           standing->used >= SLOTS / 4 * 3;
}

void standing_keep(struct standing *standing, const struct setting_order *order,
                   const struct paragraph *paragraph)
{
    struct arena *arena = standing->arena;
    struct kept *kept;

    if (!standing->seen || !paragraph->count || is_full(standing))
        return;
    kept = ARENA_NEW(arena, struct kept);
    *kept = (struct kept){.family = order->family,
                          .style = *order->style,
                          .spans = copy_spans(arena, order),
                          .span_count = order->count};
    kept->paragraph = copy_lines(arena, paragraph, order->spans, kept->spans);
    *find_slot(standing, order, standing->wanted) =
        (struct slot){standing->wanted, kept};
    standing->used++;
}

/* ---- names ---- */

static bool is_named(const struct named *named,
                     const struct paragraph_name *name)
{
    return named->name.words == name->words &&
           named->name.width == name->width && named->name.size == name->size &&
           named->name.style == name->style &&
           named->name.family == name->family;
}

static size_t name_place(const struct paragraph_name *name)
{
    uint64_t hash;

    memcpy(&hash, &name->width, sizeof hash);
    hash += (uintptr_t)name->words + name->style;
    return hash * UINT64_C(0x9E3779B97F4A7C15) >> (64 - NAME_BITS);
}

static struct named *find_name(const struct standing *standing,
                               const struct paragraph_name *name)
{
    size_t at = name_place(name);

    while (standing->names[at].paragraph.lines &&
           !is_named(&standing->names[at], name))
        at = (at + 1) & (NAMES - 1);
    return &standing->names[at];
}

void standing_name(struct standing *standing, const struct paragraph_name *name,
                   const struct paragraph *paragraph)
{
    if (!standing->found || standing->named >= NAMES / 2 ||
        standing->found->paragraph.lines != paragraph->lines)
        return;
    *find_name(standing, name) = (struct named){*name, *paragraph};
    standing->named++;
}

bool standing_recall(const struct standing *standing,
                     const struct paragraph_name *name,
                     struct paragraph *paragraph)
{
    *paragraph = find_name(standing, name)->paragraph;
    return paragraph->lines != NULL;
}
