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

    (void)state;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_that_changes_while_it_is_read_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
