#include "layout/fit_estimate.h"

#include "layout_fixture.h"

static struct letter letter_of(struct layout_fixture *layout_fixture,
                               const char *markup, const char *name)
{
    struct letter letter;

    arena_reset(layout_fixture->arena);
    letter = sample_letter(layout_fixture->arena, markup);
    letter.name = name;
    return letter;
}

static bool can_be_set(struct layout_fixture *layout_fixture,
                       const struct letter *letter)
{
    struct document document;
    struct error err;

    if (layout_fixture_try(layout_fixture, letter, &document, &err) !=
        STATUS_OK)
        return false;
    assert_sound(layout_fixture, &document);
    return true;
}

static void a_usual_letter_is_foretold(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct fit_estimate *fit_estimate = fit_estimate_new(&layout_fixture->kit);
    const char *markup = "# Annual letter\n\nA few words.\n\nNo more.\n";
    const struct letter letter = letter_of(
        layout_fixture, markup, "London Borough of Hammersmith & Fulham");

    assert_true(fit_estimate_fits(fit_estimate, &letter));
    assert_true(can_be_set(layout_fixture, &letter));
    assert_int_equal(layout_fixture_markup(layout_fixture, markup).page_count,
                     1);
    fit_estimate_free(fit_estimate);
}

/* Words of one letter, texts that grow, names that grow: whatever fits the
   estimate can be set, and an estimate ends before the letter does. */
static void what_is_foretold_can_be_set(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct fit_estimate *fit_estimate = fit_estimate_new(&layout_fixture->kit);
    size_t held = 0;
    size_t failed = 0;

    for (size_t length = 1; length < 120; length++) {
        char word[128];
        char markup[512];
        char name[512];
        struct letter letter;
        memset(word, length % 2 ? 'W' : 'i', length);
        word[length] = '\0';
        snprintf(markup, sizeof markup, "# %s\n\n%s\n\nNo more.\n", word, word);
        snprintf(name, sizeof name, "%s %s %s", word, word, word);
        letter = letter_of(layout_fixture, markup, name);
        if (fit_estimate_fits(fit_estimate, &letter)) {
            held++;
            assert_true(can_be_set(layout_fixture, &letter));
        } else if (!can_be_set(layout_fixture, &letter)) {
            failed++;
        }
    }
    assert_true(held > 10);
    assert_true(failed > 10);
    fit_estimate_free(fit_estimate);
}

static void a_character_without_a_glyph_is_not_foretold(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct fit_estimate *fit_estimate = fit_estimate_new(&layout_fixture->kit);
    struct letter letter =
        letter_of(layout_fixture, "# A\n\nText.\n", "T\xC5\xB7");

    assert_true(fit_estimate_fits(fit_estimate, &letter));
    letter.name = "\xE5\x80\xAB";
    assert_false(fit_estimate_fits(fit_estimate, &letter));
    assert_false(can_be_set(layout_fixture, &letter));
    fit_estimate_free(fit_estimate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_usual_letter_is_foretold,
                                        layout_fixture_open,
                                        layout_fixture_close),
        cmocka_unit_test_setup_teardown(what_is_foretold_can_be_set,
                                        layout_fixture_open,
                                        layout_fixture_close),
        cmocka_unit_test_setup_teardown(
            a_character_without_a_glyph_is_not_foretold, layout_fixture_open,
            layout_fixture_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
