#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <libdeflate.h>

#include "base/arena.h"
#include "base/memory.h"
#include "pdf/static_deflate.h"

/* What was made small is made large again by libdeflate, which also checks
 * the sum at the end. */

static struct static_deflate *static_deflate;

static int open_all(void **state)
{
    static_deflate = static_deflate_new(&static_deflate_page_codes);
    return 0;
}

static int close_all(void **state)
{
    static_deflate_free(static_deflate);
    return 0;
}

static struct buffer text(const char *bytes, size_t size)
{
    struct buffer buffer = buffer_new(1 << 24);

    buffer_add(&buffer, bytes, size);
    return buffer;
}

static void check_same(const struct buffer *small, const struct buffer *stream)
{
    struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
    char *large = memory_alloc(stream->length + 1);
    size_t size;

    assert_int_equal(libdeflate_zlib_decompress(reader, small->bytes,
                                                small->length, large,
                                                stream->length + 1, &size),
                     LIBDEFLATE_SUCCESS);
    assert_int_equal(size, stream->length);
    assert_memory_equal(large, buffer_text(stream), size);
    free(large);
    libdeflate_free_decompressor(reader);
}

static void check(const char *bytes, size_t size)
{
    struct buffer stream = text(bytes, size);
    struct buffer small = buffer_new(1 << 24);

    static_deflate_add(static_deflate, &stream, NULL, 0, &small);
    check_same(&small, &stream);
    buffer_free(&stream);
    buffer_free(&small);
}

static void streams_come_back_as_they_were(void **state)
{
    static const char short_ones[] = "abcabcabcabcabcabcabcabcabcab";

    for (size_t size = 0; size < sizeof short_ones; size++)
        check(short_ones, size);
}

static void every_byte_has_a_code(void **state)
{
    char bytes[512];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7);
    check(bytes, sizeof bytes);
}

static void repeats_of_every_length_and_distance_fit(void **state)
{
    enum { SIZE = 200000 };
    char *bytes = memory_alloc(SIZE);
    uint32_t random = 1;
    size_t at = 0;

    while (at < SIZE) {
        const size_t back = 1 + (random >> 8) % 40000;
        size_t run = 1 + (random >> 20) % 300;
        random = random * 1664525 + 1013904223;
        if (back > at || random >> 31) {
            bytes[at++] = (char)(random >> 13);
            continue;
        }
        for (; run && at < SIZE; run--, at++)
            bytes[at] = bytes[at - back];
    }
    check(bytes, SIZE);
    memset(bytes, 'x', SIZE);
    check(bytes, SIZE);
    free(bytes);
}

static const char page[] = "BT 1 0 Td (the line) Tj 1 0 Td (the line) Tj ET";

/* The parts of the page: both lines. */
static void find_strands(struct stream_part parts[static 2])
{
    static const char line[] = "(the line)";

    memset(parts, 0, 2 * sizeof *parts);
    parts[0].start = (size_t)(strstr(page, line) - page);
    parts[1].start = (size_t)(strstr(page + parts[0].start + 1, line) - page);
    parts[0].size = parts[1].size = sizeof line - 1;
}

static void what_is_packed_ahead_gives_the_same_bytes(void **state)
{
    struct buffer stream = text(page, sizeof page - 1);
    struct buffer late = buffer_new(4096), early = buffer_new(4096);
    struct buffer bits = buffer_new(4096);
    struct stream_part parts[2];
    struct packed_bits packed;

    find_strands(parts);
    static_deflate_add(static_deflate, &stream, parts, 2, &late);
    check_same(&late, &stream);
    packed.count = static_deflate_pack(static_deflate, page + parts[0].start,
                                       parts[0].size, &bits);
    packed.bits = (const unsigned char *)bits.bytes;
    parts[0].packed = packed;
    static_deflate_add(static_deflate, &stream, parts, 2, &early);
    assert_int_equal(early.length, late.length);
    assert_memory_equal(early.bytes, late.bytes, late.length);
    parts[1].packed = packed;
    buffer_clear(&early);
    static_deflate_add(static_deflate, &stream, parts, 2, &early);
    assert_memory_equal(early.bytes, late.bytes, late.length);
    buffer_free(&stream);
    buffer_free(&late);
    buffer_free(&early);
    buffer_free(&bits);
}

static void a_strand_of_any_length_fits(void **state)
{
    char bytes[300];
    struct buffer stream;

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)('a' + i * i % 23);
    stream = text(bytes, sizeof bytes);
    for (size_t size = 1; size < sizeof bytes; size++) {
        struct buffer bits = buffer_new(4096), small = buffer_new(4096);
        struct stream_part part = {.start = 1, .size = size};
        part.packed.count =
            static_deflate_pack(static_deflate, bytes + 1, size, &bits);
        part.packed.bits = (const unsigned char *)bits.bytes;
        static_deflate_add(static_deflate, &stream, &part, 1, &small);
        check_same(&small, &stream);
        buffer_free(&bits);
        buffer_free(&small);
    }
    buffer_free(&stream);
}

static void a_plain_strand_comes_back_as_it_was(void **state)
{
    struct buffer stream = text(page, sizeof page - 1);
    struct buffer small = buffer_new(4096);
    const struct stream_part part = {.start = 3, .size = 30, .plain = true};

    static_deflate_add(static_deflate, &stream, &part, 1, &small);
    check_same(&small, &stream);
    buffer_free(&stream);
    buffer_free(&small);
}

static void repetition_takes_little_room(void **state)
{
    char bytes[10000];
    struct buffer stream, small = buffer_new(sizeof bytes);

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = "1 0 0 1 5.9 0 cm\n"[i % 17];
    stream = text(bytes, sizeof bytes);
    static_deflate_add(static_deflate, &stream, NULL, 0, &small);
    assert_true(small.length < 500);
    buffer_free(&stream);
    buffer_free(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_come_back_as_they_were),
        cmocka_unit_test(every_byte_has_a_code),
        cmocka_unit_test(repeats_of_every_length_and_distance_fit),
        cmocka_unit_test(what_is_packed_ahead_gives_the_same_bytes),
        cmocka_unit_test(a_strand_of_any_length_fits),
        cmocka_unit_test(a_plain_strand_comes_back_as_it_was),
        cmocka_unit_test(repetition_takes_little_room),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
