#include "data/encoding.h"

#include "../scratch.h"

/* Reads bytes as a CSV file would be; the text, or what is said of it. */
static const char *read_as(struct scratch *scratch, const void *bytes,
                           size_t size, enum encoding encoding)
{
    struct buffer text = buffer_new(1024 * 1024);
    const char *path = scratch_path(scratch, "f");
    const char *kept;
    enum status status;

    scratch_write_bytes(scratch, "f", bytes, size);
    status =
        encoding_read_file(path, path, encoding, &text, scratch->diagnostics);
    kept = status ? scratch_said(scratch)
                  : arena_strdup(scratch->arena, buffer_text(&text));
    buffer_free(&text);
    return kept;
}

static void assert_read(const char *bytes, size_t size, enum encoding encoding,
                        const char *wanted)
{
    struct scratch scratch = scratch_open();

    assert_string_equal(read_as(&scratch, bytes, size, encoding), wanted);
    scratch_close(&scratch);
}

#define READ(literal, encoding, wanted)                                        \
    assert_read(literal, sizeof literal - 1, encoding, wanted)

static void utf_8_passes_with_and_without_its_mark(void **state)
{
    READ("caf\xC3\xA9", ENCODING_UTF8, "caf\xC3\xA9");
    READ("\xEF\xBB\xBF"
         "caf\xC3\xA9",
         ENCODING_UTF8, "caf\xC3\xA9");
    READ("", ENCODING_UTF8, "");
    READ("\xEF\xBB\xBF", ENCODING_UTF8, "");
}

static void utf_16_is_named_with_and_without_its_mark(void **state)
{
    READ("\xFF\xFE"
         "c\0o\0",
         ENCODING_UTF8, "f:1:1: error: the file is UTF-16; save it as UTF-8\n");
    READ("\xFE\xFF\0c\0o", ENCODING_WINDOWS_1252,
         "f:1:1: error: the file is UTF-16; save it as UTF-8\n");
    READ("c\0o\0d\0e\0,\0", ENCODING_UTF8,
         "f:1:1: error: the file is UTF-16 without a byte-order mark; save it "
         "as UTF-8\n");
    READ("\0c\0o\0d\0e\0,", ENCODING_UTF8,
         "f:1:1: error: the file is UTF-16 without a byte-order mark; save it "
         "as UTF-8\n");
    READ("\xFF\xFE\0\0c\0\0\0", ENCODING_UTF8,
         "f:1:1: error: the file is UTF-32; save it as UTF-8\n");
}

static void damaged_utf_8_is_not_taken_for_windows_1252(void **state)
{
    READ("caf\xC3\xA9\r\nth\xE9", ENCODING_UTF8,
         "f:2:3: error: byte E9 is not UTF-8\n");
    READ("a\x81z", ENCODING_UTF8, "f:1:2: error: byte 81 is not UTF-8\n");
}

static void windows_1252_becomes_utf_8(void **state)
{
    READ("\x80\x92\x9F\xA3\xFF", ENCODING_WINDOWS_1252,
         "\xE2\x82\xAC\xE2\x80\x99\xC5\xB8\xC2\xA3\xC3\xBF");
    READ("plain", ENCODING_WINDOWS_1252, "plain");
    READ("\xE9\n\x8D", ENCODING_WINDOWS_1252,
         "f:2:1: error: byte 8D is neither UTF-8 nor Windows-1252\n");
}

/* Read as Windows-1252 it would print two wrong letters for each right one. */
static void utf_8_stays_utf_8_where_windows_1252_is_expected(void **state)
{
    READ("\xEF\xBB\xBF"
         "caf\xC3\xA9",
         ENCODING_WINDOWS_1252, "caf\xC3\xA9");
    READ("caf\xC3\xA9", ENCODING_WINDOWS_1252, "caf\xC3\xA9");
}

static void text_files_may_not_hold_nul(void **state)
{
    struct scratch scratch = scratch_open();
    struct buffer text = buffer_new(64);
    const char *path = scratch_path(&scratch, "f");

    scratch_write_bytes(&scratch, "f", "ab\r\nc\0d", 7);
    assert_int_equal(encoding_read_text(path, path, &text, scratch.diagnostics),
                     STATUS_INPUT);
    assert_string_equal(scratch_said(&scratch),
                        "f:2:2: error: NUL byte in the text\n");
    buffer_free(&text);
    scratch_close(&scratch);
}

static void file_over_the_limit_is_refused(void **state)
{
    struct scratch scratch = scratch_open();
    struct buffer text = buffer_new(4);
    const char *path = scratch_path(&scratch, "f");

    scratch_write(&scratch, "f", "12345");
    assert_int_equal(encoding_read_text(path, path, &text, scratch.diagnostics),
                     STATUS_INPUT);
    assert_string_equal(scratch_said(&scratch),
                        "f: error: larger than 4 bytes\n");
    buffer_free(&text);
    scratch_close(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf_8_passes_with_and_without_its_mark),
        cmocka_unit_test(utf_16_is_named_with_and_without_its_mark),
        cmocka_unit_test(damaged_utf_8_is_not_taken_for_windows_1252),
        cmocka_unit_test(windows_1252_becomes_utf_8),
        cmocka_unit_test(utf_8_stays_utf_8_where_windows_1252_is_expected),
        cmocka_unit_test(text_files_may_not_hold_nul),
        cmocka_unit_test(file_over_the_limit_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
