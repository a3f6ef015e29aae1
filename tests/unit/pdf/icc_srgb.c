#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "pdf/icc_srgb.h"

static uint32_t number(size_t at, int bytes)
{
    uint32_t value = 0;

    assert_true(at + (size_t)bytes <= ICC_SRGB_SIZE);
    for (int i = 0; i < bytes; i++)
        value = value << 8 | icc_srgb[at + (size_t)i];
    return value;
}

/* @return where the data of a tag begins */
static size_t find(const char *signature, size_t *size)
{
    for (uint32_t i = 0; i < number(128, 4); i++) {
        const size_t at = 132 + 12 * i;
        if (memcmp(icc_srgb + at, signature, 4) == 0) {
            *size = number(at + 8, 4);
            return number(at + 4, 4);
        }
    }
    fail_msg("no tag %s", signature);
    return 0;
}

static void near(double value, double expected)
{
    if (fabs(value - expected) > 1e-4)
        fail_msg("%f is not %f", value, expected);
}

static void header_says_what_the_file_is(void **state)
{
    assert_int_equal(number(0, 4), ICC_SRGB_SIZE);
    assert_int_equal(number(8, 4), 0x02100000);
    assert_memory_equal(icc_srgb + 12, "mntrRGB XYZ ", 12);
    assert_memory_equal(icc_srgb + 36, "acsp", 4);
}

static void tags_lie_in_the_file_on_even_words(void **state)
{
    static const char *const names[] = {"desc", "cprt", "wtpt", "rXYZ", "gXYZ",
                                        "bXYZ", "rTRC", "gTRC", "bTRC"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t size;
        const size_t at = find(names[i], &size);
        assert_int_equal(at % 4, 0);
        assert_true(at + size <= ICC_SRGB_SIZE);
    }
}

/* sRGB adapted to D50, as the profile that lcms builds in has it. */
static void primaries_are_those_of_srgb(void **state)
{
    static const struct {
        const char *name;
        double xyz[3];
    } expected[] = {{"rXYZ", {0.43604, 0.22249, 0.01392}},
                    {"gXYZ", {0.38512, 0.71690, 0.09706}},
                    {"bXYZ", {0.14305, 0.06061, 0.71391}},
                    {"wtpt", {0.96420, 1.00000, 0.82491}}};

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        size_t size;
        const size_t at = find(expected[i].name, &size);
        assert_int_equal(size, 20);
        for (size_t j = 0; j < 3; j++)
            near(number(at + 8 + 4 * j, 4) / 65536.0, expected[i].xyz[j]);
    }
}

/* Values from IEC 61966-2-1: half is 0.214041 of full light, a 32nd (below the
 * bend) 1 / 32 / 12.92 = 0.00241873; in between at most 0.0001 is lost, so at
 * 33 of 64 and a half, 0.52344 or ((.52344 + .055) / 1.055) ^ 2.4 = .23638. */
static void curve_is_that_of_srgb(void **state)
{
    size_t size;
    size_t at;

    at = find("gTRC", &size);
    assert_int_equal(number(at + 8, 4), 65);
    assert_int_equal(size, 12 + 130);
    assert_int_equal(number(at + 12, 2), 0);
    assert_int_equal(number(at + 12 + 2 * 64, 2), 65535);
    near(number(at + 12 + 2 * 32, 2) / 65535.0, 0.214041);
    near(number(at + 12 + 2 * 2, 2) / 65535.0, 0.00241873);
    near((number(at + 12 + 2 * 33, 2) + number(at + 12 + 2 * 34, 2)) / 131070.0,
         0.23638);
}

/* Any change changes every letter. */
static void bytes_never_change(void **state)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    hash_bytes(icc_srgb, ICC_SRGB_SIZE, digest);
    assert_string_equal(
        hash_hex(digest, hex),
        "367b0cd6c59cabb7f06681975b42eeafb4bec12a5009ab46fb4722a8182a5d17");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_says_what_the_file_is),
        cmocka_unit_test(tags_lie_in_the_file_on_even_words),
        cmocka_unit_test(primaries_are_those_of_srgb),
        cmocka_unit_test(curve_is_that_of_srgb),
        cmocka_unit_test(bytes_never_change),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
