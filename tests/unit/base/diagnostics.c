#include "base/diagnostics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

static char *printed(struct diagnostics *diagnostics,
                     enum diagnostics_format format)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    diagnostics_print(diagnostics, format, out);
    fclose(out);
    return text;
}

static struct location at(const char *file, int line, int column)
{
    return (struct location){file, line, column};
}

static void diagnostics_come_in_order_and_once(void **state)
{
    struct diagnostics *diagnostics = diagnostics_new();
    char *text;

    diagnostics_add(diagnostics, RULE_COLUMN_UNUSED, at("b.csv", 1, 9), NULL,
                    "x", "nothing uses this column");
    diagnostics_add(diagnostics, RULE_VALUE_NOT_COUNT, at("a.csv", 12, 3), "E1",
                    "upheld", "\"x\" is not a whole number");
    diagnostics_add(diagnostics, RULE_VALUE_NOT_COUNT, at("a.csv", 3, 14), "E2",
                    "upheld", "\"y\" is not a whole number");
    diagnostics_add(diagnostics, RULE_VALUE_NOT_COUNT, at("a.csv", 3, 14), "E2",
                    "upheld", "\"y\" is not a whole number");
    diagnostics_add(diagnostics, RULE_FILE_MISSING, at("a.csv", 0, 0), NULL,
                    NULL, "no such file");
    text = printed(diagnostics, DIAGNOSTICS_TEXT);
    assert_string_equal(
        text, "a.csv: error: no such file\n"
              "a.csv:3:14: error: upheld: \"y\" is not a whole number\n"
              "a.csv:12:3: error: upheld: \"x\" is not a whole number\n"
              "b.csv:1:9: warning: x: nothing uses this column\n");
    free(text);
    assert_int_equal(diagnostics_error_count(diagnostics), 3);
    assert_int_equal(diagnostics_warning_count(diagnostics), 1);
    assert_true(diagnostics_has_error(diagnostics, "E1"));
    assert_false(diagnostics_has_error(diagnostics, "E3"));
    diagnostics_warnings_are_errors(diagnostics);
    assert_int_equal(diagnostics_error_count(diagnostics), 4);
    diagnostics_free(diagnostics);
}

static void machines_get_every_field(void **state)
{
    struct diagnostics *diagnostics = diagnostics_new();
    char *text;

    diagnostics_add(diagnostics, RULE_COUNT_OVER_TOTAL, at("a,b.csv", 2, 5),
                    "E1", "upheld", "13 is more than \"12\"");
    text = printed(diagnostics, DIAGNOSTICS_JSON);
    assert_string_equal(text,
                        "{\"file\":\"a,b.csv\",\"line\":2,\"column\":5,"
                        "\"severity\":\"error\",\"rule\":\"count-over-total\","
                        "\"code\":\"E1\",\"field\":\"upheld\","
                        "\"message\":\"13 is more than \\\"12\\\"\"}\n");
    free(text);
    text = printed(diagnostics, DIAGNOSTICS_CSV);
    assert_string_equal(text,
                        "file,line,column,severity,rule,code,field,message\n"
                        "\"a,b.csv\",2,5,error,count-over-total,E1,upheld,"
                        "\"13 is more than \"\"12\"\"\"\n");
    free(text);
    diagnostics_free(diagnostics);
}

static void a_diagnostic_stays_on_its_line(void **state)
{
    struct diagnostics *diagnostics = diagnostics_new();
    char *text;

    diagnostics_add(diagnostics, RULE_FILE_MISSING, at("a\nb", 1, 1), NULL,
                    NULL, "one\ntwo");
    text = printed(diagnostics, DIAGNOSTICS_TEXT);
    assert_string_equal(text, "a\\x0ab:1:1: error: one\\x0atwo\n");
    free(text);
    diagnostics_free(diagnostics);
}

/* C1 can be an escape as well as C0, and an override turns what follows; what
 * is no UTF-8 may be either. */
static void what_acts_on_a_screen_is_spelled(void **state)
{
    struct diagnostics *diagnostics = diagnostics_new();
    char *text;

    diagnostics_add(diagnostics, RULE_FILE_MISSING, at("caf\xE9.csv", 1, 1),
                    "E\x1B", "a\xC2\x85",
                    "\xE2\x80\xAE"
                    "b\xE2\x81\xA6\x7F");
    text = printed(diagnostics, DIAGNOSTICS_TEXT);
    assert_string_equal(text, "caf\\xe9.csv:1:1: error: a\\u0085: "
                              "\\u202eb\\u2066\\x7f\n");
    free(text);
    text = printed(diagnostics, DIAGNOSTICS_CSV);
    assert_string_equal(text,
                        "file,line,column,severity,rule,code,field,message\n"
                        "caf\\xe9.csv,1,1,error,file-missing,E\\x1b,a\\u0085,"
                        "\\u202eb\\u2066\\x7f\n");
    free(text);
    text = printed(diagnostics, DIAGNOSTICS_JSON);
    assert_string_equal(
        text, "{\"file\":\"caf\\ufffd.csv\",\"line\":1,\"column\":1,"
              "\"severity\":\"error\",\"rule\":\"file-missing\",\"code\":"
              "\"E\\u001b\",\"field\":\"a\\u0085\",\"message\":"
              "\"\\u202eb\\u2066\\u007f\"}\n");
    free(text);
    diagnostics_free(diagnostics);
}

static void what_is_counted_is_what_is_printed(void **state)
{
    struct diagnostics *diagnostics = diagnostics_new();

    for (int i = 0; i < 3; i++)
        diagnostics_add(diagnostics, RULE_FILE_MISSING, at("a", 1, 1), NULL,
                        NULL, "x");
    diagnostics_remove_duplicates(diagnostics);
    assert_int_equal(diagnostics_error_count(diagnostics), 1);
    diagnostics_free(diagnostics);
}

static void cells_that_look_like_formulas_are_made_harmless(void **state)
{
    static const struct {
        const char *text;
        const char *cell;
    } cases[] = {
        {"=1+1", "\"'=1+1\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"+cmd", "\"'+cmd\""},
        {"-3", "-3"},
        {"-3.5", "-3.5"},
        {"-x", "\"'-x\""},
        {"a,b", "\"a,b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"a\nb", "\"a\nb\""},
        {"plain", "plain"},
        {"", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer csv = buffer_new(100);
        buffer_add_csv(&csv, cases[i].text);
        assert_string_equal(buffer_text(&csv), cases[i].cell);
        buffer_free(&csv);
    }
}

static void a_full_buffer_keeps_what_it_has(void **state)
{
    struct buffer buffer = buffer_new(5);

    buffer_add_text(&buffer, "abc");
    buffer_add_text(&buffer, "def");
    assert_true(buffer_is_full(&buffer));
    assert_string_equal(buffer_text(&buffer), "abc");
    buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(diagnostics_come_in_order_and_once),
        cmocka_unit_test(machines_get_every_field),
        cmocka_unit_test(a_diagnostic_stays_on_its_line),
        cmocka_unit_test(what_acts_on_a_screen_is_spelled),
        cmocka_unit_test(what_is_counted_is_what_is_printed),
        cmocka_unit_test(cells_that_look_like_formulas_are_made_harmless),
        cmocka_unit_test(a_full_buffer_keeps_what_it_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
