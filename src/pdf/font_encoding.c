#include "pdf/font_encoding.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

struct font_encoding {
    struct arena *arena;
    const struct face *face;
    const struct font_encoding *base;
    struct char_code *codes;
    size_t count;
    size_t capacity;
    uint32_t next;     ///< the next number that is not ASCII's own
    uint32_t *slots;   ///< open addressing: index in codes + 1, or 0
    size_t slot_count; ///< a power of two, more than twice the count
    const struct char_code
        *plain[FONT_ENCODING_ASCII_END]; ///< one-byte texts, first of each
};

struct font_encoding *font_encoding_new(struct arena *arena,
                                        const struct face *face,
                                        const struct font_encoding *base)
{
    struct font_encoding *encoding = ARENA_NEW(arena, struct font_encoding);

    encoding->arena = arena;
    encoding->face = face;
    encoding->base = base;
    encoding->next = base ? base->next : FONT_ENCODING_ASCII_END;
    return encoding;
}

static size_t slot_of(const struct font_encoding *encoding, uint32_t glyph,
                      const char *text, size_t length)
{
    const uint64_t hash = hash_fnv_bytes(glyph + 1, text, length);

    return (size_t)(hash ^ hash >> 29) & (encoding->slot_count - 1);
}

static bool is_code(const struct char_code *code, uint32_t glyph,
                    const char *text, size_t length)
{
    return code->glyph == glyph && code->length == length &&
           memcmp(code->text, text, length) == 0;
}

static const struct char_code *look_up(const struct font_encoding *encoding,
                                       uint32_t glyph, const char *text,
                                       size_t length)
{
    size_t slot;

    if (!encoding->count)
        return NULL;
    slot = slot_of(encoding, glyph, text, length);
    for (; encoding->slots[slot];
         slot = (slot + 1) & (encoding->slot_count - 1)) {
        const struct char_code *code =
            &encoding->codes[encoding->slots[slot] - 1];
        if (is_code(code, glyph, text, length))
            return code;
    }
    return NULL;
}

const struct char_code *font_encoding_find(const struct font_encoding *encoding,
                                           uint32_t glyph, const char *text,
                                           size_t length)
{
    for (; encoding; encoding = encoding->base) {
        const struct char_code *code = NULL;
        if (length == 1 && (unsigned char)*text < FONT_ENCODING_ASCII_END)
            code = encoding->plain[(unsigned char)*text];
        if (code && code->glyph == glyph)
            return code;
        code = look_up(encoding, glyph, text, length);
        if (code)
            return code;
    }
    return NULL;
}

static void insert(struct font_encoding *encoding, size_t index)
{
    struct char_code *code = &encoding->codes[index];
    size_t slot = slot_of(encoding, code->glyph, code->text, code->length);

    while (encoding->slots[slot])
        slot = (slot + 1) & (encoding->slot_count - 1);
    encoding->slots[slot] = (uint32_t)index + 1;
    if (code->length == 1 &&
        (unsigned char)*code->text < FONT_ENCODING_ASCII_END) {
        const struct char_code **plain =
            &encoding->plain[(unsigned char)*code->text];
        if (!*plain || (*plain)->number == code->number)
            *plain = code;
    }
}

/* Growing moves the codes, so all pointers to them are set again. */
static void grow(struct font_encoding *encoding)
{
    struct char_code *codes;

    encoding->capacity = encoding->capacity ? encoding->capacity * 2 : 64;
    codes = ARENA_ARRAY(encoding->arena, struct char_code, encoding->capacity);
    if (encoding->count)
        memcpy(codes, encoding->codes, encoding->count * sizeof *codes);
    encoding->codes = codes;
    encoding->slot_count = encoding->capacity * 4;
    encoding->slots =
        ARENA_ARRAY(encoding->arena, uint32_t, encoding->slot_count);
    memset(encoding->plain, 0, sizeof encoding->plain);
    for (size_t i = 0; i < encoding->count; i++)
        insert(encoding, i);
}

/* Printable ASCII has its own number, unless the base uses that for another
 * glyph. */
static uint32_t take_number(struct font_encoding *encoding, const char *text,
                            size_t length)
{
    const unsigned char byte = (unsigned char)*text;

    if (!encoding->base && length == 1 && byte >= FONT_ENCODING_FIRST &&
        byte < FONT_ENCODING_ASCII_END && !encoding->plain[byte])
        return byte;
    return encoding->next++;
}

bool font_encoding_add(struct font_encoding *encoding, uint32_t glyph,
                       const char *text, size_t length)
{
    struct char_code *code;

    assert(length > 0);
    if (font_encoding_find(encoding, glyph, text, length))
        return true;
    if (encoding->next > FONT_ENCODING_LAST)
        return false;
    if (encoding->count == encoding->capacity)
        grow(encoding);
    code = &encoding->codes[encoding->count];
    *code = (struct char_code){
        .number = take_number(encoding, text, length),
        .glyph = glyph,
        .advance = face_advance(encoding->face, glyph),
        .text = arena_strndup(encoding->arena, text, length),
        .length = length,
    };
    insert(encoding, encoding->count++);
    return true;
}

static int compare_codes(const void *left, const void *right)
{
    const struct char_code *a = left;
    const struct char_code *b = right;
    const size_t length = a->length < b->length ? a->length : b->length;
    const int order = memcmp(a->text, b->text, length);

    if (a->glyph != b->glyph)
        return a->glyph < b->glyph ? -1 : 1;
    if (order)
        return order;
    return (a->length > b->length) - (a->length < b->length);
}

bool font_encoding_add_sorted(struct font_encoding *encoding,
                              const struct font_encoding *other)
{
    struct char_code *sorted;

    if (!other->count)
        return true;
    sorted = arena_copy(encoding->arena, other->codes,
                        other->count * sizeof *sorted);
    qsort(sorted, other->count, sizeof *sorted, compare_codes);
    for (size_t i = 0; i < other->count; i++)
        if (!font_encoding_add(encoding, sorted[i].glyph, sorted[i].text,
                               sorted[i].length))
            return false;
    return true;
}

const struct char_code *const *
font_encoding_ascii(const struct font_encoding *encoding)
{
    return encoding->plain;
}

const struct char_code *
font_encoding_codes(const struct font_encoding *encoding, size_t *count)
{
    *count = encoding->count;
    return encoding->codes;
}

const struct font_encoding *
font_encoding_base(const struct font_encoding *encoding)
{
    return encoding->base;
}

const struct face *font_encoding_face(const struct font_encoding *encoding)
{
    return encoding->face;
}

bool font_encoding_equal(const struct font_encoding *a,
                         const struct font_encoding *b)
{
    if (a->base != b->base || a->face != b->face || a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!is_code(&a->codes[i], b->codes[i].glyph, b->codes[i].text,
                     b->codes[i].length))
            return false;
    return true;
}
