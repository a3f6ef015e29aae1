#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* FIPS 180-4's examples: "abc", and the 56 letters of two blocks. */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define TWO_BLOCKS                                                             \
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"

static const char two_blocks[] =
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

static void sha_256_is_that_of_the_standard(void **state)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    hash_bytes("abc", 3, digest);
    assert_string_equal(hash_hex(digest, hex), ABC);
}

static void peek_leaves_the_hash_as_it_is(void **state)
{
    struct hash *hash = hash_new();
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    hash_add(hash, "abc", 3);
    hash_peek(hash, digest);
    assert_string_equal(hash_hex(digest, hex), ABC);
    hash_add(hash, two_blocks + 3, sizeof two_blocks - 1 - 3);
    hash_finish(hash, digest);
    assert_string_equal(hash_hex(digest, hex), TWO_BLOCKS);
    hash_free(hash);
}

static void copy_has_what_was_added_to_the_other(void **state)
{
    struct hash *hash = hash_new(), *copy = hash_new();
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    hash_add(hash, "abc", 3);
    hash_add(copy, "what is forgotten", 17);
    hash_copy(copy, hash);
    hash_add(copy, two_blocks + 3, sizeof two_blocks - 1 - 3);
    hash_finish(copy, digest);
    assert_string_equal(hash_hex(digest, hex), TWO_BLOCKS);
    hash_finish(hash, digest);
    assert_string_equal(hash_hex(digest, hex), ABC);
    hash_free(hash);
    hash_free(copy);
}

/* The test vectors of RFC 9923, appendix C. */
static void fnv_is_that_of_its_authors(void **state)
{
    assert_true(hash_fnv("") == UINT64_C(0xcbf29ce484222325));
    assert_true(hash_fnv("a") == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(hash_fnv("foobar") == UINT64_C(0x85944171f73967e8));
    assert_true(hash_fnv_bytes(hash_fnv("foo"), "bar", 3) ==
                hash_fnv("foobar"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha_256_is_that_of_the_standard),
        cmocka_unit_test(peek_leaves_the_hash_as_it_is),
        cmocka_unit_test(copy_has_what_was_added_to_the_other),
        cmocka_unit_test(fnv_is_that_of_its_authors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
