#include "pdf/static_deflate.h"

#include <libdeflate.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/memory.h"
#include "pdf/static_deflate_codes.h"

/*
 * A stream is one block:
 *
 *     78 01 | block's head | packed | ahead | packed | ahead | end | Adler-32
 *
 * The head has the lengths of the symbols' codes; it is constant. Parts packed
 * ahead refer back only to their own beginning, so their bits fit anywhere;
 * other parts may refer back to the whole page.
 *
 * The search for repeats is fast: only the last position of the same four
 * bytes is tried. A repeat is used if it needs fewer bits than its bytes.
 */

enum {
    REPEAT_MIN = 4,
    REPEAT_MAX = 258,
    REACH = 32768,
    PLACES_BITS = 12,
    PLACES = 1 << PLACES_BITS,
    END_OF_BLOCK = 256, ///< the symbol that ends a block
    LENGTH_SYMBOL = 257,
    WORD = 8,
    HELD_MAX = 48,      ///< pending bits, before a literal
    NEAR = 256,         ///< distances up to this have an entry each
    FAR_STEP = 128,     ///< larger distances: one entry for so many
    ZLIB_HEAD = 0x0178, ///< deflate, 32 kB; written low byte first
};

/* A code's bits in writing order, the first lowest. */
struct huffman_code {
    uint32_t bits;
    uint32_t length;
};

/* A symbol for a range of distances. */
struct distance {
    struct huffman_code code;
    uint16_t base;  ///< its smallest value
    uint16_t extra; ///< number of extra bits
};

/* The last position of four bytes, by their hash, plus one. Positions continue
 * from stream to stream, so that the table need not be cleared. */
struct history {
    uint32_t base;  ///< start of the current stream
    uint32_t size;  ///< of the current stream
    uint32_t floor; ///< earlier positions are ignored
    uint32_t places[PLACES];
};

/* The output of bits. Copied in loops, to keep it in registers. */
struct bit_writer {
    unsigned char *at;
    uint64_t held; ///< bits not yet written
    unsigned held_count;
};

struct static_deflate {
    struct huffman_code literals[STATIC_DEFLATE_LITERALS];
    struct huffman_code lengths[REPEAT_MAX + 1]; ///< with their extra bits
    struct distance distances[STATIC_DEFLATE_DISTANCES];
    unsigned char near[NEAR]; ///< index of the distance code, by distance less
                              ///< one
    unsigned char far[REACH / FAR_STEP];
    struct buffer head; ///< the block's
    size_t head_bits;
    struct history page;  ///< for the bytes between parts
    struct history part;  ///< for the current part
    unsigned char *bytes; ///< being written
    size_t capacity;
    struct bit_writer bit_writer; ///< into bytes
};

/* ---- bits ---- */

static void reserve(struct static_deflate *static_deflate, size_t size)
{
    ARRAY_RESERVE(static_deflate->bytes, size, static_deflate->capacity);
    static_deflate->bit_writer =
        (struct bit_writer){static_deflate->bytes, 0, 0};
}

/* Eight bytes as a number, the first lowest, and back. */
static inline uint64_t little_endian(uint64_t word)
{
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(word)
                                                  : word;
}

static inline uint64_t read_word(const void *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Fewer than eight bits remain. */
static inline void flush(struct bit_writer *bit_writer)
{
    const uint64_t word = little_endian(bit_writer->held);

    memcpy(bit_writer->at, &word, sizeof word);
    bit_writer->at += bit_writer->held_count / 8;
    bit_writer->held >>= bit_writer->held_count & ~7U;
    bit_writer->held_count &= 7;
}

static inline void put(struct bit_writer *bit_writer, uint64_t bits,
                       unsigned count)
{
    bit_writer->held |= bits << bit_writer->held_count;
    bit_writer->held_count += count;
}

static void put_packing(struct static_deflate *static_deflate,
                        const unsigned char *bits, size_t count)
{
    enum { STEP = 48 };
    static const uint64_t mask = (UINT64_C(1) << STEP) - 1;
    struct bit_writer bit_writer = static_deflate->bit_writer;

    flush(&bit_writer);
    for (; count > STEP; count -= STEP, bits += STEP / 8) {
        put(&bit_writer, little_endian(read_word(bits)) & mask, STEP);
        flush(&bit_writer);
    }
    put(&bit_writer,
        little_endian(read_word(bits)) & ((UINT64_C(1) << count) - 1),
        (unsigned)count);
    flush(&bit_writer);
    static_deflate->bit_writer = bit_writer;
}

static size_t written(const struct static_deflate *static_deflate)
{
    return (size_t)(static_deflate->bit_writer.at - static_deflate->bytes) * 8 +
           static_deflate->bit_writer.held_count;
}

/* Fills the last byte. @return the number of bytes */
static size_t finish(struct static_deflate *static_deflate)
{
    struct bit_writer *bit_writer = &static_deflate->bit_writer;

    flush(bit_writer);
    bit_writer->held_count = (bit_writer->held_count + 7) & ~7U;
    flush(bit_writer);
    return (size_t)(bit_writer->at - static_deflate->bytes);
}

static void take_bits(struct static_deflate *static_deflate,
                      struct buffer *bits)
{
    static const char pad[STATIC_DEFLATE_PADDING] = {0};

    buffer_add(bits, static_deflate->bytes, finish(static_deflate));
    buffer_add(bits, pad, sizeof pad);
}

/* ---- codes ---- */

static uint32_t reversed(uint32_t bits, unsigned length)
{
    uint32_t turned = 0;

    for (unsigned i = 0; i < length; i++)
        turned |= (bits >> i & 1) << (length - 1 - i);
    return turned;
}

/* RFC 1951, 3.2.2: computes codes from their lengths. */
static void make_codes(const unsigned char *lengths, size_t count,
                       struct huffman_code *codes)
{
    enum { LENGTH_MAX = 15 };
    uint32_t next = 0;

    for (unsigned length = 1; length <= LENGTH_MAX; length++) {
        next <<= 1;
        for (size_t i = 0; i < count; i++)
            if (lengths[i] == length)
                codes[i] =
                    (struct huffman_code){reversed(next++, length), length};
    }
}

/* RFC 1951, 3.2.5: 8 lengths without extra bits, then 4 for each number. */
static void make_lengths(struct static_deflate *static_deflate)
{
    unsigned base = 3;

    for (unsigned symbol = 0; symbol < 28; symbol++) {
        const struct huffman_code code =
            static_deflate->literals[LENGTH_SYMBOL + symbol];
        const unsigned extra = symbol < 8 ? 0 : symbol / 4 - 1;
        for (unsigned i = 0; i < 1U << extra && base + i <= REPEAT_MAX; i++)
            static_deflate->lengths[base + i] = (struct huffman_code){
                code.bits | i << code.length, code.length + extra};
        base += 1U << extra;
    }
    static_deflate->lengths[REPEAT_MAX] =
        static_deflate->literals[LENGTH_SYMBOL + 28];
}

/* Like the function above, for distances: 4 without extra bits, then 2 for
 * each number. */
static void make_distances(struct static_deflate *static_deflate,
                           const struct static_deflate_codes *codes)
{
    struct huffman_code made[STATIC_DEFLATE_DISTANCES] = {{0, 0}};
    unsigned base = 1;

    make_codes(codes->distances, STATIC_DEFLATE_DISTANCES, made);
    for (unsigned i = 0; i < STATIC_DEFLATE_DISTANCES; i++) {
        const unsigned extra = i < 4 ? 0 : i / 2 - 1;
        const unsigned end = base + (1U << extra);
        static_deflate->distances[i] =
            (struct distance){made[i], (uint16_t)base, (uint16_t)extra};
        for (; base < end && base <= NEAR; base++)
            static_deflate->near[base - 1] = (unsigned char)i;
        for (; base < end; base += FAR_STEP)
            static_deflate->far[base / FAR_STEP] = (unsigned char)i;
    }
}

static inline const struct distance *
find_distance(const struct static_deflate *static_deflate, unsigned distance)
{
    const unsigned history = distance - 1;

    return &static_deflate
                ->distances[history < NEAR
                                ? static_deflate->near[history]
                                : static_deflate->far[history / FAR_STEP]];
}

/* ---- repeats ---- */

static inline uint32_t place_of(const char *bytes)
{
    uint32_t four;

    memcpy(&four, bytes, sizeof four);
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
        four = __builtin_bswap32(four);
    return four * UINT32_C(0x9E3779B1) >> (32 - PLACES_BITS);
}

/* @return the number of equal leading bytes of two words */
static inline size_t same_bytes(uint64_t a, uint64_t b)
{
    const uint64_t other = little_endian(a ^ b);

    return other ? (size_t)__builtin_ctzll(other) / 8 : WORD;
}

/* Reads beyond @p max, but not beyond @p readable. */
static inline size_t count_same(const char *later, const char *before,
                                size_t max, size_t readable)
{
    size_t same = 0;

    while (same < max && same + WORD <= readable) {
        const size_t more =
            same_bytes(read_word(later + same), read_word(before + same));
        same += more;
        if (more < WORD)
            return same < max ? same : max;
    }
    while (same < max && later[same] == before[same])
        same++;
    return same < max ? same : max;
}

/* Writes a repeat. @return false if its bytes would be shorter */
static inline bool put_repeat(const struct static_deflate *static_deflate,
                              struct bit_writer *bit_writer, size_t size,
                              unsigned distance)
{
    enum { USUAL = 5 }; /* bits of a literal */
    const struct huffman_code length = static_deflate->lengths[size];
    const struct distance *back = find_distance(static_deflate, distance);

    if (size * USUAL < length.length + back->code.length + back->extra)
        return false;
    flush(bit_writer);
    put(bit_writer, length.bits, length.length);
    put(bit_writer, back->code.bits, back->code.length);
    put(bit_writer, distance - back->base, back->extra);
    return true;
}

/* A flush serves several literals. */
static inline void put_literal(const struct static_deflate *static_deflate,
                               struct bit_writer *bit_writer, unsigned symbol)
{
    const struct huffman_code code = static_deflate->literals[symbol];

    if (bit_writer->held_count > HELD_MAX)
        flush(bit_writer);
    put(bit_writer, code.bits, code.length);
}

static void put_literals(struct static_deflate *static_deflate,
                         const char *bytes, size_t count)
{
    struct bit_writer bit_writer = static_deflate->bit_writer;

    for (size_t i = 0; i < count; i++)
        put_literal(static_deflate, &bit_writer, (unsigned char)bytes[i]);
    static_deflate->bit_writer = bit_writer;
}

/* Tries the last position of the bytes at @p at. @return the length of a
 * repeat, or 0 */
static inline size_t try_repeat(const struct static_deflate *static_deflate,
                                struct bit_writer *bit_writer,
                                struct history *history, const char *bytes,
                                size_t at, size_t end)
{
    uint32_t *position = &history->places[place_of(bytes + at)];
    const uint32_t last = *position;
    const uint32_t here = history->base + (uint32_t)at + 1;
    const size_t max = end - at < REPEAT_MAX ? end - at : REPEAT_MAX;
    size_t size;

    *position = here;
    if (last <= history->floor || here - last > REACH)
        return 0;
    size = count_same(bytes + at, bytes + at - (here - last), max,
                      history->size - at);
    if (size < REPEAT_MIN ||
        !put_repeat(static_deflate, bit_writer, size, here - last))
        return 0;
    return size;
}

/* Only some positions of a repeat are recorded: repeats usually recur whole.
 */
static inline void note_places(struct history *history, const char *bytes,
                               size_t from, size_t end)
{
    enum { NOTED = 2 };
    const size_t last = end - from < NOTED ? end : from + NOTED;

    for (size_t at = from; at < last; at++)
        history->places[place_of(bytes + at)] =
            history->base + (uint32_t)at + 1;
}

static void pack(struct static_deflate *static_deflate, struct history *history,
                 const char *bytes, size_t at, size_t end)
{
    struct bit_writer bit_writer = static_deflate->bit_writer;

    while (at + REPEAT_MIN <= end) {
        const size_t size =
            try_repeat(static_deflate, &bit_writer, history, bytes, at, end);
        if (!size) {
            put_literal(static_deflate, &bit_writer,
                        (unsigned char)bytes[at++]);
            continue;
        }
        if (at + size + REPEAT_MIN <= end)
            note_places(history, bytes, at + 1, at + size);
        at += size;
    }
    while (at < end)
        put_literal(static_deflate, &bit_writer, (unsigned char)bytes[at++]);
    static_deflate->bit_writer = bit_writer;
}

/* Begins a stream of @p size bytes, without history. */
static void begin_history(struct history *history, size_t size)
{
    const uint32_t next = history->base + history->size;

    if (size >= UINT32_MAX - next) {
        memset(history, 0, sizeof *history);
    } else {
        history->base = history->floor = next;
    }
    history->size = (uint32_t)size;
}

static void pack_alone(struct static_deflate *static_deflate, const char *bytes,
                       size_t start, size_t end)
{
    static_deflate->part.floor = static_deflate->part.base + (uint32_t)start;
    pack(static_deflate, &static_deflate->part, bytes, start, end);
}

/* ---- the block's head ---- */

/** Maximum bits of a literal, or of any symbol. */
enum { SYMBOL_MAX = 15 };

static size_t count_equal(const unsigned char *lengths, size_t count)
{
    size_t equal = 1;

    while (equal < count && lengths[equal] == lengths[0])
        equal++;
    return equal;
}

/* RFC 1951, 3.2.7: every symbol has a code, so lengths are written singly or
 * as 3 to 6 repeats. */
static void put_code_lengths(struct static_deflate *static_deflate,
                             const unsigned char *code_lengths,
                             const unsigned char *lengths, size_t count)
{
    enum { SAME = 16, SAME_MIN = 3, SAME_MAX = 6 };
    struct huffman_code codes[STATIC_DEFLATE_CODE_LENGTHS] = {{0, 0}};
    struct bit_writer *bit_writer = &static_deflate->bit_writer;

    make_codes(code_lengths, STATIC_DEFLATE_CODE_LENGTHS, codes);
    while (count) {
        size_t more = count_equal(lengths, count) - 1;
        more = more > SAME_MAX ? SAME_MAX : more;
        more = more < SAME_MIN ? 0 : more;
        put(bit_writer, codes[*lengths].bits, codes[*lengths].length);
        if (more) {
            put(bit_writer, codes[SAME].bits, codes[SAME].length);
            put(bit_writer, more - SAME_MIN, 2);
        }
        flush(bit_writer);
        lengths += 1 + more;
        count -= 1 + more;
    }
}

static void make_head(struct static_deflate *static_deflate,
                      const struct static_deflate_codes *codes)
{
    static const unsigned char order[STATIC_DEFLATE_CODE_LENGTHS] = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    enum { FINAL = 1, DYNAMIC = 2, HEAD_LIMIT = 1024 };
    unsigned char all[STATIC_DEFLATE_LITERALS + STATIC_DEFLATE_DISTANCES];
    struct bit_writer *bit_writer = &static_deflate->bit_writer;

    reserve(static_deflate, HEAD_LIMIT);
    put(bit_writer, FINAL | DYNAMIC << 1, 3);
    put(bit_writer, STATIC_DEFLATE_LITERALS - 257, 5);
    put(bit_writer, STATIC_DEFLATE_DISTANCES - 1, 5);
    put(bit_writer, STATIC_DEFLATE_CODE_LENGTHS - 4, 4);
    for (size_t i = 0; i < STATIC_DEFLATE_CODE_LENGTHS; i++) {
        put(bit_writer, codes->code_lengths[order[i]], 3);
        flush(bit_writer);
    }
    memcpy(all, codes->literals, STATIC_DEFLATE_LITERALS);
    memcpy(all + STATIC_DEFLATE_LITERALS, codes->distances,
           STATIC_DEFLATE_DISTANCES);
    put_code_lengths(static_deflate, codes->code_lengths, all, sizeof all);
    static_deflate->head_bits = written(static_deflate);
    take_bits(static_deflate, &static_deflate->head);
}

struct static_deflate *
static_deflate_new(const struct static_deflate_codes *codes)
{
    struct static_deflate *static_deflate =
        memory_alloc(sizeof *static_deflate);

    *static_deflate = (struct static_deflate){.head = buffer_new(4096)};
    make_codes(codes->literals, STATIC_DEFLATE_LITERALS,
               static_deflate->literals);
    make_lengths(static_deflate);
    make_distances(static_deflate, codes);
    make_head(static_deflate, codes);
    return static_deflate;
}

void static_deflate_free(struct static_deflate *static_deflate)
{
    if (!static_deflate)
        return;
    buffer_free(&static_deflate->head);
    free(static_deflate->bytes);
    free(static_deflate);
}

/* ---- streams ---- */

static size_t bound(size_t size)
{
    return size * SYMBOL_MAX / 8 + 64;
}

size_t static_deflate_pack(struct static_deflate *static_deflate,
                           const char *bytes, size_t size, struct buffer *bits)
{
    size_t count;

    reserve(static_deflate, bound(size));
    begin_history(&static_deflate->part, size);
    pack_alone(static_deflate, bytes, 0, size);
    count = written(static_deflate);
    take_bits(static_deflate, bits);
    return count;
}

static void put_check(struct static_deflate *static_deflate,
                      const struct buffer *stream)
{
    const uint32_t sum = libdeflate_adler32(1, stream->bytes, stream->length);

    for (int i = 3; i >= 0; i--)
        *static_deflate->bit_writer.at++ = (unsigned char)(sum >> 8 * i);
}

static void add_part(struct static_deflate *static_deflate, const char *bytes,
                     const struct stream_part *part)
{
    const size_t end = part->start + part->size;

    if (part->packed.bits)
        put_packing(static_deflate, part->packed.bits, part->packed.count);
    else if (part->plain)
        put_literals(static_deflate, bytes + part->start, part->size);
    else
        pack_alone(static_deflate, bytes, part->start, end);
}

void static_deflate_add(struct static_deflate *static_deflate,
                        const struct buffer *stream,
                        const struct stream_part *parts, size_t count,
                        struct buffer *buffer)
{
    const char *bytes = buffer_text(stream);
    size_t at = 0;

    reserve(static_deflate,
            bound(stream->length) + static_deflate->head.length);
    begin_history(&static_deflate->page, stream->length);
    begin_history(&static_deflate->part, stream->length);
    put(&static_deflate->bit_writer, ZLIB_HEAD, 16);
    put_packing(static_deflate,
                (const unsigned char *)static_deflate->head.bytes,
                static_deflate->head_bits);
    for (size_t i = 0; i < count; i++) {
        pack(static_deflate, &static_deflate->page, bytes, at, parts[i].start);
        add_part(static_deflate, bytes, &parts[i]);
        at = parts[i].start + parts[i].size;
    }
    pack(static_deflate, &static_deflate->page, bytes, at, stream->length);
    put_literal(static_deflate, &static_deflate->bit_writer, END_OF_BLOCK);
    finish(static_deflate);
    put_check(static_deflate, stream);
    buffer_add(buffer, static_deflate->bytes,
               (size_t)(static_deflate->bit_writer.at - static_deflate->bytes));
}
