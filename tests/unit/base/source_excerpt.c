#include "base/source_excerpt.h"

#include "../scratch.h"
#include "base/utf8.h"

/* Tests write "f" and look at what is shown of it on so many columns. */
static void assert_shown_of(const void *bytes, size_t size, size_t columns,
                            int line, int column, const char *expected)
{
    struct scratch scratch = scratch_open();
    struct source_excerpt *excerpt = source_excerpt_new(columns);
    struct buffer out = buffer_new(1 << 20);

    scratch_write_bytes(&scratch, "f", bytes, size);
    source_excerpt_add(
        excerpt, (struct location){scratch_path(&scratch, "f"), line, column},
        false, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_free(&out);
    source_excerpt_free(excerpt);
    scratch_close(&scratch);
}

static void assert_shown(const char *text, int line, int column,
                         const char *expected)
{
    assert_shown_of(text, strlen(text), 80, line, column, expected);
}

static void a_caret_stands_below_the_column(void **state)
{
    assert_shown("a,b\r\n12,x\r\n", 2, 4, "    2 | 12,x\n      |    ^\n");
    assert_shown("\xEF\xBB\xBF"
                 "ab\n",
                 1, 2, "    1 | ab\n      |  ^\n");
    assert_shown("ab", 1, 9, "    1 | ab\n      |   ^\n");
    assert_shown("ab\n", 1, 0, "    1 | ab\n");
}

/* a tab from column 1 goes to 8; two wide characters take four columns; an
 * accent that joins takes none */
static void columns_are_those_of_the_screen(void **state)
{
    assert_shown("a\tb\n", 1, 3, "    1 | a       b\n      |         ^\n");
    assert_shown("\xE6\x9D\xB1\xE4\xBA\xAC,x\n", 1, 4,
                 "    1 | \xE6\x9D\xB1\xE4\xBA\xAC,x\n      |      ^\n");
    assert_shown("e\xCC\x81,x\n", 1, 4, "    1 | e\xCC\x81,x\n      |   ^\n");
}

static void what_a_terminal_must_not_get_is_spelled(void **state)
{
    assert_shown("\x1B[2Jx\n", 1, 5, "    1 | \\x1b[2Jx\n      |        ^\n");
    assert_shown("\xE2\x80\xAEx\n", 1, 2,
                 "    1 | \\u202ex\n      |       ^\n");
    assert_shown("\xC2\x9Bx\n", 1, 2, "    1 | \\u009bx\n      |       ^\n");
    assert_shown("\x92x\n", 1, 2, "    1 | \\x92x\n      |     ^\n");
}

/* 40 columns less "    1 | " and the last: 31 of text */
static void a_long_line_is_shown_around_the_column(void **state)
{
    static const char line[] = "abcdefghijklmnopqrstuvwxyz0123456789"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ\n";

    assert_shown_of(line, strlen(line), 40, 1, 1,
                    "    1 | abcdefghijklmnopqrstuvwxyz01...\n"
                    "      | ^\n");
    assert_shown_of(line, strlen(line), 40, 1, 31,
                    "    1 | ...stuvwxyz0123456789ABCDEFG...\n"
                    "      |                ^\n");
    assert_shown_of(line, strlen(line), 40, 1, 62,
                    "    1 | ...9ABCDEFGHIJKLMNOPQRSTUVWXYZ\n"
                    "      |                              ^\n");
}

static void other_files_than_text_are_not_shown(void **state)
{
    assert_shown("PK\x03\x04 xlsx\n", 1, 2, "");
    assert_shown("%PDF-1.7\n", 1, 2, "");
    assert_shown_of("a\0b\n", 4, 80, 1, 2, "");
    assert_shown("a\n", 2, 1, "");
}

static void lines_may_be_asked_for_in_any_order(void **state)
{
    struct scratch scratch = scratch_open();
    struct source_excerpt *excerpt = source_excerpt_new(80);
    struct buffer out = buffer_new(1 << 20);
    const char *path = scratch_path(&scratch, "f");

    scratch_write(&scratch, "f", "one\ntwo\nthree\n");
    source_excerpt_add(excerpt, (struct location){path, 3, 1}, false, &out);
    source_excerpt_add(excerpt, (struct location){path, 1, 1}, false, &out);
    source_excerpt_add(excerpt, (struct location){path, 1, 2}, true, &out);
    source_excerpt_add(excerpt, (struct location){scratch.folder, 1, 2}, true,
                       &out);
    source_excerpt_add(excerpt, (struct location){NULL, 0, 0}, true, &out);
    assert_string_equal(buffer_text(&out),
                        "    3 | three\n      | ^\n"
                        "    1 | one\n      | ^\n"
                        "    1 | one\n      |  \033[1;32m^\033[m\n");
    buffer_free(&out);
    source_excerpt_free(excerpt);
    scratch_close(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_caret_stands_below_the_column),
        cmocka_unit_test(columns_are_those_of_the_screen),
        cmocka_unit_test(what_a_terminal_must_not_get_is_spelled),
        cmocka_unit_test(a_long_line_is_shown_around_the_column),
        cmocka_unit_test(other_files_than_text_are_not_shown),
        cmocka_unit_test(lines_may_be_asked_for_in_any_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
