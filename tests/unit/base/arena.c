#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

static void pieces_are_aligned_zeroed_and_apart(void **state)
{
    struct arena *arena = arena_new();
    unsigned char *last = NULL;

    for (size_t size = 0; size < 300; size++) {
        unsigned char *piece = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)piece % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(piece[i], 0);
        memset(piece, 0xFF, size);
        assert_ptr_not_equal(piece, last);
        last = piece;
    }
    arena_free(arena);
}

static void a_reset_arena_gives_zeroed_memory_again(void **state)
{
    struct arena *arena = arena_new();

    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            unsigned char *piece = arena_alloc(arena, 5000);
            assert_int_equal(piece[4999], 0);
            memset(piece, 1, 5000);
        }
        assert_true(arena_used(arena) >= 500000);
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
    }
    arena_free(arena);
}

static void texts_are_copied_and_printed(void **state)
{
    struct arena *arena = arena_new();

    assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_printf(arena, "%s-%d", "x", 42), "x-42");
    assert_null(arena_strdup(arena, NULL));
    arena_free(arena);
}

/* FIPS 180-4's own examples: "abc" and the empty message. */
static void sha256_gives_the_published_digests(void **state)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    struct hash *hash = hash_new();

    hash_bytes("abc", 3, digest);
    assert_string_equal(hash_hex(digest, hex),
                        "ba7816bf8f01cfea414140de5dae2223"
                        "b00361a396177a9cb410ff61f20015ad");
    hash_finish(hash, digest);
    assert_string_equal(hash_hex(digest, hex),
                        "e3b0c44298fc1c149afbf4c8996fb924"
                        "27ae41e4649b934ca495991b7852b855");
    hash_add(hash, "ab", 2);
    hash_add(hash, "c", 1);
    hash_finish(hash, digest);
    assert_string_equal(hash_hex(digest, hex),
                        "ba7816bf8f01cfea414140de5dae2223"
                        "b00361a396177a9cb410ff61f20015ad");
    hash_free(hash);
}

/* RFC 9923, appendix: FNV-1a, 64 bits, of "a" and "foobar". */
static void hash_fnv_is_fnv_1a(void **state)
{
    assert_true(hash_fnv("a") == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(hash_fnv("foobar") == UINT64_C(0x85944171f73967e8));
}

static void texts_are_joined_in_their_order(void **state)
{
    struct arena *arena = arena_new();

    assert_string_equal(ARENA_JOIN(arena, "Page ", "2", "", " of ", "4"),
                        "Page 2 of 4");
    assert_string_equal(ARENA_JOIN(arena, ""), "");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_zeroed_and_apart),
        cmocka_unit_test(a_reset_arena_gives_zeroed_memory_again),
        cmocka_unit_test(texts_are_copied_and_printed),
        cmocka_unit_test(sha256_gives_the_published_digests),
        cmocka_unit_test(hash_fnv_is_fnv_1a),
        cmocka_unit_test(texts_are_joined_in_their_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
