#include "type/paragraph_cache.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"

enum {
    MEMORY_LIMIT = 4 * 1024 * 1024,
    SLOTS = 4096,     /* a power of two; at most three in four are taken */
    SEEN_ONCE = 4096, /* likewise */
    NAME_BITS = 10,
    NAMES = 1 << NAME_BITS /* at most half of them are taken */
};

/* A paragraph with texts, lines, pieces and glyphs of its own. */
struct cached_paragraph {
    const struct family *family;
    struct paragraph_style style;
    const struct span *spans;
    size_t span_count;
    struct paragraph paragraph;
};

struct paragraph_slot {
    uint64_t hash;
    const struct cached_paragraph *cached_paragraph; ///< NULL: free
};

struct named_paragraph {
    struct paragraph_name name;
    struct paragraph paragraph; ///< without lines: free
};

struct paragraph_cache {
    struct arena *arena;
    struct paragraph_slot *slots;
    size_t used;
    struct named_paragraph *names;
    size_t named_paragraph;
    const struct cached_paragraph *found; ///< last
    uint64_t *seen_once; ///< hashes seen once; new ones replace old ones
    uint64_t wanted;     ///< the hash of the last look-up
    bool seen;           ///< true if it was seen before
};

static void clear(struct paragraph_cache *paragraph_cache)
{
    memset(paragraph_cache->slots, 0, SLOTS * sizeof *paragraph_cache->slots);
    memset(paragraph_cache->names, 0, NAMES * sizeof *paragraph_cache->names);
    paragraph_cache->used = paragraph_cache->named_paragraph = 0;
    paragraph_cache->found = NULL;
}

struct paragraph_cache *paragraph_cache_new(void)
{
    struct paragraph_cache *paragraph_cache =
        memory_alloc(sizeof *paragraph_cache);

    *paragraph_cache = (struct paragraph_cache){
        .arena = arena_new(),
        .slots = memory_resize(NULL, SLOTS, sizeof *paragraph_cache->slots),
        .names = memory_resize(NULL, NAMES, sizeof *paragraph_cache->names),
        .seen_once =
            memory_resize(NULL, SEEN_ONCE, sizeof *paragraph_cache->seen_once),
    };
    clear(paragraph_cache);
    memset(paragraph_cache->seen_once, 0,
           SEEN_ONCE * sizeof *paragraph_cache->seen_once);
    return paragraph_cache;
}

void paragraph_cache_free(struct paragraph_cache *paragraph_cache)
{
    if (!paragraph_cache)
        return;
    arena_free(paragraph_cache->arena);
    free(paragraph_cache->slots);
    free(paragraph_cache->names);
    free(paragraph_cache->seen_once);
    free(paragraph_cache);
}

/* ---- keys ---- */

/* The texts distinguish nearly all keys. */
static uint64_t hash_key(const struct paragraph_cache_key *key)
{
    uint64_t hash =
        hash_table64(key->count, &key->style->width, sizeof(double));

    for (size_t i = 0; i < key->count; i++) {
        const struct span *span = &key->spans[i];
        hash = hash_table64(hash + (uint64_t)span->style, span->text,
                            span->length);
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

static bool is_key(const struct cached_paragraph *cached_paragraph,
                   const struct paragraph_cache_key *key)
{
    if (cached_paragraph->family != key->family ||
        cached_paragraph->span_count != key->count ||
        !is_same_style(&cached_paragraph->style, key->style))
        return false;
    for (size_t i = 0; i < key->count; i++)
        if (!is_same_span(&cached_paragraph->spans[i], &key->spans[i]))
            return false;
    return true;
}

/* ---- copies ---- */

/* @return a number that no other run has */
static uint64_t next_stamp(void)
{
    static atomic_uint_fast64_t last;

    return atomic_fetch_add_explicit(&last, 1, memory_order_relaxed) + 1;
}

static const struct span *copy_spans(struct arena *arena,
                                     const struct paragraph_cache_key *key)
{
    struct span *spans =
        arena_copy(arena, key->spans, key->count * sizeof *spans);

    for (size_t i = 0; i < key->count; i++) {
        spans[i].text = arena_strndup(arena, spans[i].text, spans[i].length);
        spans[i].origins = (struct text_origins){NULL, 0};
    }
    return spans;
}

/* Copies a piece, with the copies of its spans. */
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
        struct piece *pieces =
            ARENA_ARRAY_RAW(arena, struct piece, lines[i].count);
        for (size_t j = 0; j < lines[i].count; j++)
            pieces[j] = copy_piece(arena, &lines[i].pieces[j], from, to);
        lines[i].pieces = pieces;
    }
    return (struct paragraph){lines, paragraph->count};
}

/* ---- look-up ---- */

static struct paragraph_slot *
find_slot(const struct paragraph_cache *paragraph_cache,
          const struct paragraph_cache_key *key, uint64_t hash)
{
    struct paragraph_slot *paragraph_slot =
        &paragraph_cache->slots[hash & (SLOTS - 1)];

    while (paragraph_slot->cached_paragraph &&
           (paragraph_slot->hash != hash ||
            !is_key(paragraph_slot->cached_paragraph, key)))
        paragraph_slot = paragraph_slot < &paragraph_cache->slots[SLOTS - 1]
                             ? paragraph_slot + 1
                             : paragraph_cache->slots;
    return paragraph_slot;
}

bool paragraph_cache_find(struct paragraph_cache *paragraph_cache,
                          const struct paragraph_cache_key *key,
                          struct paragraph *paragraph)
{
    const uint64_t hash = hash_key(key);
    uint64_t *seen_hash =
        &paragraph_cache->seen_once[hash >> 32 & (SEEN_ONCE - 1)];

    paragraph_cache->wanted = hash;
    paragraph_cache->found =
        find_slot(paragraph_cache, key, hash)->cached_paragraph;
    if (paragraph_cache->found) {
        *paragraph = paragraph_cache->found->paragraph;
        return true;
    }
    paragraph_cache->seen = *seen_hash == hash;
    *seen_hash = hash;
    return false;
}

void paragraph_cache_trim(struct paragraph_cache *paragraph_cache)
{
    if (arena_used(paragraph_cache->arena) < MEMORY_LIMIT / 2 &&
        paragraph_cache->used < SLOTS / 2)
        return;
    arena_reset(paragraph_cache->arena);
    clear(paragraph_cache);
}

static bool is_full(const struct paragraph_cache *paragraph_cache)
{
    return arena_used(paragraph_cache->arena) >= MEMORY_LIMIT ||
           paragraph_cache->used >= SLOTS / 4 * 3;
}

void paragraph_cache_add(struct paragraph_cache *paragraph_cache,
                         const struct paragraph_cache_key *key,
                         const struct paragraph *paragraph)
{
    struct arena *arena = paragraph_cache->arena;
    struct cached_paragraph *cached_paragraph;

    if (!paragraph_cache->seen || !paragraph->count || is_full(paragraph_cache))
        return;
    cached_paragraph = ARENA_NEW(arena, struct cached_paragraph);
    *cached_paragraph =
        (struct cached_paragraph){.family = key->family,
                                  .style = *key->style,
                                  .spans = copy_spans(arena, key),
                                  .span_count = key->count};
    cached_paragraph->paragraph =
        copy_lines(arena, paragraph, key->spans, cached_paragraph->spans);
    *find_slot(paragraph_cache, key, paragraph_cache->wanted) =
        (struct paragraph_slot){paragraph_cache->wanted, cached_paragraph};
    paragraph_cache->used++;
}

/* ---- names ---- */

static bool is_named(const struct named_paragraph *named_paragraph,
                     const struct paragraph_name *name)
{
    return named_paragraph->name.words == name->words &&
           named_paragraph->name.width == name->width &&
           named_paragraph->name.size == name->size &&
           named_paragraph->name.style == name->style &&
           named_paragraph->name.family == name->family;
}

static size_t name_place(const struct paragraph_name *name)
{
    uint64_t hash;

    memcpy(&hash, &name->width, sizeof hash);
    hash += (uintptr_t)name->words + name->style;
    return hash * UINT64_C(0x9E3779B97F4A7C15) >> (64 - NAME_BITS);
}

static struct named_paragraph *
find_name(const struct paragraph_cache *paragraph_cache,
          const struct paragraph_name *name)
{
    size_t at = name_place(name);

    while (paragraph_cache->names[at].paragraph.lines &&
           !is_named(&paragraph_cache->names[at], name))
        at = (at + 1) & (NAMES - 1);
    return &paragraph_cache->names[at];
}

void paragraph_cache_set_name(struct paragraph_cache *paragraph_cache,
                              const struct paragraph_name *name,
                              const struct paragraph *paragraph)
{
    if (!paragraph_cache->found ||
        paragraph_cache->named_paragraph >= NAMES / 2 ||
        paragraph_cache->found->paragraph.lines != paragraph->lines)
        return;
    *find_name(paragraph_cache, name) =
        (struct named_paragraph){*name, *paragraph};
    paragraph_cache->named_paragraph++;
}

bool paragraph_cache_find_name(const struct paragraph_cache *paragraph_cache,
                               const struct paragraph_name *name,
                               struct paragraph *paragraph)
{
    *paragraph = find_name(paragraph_cache, name)->paragraph;
    return paragraph->lines != NULL;
}
