#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "pdf/pdf_objects.h"
#include "unpack.h"

static struct arena *arena;
static struct pdf_objects *pdf;
static struct hash *hash;
static struct buffer file;
static struct error err;

static int set_up(void **state)
{
    arena = arena_new();
    pdf = pdf_objects_open(arena);
    hash = hash_new();
    file = buffer_new(1000000);
    return 0;
}

static int tear_down(void **state)
{
    pdf_objects_close(pdf);
    hash_free(hash);
    arena_free(arena);
    buffer_free(&file);
    return 0;
}

static void write_body(uint32_t number, const char *entries)
{
    buffer_add_text(pdf_objects_begin(pdf, number), entries);
    pdf_objects_finish(pdf);
}

static void save(void)
{
    assert_int_equal(pdf_objects_save(pdf, NULL, hash, &file, &err), STATUS_OK);
}

static void contains(const char *bytes)
{
    if (!memmem(file.bytes, file.length, bytes, strlen(bytes)))
        fail_msg("the file does not hold %s", bytes);
}

static void objects_hold_what_was_written(void **state)
{
    uint32_t first;
    uint32_t second;
    char expected[64];

    first = pdf_objects_add(pdf);
    second = pdf_objects_add(pdf);
    assert_int_equal(second, first + 1);
    write_body(second, "/B 2");
    write_body(first, "/A 1");
    save();
    snprintf(expected, sizeof expected,
             "%u 0 obj\n<<\n/A 1>>\nendobj\n%u 0 obj\n<<\n/B 2>>\nendobj\n",
             (unsigned)first, (unsigned)second);
    contains(expected);
}

static void file_begins_and_ends_as_a_pdf_does(void **state)
{
    save();
    assert_memory_equal(file.bytes, "%PDF-1.7\n%", 10);
    for (int i = 10; i < 14; i++)
        assert_true((unsigned char)file.bytes[i] > 127);
    assert_string_equal(file.bytes + file.length - 6, "%%EOF\n");
}

/* @return the rows of the cross-reference stream, which startxref leads to */
static const unsigned char *crossrefs(void)
{
    const char *at = strstr(file.bytes + file.length - 24, "startxref\n");
    const char *table;

    assert_non_null(at);
    table = file.bytes + strtoul(at + 10, NULL, 10);
    assert_non_null(strstr(table, " 0 obj\n<</Type/XRef/Size "));
    at = strstr(table, "stream\n");
    assert_non_null(at);
    return (const unsigned char *)at + 7;
}

/* Of a file under 64 kB: a byte for the kind, two for the offset, one more. */
static void cross_references_lead_to_the_objects(void **state)
{
    uint32_t number;
    const unsigned char *row;
    char entries[300] = "";
    char expected[32];

    number = pdf_objects_add(pdf);
    memset(entries, ' ', sizeof entries - 1);
    write_body(number, entries);
    save();
    contains("/W[1 2 1]");
    row = crossrefs() + (size_t)4 * number;
    assert_int_equal(row[0], 1);
    snprintf(expected, sizeof expected, "%u 0 obj\n", (unsigned)number);
    assert_memory_equal(file.bytes + row[1] * 256 + row[2], expected,
                        strlen(expected));
}

/* Catalogue, page tree and information are 1 to 3; the page tree is libharu's.
 * Rows are told by what they add to the row above. */
static void dictionaries_share_an_object_stream(void **state)
{
    struct static_deflate *static_deflate =
        static_deflate_new(&static_deflate_object_codes);
    const uint32_t packed = pdf_objects_add(pdf);
    const uint32_t stream = pdf_objects_add(pdf);
    const uint32_t clear = pdf_objects_add(pdf);
    struct buffer bytes = buffer_new(1000);
    char page[300];

    memset(page, ' ', sizeof page);
    write_body(packed, "/A 1");
    write_body(stream, "/B 2");
    pdf_objects_set_stream(pdf, stream, page, sizeof page);
    write_body(clear, "/C 3");
    pdf_objects_leave_clear(pdf, clear);
    assert_int_equal(pdf_objects_save(pdf, static_deflate, hash, &file, &err),
                     STATUS_OK);
    static_deflate_free(static_deflate);

    assert_null(memmem(file.bytes, file.length, "/A 1", 4));
    contains("5 0 obj\n<<\n/B 2/Length 300>>\nstream\n  ");
    contains("6 0 obj\n<<\n/C 3>>\nendobj");
    assert_memory_equal(file.bytes + pdf_objects_offset(pdf, clear), "/C 3>>",
                        6);
    contains("7 0 obj\n<</Type/ObjStm/N 4/First ");
    unpack(&file, "/ObjStm", &bytes);
    assert_memory_equal(bytes.bytes, "1 0 2 ", 6);
    assert_non_null(strstr(bytes.bytes, "\n<</A 1>>"));

    buffer_clear(&bytes);
    unpack(&file, "/XRef/Size 9/W[1 2 1]", &bytes);
    assert_int_equal(bytes.length, 9 * 5);
    assert_memory_equal(bytes.bytes,
                        "\2\0\0\0\0" /* 0: free */
                        "\2\2\0\7\0" /* 1: the first in 7 */
                        "\2\0\0\0\1" /* 2: there, too, one further */
                        "\2\0\0\0\1" /* 3 */
                        "\2\0\0\0\1" /* 4 */
                        "\2\377",
                        27); /* 5: in clear */
    buffer_free(&bytes);
}

static void streams_are_written_with_their_length(void **state)
{
    uint32_t number;

    number = pdf_objects_add(pdf);
    write_body(number, "/Type/X");
    pdf_objects_set_stream(pdf, number, "bytes\0more", 10);
    save();
    contains("<<\n/Type/X/Length 10>>\nstream\nbytes");
    assert_non_null(
        memmem(file.bytes, file.length, "bytes\0more\nendstream\nendobj", 27));
}

static void empty_streams_are_streams(void **state)
{
    uint32_t number;

    number = pdf_objects_add(pdf);
    pdf_objects_set_stream(pdf, number, "", 0);
    save();
    contains("/Length 0>>\nstream\n\nendstream\n");
}

static void pages_hang_in_the_page_tree(void **state)
{
    char expected[64];
    uint32_t first;
    uint32_t second;

    first = pdf_objects_add_page(pdf);
    second = pdf_objects_add_page(pdf);
    save();
    snprintf(expected, sizeof expected, "/Kids [ %u 0 R %u 0 R ]",
             (unsigned)first, (unsigned)second);
    contains(expected);
    contains("/Count 2");
}

static void catalogue_and_information_take_entries(void **state)
{
    write_body(pdf_objects_catalog(pdf), "/Lang(cy)");
    write_body(pdf_objects_info(pdf), "/Title(T)");
    save();
    contains("/Type /Catalog\n");
    contains("/Lang(cy)>>");
    contains("<<\n/Title(T)>>");
    assert_null(memmem(file.bytes, file.length, "Haru", 4));
}

/* @return the file's /ID; a file like any other but for these */
static char *identity(const char *entries, const char *stream,
                      const char *clear_entries)
{
    struct pdf_objects *other = pdf_objects_open(arena);
    const uint32_t number = pdf_objects_add(other);
    const uint32_t clear = pdf_objects_add(other);
    char *id;

    buffer_add_text(pdf_objects_begin(other, number), entries);
    pdf_objects_finish(other);
    pdf_objects_set_stream(other, number, stream, strlen(stream));
    buffer_add_text(pdf_objects_begin(other, clear), clear_entries);
    pdf_objects_finish(other);
    pdf_objects_leave_clear(other, clear);
    assert_int_equal(pdf_objects_save(other, NULL, hash, &file, &err),
                     STATUS_OK);
    id = memmem(file.bytes, file.length, "/ID[<", 5);
    assert_non_null(id);
    pdf_objects_close(other);
    assert_memory_equal(id + 5, id + 5 + 34, 32);
    return arena_strndup(arena, id, 5 + 32);
}

static void identity_is_that_of_the_content(void **state)
{
    const char *id = identity("/A 1", "page", "/S 1");

    assert_string_equal(identity("/A 1", "page", "/S 1"), id);
    assert_string_not_equal(identity("/A 2", "page", "/S 1"), id);
    assert_string_not_equal(identity("/A 1", "pagf", "/S 1"), id);
    assert_string_equal(identity("/A 1", "page", "/S 2"), id);
}

static void hash_has_the_file_up_to_what_is_kept_clear(void **state)
{
    const uint32_t clear = pdf_objects_add(pdf);
    unsigned char digest[HASH_SIZE], expected[HASH_SIZE];
    const char *begin;

    write_body(clear, "/C 3");
    pdf_objects_leave_clear(pdf, clear);
    save();
    begin = file.bytes + pdf_objects_hashed(pdf);
    assert_memory_equal(begin, "4 0 obj\n<<\n/C 3", 15);
    hash_finish(hash, digest);
    hash_bytes(file.bytes, pdf_objects_hashed(pdf), expected);
    assert_memory_equal(digest, expected, HASH_SIZE);
}

static void file_without_room_is_refused(void **state)
{
    struct buffer small = buffer_new(100);

    assert_int_equal(pdf_objects_save(pdf, NULL, hash, &small, &err),
                     STATUS_IO);
    assert_int_equal(err.rule, RULE_PDF_LIBRARY);
    /* 0x1016 is libharu's HPDF_FILE_IO_ERROR */
    assert_string_equal(err.message, "libharu refuses the file, error 0x1016");
    buffer_free(&small);
}

/* What was written ahead and what is saved are one file, to which the
 * cross-references lead; its header is there once. */
static void streams_may_be_written_ahead(void **state)
{
    struct buffer whole = buffer_new(10000);
    unsigned char digest[HASH_SIZE];
    unsigned char expected[HASH_SIZE];
    const unsigned char *row;
    uint32_t ahead, after;

    pdf_objects_write_ahead(pdf, "/One 1", "abc", 3, &whole);
    ahead = pdf_objects_write_ahead(pdf, "/Two 2", "defgh", 5, &whole);
    after = pdf_objects_add(pdf);
    write_body(after, "/Three 3");
    hash_add(hash, whole.bytes, whole.length);
    save();
    buffer_add(&whole, file.bytes, pdf_objects_hashed(pdf));
    hash_finish(hash, digest);
    hash_bytes(whole.bytes, whole.length, expected);
    assert_memory_equal(digest, expected, HASH_SIZE);
    buffer_add(&whole, file.bytes + pdf_objects_hashed(pdf),
               file.length - pdf_objects_hashed(pdf));
    buffer_clear(&file);
    buffer_add(&file, whole.bytes, whole.length);
    buffer_text(&file);
    assert_memory_equal(file.bytes, "%PDF-1.7\n", 9);
    assert_null(strstr(file.bytes + 1, "%PDF-1.7"));
    row = crossrefs();
    assert_memory_equal(
        file.bytes + row[4 * ahead + 1] * 256 + row[4 * ahead + 2],
        "5 0 obj\n<</Two 2/Length 5>>\nstream\ndefgh\nendstream\nendobj\n", 57);
    assert_memory_equal(file.bytes + row[4 * after + 1] * 256 +
                            row[4 * after + 2],
                        "6 0 obj\n<<\n/Three 3>>", 21);
    buffer_free(&whole);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(objects_hold_what_was_written),
        TEST(file_begins_and_ends_as_a_pdf_does),
        TEST(cross_references_lead_to_the_objects),
        TEST(dictionaries_share_an_object_stream),
        TEST(streams_are_written_with_their_length),
        TEST(empty_streams_are_streams),
        TEST(pages_hang_in_the_page_tree),
        TEST(catalogue_and_information_take_entries),
        TEST(identity_is_that_of_the_content),
        TEST(hash_has_the_file_up_to_what_is_kept_clear),
        TEST(file_without_room_is_refused),
        TEST(streams_may_be_written_ahead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
