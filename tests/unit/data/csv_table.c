#include "data/csv_table.h"
#include "base/memory.h"

#include "../scratch.h"

/* What csv_table_open() did with one file. */
struct opened {
    struct scratch scratch;
    struct csv_table *table;
    enum status status;
};

static struct opened open_bytes(const void *bytes, size_t size,
                                enum encoding encoding)
{
    struct opened opened = {.scratch = scratch_open()};
    const char *path = scratch_path(&opened.scratch, "t.csv");

    scratch_write_bytes(&opened.scratch, "t.csv", bytes, size);
    opened.status = csv_table_open(opened.scratch.arena, path, path, encoding,
                                   &opened.table, opened.scratch.diagnostics);
    return opened;
}

static struct opened open_text(const char *text)
{
    return open_bytes(text, strlen(text), ENCODING_UTF8);
}

static void close_all(struct opened *opened)
{
    csv_table_close(opened->table);
    scratch_close(&opened->scratch);
}

static struct value cell(struct opened *opened, size_t row, size_t column)
{
    struct value *cells = ARENA_ARRAY(opened->scratch.arena, struct value,
                                      csv_table_columns(opened->table));

    csv_table_read(opened->table, row, opened->scratch.arena, cells);
    return cells[column];
}

static void assert_cell(struct opened *opened, size_t row, size_t column,
                        const char *text, int line, int at)
{
    const struct value value = cell(opened, row, column);
    const struct value alone =
        csv_table_read_cell(opened->table, row, opened->scratch.arena, column);

    assert_string_equal(value.text, text);
    assert_int_equal(value.location.line, line);
    assert_int_equal(value.location.column, at);
    assert_string_equal(alone.text, text);
    assert_int_equal(alone.location.line, line);
    assert_int_equal(alone.location.column, at);
}

/* The whole of what is said about a file. */
static void assert_said(const char *text, enum status status, const char *said)
{
    struct opened opened = open_text(text);

    assert_string_equal(scratch_said(&opened.scratch), said);
    assert_int_equal(opened.status, status);
    close_all(&opened);
}

static void cells_know_their_places(void **state)
{
    struct opened opened = open_text("code,n\xC3\xA1me,x\n"
                                     "E1,\"W\xC5\xB5, x\",17\n"
                                     "E2,,\"a \"\"b\"\"\"\n");

    assert_int_equal(opened.status, STATUS_OK);
    assert_int_equal(csv_table_columns(opened.table), 3);
    assert_int_equal(csv_table_rows(opened.table), 2);
    assert_int_equal(csv_table_column(opened.table, 2).location.column, 11);
    assert_cell(&opened, 0, 0, "E1", 2, 1);
    assert_cell(&opened, 0, 1, "W\xC5\xB5, x", 2, 4);
    assert_cell(&opened, 0, 2, "17", 2, 12);
    assert_cell(&opened, 1, 1, "", 3, 4);
    assert_cell(&opened, 1, 2, "a \"b\"", 3, 5);
    assert_string_equal(scratch_said(&opened.scratch), "");
    close_all(&opened);
}

static void spaces_belong_to_the_cell(void **state)
{
    struct opened opened = open_text("code, a ,b\nE1, x ,\t\n");

    assert_string_equal(csv_table_column(opened.table, 1).text, "a");
    assert_cell(&opened, 0, 1, " x ", 2, 4);
    assert_cell(&opened, 0, 2, "\t", 2, 8);
    close_all(&opened);
}

static void lines_are_counted_across_every_line_end(void **state)
{
    struct opened opened = open_text("\n\rcode,a\r\nE1,1\rE2,\"x\r\ny\rz\n\""
                                     "\n\n\nE3,3");

    assert_int_equal(csv_table_rows(opened.table), 3);
    assert_int_equal(csv_table_column(opened.table, 0).location.line, 3);
    assert_cell(&opened, 0, 1, "1", 4, 4);
    assert_cell(&opened, 1, 1, "x\r\ny\rz\n", 5, 4);
    assert_cell(&opened, 2, 1, "3", 11, 4);
    close_all(&opened);
}

static void a_cell_behind_a_quoted_newline_stands_on_its_own_line(void **state)
{
    struct opened opened = open_text("code,a,b\nE1,\"x\ny\",17\n");

    assert_cell(&opened, 0, 1, "x\ny", 2, 4);
    assert_cell(&opened, 0, 2, "17", 3, 4);
    close_all(&opened);
}

static void byte_order_mark_takes_no_column(void **state)
{
    struct opened opened = open_text("\xEF\xBB\xBF\"code\",a\nE1,1\n");

    assert_int_equal(opened.status, STATUS_OK);
    assert_string_equal(csv_table_column(opened.table, 0).text, "code");
    assert_int_equal(csv_table_column(opened.table, 1).location.column, 8);
    close_all(&opened);
}

static void columns_are_found_whatever_their_spelling(void **state)
{
    struct opened opened = open_text("Code,Job Title,b\nE1,1,2\n");

    assert_int_equal(csv_table_find(opened.table, "job_title"), 1);
    assert_int_equal(csv_table_find(opened.table, "code"), 0);
    assert_true(csv_table_find(opened.table, "c") == SIZE_MAX);
    close_all(&opened);
}

static void empty_rows_and_columns_of_spreadsheets_are_passed_over(void **state)
{
    struct opened opened = open_text(",,,,\ncode,,a,,\n,,,,\nE1,,1,,\n"
                                     "  ,,\t,,\nE2,,2\nE3,,3,,,,,\n,,,,\n");

    assert_string_equal(scratch_said(&opened.scratch), "");
    assert_int_equal(csv_table_columns(opened.table), 2);
    assert_int_equal(csv_table_rows(opened.table), 3);
    assert_cell(&opened, 0, 1, "1", 4, 5);
    assert_cell(&opened, 1, 1, "2", 6, 5);
    assert_cell(&opened, 2, 1, "3", 7, 5);
    close_all(&opened);
}

static void value_in_a_column_without_a_name_is_refused_once(void **state)
{
    assert_said("code,,a\nE1,x,1\nE2,y,2\n", STATUS_INPUT,
                "t.csv:2:4: error: value in a column without a name\n");
}

static void stray_quote_is_reported_where_it_stands(void **state)
{
    assert_said("code,a\nE1,ab\"c\nE2,\"x\"y\nE3, \"z\"\nE4,4\n", STATUS_OK,
                "t.csv:2:6: error: stray quote; inside a quoted cell it is "
                "written twice\n"
                "t.csv:3:6: error: stray quote; inside a quoted cell it is "
                "written twice\n"
                "t.csv:4:5: error: stray quote; inside a quoted cell it is "
                "written twice\n");
}

static void unclosed_quote_is_reported_where_it_opened(void **state)
{
    assert_said("code,a\nE1,\"ab\nE2,2\nE3\n", STATUS_OK,
                "t.csv:2:4: error: quote is never closed\n"
                "t.csv:4: error: 1 cell in the row, 2 in the header\n");
}

static void unclosed_quote_does_not_swallow_the_rows_behind_it(void **state)
{
    struct opened opened =
        open_text("code,a\nE1,\"ab\nE2,2\nE3,\"x, y\"\nE4,4\n");

    assert_string_equal(scratch_said(&opened.scratch),
                        "t.csv:2:4: error: quote is not closed before the one "
                        "at line 4, column 4\n");
    assert_int_equal(csv_table_rows(opened.table), 3);
    assert_cell(&opened, 1, 1, "x, y", 4, 4);
    close_all(&opened);
}

static void ragged_rows_say_how_many_cells_of_how_many(void **state)
{
    assert_said("code,a,b\nE1,1\nE2,1,2,3\nE3,1,2\nE4,1,2,,4\n", STATUS_OK,
                "t.csv:2: error: 2 cells in the row, 3 in the header\n"
                "t.csv:3:8: error: 4 cells in the row, 3 in the header\n"
                "t.csv:5:8: error: 5 cells in the row, 3 in the header\n");
}

static void refused_rows_are_read_as_a_person_would(void **state)
{
    static const struct {
        const char *row;
        const char *cells[3];
        const char *extra;
    } cases[] = {
        {"1,E1,\"x\" y", {"1", "E1", "\"x\" y"}, ""},
        {"1 \"one\",E1,x", {"1 \"one\"", "E1", "x"}, ""},
        {"\"a \"b\", c\",E1,x", {"a \"b", " c\"", "E1"}, "x"},
        {"\"a \"b\" c\",E1,x", {"a \"b\" c", "E1", "x"}, ""},
        {"\"1,E1,x", {"\"1", "E1", "x"}, ""},
        {"\"1,E1,\"x, y\"", {"\"1", "E1", "x, y"}, ""},
        {"\"1,E1,\"\"\"x\"\"\"", {"\"1", "E1", "\"x\""}, ""},
        {"1,E1", {"1", "E1", ""}, ""},
        {"1,E1,x,,y,", {"1", "E1", "x"}, "|y"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        struct opened opened;
        struct value_list extra;
        struct value cells[3];
        struct error err = {.code = ""};
        char joined[64] = "";
        snprintf(text, sizeof text, "a,code,b\n%s\n2,E2,y\n", cases[i].row);
        opened = open_text(text);
        assert_int_equal(csv_table_rows(opened.table), 1);
        assert_int_equal(csv_table_refused(opened.table), 1);
        csv_table_read_refused(opened.table, 0, opened.scratch.arena, cells,
                               &extra, &err);
        for (size_t j = 0; j < 3; j++)
            assert_string_equal(cells[j].text, cases[i].cells[j]);
        for (size_t j = 0, at = 0; j < extra.count; j++)
            at += (size_t)snprintf(joined + at, sizeof joined - at, "%s%s",
                                   j ? "|" : "", extra.items[j].text);
        assert_string_equal(joined, cases[i].extra);
        close_all(&opened);
    }
}

static void refused_rows_say_what_is_wrong(void **state)
{
    struct opened opened = open_text("a,code,b\n1,E1,\"x\" y\n2,E2\n");
    struct value_list extra;
    struct value cells[3];
    struct error err;

    assert_int_equal(csv_table_rows(opened.table), 0);
    assert_int_equal(csv_table_refused(opened.table), 2);
    csv_table_read_refused(opened.table, 0, opened.scratch.arena, cells, &extra,
                           &err);
    assert_string_equal(cells[1].text, "E1");
    assert_int_equal(err.rule, RULE_CSV_STRAY_QUOTE);
    csv_table_read_refused(opened.table, 1, opened.scratch.arena, cells, &extra,
                           &err);
    assert_string_equal(cells[1].text, "E2");
    assert_int_equal(err.rule, RULE_CSV_RAGGED_ROW);
    close_all(&opened);
}

static void diagnostics_of_rows_bear_their_codes(void **state)
{
    struct opened opened =
        open_text("a,code,b\n1, E1 ,\"x\" y\n2,E2\n3,E3,3\n");

    assert_true(diagnostics_has_error(opened.scratch.diagnostics, "E1"));
    assert_true(diagnostics_has_error(opened.scratch.diagnostics, "E2"));
    assert_false(diagnostics_has_error(opened.scratch.diagnostics, "E3"));
    close_all(&opened);
}

static void duplicate_header_is_refused_whatever_its_spelling(void **state)
{
    assert_said("code,Job title,a,job_title\nE1,1,2,3\n", STATUS_INPUT,
                "t.csv:1:18: error: job_title: column is already at "
                "line 1, column 6\n");
}

static void empty_files_are_named_as_such(void **state)
{
    assert_said("", STATUS_INPUT,
                "t.csv:1:1: error: nothing in the file; a header row is "
                "wanted\n");
    assert_said("\r\n,,\n \n", STATUS_INPUT,
                "t.csv:1:1: error: nothing in the file; a header row is "
                "wanted\n");
    assert_said("code,a\n,\n", STATUS_INPUT,
                "t.csv:1:1: error: a header and no rows\n");
}

static void stray_quote_in_the_header_refuses_the_file(void **state)
{
    assert_said("code,a\"b\nE1,1\n", STATUS_INPUT,
                "t.csv:1:7: error: stray quote; inside a quoted cell it is "
                "written twice\n");
}

static void nul_bytes_are_refused_where_they_stand(void **state)
{
    static const char text[] = "code,a\nE1,x\0y\nE2,2\n";
    struct opened opened = open_bytes(text, sizeof text - 1, ENCODING_UTF8);

    assert_string_equal(scratch_said(&opened.scratch),
                        "t.csv:2:5: error: NUL byte in the text\n");
    assert_int_equal(csv_table_rows(opened.table), 1);
    close_all(&opened);
}

static void cell_over_the_limit_refuses_its_row(void **state)
{
    const size_t size = CSV_TABLE_CELL_LIMIT;
    char *text = malloc(2 * size + 64);
    char *at = stpcpy(text, "code,a\nE1,");
    struct opened opened;

    at = memset(at, 'x', size);
    at = stpcpy(at + size, "\nE2,\"");
    at = memset(at, 'y', size + 1);
    at = stpcpy(at + size + 1, "\"\nE3,3\n");
    opened = open_bytes(text, (size_t)(at - text), ENCODING_UTF8);
    assert_string_equal(scratch_said(&opened.scratch),
                        "t.csv:3:4: error: the cell is larger than 64 KiB\n");
    assert_int_equal(csv_table_rows(opened.table), 2);
    assert_int_equal(strlen(cell(&opened, 0, 1).text), size);
    close_all(&opened);
    free(text);
}

static void windows_1252_is_refused_by_name_with_its_place(void **state)
{
    assert_said("code,a\nE1,Ynys M\xF4n\n", STATUS_INPUT,
                "t.csv:2:10: error: byte F4 is \"\xC3\xB4\" in Windows-1252; "
                "save the file as UTF-8, or set encoding: windows-1252\n");
}

static void windows_1252_is_read_where_asked_for(void **state)
{
    static const char text[] = "code,a,b\nE1,\x93Ynys M\xF4n\x94,\x80 5\n";
    struct opened opened =
        open_bytes(text, sizeof text - 1, ENCODING_WINDOWS_1252);

    assert_int_equal(opened.status, STATUS_OK);
    assert_cell(&opened, 0, 1, "\xE2\x80\x9CYnys M\xC3\xB4n\xE2\x80\x9D", 2, 4);
    assert_cell(&opened, 0, 2, "\xE2\x82\xAC 5", 2, 15);
    close_all(&opened);
}

/* Rows of many lengths, so that stretches end anywhere in them: Welsh, quotes,
 * a line end in a cell, CRLF and LF in turns, an empty line now and then. */
static size_t write_rows(char *text, size_t size, size_t rows)
{
    size_t length = (size_t)snprintf(text, size,
                                     "\xEF\xBB\xBF"
                                     "code,a,b\n");

    for (size_t i = 0; i < rows; i++)
        length += (size_t)snprintf(
            text + length, size - length, "r%zu,\"%.*s\n\"\"%zu\",%s%s%s", i,
            (int)(i % 97),
            "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"
            "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm",
            i, i % 3 ? "D\xC5\xB5r" : "Br\xC3\xA2n", i % 2 ? "\r\n" : "\n",
            i % 7 ? "" : "\n");
    return length;
}

static void rows_of_a_large_file_stand_where_they_stand(void **state)
{
    enum { ROWS = 300, SIZE = 64 * 1024 };
    char *text = memory_alloc(SIZE);
    struct opened opened =
        open_bytes(text, write_rows(text, SIZE, ROWS), ENCODING_UTF8);
    int line = 2;

    assert_int_equal(opened.status, STATUS_OK);
    assert_int_equal(csv_table_rows(opened.table), ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        char wanted[128];
        const int digits = snprintf(wanted, sizeof wanted, "%zu", i);
        snprintf(wanted, sizeof wanted, "r%zu", i);
        assert_cell(&opened, i, 0, wanted, line, 1);
        line++;
        /* behind: two quotes for one, the number, the closing quote, a comma */
        assert_cell(&opened, i, 2, i % 3 ? "D\xC5\xB5r" : "Br\xC3\xA2n", line,
                    2 + digits + 1 + 1 + 1);
        line += i % 7 ? 1 : 2;
    }
    free(text);
    close_all(&opened);
}

static void large_windows_1252_is_read_where_asked_for(void **state)
{
    enum { ROWS = 900 };
    struct buffer text = buffer_new(64 * 1024);
    struct opened opened;

    buffer_add_text(&text, "code,name\n");
    for (int i = 0; i < ROWS; i++)
        buffer_printf(&text, "%d,\x93Ynys %d M\xF4n\x94\n", i, i);
    opened = open_bytes(text.bytes, text.length, ENCODING_WINDOWS_1252);
    assert_int_equal(opened.status, STATUS_OK);
    for (int i = 0; i < ROWS; i++) {
        char wanted[64];
        const int at = snprintf(wanted, sizeof wanted, "%d,", i) + 1;
        snprintf(wanted, sizeof wanted,
                 "\xE2\x80\x9CYnys %d M\xC3\xB4n\xE2\x80\x9D", i);
        assert_cell(&opened, (size_t)i, 1, wanted, i + 2, at);
    }
    buffer_free(&text);
    close_all(&opened);
}

static void faults_of_a_large_file_are_those_of_a_small_one(void **state)
{
    struct buffer text = buffer_new(64 * 1024);
    struct value cells[2];
    struct value_list extra;
    struct opened opened;
    struct error err;

    buffer_add_text(&text, "code,name\n");
    for (int i = 2; i < 600; i++)
        buffer_printf(&text, "%d,%s\n", i,
                      i == 100   ? "stray \"quote"
                      : i == 150 ? "\"not closed"
                      : i == 400 ? "\"closed\""
                      : i == 450 ? "\"never closed"
                                 : "sound");
    opened = open_bytes(text.bytes, text.length, ENCODING_UTF8);
    assert_string_equal(
        scratch_said(&opened.scratch),
        "t.csv:100:11: error: stray quote; inside a quoted cell it is "
        "written twice\n"
        "t.csv:150:5: error: quote is not closed before the one at line "
        "400, column 5\n"
        "t.csv:450:5: error: quote is never closed\n");
    assert_int_equal(csv_table_rows(opened.table), 598 - 3);
    assert_int_equal(csv_table_refused(opened.table), 3);
    assert_cell(&opened, 595 - 1, 0, "599", 599, 1);
    csv_table_read_refused(opened.table, 2, opened.scratch.arena, cells, &extra,
                           &err);
    assert_string_equal(cells[0].text, "450");
    assert_string_equal(cells[1].text, "\"never closed");
    assert_string_equal(err.message, "quote is never closed");
    assert_string_equal(
        csv_table_refused_code(opened.table, 1, opened.scratch.arena), "150");
    buffer_free(&text);
    close_all(&opened);
}

/* The byte at which a quote turns out not to be closed is half a character,
 * once it is UTF-8. */
static void fault_beside_a_letter_of_windows_1252_is_read_again(void **state)
{
    static const char text[] = "code,name\n1,\"a\nb\"\xE9,\n2,two\n";
    struct opened opened =
        open_bytes(text, sizeof text - 1, ENCODING_WINDOWS_1252);
    struct value cells[2];
    struct value_list extra;
    struct error err;

    assert_int_equal(csv_table_refused(opened.table), 2);
    csv_table_read_refused(opened.table, 0, opened.scratch.arena, cells, &extra,
                           &err);
    assert_string_equal(cells[1].text, "\"a");
    csv_table_read_refused(opened.table, 1, opened.scratch.arena, cells, &extra,
                           &err);
    assert_string_equal(cells[0].text, "b\"\xC3\xA9");
    close_all(&opened);
}

static void table_that_is_changed_later_stays_as_it_was_read(void **state)
{
    struct opened opened = open_text("code,a\n1,one\n2,two\n3,three\n");

    scratch_write(&opened.scratch, "t.csv", "code,a\n1,one\n2,too\n");
    assert_cell(&opened, 1, 1, "two", 3, 3);
    assert_cell(&opened, 2, 1, "three", 4, 3);
    close_all(&opened);
}

static void missing_file_is_one_clear_line(void **state)
{
    struct opened opened = {.scratch = scratch_open()};
    const char *path = scratch_path(&opened.scratch, "t.csv");

    assert_int_equal(csv_table_open(opened.scratch.arena, path, path,
                                    ENCODING_UTF8, &opened.table,
                                    opened.scratch.diagnostics),
                     STATUS_INPUT);
    assert_string_equal(scratch_said(&opened.scratch),
                        "t.csv: error: no such file\n");
    close_all(&opened);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_know_their_places),
        cmocka_unit_test(spaces_belong_to_the_cell),
        cmocka_unit_test(lines_are_counted_across_every_line_end),
        cmocka_unit_test(a_cell_behind_a_quoted_newline_stands_on_its_own_line),
        cmocka_unit_test(byte_order_mark_takes_no_column),
        cmocka_unit_test(columns_are_found_whatever_their_spelling),
        cmocka_unit_test(
            empty_rows_and_columns_of_spreadsheets_are_passed_over),
        cmocka_unit_test(value_in_a_column_without_a_name_is_refused_once),
        cmocka_unit_test(stray_quote_is_reported_where_it_stands),
        cmocka_unit_test(unclosed_quote_is_reported_where_it_opened),
        cmocka_unit_test(unclosed_quote_does_not_swallow_the_rows_behind_it),
        cmocka_unit_test(ragged_rows_say_how_many_cells_of_how_many),
        cmocka_unit_test(refused_rows_are_read_as_a_person_would),
        cmocka_unit_test(refused_rows_say_what_is_wrong),
        cmocka_unit_test(diagnostics_of_rows_bear_their_codes),
        cmocka_unit_test(duplicate_header_is_refused_whatever_its_spelling),
        cmocka_unit_test(empty_files_are_named_as_such),
        cmocka_unit_test(stray_quote_in_the_header_refuses_the_file),
        cmocka_unit_test(nul_bytes_are_refused_where_they_stand),
        cmocka_unit_test(cell_over_the_limit_refuses_its_row),
        cmocka_unit_test(windows_1252_is_refused_by_name_with_its_place),
        cmocka_unit_test(windows_1252_is_read_where_asked_for),
        cmocka_unit_test(rows_of_a_large_file_stand_where_they_stand),
        cmocka_unit_test(large_windows_1252_is_read_where_asked_for),
        cmocka_unit_test(faults_of_a_large_file_are_those_of_a_small_one),
        cmocka_unit_test(fault_beside_a_letter_of_windows_1252_is_read_again),
        cmocka_unit_test(table_that_is_changed_later_stays_as_it_was_read),
        cmocka_unit_test(missing_file_is_one_clear_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
