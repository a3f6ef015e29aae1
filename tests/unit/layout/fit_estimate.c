#include "layout/fit_estimate.h"

#include "layout_fixture.h"

static struct letter letter_of(struct studio *studio, const char *markup,
                               const char *name)
{
    struct letter letter;

    arena_reset(studio->arena);
    letter = specimen_letter(studio->arena, markup);
    letter.name = name;
    return letter;
}

static bool can_be_set(struct studio *studio, const struct letter *letter)
{
    struct document document;
    struct error err;

    if (studio_try(studio, letter, &document, &err) != STATUS_OK)
        return false;
    assert_sound(studio, &document);
    return true;
}

static void a_usual_letter_is_foretold(void **state)
{
    struct studio *studio = *state;
    struct forecast *forecast = forecast_new(&studio->kit);
    const char *markup = "# Annual letter\n\nA few words.\n\nNo more.\n";
    const struct letter letter =
        letter_of(studio, markup, "London Borough of Hammersmith & Fulham");

    assert_true(forecast_holds(forecast, &letter));
    assert_true(can_be_set(studio, &letter));
    assert_int_equal(studio_markup(studio, markup).page_count, 1);
    forecast_free(forecast);
}

/* Words of one letter, texts that grow, names that grow: whatever is foretold
 * can be set, and a forecast ends before the letter does. */
static void what_is_foretold_can_be_set(void **state)
{
    struct studio *studio = *state;
    struct forecast *forecast = forecast_new(&studio->kit);
    size_t held = 0;
    size_t failed = 0;

    for (size_t length = 1; length < 120; length++) {
        char word[128];
        char markup[512];
        struct letter letter;
        memset(word, length % 2 ? 'W' : 'i', length);
        word[length] = '\0';
        snprintf(markup, sizeof markup, "# %s\n\n%s\n\nNo more.\n", word, word);
        letter = letter_of(studio, markup, word);
        if (forecast_holds(forecast, &letter)) {
            held++;
            assert_true(can_be_set(studio, &letter));
        } else if (!can_be_set(studio, &letter)) {
            failed++;
        }
    }
    assert_true(held > 10);
    assert_true(failed > 10);
    forecast_free(forecast);
}

static void a_character_without_a_glyph_is_not_foretold(void **state)
{
    struct studio *studio = *state;
    struct forecast *forecast = forecast_new(&studio->kit);
    struct letter letter = letter_of(studio, "# A\n\nText.\n", "T\xC5\xB7");

    assert_true(forecast_holds(forecast, &letter));
    letter.name = "\xE5\x80\xAB";
    assert_false(forecast_holds(forecast, &letter));
    assert_false(can_be_set(studio, &letter));
    forecast_free(forecast);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_usual_letter_is_foretold, studio_open,
                                        studio_close),
        cmocka_unit_test_setup_teardown(what_is_foretold_can_be_set,
                                        studio_open, studio_close),
        cmocka_unit_test_setup_teardown(
            a_character_without_a_glyph_is_not_foretold, studio_open,
            studio_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
