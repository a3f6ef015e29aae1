#include "face_fixture.h"

#include "type/word_cache.h"

static struct family sans;

static int set_up(void **state)
{
    open_family(&sans);
    return 0;
}

static int tear_down(void **state)
{
    close_family();
    return 0;
}

static const struct word *find(struct word_cache *word_cache, uint32_t typeface,
                               const char *text)
{
    char padded[64] = "";

    memcpy(padded, text, strlen(text));
    return word_cache_find(word_cache, typeface, padded, strlen(text));
}

static void word_is_shaped_once(void **state)
{
    struct word_cache *word_cache = word_cache_new();
    const uint32_t face = word_cache_typeface(word_cache, &sans, FACE_REGULAR);

    assert_ptr_equal(find(word_cache, face, "word"),
                     find(word_cache, face, "word"));
    assert_ptr_equal(find(word_cache, face, "investigations"),
                     find(word_cache, face, "investigations"));
    assert_int_equal(word_cache_size(word_cache), 2);
    word_cache_free(word_cache);
}

/* Lengths around the eight bytes that are compared as a number. */
static void words_that_share_a_beginning_differ(void **state)
{
    static const char *const words[] = {
        "a",         "aa",         "aaaaaaa",          "aaaaaaaa",
        "aaaaaaaaa", "aaaaaaaaab", "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaab",
    };
    struct word_cache *word_cache = word_cache_new();
    const uint32_t face = word_cache_typeface(word_cache, &sans, FACE_REGULAR);

    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < 8; i++) {
            const struct word *word = find(word_cache, face, words[i]);
            assert_int_equal(word->length, strlen(words[i]));
            assert_memory_equal(word->display_text, words[i], word->length);
            assert_int_equal(word->runs->count, strlen(words[i]));
        }
    assert_int_equal(word_cache_size(word_cache), 8);
    word_cache_free(word_cache);
}

static void styles_and_families_are_kept_apart(void **state)
{
    const struct family other = {{sans.faces[FACE_BOLD]}, NULL};
    struct word_cache *word_cache = word_cache_new();
    const uint32_t one = word_cache_typeface(word_cache, &sans, FACE_REGULAR);
    const uint32_t two = word_cache_typeface(word_cache, &sans, FACE_BOLD);
    const uint32_t three =
        word_cache_typeface(word_cache, &other, FACE_REGULAR);

    assert_int_equal(one, word_cache_typeface(word_cache, &sans, FACE_REGULAR));
    assert_ptr_equal(find(word_cache, one, "a")->runs->face,
                     sans.faces[FACE_REGULAR]);
    assert_ptr_equal(find(word_cache, two, "a")->runs->face,
                     sans.faces[FACE_BOLD]);
    assert_ptr_equal(find(word_cache, three, "a")->runs->face,
                     sans.faces[FACE_BOLD]);
    assert_int_equal(word_cache_size(word_cache), 3);
    word_cache_free(word_cache);
}

static void memory_is_bounded(void **state)
{
    struct word_cache *word_cache = word_cache_new();
    size_t largest = 0;
    bool forgot = false;

    for (int i = 0; i < 60000 && !forgot; i++) {
        char text[32];
        uint32_t face;
        word_cache_trim(word_cache);
        forgot = word_cache_size(word_cache) < largest;
        largest = word_cache_size(word_cache);
        face = word_cache_typeface(word_cache, &sans, FACE_REGULAR);
        snprintf(text, sizeof text, "number-of-words-%d", i);
        assert_int_equal(find(word_cache, face, text)->runs->count,
                         strlen(text));
    }
    assert_true(forgot);
    word_cache_free(word_cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(word_is_shaped_once),
        cmocka_unit_test(words_that_share_a_beginning_differ),
        cmocka_unit_test(styles_and_families_are_kept_apart),
        cmocka_unit_test(memory_is_bounded),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
