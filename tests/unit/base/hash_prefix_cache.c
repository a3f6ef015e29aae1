#include "base/hash_prefix_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* What a file is digested to does not depend on those before it: hash_bytes()
 * knows of none. */

enum { SIZE = 6000 };

static void check(struct hash_prefix_cache *hash_prefix_cache,
                  const char *bytes, size_t size, size_t beginning)
{
    unsigned char digest[HASH_SIZE], expected[HASH_SIZE];

    hash_prefix_cache_hash(hash_prefix_cache, bytes, size, beginning, digest);
    hash_bytes(bytes, size, expected);
    assert_memory_equal(digest, expected, HASH_SIZE);
}

/* FIPS 180-4's example. */
static void abc_has_the_digest_of_the_standard(void **state)
{
    struct hash_prefix_cache *hash_prefix_cache = hash_prefix_cache_new();
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    (void)state;
    hash_prefix_cache_hash(hash_prefix_cache, "abc", 3, 0, digest);
    assert_string_equal(
        hash_hex(digest, hex),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash_prefix_cache_free(hash_prefix_cache);
}

static void files_that_begin_alike_have_digests_of_their_own(void **state)
{
    struct hash_prefix_cache *hash_prefix_cache = hash_prefix_cache_new();
    char bytes[SIZE];

    (void)state;
    memset(bytes, 'a', SIZE);
    for (char end = 'a'; end < 'z'; end++) {
        bytes[SIZE - 1] = end;
        check(hash_prefix_cache, bytes, SIZE, 5000);
    }
    hash_prefix_cache_free(hash_prefix_cache);
}

static void many_beginnings_in_any_order_are_told_apart(void **state)
{
    struct hash_prefix_cache *hash_prefix_cache = hash_prefix_cache_new();
    char bytes[SIZE];
    unsigned random = 1;

    (void)state;
    for (int i = 0; i < 500; i++) {
        const size_t beginning = (size_t)(random >> 8) % 7 * 1000;
        random = random * 1664525 + 1013904223;
        memset(bytes, 'a' + (int)(random >> 16 & 7), SIZE);
        bytes[beginning ? beginning - 1 : 0] = (char)(random >> 24 & 1);
        check(hash_prefix_cache, bytes, SIZE, beginning);
    }
    hash_prefix_cache_free(hash_prefix_cache);
}

static void a_file_may_be_all_beginning_or_empty(void **state)
{
    struct hash_prefix_cache *hash_prefix_cache = hash_prefix_cache_new();
    const char bytes[SIZE] = {0};

    (void)state;
    check(hash_prefix_cache, bytes, SIZE, SIZE);
    check(hash_prefix_cache, bytes, SIZE, SIZE);
    check(hash_prefix_cache, bytes, 0, 0);
    hash_prefix_cache_free(hash_prefix_cache);
}

static void check_alike(struct hash_prefix_cache *hash_prefix_cache,
                        const char *bytes, size_t size)
{
    unsigned char digest[HASH_SIZE], expected[HASH_SIZE];

    hash_prefix_cache_hash_alike(hash_prefix_cache, bytes, size, digest);
    hash_bytes(bytes, size, expected);
    assert_memory_equal(digest, expected, HASH_SIZE);
}

static void beginnings_that_nobody_names_change_no_digest(void **state)
{
    static char bytes[80000];
    struct hash_prefix_cache *hash_prefix_cache = hash_prefix_cache_new();
    unsigned random = 7;

    (void)state;
    for (int i = 0; i < 500; i++) {
        const size_t size = (size_t)(random >> 8) % (sizeof bytes + 1);
        random = random * 1664525 + 1013904223;
        /* seven places at which files may begin to differ */
        bytes[(random >> 16) % 7 * 1500] = (char)(random >> 24 & 1);
        check_alike(hash_prefix_cache, bytes, size);
        if (i % 50 == 0)
            check(hash_prefix_cache, bytes, size, size / 2);
    }
    hash_prefix_cache_free(hash_prefix_cache);
}

static void a_file_may_be_the_beginning_of_the_last(void **state)
{
    static const size_t sizes[] = {5000, 5000, 5000, 1024, 1023, 4096,
                                   0,    1,    6000, 5000, 2048};
    struct hash_prefix_cache *hash_prefix_cache = hash_prefix_cache_new();
    const char bytes[SIZE] = {0};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        check_alike(hash_prefix_cache, bytes, sizes[i]);
    hash_prefix_cache_free(hash_prefix_cache);
}

static void two_digests_of_a_file_share_what_is_before_the_fork(void **state)
{
    struct hash_prefix_cache *hash_prefix_cache = hash_prefix_cache_new();
    unsigned char digest[HASH_SIZE], expected[HASH_SIZE];
    char bytes[SIZE];

    (void)state;
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * i % 251);
    for (int i = 0; i < 3; i++) {
        struct hash *whole =
            hash_prefix_cache_begin(hash_prefix_cache, bytes, 2000);
        struct hash *part;
        hash_add(whole, bytes + 2000, 1000);
        part = hash_prefix_cache_fork(hash_prefix_cache);
        hash_add(part, bytes + 3000, 500);
        hash_finish(part, digest);
        hash_bytes(bytes, 3500, expected);
        assert_memory_equal(digest, expected, HASH_SIZE);
        hash_add(whole, bytes + 3000, SIZE - 3000);
        hash_finish(whole, digest);
        hash_bytes(bytes, SIZE, expected);
        assert_memory_equal(digest, expected, HASH_SIZE);
    }
    hash_prefix_cache_free(hash_prefix_cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(abc_has_the_digest_of_the_standard),
        cmocka_unit_test(files_that_begin_alike_have_digests_of_their_own),
        cmocka_unit_test(many_beginnings_in_any_order_are_told_apart),
        cmocka_unit_test(a_file_may_be_all_beginning_or_empty),
        cmocka_unit_test(two_digests_of_a_file_share_what_is_before_the_fork),
        cmocka_unit_test(beginnings_that_nobody_names_change_no_digest),
        cmocka_unit_test(a_file_may_be_the_beginning_of_the_last),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
