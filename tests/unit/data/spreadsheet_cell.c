#include "data/spreadsheet_cell.h"

#include "../scratch.h"

static void assert_error(const char *text, const char *expected)
{
    char word[SPREADSHEET_ERROR_SIZE] = "";

    assert_int_equal(spreadsheet_cell_find_error(text, word), *expected != 0);
    assert_string_equal(word, expected);
}

static void error_values_are_found_wherever_they_stand(void **state)
{
    assert_error("#DIV/0!", "#DIV/0!");
    assert_error("#N/A", "#N/A");
    assert_error("about #N/A per cent", "#N/A");
    assert_error("#REF!#REF!", "#REF!");
    assert_error("#NAME?", "#NAME?");
    assert_error("#GETTING_DATA", "#GETTING_DATA");
    assert_error("#BEZUG!", "#BEZUG!");
    assert_error("#NV", "#NV");
    assert_error("########", "########");
    assert_error("Err:502", "Err:502");
    assert_error("NULL", "NULL");
    assert_error("nan", "nan");
}

static void words_and_numbers_are_no_error_values(void **state)
{
    assert_error("", "");
    assert_error("#1", "");
    assert_error("# 12", "");
    assert_error("##", "");
    assert_error("C#", "");
    assert_error("#NationalDay", "");
    assert_error("Nan Jones", "");
    assert_error("Null and void", "");
    assert_error("Err: 50", "");
}

static void only_dashes_are_a_dash(void **state)
{
    assert_true(spreadsheet_cell_is_dash("-"));
    assert_true(spreadsheet_cell_is_dash("--"));
    assert_true(spreadsheet_cell_is_dash("\xE2\x80\x93"));
    assert_true(spreadsheet_cell_is_dash("\xE2\x80\x94"));
    assert_false(spreadsheet_cell_is_dash(""));
    assert_false(spreadsheet_cell_is_dash("----"));
    assert_false(spreadsheet_cell_is_dash("-5"));
    assert_false(spreadsheet_cell_is_dash("n-a"));
}

static void assert_serial(const char *text, const char *expected)
{
    char words[DATE_WORDS_SIZE] = "";
    struct date date;

    if (spreadsheet_cell_read_serial(text, &date))
        date_print_iso(words, date);
    assert_string_equal(words, expected);
}

/* The days are those that Excel and LibreOffice show. */
static void days_are_counted_from_the_end_of_1899(void **state)
{
    assert_serial("36526", "2000-01-01");
    assert_serial("36585", "2000-02-29");
    assert_serial("44197", "2021-01-01");
    assert_serial("45127", "2023-07-20");
    assert_serial("45127.75", "2023-07-20");
    assert_serial("54788", "2049-12-31");
    assert_serial("36525", "");
    assert_serial("54789", "");
    assert_serial("45,127", "");
    assert_serial("451270", "");
    assert_serial("45127x", "");
}

static void dates_that_somebody_wrote_look_so(void **state)
{
    assert_true(spreadsheet_cell_is_date("20/07/2022"));
    assert_true(spreadsheet_cell_is_date("2022-07-20"));
    assert_true(spreadsheet_cell_is_date("20.7.22"));
    assert_true(spreadsheet_cell_is_date("20 July 2022"));
    assert_true(spreadsheet_cell_is_date("Jul-22"));
    assert_true(spreadsheet_cell_is_date("20 Gorffennaf 2022"));
    assert_false(spreadsheet_cell_is_date("4.5"));
    assert_false(spreadsheet_cell_is_date("0300 123 4567"));
    assert_false(spreadsheet_cell_is_date("May"));
    assert_false(spreadsheet_cell_is_date("Mayor 2"));
    assert_false(spreadsheet_cell_is_date("1/2"));
    assert_false(spreadsheet_cell_is_date(""));
}

static void names_of_columns_tell_dates(void **state)
{
    assert_true(spreadsheet_cell_is_date_column("date"));
    assert_true(spreadsheet_cell_is_date_column("report_date"));
    assert_true(spreadsheet_cell_is_date_column("ReportDate"));
    assert_true(spreadsheet_cell_is_date_column("Date of report"));
    assert_true(spreadsheet_cell_is_date_column("reply by"));
    assert_true(spreadsheet_cell_is_date_column("deadline-2"));
    assert_false(spreadsheet_cell_is_date_column("update"));
    assert_false(spreadsheet_cell_is_date_column("candidate"));
    assert_false(spreadsheet_cell_is_date_column("by_post"));
    assert_false(spreadsheet_cell_is_date_column("residents"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_values_are_found_wherever_they_stand),
        cmocka_unit_test(words_and_numbers_are_no_error_values),
        cmocka_unit_test(only_dashes_are_a_dash),
        cmocka_unit_test(days_are_counted_from_the_end_of_1899),
        cmocka_unit_test(dates_that_somebody_wrote_look_so),
        cmocka_unit_test(names_of_columns_tell_dates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
