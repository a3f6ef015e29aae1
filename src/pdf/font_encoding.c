#include "pdf/font_encoding.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

struct repertoire {
    struct arena *arena;
    const struct face *face;
    const struct repertoire *base;
    struct code *codes;
    size_t count;
    size_t room;
    uint32_t next;     ///< the next number that is not ASCII's own
    uint32_t *slots;   ///< open addressing: index in codes + 1, or 0
    size_t slot_count; ///< a power of two, more than twice the count
    const struct code
        *plain[REPERTOIRE_PLAIN]; ///< one-byte texts, first of each
};

struct repertoire *repertoire_new(struct arena *arena, const struct face *face,
                                  const struct repertoire *base)
{
    struct repertoire *repertoire = ARENA_NEW(arena, struct repertoire);

    repertoire->arena = arena;
    repertoire->face = face;
    repertoire->base = base;
    repertoire->next = base ? base->next : REPERTOIRE_PLAIN;
    return repertoire;
}

static size_t slot_of(const struct repertoire *repertoire, uint32_t glyph,
                      const char *text, size_t length)
{
    const uint64_t hash = hash_short_bytes(glyph + 1, text, length);

    return (size_t)(hash ^ hash >> 29) & (repertoire->slot_count - 1);
}

static bool is_code(const struct code *code, uint32_t glyph, const char *text,
                    size_t length)
{
    return code->glyph == glyph && code->length == length &&
           memcmp(code->text, text, length) == 0;
}

static const struct code *look_up(const struct repertoire *repertoire,
                                  uint32_t glyph, const char *text,
                                  size_t length)
{
    size_t slot;

    if (!repertoire->count)
        return NULL;
    slot = slot_of(repertoire, glyph, text, length);
    for (; repertoire->slots[slot];
         slot = (slot + 1) & (repertoire->slot_count - 1)) {
        const struct code *code =
            &repertoire->codes[repertoire->slots[slot] - 1];
        if (is_code(code, glyph, text, length))
            return code;
    }
    return NULL;
}

const struct code *repertoire_find(const struct repertoire *repertoire,
                                   uint32_t glyph, const char *text,
                                   size_t length)
{
    for (; repertoire; repertoire = repertoire->base) {
        const struct code *code = NULL;
        if (length == 1 && (unsigned char)*text < REPERTOIRE_PLAIN)
            code = repertoire->plain[(unsigned char)*text];
        if (code && code->glyph == glyph)
            return code;
        code = look_up(repertoire, glyph, text, length);
        if (code)
            return code;
    }
    return NULL;
}

static void insert(struct repertoire *repertoire, size_t index)
{
    struct code *code = &repertoire->codes[index];
    size_t slot = slot_of(repertoire, code->glyph, code->text, code->length);

    while (repertoire->slots[slot])
        slot = (slot + 1) & (repertoire->slot_count - 1);
    repertoire->slots[slot] = (uint32_t)index + 1;
    if (code->length == 1 && (unsigned char)*code->text < REPERTOIRE_PLAIN) {
        const struct code **plain =
            &repertoire->plain[(unsigned char)*code->text];
        if (!*plain || (*plain)->number == code->number)
            *plain = code;
    }
}

/* Codes move when they grow, so everything that points at them is made anew. */
static void grow(struct repertoire *repertoire)
{
    struct code *codes;

    repertoire->room = repertoire->room ? repertoire->room * 2 : 64;
    codes = ARENA_ARRAY(repertoire->arena, struct code, repertoire->room);
    if (repertoire->count)
        memcpy(codes, repertoire->codes, repertoire->count * sizeof *codes);
    repertoire->codes = codes;
    repertoire->slot_count = repertoire->room * 4;
    repertoire->slots =
        ARENA_ARRAY(repertoire->arena, uint32_t, repertoire->slot_count);
    memset(repertoire->plain, 0, sizeof repertoire->plain);
    for (size_t i = 0; i < repertoire->count; i++)
        insert(repertoire, i);
}

/* Printable ASCII that the base has not set as itself keeps its number. */
static uint32_t take_number(struct repertoire *repertoire, const char *text,
                            size_t length)
{
    const unsigned char byte = (unsigned char)*text;

    if (!repertoire->base && length == 1 && byte >= REPERTOIRE_FIRST &&
        byte < REPERTOIRE_PLAIN && !repertoire->plain[byte])
        return byte;
    return repertoire->next++;
}

bool repertoire_add(struct repertoire *repertoire, uint32_t glyph,
                    const char *text, size_t length)
{
    struct code *code;

    assert(length > 0);
    if (repertoire_find(repertoire, glyph, text, length))
        return true;
    if (repertoire->next > REPERTOIRE_LAST)
        return false;
    if (repertoire->count == repertoire->room)
        grow(repertoire);
    code = &repertoire->codes[repertoire->count];
    *code = (struct code){
        .number = take_number(repertoire, text, length),
        .glyph = glyph,
        .advance = face_advance(repertoire->face, glyph),
        .text = arena_text(repertoire->arena, text, length),
        .length = length,
    };
    insert(repertoire, repertoire->count++);
    return true;
}

static int compare_codes(const void *left, const void *right)
{
    const struct code *a = left;
    const struct code *b = right;
    const size_t length = a->length < b->length ? a->length : b->length;
    const int order = memcmp(a->text, b->text, length);

    if (a->glyph != b->glyph)
        return a->glyph < b->glyph ? -1 : 1;
    if (order)
        return order;
    return (a->length > b->length) - (a->length < b->length);
}

bool repertoire_add_sorted(struct repertoire *repertoire,
                           const struct repertoire *other)
{
    struct code *sorted;

    if (!other->count)
        return true;
    sorted = arena_copy(repertoire->arena, other->codes,
                        other->count * sizeof *sorted);
    qsort(sorted, other->count, sizeof *sorted, compare_codes);
    for (size_t i = 0; i < other->count; i++)
        if (!repertoire_add(repertoire, sorted[i].glyph, sorted[i].text,
                            sorted[i].length))
            return false;
    return true;
}

const struct code *const *repertoire_plain(const struct repertoire *repertoire)
{
    return repertoire->plain;
}

const struct code *repertoire_codes(const struct repertoire *repertoire,
                                    size_t *count)
{
    *count = repertoire->count;
    return repertoire->codes;
}

const struct repertoire *repertoire_base(const struct repertoire *repertoire)
{
    return repertoire->base;
}

const struct face *repertoire_face(const struct repertoire *repertoire)
{
    return repertoire->face;
}

bool repertoire_equal(const struct repertoire *a, const struct repertoire *b)
{
    if (a->base != b->base || a->face != b->face || a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!is_code(&a->codes[i], b->codes[i].glyph, b->codes[i].text,
                     b->codes[i].length))
            return false;
    return true;
}
