#include "type/word_cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    MEMORY_LIMIT = 3 * 1024 * 1024,
    FIRST_SLOTS = 4096, /* a power of two, as all that follow */
};

/* The number of a family's style. */
struct typeface {
    const struct family *family;
    enum face_style style;
};

struct word_slot {
    uint64_t hash;
    uint64_t first; ///< the first eight bytes; 0 after a shorter word's end
    uint32_t typeface;
    uint32_t length;
    const struct word *word; ///< NULL: free
};

struct word_cache {
    struct word_shaper *word_shaper;
    struct arena *arena; ///< owns the words
    struct typeface *typefaces;
    uint32_t typeface_count;
    struct word_slot *slots;
    size_t slot_count;
    size_t used;
};

static struct word_slot *new_slots(size_t count)
{
    struct word_slot *slots = memory_alloc(count * sizeof *slots);

    memset(slots, 0, count * sizeof *slots);
    return slots;
}

struct word_cache *word_cache_new(void)
{
    struct word_cache *word_cache = memory_alloc(sizeof *word_cache);

    *word_cache = (struct word_cache){
        .word_shaper = word_shaper_new(),
        .arena = arena_new(),
        .slots = new_slots(FIRST_SLOTS),
        .slot_count = FIRST_SLOTS,
    };
    return word_cache;
}

void word_cache_free(struct word_cache *word_cache)
{
    if (!word_cache)
        return;
    word_shaper_free(word_cache->word_shaper);
    arena_free(word_cache->arena);
    free(word_cache->typefaces);
    free(word_cache->slots);
    free(word_cache);
}

void word_cache_trim(struct word_cache *word_cache)
{
    if (arena_used(word_cache->arena) < MEMORY_LIMIT)
        return;
    arena_reset(word_cache->arena);
    memset(word_cache->slots, 0,
           word_cache->slot_count * sizeof *word_cache->slots);
    word_cache->used = 0;
    word_cache->typeface_count = 0;
}

uint32_t word_cache_typeface(struct word_cache *word_cache,
                             const struct family *family, enum face_style style)
{
    struct typeface *known = word_cache->typefaces;
    uint32_t i;

    for (i = 0; i < word_cache->typeface_count; i++)
        if (known[i].family == family && known[i].style == style)
            return i;
    known = memory_resize(known, i + 1, sizeof *known);
    known[i] = (struct typeface){family, style};
    word_cache->typefaces = known;
    word_cache->typeface_count = i + 1;
    return i;
}

/* @return up to eight bytes as a number; later bytes may be read */
static uint64_t read_bytes(const char *bytes, size_t length)
{
    static const char mask_bytes[2 * WORD_CACHE_PADDING] = "\xFF\xFF\xFF\xFF"
                                                           "\xFF\xFF\xFF\xFF";
    uint64_t number, mask;

    memcpy(&number, bytes, sizeof number);
    if (length >= sizeof number)
        return number;
    memcpy(&mask, mask_bytes + WORD_CACHE_PADDING - length, sizeof mask);
    return number & mask;
}

/* Eight bytes at a time: words are short, and look-ups many. */
static uint64_t hash_word(uint32_t typeface, uint64_t first, const char *bytes,
                          size_t length)
{
    const uint64_t prime = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = (first ^ (typeface + 1) * prime ^ length) * prime;

    for (size_t at = WORD_CACHE_PADDING; at < length;
         at += WORD_CACHE_PADDING) {
        hash ^= hash >> 29;
        hash = (hash ^ read_bytes(bytes + at, length - at)) * prime;
    }
    return hash ^ hash >> 32;
}

static void add_slot(struct word_slot *slots, size_t count,
                     const struct word_slot *word_slot)
{
    size_t at = word_slot->hash & (count - 1);

    while (slots[at].word)
        at = (at + 1) & (count - 1);
    slots[at] = *word_slot;
}

static void grow_slots(struct word_cache *word_cache)
{
    const size_t count = word_cache->slot_count * 2;
    struct word_slot *slots;

    if (word_cache->used * 2 < word_cache->slot_count)
        return;
    slots = new_slots(count);
    for (size_t i = 0; i < word_cache->slot_count; i++)
        if (word_cache->slots[i].word)
            add_slot(slots, count, &word_cache->slots[i]);
    free(word_cache->slots);
    word_cache->slots = slots;
    word_cache->slot_count = count;
}

static const struct word *add_word(struct word_cache *word_cache,
                                   struct word_slot word_slot,
                                   const char *display_text)
{
    const struct typeface *known = &word_cache->typefaces[word_slot.typeface];
    word_slot.word = word_shaper_shape(
        word_cache->word_shaper, word_cache->arena, known->family, known->style,
        display_text, word_slot.length);
    grow_slots(word_cache);
    add_slot(word_cache->slots, word_cache->slot_count, &word_slot);
    word_cache->used++;
    return word_slot.word;
}

static bool is_same(const struct word_slot *a, const struct word_slot *b,
                    const char *display_text)
{
    return a->hash == b->hash && a->first == b->first &&
           a->typeface == b->typeface && a->length == b->length &&
           (a->length <= WORD_CACHE_PADDING ||
            memcmp(a->word->display_text, display_text, a->length) == 0);
}

const struct word *word_cache_find(struct word_cache *word_cache,
                                   uint32_t typeface, const char *display_text,
                                   size_t length)
{
    const uint64_t first = read_bytes(display_text, length);
    const struct word_slot wanted = {
        .hash = hash_word(typeface, first, display_text, length),
        .first = first,
        .typeface = typeface,
        .length = (uint32_t)length,
    };
    const size_t mask = word_cache->slot_count - 1;

    for (size_t at = wanted.hash & mask; word_cache->slots[at].word;
         at = (at + 1) & mask)
        if (is_same(&word_cache->slots[at], &wanted, display_text))
            return word_cache->slots[at].word;
    return add_word(word_cache, wanted, display_text);
}

size_t word_cache_size(const struct word_cache *word_cache)
{
    return word_cache->used;
}
