#include "base/buffer.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SIZE = 64 * 1024 * 1024 };

struct writer {
    int file;
    atomic_bool stop;
};

static void *write_again_and_again(void *context)
{
    struct writer *writer = context;

    while (!atomic_load(&writer->stop))
        (void)!pwrite(writer->file, "x", 1, 0);
    return NULL;
}

static enum status read_file(const char *path, struct error *err)
{
    struct buffer buffer = buffer_new(SIZE);
    const enum status status = buffer_read_file(&buffer, path, "a.csv", err);

    buffer_free(&buffer);
    return status;
}

/* The file system's clock may tick every few milliseconds only, so a file that
 * takes longer to read is read, if need be more than once. */
static void file_that_changes_while_it_is_read_is_refused(void **state)
{
    enum { TRIES = 100 };
    char path[] = "/tmp/buffer.XXXXXX";
    struct writer writer = {.file = mkstemp(path)};
    struct error err = {.code = ""};
    enum status status = STATUS_OK;
    pthread_t thread;

    assert_true(writer.file >= 0);
    assert_int_equal(ftruncate(writer.file, SIZE), 0);
    assert_int_equal(read_file(path, &err), STATUS_OK);
    assert_int_equal(
        pthread_create(&thread, NULL, write_again_and_again, &writer), 0);
    for (int i = 0; i < TRIES && status == STATUS_OK; i++)
        status = read_file(path, &err);
    atomic_store(&writer.stop, true);
    pthread_join(thread, NULL);
    close(writer.file);
    unlink(path);
    assert_int_equal(status, STATUS_IO);
    assert_int_equal(err.rule, RULE_FILE_UNREADABLE);
    assert_string_equal(err.message,
                        "changed while it was read; save it, run again");
}

/* What a spreadsheet would run as a formula, and what it would not: plain
 * numbers, names with an apostrophe. */
static void guard_of_formulas_is_taken_off_again(void **state)
{
    static const char *const guarded[][2] = {
        {"=1+1", "\"'=1+1\""},
        {"@SUM", "\"'@SUM\""},
        {"+a", "\"'+a\""},
        {"\t=1", "\"'\t=1\""},
        {"-12.5", "-12.5"},
        {"'t Hart", "'t Hart"},
        {"'", "'"},
        {"", ""},
    };

    for (size_t i = 0; i < sizeof guarded / sizeof *guarded; i++) {
        struct buffer line = buffer_new(100);
        buffer_add_csv(&line, guarded[i][0]);
        assert_string_equal(buffer_text(&line), guarded[i][1]);
        buffer_free(&line);
    }
    assert_string_equal(buffer_unguard_csv("'=1+1"), "=1+1");
    assert_string_equal(buffer_unguard_csv("'\t=1"), "\t=1");
    assert_string_equal(buffer_unguard_csv("'t Hart"), "'t Hart");
    assert_string_equal(buffer_unguard_csv("'"), "'");
    assert_string_equal(buffer_unguard_csv("=1"), "=1");
}

/* The test vectors of RFC 4648, 10, and the last two of its 64 digits. */
static void base64_is_that_of_the_standard(void **state)
{
    static const char *const pairs[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff", "+/8="},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct buffer text = buffer_new(100);
        buffer_add_base64(&text, pairs[i][0], strlen(pairs[i][0]));
        assert_string_equal(buffer_text(&text), pairs[i][1]);
        buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_that_changes_while_it_is_read_is_refused),
        cmocka_unit_test(guard_of_formulas_is_taken_off_again),
        cmocka_unit_test(base64_is_that_of_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
