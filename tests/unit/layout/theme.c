#include "layout/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct colour hex(unsigned rgb)
{
    return (struct colour){(rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0,
                           (rgb & 255) / 255.0};
}

/** Reads a theme of this text; the first diagnostic goes to @p first. */
static enum status read_text(const char *text, struct theme *theme,
                             char first[static 256])
{
    char path[] = "/tmp/lettermill-theme-XXXXXX";
    int file = mkstemp(path);
    struct diagnostics *diagnostics = diagnostics_new();
    FILE *out = tmpfile();
    enum status status;

    assert_true(file >= 0 && out != NULL);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    *theme = theme_default();
    status = theme_read(path, theme, diagnostics);
    diagnostics_print(diagnostics, DIAGNOSTICS_TEXT, out);
    rewind(out);
    first[0] = '\0';
    if (fgets(first, 256, out) != NULL)
        memmove(first, first + strlen(path), strlen(first + strlen(path)) + 1);
    fclose(out);
    unlink(path);
    diagnostics_free(diagnostics);
    return status;
}

static void assert_refused(const char *text, const char *diagnostic)
{
    struct theme theme;
    char first[256];

    assert_int_equal(read_text(text, &theme, first), STATUS_INPUT);
    if (strstr(first, diagnostic) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", first, diagnostic);
}

/* From the W3C's and WebAIM's published examples: #767676 on white is the
 * lightest grey that passes 4.5, at 4.54; pure red on white has 4.00. */
static void contrast_is_that_of_wcag(void **state)
{
    assert_true(fabs(theme_contrast(hex(0), hex(0xffffff)) - 21) < 1e-9);
    assert_true(fabs(theme_contrast(hex(0xffffff), hex(0)) - 21) < 1e-9);
    assert_true(fabs(theme_contrast(hex(0x123456), hex(0x123456)) - 1) < 1e-9);
    assert_true(fabs(theme_contrast(hex(0x767676), hex(0xffffff)) - 4.54) <
                0.005);
    assert_true(fabs(theme_contrast(hex(0xff0000), hex(0xffffff)) - 4.00) <
                0.005);
}

static void every_default_contrast_suffices(void **state)
{
    struct theme theme = theme_default();
    const struct colour white = {1, 1, 1};
    const struct colour texts[] = {theme.text, theme.heading, theme.wordmark,
                                   theme.link, theme.quiet};
    const struct colour graphics[] = {theme.fill, theme.track, theme.average};

    for (size_t i = 0; i < 5; i++)
        assert_true(theme_contrast(texts[i], white) >= 4.5);
    for (size_t i = 0; i < 3; i++)
        assert_true(theme_contrast(graphics[i], white) >= 3);
    assert_true(theme_contrast(theme.text, theme.panel) >= 4.5);
    assert_true(theme_contrast(theme.fill, theme.panel) >= 3);
    assert_true(theme_contrast(theme.track, theme.panel) >= 3);
    /* The tick lies on the arc where the average is below the rate. */
    assert_true(theme_contrast(theme.average, theme.fill) >= 3);
}

static void the_file_in_assets_says_the_defaults(void **state)
{
    struct theme theme = theme_default();
    struct theme defaults = theme_default();
    struct diagnostics *diagnostics = diagnostics_new();

    memset(&theme.text, 0, sizeof theme.text);
    theme.margin_left = 0;
    assert_int_equal(theme_read("../assets/theme.yaml", &theme, diagnostics),
                     STATUS_OK);
    assert_int_equal(diagnostics_warning_count(diagnostics), 0);
    assert_memory_equal(theme.digest, defaults.digest, 32);
    diagnostics_free(diagnostics);
}

static void an_empty_theme_is_the_default(void **state)
{
    struct theme theme;
    struct theme defaults = theme_default();
    char first[256];

    assert_int_equal(read_text("", &theme, first), STATUS_OK);
    assert_memory_equal(theme.digest, defaults.digest, 32);
}

static void given_values_stand_over_the_defaults(void **state)
{
    struct theme theme;
    struct theme defaults = theme_default();
    char first[256];

    assert_int_equal(read_text("colours: {heading: '#801650'}\n"
                               "margins: {left: 25.4}\ntext_size: 13\n",
                               &theme, first),
                     STATUS_OK);
    assert_true(fabs(theme.heading.red - 128 / 255.0) < 1e-9);
    assert_true(fabs(theme.margin_left - 72) < 1e-9);
    assert_true(fabs(theme.text_size - 13) < 1e-9);
    assert_memory_not_equal(theme.digest, defaults.digest, 32);
}

static void a_fault_is_named_where_it_stands(void **state)
{
    assert_refused("colours:\n  text: black\n", ":2:9: error: text:");
    assert_refused("colours:\n  text: '#12345g'\n", "not a colour");
    assert_refused("colours:\n  text: #123456\n", ":2:");
    assert_refused("colours:\n  txet: '#000000'\n", ":2:3: error: txet:");
    assert_refused("colors: {}\n", ":1:1: error: colors:");
    assert_refused("colours: '#000000'\n", ":1:10: error: colours:");
    assert_refused("text_size: 11\n", "11 is not between 12 and 16 points");
    assert_refused("text_size: twelve\n", "not a number");
    assert_refused("margins: {top: 5}\n", "between 20 and 50 millimetres");
}

/* #777777 on white is 4.478 by the definition. */
static void too_little_contrast_is_refused_with_its_ratio(void **state)
{
    assert_refused("colours:\n  quiet: '#777777'\n",
                   ":2:10: error: quiet: contrast with paper is 4.47:1, text "
                   "needs 4.5:1");
    assert_refused("colours:\n  fill: '#cccccc'\n", "a graphic needs 3:1");
    assert_refused("colours:\n  panel: '#505050'\n", "contrast with panel");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_is_that_of_wcag),
        cmocka_unit_test(every_default_contrast_suffices),
        cmocka_unit_test(the_file_in_assets_says_the_defaults),
        cmocka_unit_test(an_empty_theme_is_the_default),
        cmocka_unit_test(given_values_stand_over_the_defaults),
        cmocka_unit_test(a_fault_is_named_where_it_stands),
        cmocka_unit_test(too_little_contrast_is_refused_with_its_ratio),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
