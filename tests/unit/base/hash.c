#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { SIZE = 200 };

static void label_of(const unsigned char *bytes, size_t size,
                     unsigned char made[static HASH_FAST128_SIZE])
{
    struct hash_fast128 label = {{0}};

    hash_fast128_add(&label, bytes, size);
    hash_fast128_finish(&label, made);
}

static void every_bit_changes_about_half_of_the_label(void **state)
{
    unsigned char bytes[SIZE] = {0};
    unsigned char first[HASH_FAST128_SIZE], other[HASH_FAST128_SIZE];

    (void)state;
    label_of(bytes, SIZE, first);
    for (size_t bit = 0; bit < 8 * SIZE; bit++) {
        int changed = 0;
        bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
        label_of(bytes, SIZE, other);
        bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
        for (size_t i = 0; i < HASH_FAST128_SIZE; i++)
            changed += __builtin_popcount((unsigned)(first[i] ^ other[i]));
        assert_in_range(changed, 24, 104); /* of 128, 64 expected */
    }
}

static void lengths_count_even_of_zeros(void **state)
{
    const unsigned char zeros[SIZE] = {0};
    unsigned char labels[SIZE][HASH_FAST128_SIZE];

    (void)state;
    for (size_t size = 0; size < SIZE; size++)
        label_of(zeros, size, labels[size]);
    for (size_t i = 0; i < SIZE; i++)
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(labels[i], labels[j], HASH_FAST128_SIZE);
}

static void pieces_are_told_apart_by_where_they_end(void **state)
{
    struct hash_fast128 one = {{0}}, two = {{0}};
    unsigned char first[HASH_FAST128_SIZE], second[HASH_FAST128_SIZE];

    (void)state;
    hash_fast128_add(&one, "ab", 2);
    hash_fast128_add(&one, "c", 1);
    hash_fast128_add(&two, "a", 1);
    hash_fast128_add(&two, "bc", 2);
    hash_fast128_finish(&one, first);
    hash_fast128_finish(&two, second);
    assert_memory_not_equal(first, second, HASH_FAST128_SIZE);
}

/* FIPS 180-4's example: "abc". */
static void sha_256_is_that_of_the_standard(void **state)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    (void)state;
    hash_bytes("abc", 3, digest);
    assert_string_equal(
        hash_hex(digest, hex),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bit_changes_about_half_of_the_label),
        cmocka_unit_test(lengths_count_even_of_zeros),
        cmocka_unit_test(pieces_are_told_apart_by_where_they_end),
        cmocka_unit_test(sha_256_is_that_of_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
