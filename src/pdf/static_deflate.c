#include "pdf/static_deflate.h"

#include <libdeflate.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "pdf/static_deflate_codes.h"

/*
 * A stream is one block:
 *
 *     78 01 | block's head | packed | ahead | packed | ahead | end | Adler-32
 *
 * The head says how long each symbol's code is, which is the same in all
 * streams and made once. What was packed ahead looks back no further than its
 * own beginning, so its bits fit anywhere; what is packed in its place looks
 * back over the whole page.
 *
 * Repeats are looked for the fast way: the last place at which the same four
 * bytes stood. A repeat is taken where it needs fewer bits than its bytes.
 */

enum {
    REPEAT_MIN = 4,
    REPEAT_MAX = 258,
    REACH = 32768,
    PLACES_BITS = 12,
    PLACES = 1 << PLACES_BITS,
    END = 256, ///< the symbol that ends a block
    LENGTH_SYMBOL = 257,
    WORD = 8,
    HELD_MOST = 48,     ///< bits that wait to be written, before a literal
    NEAR = 256,         ///< distances up to this have an entry each
    FAR_STEP = 128,     ///< those beyond one for so many
    ZLIB_HEAD = 0x0178, ///< deflate, 32 kB; written low byte first
};

/* Bits as they are written, the first lowest. */
struct code {
    uint32_t bits;
    uint32_t length;
};

/* What says how far back a repeat is. */
struct distance {
    struct code code;
    uint16_t base;  ///< the least that it says
    uint16_t extra; ///< bits that say how much more
};

/* Where four bytes stood last, by their hash, plus one. Places go on counting
 * from one stream to the next, so that what is past need not be wiped out. */
struct past {
    uint32_t base;  ///< where the stream in hand begins
    uint32_t size;  ///< of the stream in hand
    uint32_t floor; ///< nothing before this counts
    uint32_t places[PLACES];
};

/* Where bits go. Copied while many are written, to stay in registers. */
struct writer {
    unsigned char *at;
    uint64_t held; ///< bits that do not fill a byte yet
    unsigned held_count;
};

struct compactor {
    struct code literals[COMPACTOR_LITERALS];
    struct code lengths[REPEAT_MAX + 1]; ///< with what is extra
    struct distance distances[COMPACTOR_DISTANCES];
    unsigned char near[NEAR]; ///< which of them, by distance less one
    unsigned char far[REACH / FAR_STEP];
    struct buffer head; ///< the block's
    size_t head_bits;
    struct past page;     ///< for what lies between strands
    struct past strand;   ///< for the strand in hand
    unsigned char *bytes; ///< being written
    size_t room;
    struct writer writer; ///< into bytes
};

/* ---- bits ---- */

static void make_room(struct compactor *compactor, size_t size)
{
    if (size > compactor->room) {
        compactor->room = size * 2;
        compactor->bytes = memory_resize(compactor->bytes, compactor->room, 1);
    }
    compactor->writer = (struct writer){compactor->bytes, 0, 0};
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

/* Fewer than eight bits stay behind. */
static inline void flush(struct writer *writer)
{
    const uint64_t word = little_endian(writer->held);

    memcpy(writer->at, &word, sizeof word);
    writer->at += writer->held_count / 8;
    writer->held >>= writer->held_count & ~7U;
    writer->held_count &= 7;
}

static inline void put(struct writer *writer, uint64_t bits, unsigned count)
{
    writer->held |= bits << writer->held_count;
    writer->held_count += count;
}

static void put_packing(struct compactor *compactor, const unsigned char *bits,
                        size_t count)
{
    enum { STEP = 48 };
    static const uint64_t mask = (UINT64_C(1) << STEP) - 1;
    struct writer writer = compactor->writer;

    flush(&writer);
    for (; count > STEP; count -= STEP, bits += STEP / 8) {
        put(&writer, little_endian(read_word(bits)) & mask, STEP);
        flush(&writer);
    }
    put(&writer, little_endian(read_word(bits)) & ((UINT64_C(1) << count) - 1),
        (unsigned)count);
    flush(&writer);
    compactor->writer = writer;
}

static size_t written(const struct compactor *compactor)
{
    return (size_t)(compactor->writer.at - compactor->bytes) * 8 +
           compactor->writer.held_count;
}

/* Fills the last byte. @return how many there are */
static size_t finish(struct compactor *compactor)
{
    struct writer *writer = &compactor->writer;

    flush(writer);
    writer->held_count = (writer->held_count + 7) & ~7U;
    flush(writer);
    return (size_t)(writer->at - compactor->bytes);
}

static void take_bits(struct compactor *compactor, struct buffer *bits)
{
    static const char pad[COMPACTOR_PAD] = {0};

    buffer_add(bits, compactor->bytes, finish(compactor));
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

/* RFC 1951, 3.2.2: codes follow from their lengths. */
static void make_codes(const unsigned char *lengths, size_t count,
                       struct code *codes)
{
    enum { LENGTH_MAX = 15 };
    uint32_t next = 0;

    for (unsigned length = 1; length <= LENGTH_MAX; length++) {
        next <<= 1;
        for (size_t i = 0; i < count; i++)
            if (lengths[i] == length)
                codes[i] = (struct code){reversed(next++, length), length};
    }
}

/* RFC 1951, 3.2.5: 8 lengths without extra bits, then 4 for each number. */
static void make_lengths(struct compactor *compactor)
{
    unsigned base = 3;

    for (unsigned symbol = 0; symbol < 28; symbol++) {
        const struct code code = compactor->literals[LENGTH_SYMBOL + symbol];
        const unsigned extra = symbol < 8 ? 0 : symbol / 4 - 1;
        for (unsigned i = 0; i < 1U << extra && base + i <= REPEAT_MAX; i++)
            compactor->lengths[base + i] = (struct code){
                code.bits | i << code.length, code.length + extra};
        base += 1U << extra;
    }
    compactor->lengths[REPEAT_MAX] = compactor->literals[LENGTH_SYMBOL + 28];
}

/* The same for how far back: 4 without extra bits, then 2 for each number. */
static void make_distances(struct compactor *compactor,
                           const struct compactor_codes *codes)
{
    struct code made[COMPACTOR_DISTANCES] = {{0, 0}};
    unsigned base = 1;

    make_codes(codes->distances, COMPACTOR_DISTANCES, made);
    for (unsigned i = 0; i < COMPACTOR_DISTANCES; i++) {
        const unsigned extra = i < 4 ? 0 : i / 2 - 1;
        const unsigned end = base + (1U << extra);
        compactor->distances[i] =
            (struct distance){made[i], (uint16_t)base, (uint16_t)extra};
        for (; base < end && base <= NEAR; base++)
            compactor->near[base - 1] = (unsigned char)i;
        for (; base < end; base += FAR_STEP)
            compactor->far[base / FAR_STEP] = (unsigned char)i;
    }
}

static inline const struct distance *
find_distance(const struct compactor *compactor, unsigned distance)
{
    const unsigned past = distance - 1;

    return &compactor->distances[past < NEAR ? compactor->near[past]
                                             : compactor->far[past / FAR_STEP]];
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

/* How many bytes two words have in common from the first on. */
static inline size_t same_bytes(uint64_t a, uint64_t b)
{
    const uint64_t other = little_endian(a ^ b);

    return other ? (size_t)__builtin_ctzll(other) / 8 : WORD;
}

/* Looks past @p most, but not past @p readable bytes of what stands later. */
static inline size_t count_same(const char *later, const char *earlier,
                                size_t most, size_t readable)
{
    size_t same = 0;

    while (same < most && same + WORD <= readable) {
        const size_t more =
            same_bytes(read_word(later + same), read_word(earlier + same));
        same += more;
        if (more < WORD)
            return same < most ? same : most;
    }
    while (same < most && later[same] == earlier[same])
        same++;
    return same < most ? same : most;
}

/* Writes a repeat. @return false: it takes more than a few bytes would */
static inline bool put_repeat(const struct compactor *compactor,
                              struct writer *writer, size_t size,
                              unsigned distance)
{
    enum { USUAL = 5 }; /* bits of a literal */
    const struct code length = compactor->lengths[size];
    const struct distance *back = find_distance(compactor, distance);

    if (size * USUAL < length.length + back->code.length + back->extra)
        return false;
    flush(writer);
    put(writer, length.bits, length.length);
    put(writer, back->code.bits, back->code.length);
    put(writer, distance - back->base, back->extra);
    return true;
}

/* A flush serves several literals. */
static inline void put_literal(const struct compactor *compactor,
                               struct writer *writer, unsigned symbol)
{
    const struct code code = compactor->literals[symbol];

    if (writer->held_count > HELD_MOST)
        flush(writer);
    put(writer, code.bits, code.length);
}

static void put_literals(struct compactor *compactor, const char *bytes,
                         size_t count)
{
    struct writer writer = compactor->writer;

    for (size_t i = 0; i < count; i++)
        put_literal(compactor, &writer, (unsigned char)bytes[i]);
    compactor->writer = writer;
}

/* Tries what stood last where @p at is. @return its bytes, or 0 */
static inline size_t try_repeat(const struct compactor *compactor,
                                struct writer *writer, struct past *past,
                                const char *bytes, size_t at, size_t end)
{
    uint32_t *place = &past->places[place_of(bytes + at)];
    const uint32_t last = *place;
    const uint32_t here = past->base + (uint32_t)at + 1;
    const size_t most = end - at < REPEAT_MAX ? end - at : REPEAT_MAX;
    size_t size;

    *place = here;
    if (last <= past->floor || here - last > REACH)
        return 0;
    size = count_same(bytes + at, bytes + at - (here - last), most,
                      past->size - at);
    if (size < REPEAT_MIN || !put_repeat(compactor, writer, size, here - last))
        return 0;
    return size;
}

/* Of a repeat, most places are not worth it: what comes again comes whole. */
static inline void note_places(struct past *past, const char *bytes,
                               size_t from, size_t end)
{
    enum { NOTED = 2 };
    const size_t last = end - from < NOTED ? end : from + NOTED;

    for (size_t at = from; at < last; at++)
        past->places[place_of(bytes + at)] = past->base + (uint32_t)at + 1;
}

static void pack(struct compactor *compactor, struct past *past,
                 const char *bytes, size_t at, size_t end)
{
    struct writer writer = compactor->writer;

    while (at + REPEAT_MIN <= end) {
        const size_t size =
            try_repeat(compactor, &writer, past, bytes, at, end);
        if (!size) {
            put_literal(compactor, &writer, (unsigned char)bytes[at++]);
            continue;
        }
        if (at + size + REPEAT_MIN <= end)
            note_places(past, bytes, at + 1, at + size);
        at += size;
    }
    while (at < end)
        put_literal(compactor, &writer, (unsigned char)bytes[at++]);
    compactor->writer = writer;
}

/* Begins a stream of @p size bytes: nothing stands before it. */
static void begin_past(struct past *past, size_t size)
{
    const uint32_t next = past->base + past->size;

    if (size >= UINT32_MAX - next) {
        memset(past, 0, sizeof *past);
    } else {
        past->base = past->floor = next;
    }
    past->size = (uint32_t)size;
}

static void pack_alone(struct compactor *compactor, const char *bytes,
                       size_t start, size_t end)
{
    compactor->strand.floor = compactor->strand.base + (uint32_t)start;
    pack(compactor, &compactor->strand, bytes, start, end);
}

/* ---- the block's head ---- */

/** Most bits of a literal: of any symbol, that is. */
enum { SYMBOL_MOST = 15 };

static size_t count_equal(const unsigned char *lengths, size_t count)
{
    size_t equal = 1;

    while (equal < count && lengths[equal] == lengths[0])
        equal++;
    return equal;
}

/* RFC 1951, 3.2.7: no symbol of ours has no code, so that lengths are told one
 * by one, or as 3 to 6 more of the same. */
static void put_code_lengths(struct compactor *compactor,
                             const unsigned char *tellers,
                             const unsigned char *lengths, size_t count)
{
    enum { SAME = 16, SAME_MIN = 3, SAME_MAX = 6 };
    struct code codes[COMPACTOR_TELLERS] = {{0, 0}};
    struct writer *writer = &compactor->writer;

    make_codes(tellers, COMPACTOR_TELLERS, codes);
    while (count) {
        size_t more = count_equal(lengths, count) - 1;
        more = more > SAME_MAX ? SAME_MAX : more;
        more = more < SAME_MIN ? 0 : more;
        put(writer, codes[*lengths].bits, codes[*lengths].length);
        if (more) {
            put(writer, codes[SAME].bits, codes[SAME].length);
            put(writer, more - SAME_MIN, 2);
        }
        flush(writer);
        lengths += 1 + more;
        count -= 1 + more;
    }
}

static void make_head(struct compactor *compactor,
                      const struct compactor_codes *codes)
{
    static const unsigned char order[COMPACTOR_TELLERS] = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    enum { FINAL = 1, DYNAMIC = 2, ROOM = 1024 };
    unsigned char all[COMPACTOR_LITERALS + COMPACTOR_DISTANCES];
    struct writer *writer = &compactor->writer;

    make_room(compactor, ROOM);
    put(writer, FINAL | DYNAMIC << 1, 3);
    put(writer, COMPACTOR_LITERALS - 257, 5);
    put(writer, COMPACTOR_DISTANCES - 1, 5);
    put(writer, COMPACTOR_TELLERS - 4, 4);
    for (size_t i = 0; i < COMPACTOR_TELLERS; i++) {
        put(writer, codes->tellers[order[i]], 3);
        flush(writer);
    }
    memcpy(all, codes->literals, COMPACTOR_LITERALS);
    memcpy(all + COMPACTOR_LITERALS, codes->distances, COMPACTOR_DISTANCES);
    put_code_lengths(compactor, codes->tellers, all, sizeof all);
    compactor->head_bits = written(compactor);
    take_bits(compactor, &compactor->head);
}

struct compactor *compactor_new(const struct compactor_codes *codes)
{
    struct compactor *compactor = memory_alloc(sizeof *compactor);

    *compactor = (struct compactor){.head = buffer_new(4096)};
    make_codes(codes->literals, COMPACTOR_LITERALS, compactor->literals);
    make_lengths(compactor);
    make_distances(compactor, codes);
    make_head(compactor, codes);
    return compactor;
}

void compactor_free(struct compactor *compactor)
{
    if (!compactor)
        return;
    buffer_free(&compactor->head);
    free(compactor->bytes);
    free(compactor);
}

/* ---- streams ---- */

static size_t bound(size_t size)
{
    return size * SYMBOL_MOST / 8 + 64;
}

size_t compactor_pack(struct compactor *compactor, const char *bytes,
                      size_t size, struct buffer *bits)
{
    size_t count;

    make_room(compactor, bound(size));
    begin_past(&compactor->strand, size);
    pack_alone(compactor, bytes, 0, size);
    count = written(compactor);
    take_bits(compactor, bits);
    return count;
}

static void put_check(struct compactor *compactor, const struct buffer *stream)
{
    const uint32_t sum = libdeflate_adler32(1, stream->bytes, stream->length);

    for (int i = 3; i >= 0; i--)
        *compactor->writer.at++ = (unsigned char)(sum >> 8 * i);
}

static void add_strand(struct compactor *compactor, const char *bytes,
                       const struct strand *strand)
{
    const size_t end = strand->start + strand->size;

    if (strand->packing.bits)
        put_packing(compactor, strand->packing.bits, strand->packing.count);
    else if (strand->plain)
        put_literals(compactor, bytes + strand->start, strand->size);
    else
        pack_alone(compactor, bytes, strand->start, end);
}

void compactor_add(struct compactor *compactor, const struct buffer *stream,
                   const struct strand *strands, size_t count,
                   struct buffer *buffer)
{
    const char *bytes = buffer_text(stream);
    size_t at = 0;

    make_room(compactor, bound(stream->length) + compactor->head.length);
    begin_past(&compactor->page, stream->length);
    begin_past(&compactor->strand, stream->length);
    put(&compactor->writer, ZLIB_HEAD, 16);
    put_packing(compactor, (const unsigned char *)compactor->head.bytes,
                compactor->head_bits);
    for (size_t i = 0; i < count; i++) {
        pack(compactor, &compactor->page, bytes, at, strands[i].start);
        add_strand(compactor, bytes, &strands[i]);
        at = strands[i].start + strands[i].size;
    }
    pack(compactor, &compactor->page, bytes, at, stream->length);
    put_literal(compactor, &compactor->writer, END);
    finish(compactor);
    put_check(compactor, stream);
    buffer_add(buffer, compactor->bytes,
               (size_t)(compactor->writer.at - compactor->bytes));
}
