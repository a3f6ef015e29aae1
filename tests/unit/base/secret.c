#include "base/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/lettermill-passphrase-XXXXXX";

static void write_file(const char *bytes, size_t size)
{
    const int file = mkstemp(path);

    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, size), (ssize_t)size);
    close(file);
}

static void remove_file(void)
{
    unlink(path);
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
}

static void assert_read(const char *bytes, size_t size, const char *expected)
{
    struct secret secret;
    struct error err = {.code = ""};

    write_file(bytes, size);
    assert_int_equal(secret_find(&secret_passphrase,
                                 &(struct secret_ways){.file = path}, "key.p12",
                                 &secret, &err),
                     STATUS_OK);
    assert_string_equal(secret.text, expected);
    assert_int_equal(secret.length, strlen(expected));
    remove_file();
}

static void a_file_gives_its_first_line(void **state)
{
    assert_read("open sesame\n", 12, "open sesame");
    assert_read("open sesame", 11, "open sesame");
    assert_read("dos\r\n", 5, "dos");
    assert_read("one\ntwo\n", 8, "one");
    assert_read(" kept \n", 7, " kept ");
    assert_read("", 0, "");
}

static void a_byte_order_mark_is_no_part_of_it(void **state)
{
    assert_read("\xEF\xBB\xBFopen\r\n", 9, "open");
    assert_read("\xEF\xBB\xBF", 3, "");
    assert_read("\xFF\xFEo\0k\0\r\0\n\0", 10, "ok");
    assert_read("\xFE\xFF\0o\0k\0\n\0x", 10, "ok");
    /* U+010A, which holds the byte of a line's end; U+1F511, in two units */
    assert_read("\xFF\xFE\x0A\x01\x3D\xD8\x11\xDD", 8,
                "\xC4\x8A\xF0\x9F\x94\x91");
    assert_read("\xFF\xFE", 2, "");
}

static void assert_refused(const char *bytes, size_t size)
{
    struct secret secret;
    struct error err = {.code = ""};

    write_file(bytes, size);
    assert_int_equal(secret_find(&secret_passphrase,
                                 &(struct secret_ways){.file = path}, "key.p12",
                                 &secret, &err),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_SEAL_PASSPHRASE);
    assert_non_null(strstr(err.message, "save it as UTF-8"));
    remove_file();
}

static void other_bytes_are_refused_in_words(void **state)
{
    assert_refused("o\0k\0\n\0", 6);
    assert_refused("\xFF\xFE\x3D\xD8o\0", 6);
    assert_refused("\xFF\xFE\x11\xDDo\0", 6);
}

static void a_passphrase_too_long_is_refused(void **state)
{
    char line[SECRET_SIZE + 1];
    struct secret secret;
    struct error err = {.code = ""};

    memset(line, 'x', sizeof line);
    write_file(line, SECRET_SIZE);
    assert_int_equal(secret_find(&secret_passphrase,
                                 &(struct secret_ways){.file = path}, "key.p12",
                                 &secret, &err),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_SEAL_PASSPHRASE);
    remove_file();
    line[SECRET_SIZE] = '\0';
    assert_int_equal(secret_find(&secret_passphrase,
                                 &(struct secret_ways){.variable = line},
                                 "key.p12", &secret, &err),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_SEAL_PASSPHRASE);
    line[SECRET_SIZE - 1] = '\0';
    assert_read(line, SECRET_SIZE - 1, line);
}

static void the_file_comes_before_the_environment(void **state)
{
    const struct secret_ways ways = {.file = path, .variable = "second"};
    struct secret secret;
    struct error err = {.code = ""};

    write_file("first\n", 6);
    assert_int_equal(
        secret_find(&secret_passphrase, &ways, "key.p12", &secret, &err),
        STATUS_OK);
    assert_string_equal(secret.text, "first");
    remove_file();
    assert_int_equal(secret_find(&secret_passphrase,
                                 &(struct secret_ways){.variable = "second"},
                                 "key.p12", &secret, &err),
                     STATUS_OK);
    assert_string_equal(secret.text, "second");
}

static void no_way_at_all_is_said(void **state)
{
    const struct secret_ways missing = {.file = "no/such/file",
                                        .variable = "not asked for"};
    struct secret secret;
    struct error err = {.code = ""};

    assert_int_equal(secret_find(&secret_passphrase,
                                 &(struct secret_ways){.file = NULL}, "key.p12",
                                 &secret, &err),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_SEAL_PASSPHRASE);
    assert_string_equal(err.location.file, "key.p12");
    assert_int_equal(
        secret_find(&secret_passphrase, &missing, "key.p12", &secret, &err),
        STATUS_INPUT);
    assert_int_equal(err.rule, RULE_FILE_MISSING);
}

static void messages_say_what_is_missing(void **state)
{
    const struct secret_ways none = {.file = NULL};
    struct secret secret;
    struct error err = {.code = ""};

    assert_int_equal(
        secret_find(&secret_password, &none, "smtps://a", &secret, &err),
        STATUS_INPUT);
    assert_int_equal(err.rule, RULE_PASSWORD);
    assert_string_equal(err.message,
                        "a password is wanted; name a file that holds it with "
                        "--password-file, or set LETTERMILL_MAIL_PASSWORD");
}

static void what_is_forgotten_is_overwritten(void **state)
{
    static const char zeros[SECRET_SIZE];
    struct secret secret = {.text = "secret", .length = 6};

    secret_forget(&secret);
    assert_memory_equal(secret.text, zeros, sizeof zeros);
    assert_int_equal(secret.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_gives_its_first_line),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_it),
        cmocka_unit_test(other_bytes_are_refused_in_words),
        cmocka_unit_test(a_passphrase_too_long_is_refused),
        cmocka_unit_test(the_file_comes_before_the_environment),
        cmocka_unit_test(no_way_at_all_is_said),
        cmocka_unit_test(messages_say_what_is_missing),
        cmocka_unit_test(what_is_forgotten_is_overwritten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
