#include "seal/der.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_begins(size_t length, const char *bytes, size_t size)
{
    struct buffer der = buffer_new(64);

    der_begin(&der, DER_SEQUENCE, length);
    assert_int_equal(der.length, size);
    assert_memory_equal(der.bytes, bytes, size);
    assert_int_equal(der_size(length), size + length);
    buffer_free(&der);
}

/* X.690, 8.1.3.4 and 8.1.3.5, with its own example of 201; 10.1: no longer
 * than need be */
static void lengths_take_as_few_bytes_as_can_be(void **state)
{
    assert_begins(0, "\x30\x00", 2);
    assert_begins(38, "\x30\x26", 2);
    assert_begins(127, "\x30\x7F", 2);
    assert_begins(128, "\x30\x81\x80", 3);
    assert_begins(201, "\x30\x81\xC9", 3);
    assert_begins(255, "\x30\x81\xFF", 3);
    assert_begins(256, "\x30\x82\x01\x00", 4);
    assert_begins(65535, "\x30\x82\xFF\xFF", 4);
    assert_begins(65536, "\x30\x83\x01\x00\x00", 5);
}

static void a_value_holds_its_contents(void **state)
{
    struct buffer der = buffer_new(64);

    der_add(&der, DER_OCTETS, "abc", 3);
    der_add(&der, DER_SET, "", 0);
    assert_int_equal(der.length, 7);
    assert_memory_equal(der.bytes,
                        "\x04\x03"
                        "abc\x31\x00",
                        7);
    buffer_free(&der);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_take_as_few_bytes_as_can_be),
        cmocka_unit_test(a_value_holds_its_contents),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
