#include "type/word_cache.h"

#include <stdlib.h>
#include <string.h>

enum {
    MEMORY_LIMIT = 3 * 1024 * 1024,
    FIRST_SLOTS = 4096, /* a power of two, as all that follow */
};

/* A family's style, as a small number. */
struct typeface {
    const struct family *family;
    enum face_style style;
};

struct slot {
    uint64_t hash;
    uint64_t first; ///< the first eight bytes; 0 behind a shorter word's end
    uint32_t typeface;
    uint32_t length;
    const struct word *word; ///< NULL: free
};

struct lexicon {
    struct forge *forge;
    struct arena *arena; ///< owns the words
    struct typeface *typefaces;
    uint32_t typeface_count;
    struct slot *slots;
    size_t slot_count;
    size_t used;
};

static struct slot *new_slots(size_t count)
{
    struct slot *slots = memory_alloc(count * sizeof *slots);

    memset(slots, 0, count * sizeof *slots);
    return slots;
}

struct lexicon *lexicon_new(void)
{
    struct lexicon *lexicon = memory_alloc(sizeof *lexicon);

    *lexicon = (struct lexicon){
        .forge = forge_new(),
        .arena = arena_new(),
        .slots = new_slots(FIRST_SLOTS),
        .slot_count = FIRST_SLOTS,
    };
    return lexicon;
}

void lexicon_free(struct lexicon *lexicon)
{
    if (!lexicon)
        return;
    forge_free(lexicon->forge);
    arena_free(lexicon->arena);
    free(lexicon->typefaces);
    free(lexicon->slots);
    free(lexicon);
}

void lexicon_trim(struct lexicon *lexicon)
{
    if (arena_used(lexicon->arena) < MEMORY_LIMIT)
        return;
    arena_reset(lexicon->arena);
    memset(lexicon->slots, 0, lexicon->slot_count * sizeof *lexicon->slots);
    lexicon->used = 0;
    lexicon->typeface_count = 0;
}

uint32_t lexicon_typeface(struct lexicon *lexicon, const struct family *family,
                          enum face_style style)
{
    struct typeface *known = lexicon->typefaces;
    uint32_t i;

    for (i = 0; i < lexicon->typeface_count; i++)
        if (known[i].family == family && known[i].style == style)
            return i;
    known = memory_resize(known, i + 1, sizeof *known);
    known[i] = (struct typeface){family, style};
    lexicon->typefaces = known;
    lexicon->typeface_count = i + 1;
    return i;
}

/* Up to eight bytes as a number; the bytes behind them may be read. */
static uint64_t read_bytes(const char *bytes, size_t length)
{
    static const char keep[2 * LEXICON_PAD] = "\xFF\xFF\xFF\xFF"
                                              "\xFF\xFF\xFF\xFF";
    uint64_t number, mask;

    memcpy(&number, bytes, sizeof number);
    if (length >= sizeof number)
        return number;
    memcpy(&mask, keep + LEXICON_PAD - length, sizeof mask);
    return number & mask;
}

/* Eight bytes at a step: words are short and looked up by the thousand. */
static uint64_t hash_word(uint32_t typeface, uint64_t first, const char *bytes,
                          size_t length)
{
    const uint64_t prime = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = (first ^ (typeface + 1) * prime ^ length) * prime;

    for (size_t at = LEXICON_PAD; at < length; at += LEXICON_PAD) {
        hash ^= hash >> 29;
        hash = (hash ^ read_bytes(bytes + at, length - at)) * prime;
    }
    return hash ^ hash >> 32;
}

static void add_slot(struct slot *slots, size_t count, const struct slot *slot)
{
    size_t at = slot->hash & (count - 1);

    while (slots[at].word)
        at = (at + 1) & (count - 1);
    slots[at] = *slot;
}

static void make_room(struct lexicon *lexicon)
{
    const size_t count = lexicon->slot_count * 2;
    struct slot *slots;

    if (lexicon->used * 2 < lexicon->slot_count)
        return;
    slots = new_slots(count);
    for (size_t i = 0; i < lexicon->slot_count; i++)
        if (lexicon->slots[i].word)
            add_slot(slots, count, &lexicon->slots[i]);
    free(lexicon->slots);
    lexicon->slots = slots;
    lexicon->slot_count = count;
}

static const struct word *learn(struct lexicon *lexicon, struct slot slot,
                                const char *dressed)
{
    const struct typeface *known = &lexicon->typefaces[slot.typeface];
    slot.word = word_shape(lexicon->forge, lexicon->arena, known->family,
                           known->style, dressed, slot.length);
    make_room(lexicon);
    add_slot(lexicon->slots, lexicon->slot_count, &slot);
    lexicon->used++;
    return slot.word;
}

static bool is_same(const struct slot *a, const struct slot *b,
                    const char *dressed)
{
    return a->hash == b->hash && a->first == b->first &&
           a->typeface == b->typeface && a->length == b->length &&
           (a->length <= LEXICON_PAD ||
            memcmp(a->word->dressed, dressed, a->length) == 0);
}

const struct word *lexicon_find(struct lexicon *lexicon, uint32_t typeface,
                                const char *dressed, size_t length)
{
    const uint64_t first = read_bytes(dressed, length);
    const struct slot wanted = {
        .hash = hash_word(typeface, first, dressed, length),
        .first = first,
        .typeface = typeface,
        .length = (uint32_t)length,
    };
    const size_t mask = lexicon->slot_count - 1;

    for (size_t at = wanted.hash & mask; lexicon->slots[at].word;
         at = (at + 1) & mask)
        if (is_same(&lexicon->slots[at], &wanted, dressed))
            return lexicon->slots[at].word;
    return learn(lexicon, wanted, dressed);
}

size_t lexicon_size(const struct lexicon *lexicon)
{
    return lexicon->used;
}
