#include "base/words.h"

#include "../scratch.h"
#include "base/language_tag.h"

/** The texts of a language: from its name on there are no other fields. */
static const char *const *texts_of(const struct words *words, size_t *count)
{
    *count = (sizeof *words - offsetof(struct words, name)) / sizeof(char *);
    return &words->name;
}

/** How often each of %s, {0}, {1} and {2} is in a text. */
static void count_places(const char *text, int counts[static 4])
{
    static const char *const places[] = {"%s", "{0}", "{1}", "{2}"};

    for (size_t i = 0; i < 4; i++)
        for (const char *at = strstr(text, places[i]); at;
             at = strstr(at + 1, places[i]))
            counts[i]++;
}

static void every_language_has_all_words(void **state)
{
    size_t count;

    for (size_t i = 0; words_at(i); i++) {
        const char *const *texts = texts_of(words_at(i), &count);
        assert_true(count > 60);
        for (size_t j = 0; j < count; j++)
            if (!texts[j] || !*texts[j])
                fail_msg("%s has no text number %zu; English has \"%s\"",
                         words_at(i)->language, j,
                         texts_of(words_at(0), &count)[j]);
    }
}

/* Another language may leave out the number of "{0} of the 8 is higher" where
 * there is one, but may not ask for values that nobody gives. */
static void no_language_asks_for_other_values_than_english(void **state)
{
    size_t count;
    const char *const *english = texts_of(words_at(0), &count);

    for (size_t i = 1; words_at(i); i++) {
        const char *const *texts = texts_of(words_at(i), &count);
        for (size_t j = 0; j < count; j++) {
            int own[4] = {0};
            int wanted[4] = {0};
            count_places(texts[j], own);
            count_places(english[j], wanted);
            for (size_t k = 0; k < 4; k++)
                if (own[k] > wanted[k] || (!k && own[k] != wanted[k]))
                    fail_msg("%s: \"%s\" for \"%s\"", words_at(i)->language,
                             texts[j], english[j]);
        }
    }
}

static void languages_are_found_by_their_primary_subtag(void **state)
{
    struct arena *arena = arena_new();

    for (size_t i = 0; words_at(i); i++) {
        assert_ptr_equal(words_find(words_at(i)->language), words_at(i));
        assert_true(words_exist(words_at(i)->language));
        assert_non_null(strstr(words_list(arena), words_at(i)->language));
    }
    assert_string_equal(words_find("en-GB")->name, "English");
    assert_string_equal(words_find("CY-gb")->name, "Cymraeg");
    assert_string_equal(words_find("xx-XX")->name, "English");
    assert_false(words_exist("cym"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_has_all_words),
        cmocka_unit_test(no_language_asks_for_other_values_than_english),
        cmocka_unit_test(languages_are_found_by_their_primary_subtag),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
