#include "type/standing.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

enum {
    MEMORY_LIMIT = 4 * 1024 * 1024,
    SLOTS = 8192, /* a power of two; at most half of them are taken */
    SIGHTS = 4096 /* likewise */
};

/* A paragraph with texts, lines, pieces and glyphs of its own. */
struct kept {
    uint64_t hash;
    const struct family *family;
    struct paragraph_style style;
    const struct span *spans;
    size_t span_count;
    struct paragraph paragraph;
    size_t piece_count;
};

struct standing {
    struct arena *arena;
    const struct kept **slots;
    size_t used;
    uint64_t *sights; ///< hashes that came once; new ones push out old ones
    uint64_t wanted;  ///< the hash that was looked for last
    bool seen;        ///< and whether it had come before
};

struct standing *standing_new(void)
{
    struct standing *standing = memory_alloc(sizeof *standing);

    *standing = (struct standing){
        .arena = arena_new(),
        .slots = memory_resize(NULL, SLOTS, sizeof *standing->slots),
        .sights = memory_resize(NULL, SIGHTS, sizeof *standing->sights),
    };
    memset(standing->slots, 0, SLOTS * sizeof *standing->slots);
    memset(standing->sights, 0, SIGHTS * sizeof *standing->sights);
    return standing;
}

void standing_free(struct standing *standing)
{
    if (!standing)
        return;
    arena_free(standing->arena);
    free(standing->slots);
    free(standing->sights);
    free(standing);
}

/* ---- orders ---- */

static uint64_t hash_order(const struct setting_order *order)
{
    uint64_t hash = hash_swift(order->count, &order->family, sizeof(void *));

    hash = hash_swift(hash, &order->style->width, sizeof(double));
    for (size_t i = 0; i < order->count; i++) {
        const struct span *span = &order->spans[i];
        hash = hash_swift(hash + (uint64_t)span->style, &span->size,
                          sizeof(double));
        hash = hash_swift(hash, span->text, span->length);
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

static bool is_order(const struct kept *kept, const struct setting_order *order,
                     uint64_t hash)
{
    if (kept->hash != hash || kept->family != order->family ||
        kept->span_count != order->count ||
        !is_same_style(&kept->style, order->style))
        return false;
    for (size_t i = 0; i < order->count; i++)
        if (!is_same_span(&kept->spans[i], &order->spans[i]))
            return false;
    return true;
}

/* ---- copies ---- */

/* A copy of all lines' pieces, one behind the other, for other spans. */
struct copying {
    const struct span *from;
    const struct span *to;
    struct piece *pieces; ///< where the next one goes
};

static void copy_piece(struct copying *copying, const struct piece *piece)
{
    const ptrdiff_t span = piece->span - copying->from;
    struct piece *copy = copying->pieces++;

    *copy = *piece;
    copy->span = copying->to + span;
    copy->run.text =
        copy->span->text + (piece->run.text - copying->from[span].text);
}

static struct paragraph copy_lines(struct arena *arena, struct copying *copying,
                                   const struct paragraph *paragraph)
{
    struct line *lines =
        arena_copy(arena, paragraph->lines, paragraph->count * sizeof *lines);

    for (size_t i = 0; i < paragraph->count; i++) {
        lines[i].pieces = copying->pieces;
        for (size_t j = 0; j < lines[i].count; j++)
            copy_piece(copying, &paragraph->lines[i].pieces[j]);
    }
    return (struct paragraph){lines, paragraph->count};
}

static size_t count_pieces(const struct paragraph *paragraph)
{
    size_t count = 0;

    for (size_t i = 0; i < paragraph->count; i++)
        count += paragraph->lines[i].count;
    return count;
}

static struct copying begin_copy(struct arena *arena, const struct kept *kept,
                                 const struct span *from, const struct span *to)
{
    return (struct copying){
        from, to, ARENA_ARRAY(arena, struct piece, kept->piece_count)};
}

/* No two runs ever get the same. */
static uint64_t next_stamp(void)
{
    static atomic_uint_fast64_t last;

    return atomic_fetch_add_explicit(&last, 1, memory_order_relaxed) + 1;
}

/* Gives kept pieces glyphs that last as long as they do. */
static void keep_glyphs(struct arena *arena, struct piece *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct glyph_run *run = &pieces[i].run;
        run->glyphs =
            arena_copy(arena, run->glyphs, run->count * sizeof *run->glyphs);
        run->stamp = next_stamp();
    }
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

/* ---- the shelf ---- */

static size_t find_slot(const struct standing *standing,
                        const struct setting_order *order, uint64_t hash)
{
    size_t at = hash & (SLOTS - 1);

    while (standing->slots[at] && !is_order(standing->slots[at], order, hash))
        at = (at + 1) & (SLOTS - 1);
    return at;
}

bool standing_find(struct standing *standing, const struct setting_order *order,
                   struct arena *arena, struct paragraph *paragraph)
{
    const uint64_t hash = hash_order(order);
    const struct kept *kept = standing->slots[find_slot(standing, order, hash)];
    uint64_t *sight = &standing->sights[hash >> 32 & (SIGHTS - 1)];
    struct copying copying;

    standing->wanted = hash;
    standing->seen = *sight == hash;
    *sight = hash;
    if (!kept)
        return false;
    copying = begin_copy(arena, kept, kept->spans, order->spans);
    *paragraph = copy_lines(arena, &copying, &kept->paragraph);
    return true;
}

void standing_trim(struct standing *standing)
{
    if (arena_used(standing->arena) < MEMORY_LIMIT / 2 &&
        standing->used < SLOTS / 4)
        return;
    arena_reset(standing->arena);
    memset(standing->slots, 0, SLOTS * sizeof *standing->slots);
    standing->used = 0;
}

static bool is_full(const struct standing *standing)
{
    return arena_used(standing->arena) >= MEMORY_LIMIT ||
           standing->used >= SLOTS / 2;
}

void standing_keep(struct standing *standing, const struct setting_order *order,
                   const struct paragraph *paragraph)
{
    struct arena *arena = standing->arena;
    struct copying copying;
    struct kept *kept;

    if (!standing->seen || !paragraph->count || is_full(standing))
        return;
    kept = ARENA_NEW(arena, struct kept);
    *kept = (struct kept){.hash = standing->wanted,
                          .family = order->family,
                          .style = *order->style,
                          .spans = copy_spans(arena, order),
                          .span_count = order->count};
    kept->piece_count = count_pieces(paragraph);
    copying = begin_copy(arena, kept, order->spans, kept->spans);
    kept->paragraph = copy_lines(arena, &copying, paragraph);
    keep_glyphs(arena, copying.pieces - kept->piece_count, kept->piece_count);
    standing->slots[find_slot(standing, order, kept->hash)] = kept;
    standing->used++;
}
