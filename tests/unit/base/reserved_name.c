#include "base/reserved_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* As Windows 10 treats them. */
static void devices_are_no_files_in_any_spelling(void **state)
{
    assert_true(reserved_name_is("CON"));
    assert_true(reserved_name_is("con"));
    assert_true(reserved_name_is("Nul.pdf"));
    assert_true(reserved_name_is("prn.tar.gz"));
    assert_true(reserved_name_is("aux ."));
    assert_true(reserved_name_is("aux..."));
    assert_true(reserved_name_is("COM1"));
    assert_true(reserved_name_is("lpt9.txt"));
    assert_true(reserved_name_is("COM\xC2\xB9"));
    assert_true(reserved_name_is("LPT\xC2\xB3.x"));
}

static void other_names_are_files(void **state)
{
    assert_false(reserved_name_is(""));
    assert_false(reserved_name_is("CONS"));
    assert_false(reserved_name_is("con-1"));
    assert_false(reserved_name_is("COM"));
    assert_false(reserved_name_is("COM10"));
    assert_false(reserved_name_is("COMX"));
    assert_false(reserved_name_is("e07.con"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(devices_are_no_files_in_any_spelling),
        cmocka_unit_test(other_names_are_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
