#include "base/ascii.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The C library's classes in the "C" locale, which a test runs in. */
static void bytes_are_in_the_classes_of_the_c_locale(void **state)
{
    for (int byte = 0; byte < 256; byte++) {
        const char c = (char)byte;
        assert_int_equal(ascii_is_digit(c), isdigit(byte) != 0);
        assert_int_equal(ascii_is_upper(c), isupper(byte) != 0);
        assert_int_equal(ascii_is_lower(c), islower(byte) != 0);
        assert_int_equal(ascii_is_letter(c), isalpha(byte) != 0);
        assert_int_equal(ascii_is_alphanumeric(c), isalnum(byte) != 0);
        assert_int_equal(ascii_is_blank(c), isblank(byte) != 0);
        assert_int_equal((unsigned char)ascii_to_lower(c), tolower(byte));
        assert_int_equal(ascii_hex_value(c) >= 0, isxdigit(byte) != 0);
    }
}

static void a_space_ends_no_page(void **state)
{
    for (int byte = 1; byte < 256; byte++)
        assert_int_equal(ascii_is_space((char)byte),
                         strchr(" \t\n\r", byte) != NULL);
    assert_false(ascii_is_space('\0'));
}

static void a_hexadecimal_digit_has_a_value(void **state)
{
    static const char digits[] = "0123456789abcdefABCDEF";

    for (size_t i = 0; digits[i]; i++) {
        const char text[] = {digits[i], '\0'};
        assert_int_equal(ascii_hex_value(digits[i]), strtol(text, NULL, 16));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_in_the_classes_of_the_c_locale),
        cmocka_unit_test(a_space_ends_no_page),
        cmocka_unit_test(a_hexadecimal_digit_has_a_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
